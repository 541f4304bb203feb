import type { SpanRecord } from '@sagaloom/engine/contract';
import type { Json } from '@sagaloom/engine/core';
import { X } from 'lucide-react';
import type { ReactNode } from 'react';
import { useT } from '../locales/index.ts';
import { Chip, IconButton, type Tone } from '../ui/index.ts';
import type { CriticalPath } from './critical.ts';
import type { TimelineModel } from './model.ts';
import type { RowState } from './model/states.ts';
import type { Words } from './paint/scene.ts';
import type { Term } from './query.ts';
import type { SpanRow } from './row.ts';
import { GroupDetails, SpanDetails } from './SpanDetails.tsx';
import type { TraceSource } from './source.ts';
import { stateKey } from './words.ts';
import css from './SpanDrawer.module.css';

/** What a step's visit, or its undo, was given and gave. */
export type DataOf = (
  path: string,
  visit: number,
  undo: boolean,
) => { readonly input?: Json; readonly output?: Json } | null;

export interface DrawerProps {
  readonly source: TraceSource;
  readonly model: TimelineModel;
  readonly row: SpanRow | null;
  readonly index: number;
  readonly attempt: number;
  readonly words: Words;
  readonly now: number;
  readonly critical: CriticalPath | null;
  readonly dataOf: DataOf | undefined;
  readonly onOpenRun: ((runId: string) => void) | undefined;
  readonly onOpenTrace: ((traceId: string, spanId: string) => void) | undefined;
  readonly spanActions: ((span: SpanRecord) => ReactNode) | undefined;
  readonly onAttempt: (attempt: number) => void;
  readonly onFind: (terms: readonly Term[]) => void;
  readonly onClose: () => void;
}

const tones: Readonly<Record<RowState, Tone>> = {
  running: 'accent',
  retrying: 'warn',
  waiting: 'time',
  stuck: 'warn',
  completed: 'ok',
  failed: 'bad',
  caught: 'warn',
  cancelled: 'neutral',
  skipped: 'neutral',
  abandoned: 'neutral',
  instant: 'ok',
  compensated: 'undo',
  queued: 'time',
  paused: 'neutral',
  continued: 'flow',
};

export function SpanDrawer(props: DrawerProps) {
  const t = useT();
  const { row, words } = props;
  return (
    <aside className={css.drawer} aria-label={row ? words.nameOf(row) : t('timeline.showDetails')}>
      <header className={css.header}>
        <div className={css.title}>
          {row && <h3 title={words.nameOf(row)}>{words.nameOf(row)}</h3>}
          {row && (
            <Chip tone={row.undoes && row.state === 'completed' ? 'undo' : tones[row.state]}>{t(stateKey(row))}</Chip>
          )}
        </div>
        <IconButton size="sm" icon={X} label={t('timeline.close')} onPress={props.onClose} />
      </header>
      {/* Scrolls, so it must be reachable with the keyboard. */}
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex */}
      <div className={css.body} tabIndex={0}>
        {!row && <p className={css.hint}>{t('timeline.nothingChosen')}</p>}
        {row?.kind === 'group' && <GroupDetails {...props} row={row} />}
        {row && row.kind !== 'group' && <SpanDetails key={`${row.key} ${props.attempt}`} {...props} row={row} />}
      </div>
    </aside>
  );
}
