import { Copy } from 'lucide-react';
import type { ReactNode } from 'react';
import { useFormats } from '../../locales/format.ts';
import { useT } from '../../locales/index.ts';
import { IconButton } from '../../ui/index.ts';
import { copyText } from '../copy.ts';
import css from './TracePage.module.css';

export interface TraceFacts {
  readonly name: string;
  /** A trace's id, or a run's: to be copied. */
  readonly id: string;
  readonly startedAt: number;
  /** Null while it goes on. */
  readonly durationMs: number | null;
  readonly spans: number;
  readonly errors: number;
  readonly services: readonly string[];
}

interface Props {
  readonly facts: TraceFacts;
  /** What it is, and where from. */
  readonly chips: ReactNode;
  /** What can be done with it. */
  readonly actions: ReactNode;
}

/** What a trace is, above its timeline. */
export function TraceHeader({ facts, chips, actions }: Props) {
  const t = useT();
  const { name, id } = facts;
  return (
    <header className={css.header}>
      <div className={css.title}>
        <h2 title={name}>{name}</h2>
        {chips}
        <div className={css.actions}>{actions}</div>
      </div>
      <div className={css.facts}>
        <span className={css.id}>
          <code title={id}>{id}</code>
          <IconButton label={t('traces.copyId')} icon={Copy} size="sm" iconSize={12} onPress={() => copyText(id)} />
        </span>
        <Facts facts={facts} />
      </div>
    </header>
  );
}

const shownServices = 3;

function Facts({ facts: { startedAt, durationMs, spans, errors, services } }: { readonly facts: TraceFacts }) {
  const t = useT();
  const { moment, duration } = useFormats();
  const more = services.length - shownServices;
  return (
    <>
      <span>{moment(startedAt)}</span>
      {durationMs !== null && <span className={css.mono}>{duration(durationMs)}</span>}
      <span>{t('traces.spans', { count: spans })}</span>
      {errors > 0 && <span className={css.errors}>{t('traces.errorSpans', { count: errors })}</span>}
      {services.length > 0 && (
        <span className={css.services} title={services.join('\n')}>
          {services.slice(0, shownServices).join(' · ')}
          {more > 0 && ` ${t('traces.moreServices', { count: more })}`}
        </span>
      )}
    </>
  );
}
