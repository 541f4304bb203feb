import type { SpanRecord } from '@sagaloom/engine/contract';
import type { Json, JsonObject } from '@sagaloom/engine/core';
import { ExternalLink, X } from 'lucide-react';
import type { ReactNode } from 'react';
import { useT } from '../locales/index.ts';
import { useFormats } from '../locales/format.ts';
import { Button, Chip, IconButton, type Tone } from '../ui/index.ts';
import type { TimelineModel } from './model.ts';
import type { RowState } from './model/states.ts';
import type { Words } from './paint/scene.ts';
import type { SpanRow } from './row.ts';
import { attemptsOf } from './selection.ts';
import type { TraceSource } from './source.ts';
import { runsOf, text } from './span.ts';
import { useDetail } from './useDetail.ts';
import { stateKey } from './words.ts';
import css from './SpanDrawer.module.css';

/** What a step's visit, or its undo, was given and gave. */
export type DataOf = (
  path: string,
  visit: number,
  undo: boolean,
) => { readonly input?: Json; readonly output?: Json } | null;

interface Props {
  readonly source: TraceSource;
  readonly model: TimelineModel;
  readonly row: SpanRow | null;
  readonly index: number;
  readonly attempt: number;
  readonly words: Words;
  readonly now: number;
  readonly dataOf: DataOf | undefined;
  readonly onOpenRun: ((runId: string) => void) | undefined;
  readonly spanActions: ((span: SpanRecord) => ReactNode) | undefined;
  readonly onAttempt: (attempt: number) => void;
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

export function SpanDrawer(props: Props) {
  const t = useT();
  const { row, words } = props;
  return (
    <aside className={css.drawer} aria-label={row ? words.nameOf(row) : t('timeline.showDetails')}>
      <header className={css.header}>
        <div className={css.title}>
          {row && <h3>{words.nameOf(row)}</h3>}
          {row && (
            <Chip tone={row.kind === 'undo' && row.state === 'completed' ? 'undo' : tones[row.state]}>
              {t(stateKey(row))}
            </Chip>
          )}
        </div>
        <IconButton size="sm" icon={X} label={t('timeline.close')} onPress={props.onClose} />
      </header>
      {/* Scrolls, so it must be reachable with the keyboard. */}
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex */}
      <div className={css.body} tabIndex={0}>
        {row ? <Details {...props} row={row} /> : <p className={css.hint}>{t('timeline.nothingChosen')}</p>}
      </div>
    </aside>
  );
}

function Details({
  source,
  model,
  row,
  index,
  attempt,
  words,
  now,
  dataOf,
  onOpenRun,
  spanActions,
  onAttempt,
}: Props & { readonly row: SpanRow }) {
  const t = useT();
  const formats = useFormats();
  const attempts = attemptsOf(model, index);
  const bar = attempts.find((each) => each.attempt === attempt)?.bar;
  const detail = useDetail(source, bar === undefined ? row.span : (model.bars.span[bar] ?? row.span));
  if (detail.phase !== 'ready') {
    return <p className={css.hint}>{t(detail.phase === 'reading' ? 'timeline.reading' : 'timeline.unread')}</p>;
  }
  const { span } = detail;
  const end = span.endMs ?? model.origin + now;
  const data = dataOf?.(row.path, row.visit, row.kind === 'undo');
  return (
    <>
      {attempts.length > 1 && (
        <fieldset className={css.attempts} aria-label={words.attempts(attempts.length)}>
          {[0, ...attempts.map((each) => each.attempt)].map((n) => (
            <button key={n} type="button" aria-pressed={n === attempt} onClick={() => onAttempt(n)}>
              {n === 0 ? t('timeline.wholeStep') : n}
            </button>
          ))}
        </fieldset>
      )}
      <dl className={css.facts}>
        <dt>{t('timeline.duration')}</dt>
        <dd>{words.duration(end - span.startMs)}</dd>
        <dt>{t('timeline.start')}</dt>
        <dd>
          {formats.clock(span.startMs)}
          <small>{t('timeline.after', { duration: words.duration(span.startMs - model.origin) })}</small>
        </dd>
      </dl>
      <ErrorNote span={span} />
      {spanActions?.(span)}
      {data?.input !== undefined && <Printed label={t('timeline.input')} value={data.input} />}
      {data?.output !== undefined && <Printed label={t('timeline.output')} value={data.output} />}
      {onOpenRun && <OtherRuns span={span} onOpen={onOpenRun} />}
      <Events span={span} origin={model.origin} words={words} />
      <Attributes label={t('timeline.attributes')} values={span.attributes} />
      <Attributes
        label={t('timeline.trace')}
        values={{ trace_id: span.traceId, span_id: span.spanId, parent: span.parentSpanId ?? '' }}
      />
    </>
  );
}

function ErrorNote({ span }: { readonly span: SpanRecord }) {
  const type = text(span, 'error');
  if (type === null) return null;
  return (
    <p className={css.error}>
      <code>{type}</code>
      {span.statusMessage}
    </p>
  );
}

/** The child it started, the run it signalled, the one before and the one after. */
function OtherRuns({ span, onOpen }: { readonly span: SpanRecord; readonly onOpen: (runId: string) => void }) {
  const t = useT();
  const runs = runsOf(span);
  if (runs.length === 0) return null;
  return (
    <section className={css.section}>
      <h4>{t('timeline.otherRuns')}</h4>
      <ul className={css.runs}>
        {runs.map(({ kind, runId }) => (
          <li key={kind}>
            <span>{t(`timeline.otherRun.${kind}`)}</span>
            <Button size="sm" icon={ExternalLink} onPress={() => onOpen(runId)}>
              <code title={runId}>{runId}</code>
            </Button>
          </li>
        ))}
      </ul>
    </section>
  );
}

function Events({
  span,
  origin,
  words,
}: {
  readonly span: SpanRecord;
  readonly origin: number;
  readonly words: Words;
}) {
  const t = useT();
  if (span.events.length === 0) return null;
  return (
    <section className={css.section}>
      <h4>{t('timeline.events')}</h4>
      <ul className={css.events}>
        {span.events.map((event, n) => (
          // oxlint-disable-next-line react/no-array-index-key -- events are only ever appended
          <li key={n}>
            <span>{words.duration(event.atMs - origin)}</span>
            <b>{event.name}</b>
            <small>{Object.values(event.attributes).map(plain).join(' · ')}</small>
          </li>
        ))}
      </ul>
    </section>
  );
}

function Attributes({ label, values }: { readonly label: string; readonly values: JsonObject }) {
  return (
    <section className={css.section}>
      <h4>{label}</h4>
      <dl className={css.attributes}>
        {Object.entries(values)
          .filter(([, value]) => value !== '')
          .map(([name, value]) => (
            <div key={name}>
              <dt title={name}>{name}</dt>
              <dd title={plain(value)}>{plain(value)}</dd>
            </div>
          ))}
      </dl>
    </section>
  );
}

function plain(value: Json): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}

const longestPrinted = 20_000;

function Printed({ label, value }: { readonly label: string; readonly value: Json }) {
  return (
    <section className={css.section}>
      <h4>{label}</h4>
      <pre>{JSON.stringify(value, null, 2).slice(0, longestPrinted)}</pre>
    </section>
  );
}
