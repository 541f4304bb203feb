import type { SpanRecord, StoredSpan } from '@sagaloom/engine/contract';
import type { Json } from '@sagaloom/engine/core';
import { ExternalLink } from 'lucide-react';
import { useFormats } from '../locales/format.ts';
import { useT } from '../locales/index.ts';
import { Button } from '../ui/index.ts';
import { Attributes } from './Attributes.tsx';
import type { TimelineModel } from './model.ts';
import type { Words } from './paint/scene.ts';
import type { SpanRow } from './row.ts';
import { attemptsOf } from './selection.ts';
import { ownTime } from './self-time.ts';
import { runsOf, text } from './span.ts';
import type { DrawerProps } from './SpanDrawer.tsx';
import { useDetail } from './useDetail.ts';
import css from './SpanDrawer.module.css';

type Props = DrawerProps & { readonly row: SpanRow };

/** A stored span has where it came from beside what it says. */
const isStored = (span: SpanRecord): span is StoredSpan => 'resource' in span;

export function SpanDetails(props: Props) {
  const t = useT();
  const { source, model, row, index, attempt, words, dataOf, onOpenRun, onFind } = props;
  const attempts = attemptsOf(model, index);
  const bar = attempts.find((each) => each.attempt === attempt)?.bar;
  const at = bar === undefined ? row.span : (model.bars.span[bar] ?? row.span);
  const detail = useDetail(source, at);
  if (detail.phase !== 'ready') {
    return <p className={css.hint}>{t(detail.phase === 'reading' ? 'timeline.reading' : 'timeline.unread')}</p>;
  }
  const { span } = detail;
  const data = dataOf?.(row.path, row.visit, row.undoes);
  const ids = { trace_id: span.traceId, span_id: span.spanId, parent_span_id: span.parentSpanId ?? '' };
  return (
    <>
      {attempts.length > 1 && <Attempts {...props} all={attempts.map((each) => each.attempt)} />}
      <Facts {...props} span={span} isWhole={bar === undefined} />
      {row.orphan && <p className={css.note}>{t('timeline.orphan')}</p>}
      <ErrorNote span={span} />
      {props.spanActions?.(span)}
      {data?.input !== undefined && <Printed label={t('timeline.input')} value={data.input} />}
      {data?.output !== undefined && <Printed label={t('timeline.output')} value={data.output} />}
      {onOpenRun && <OtherRuns span={span} onOpen={onOpenRun} />}
      <Links {...props} span={span} />
      <Events span={span} model={model} words={words} />
      <Attributes label={t('timeline.attributes')} values={span.attributes} onFind={onFind} />
      {isStored(span) && <Attributes label={t('timeline.resource')} values={span.resource} onFind={undefined} />}
      {isStored(span) && span.scope.name !== '' && (
        <Attributes
          label={t('timeline.scope')}
          values={{ name: span.scope.name, version: span.scope.version }}
          onFind={undefined}
        />
      )}
      <Attributes label={t('timeline.trace')} values={ids} onFind={undefined} />
    </>
  );
}

function Attempts({ attempt, words, onAttempt, all }: Props & { readonly all: readonly number[] }) {
  const t = useT();
  return (
    <fieldset className={css.attempts} aria-label={words.attempts(all.length)}>
      {[0, ...all].map((n) => (
        <button key={n} type="button" aria-pressed={n === attempt} onClick={() => onAttempt(n)}>
          {n === 0 ? t('timeline.wholeStep') : n}
        </button>
      ))}
    </fieldset>
  );
}

type FactsProps = Props & { readonly span: SpanRecord; readonly isWhole: boolean };

function Facts({ model, row, words, now, critical, span, isWhole }: FactsProps) {
  const t = useT();
  const formats = useFormats();
  const end = span.endMs ?? model.origin + now;
  const own = isWhole ? ownTime(model, row.index, now) : null;
  const onPath = isWhole ? (critical?.own[row.index] ?? 0) : 0;
  const exact = isStored(span) ? nanosOf(span) : null;
  return (
    <dl className={css.facts}>
      <dt>{t('timeline.duration')}</dt>
      <dd>
        {words.duration(end - span.startMs)}
        {exact !== null && <small title={t('timeline.exact')}>{exact}</small>}
        {span.endMs === null && <small>{t('timeline.stillOpen')}</small>}
      </dd>
      {own !== null && own < end - span.startMs && (
        <>
          <dt>{t('timeline.selfTime')}</dt>
          <dd>
            {words.duration(own)}
            <small>{words.share(own / Math.max(end - span.startMs, 1e-9))}</small>
          </dd>
        </>
      )}
      {onPath > 0 && (
        <>
          <dt>{t('timeline.onCritical')}</dt>
          <dd>
            {words.duration(onPath)}
            <small>{words.share(onPath / (critical?.length || 1))}</small>
          </dd>
        </>
      )}
      <dt>{t('timeline.start')}</dt>
      <dd>
        <span title={formats.moment(span.startMs)}>{formats.clock(span.startMs)}</span>
        <small>{t('timeline.after', { duration: words.duration(span.startMs - model.origin) })}</small>
      </dd>
      {span.endMs !== null && (
        <>
          <dt>{t('timeline.end')}</dt>
          <dd>
            <span title={formats.moment(span.endMs)}>{formats.clock(span.endMs)}</span>
          </dd>
        </>
      )}
      <Origin row={row} span={span} />
    </dl>
  );
}

/** Of a span from elsewhere: whose it is, and which step it is of, and who says so. */
function Origin({ row, span }: { readonly row: SpanRow; readonly span: SpanRecord }) {
  const t = useT();
  if (row.kind !== 'other') return null;
  const step = text(span, 'id');
  return (
    <>
      {row.service !== '' && (
        <>
          <dt>{t('timeline.service')}</dt>
          <dd>{row.service}</dd>
        </>
      )}
      <dt>{t('timeline.kind')}</dt>
      <dd>{t(`timeline.kind.${span.kind}`)}</dd>
      <dt>{t('timeline.step')}</dt>
      <dd>
        {step ?? t('timeline.notMapped')}
        {step !== null && isStored(span) && (
          <small>{span.rule === null ? t('timeline.mappedItself') : t('timeline.mappedBy', { rule: span.rule })}</small>
        )}
      </dd>
    </>
  );
}

/** To the nanosecond, where a duration of less than a second was rounded. */
function nanosOf({ startNano, endNano }: StoredSpan): string | null {
  if (endNano === null) return null;
  const nanos = BigInt(endNano) - BigInt(startNano);
  return nanos % 1_000_000n === 0n || nanos > 1_000_000_000n ? null : `${nanos} ns`;
}

/** All visits and items of a step together. */
export function GroupDetails({ model, row, words, now }: Props) {
  const t = useT();
  const { rows } = model;
  let [longest, errors] = [0, 0];
  for (let at = row.index + 1; at < (rows.next[row.index] ?? 0); at++) {
    longest = Math.max(longest, Math.min(rows.end[at] ?? 0, now) - (rows.start[at] ?? 0));
    if (rows.state[at] === rows.state[row.index] && row.state === 'failed') errors++;
  }
  return (
    <dl className={css.facts}>
      <dt>{t('timeline.members')}</dt>
      <dd>{words.sum(row)}</dd>
      <dt>{t('timeline.longest')}</dt>
      <dd>{words.duration(longest)}</dd>
      {errors > 0 && (
        <>
          <dt>{t('timeline.error')}</dt>
          <dd>{t('timeline.errors', { count: errors })}</dd>
        </>
      )}
    </dl>
  );
}

function ErrorNote({ span }: { readonly span: SpanRecord }) {
  const type = text(span, 'error');
  if (type === null && !(span.status === 'error' && span.statusMessage)) return null;
  return (
    <p className={css.error}>
      {type !== null && <code>{type}</code>}
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

function Links({ span, onOpenTrace, onOpenRun }: Props & { readonly span: SpanRecord }) {
  const t = useT();
  // Links of a run to other runs are named above, where these can be opened.
  if (span.links.length === 0 || (onOpenRun && runsOf(span).length > 0)) return null;
  return (
    <section className={css.section}>
      <h4>{t('timeline.links')}</h4>
      <ul className={css.runs}>
        {span.links.map(({ traceId, spanId }) => (
          <li key={`${traceId} ${spanId}`} className={css.link}>
            <code title={`${traceId} ${spanId}`}>{traceId}</code>
            {onOpenTrace && (
              <Button size="sm" icon={ExternalLink} onPress={() => onOpenTrace(traceId, spanId)}>
                {t('timeline.openLinked')}
              </Button>
            )}
          </li>
        ))}
      </ul>
    </section>
  );
}

function Events({
  span,
  model,
  words,
}: {
  readonly span: SpanRecord;
  readonly model: TimelineModel;
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
            <span>{words.duration(event.atMs - model.origin)}</span>
            <b>{event.name}</b>
            <small>{Object.values(event.attributes).map(plain).join(' · ')}</small>
          </li>
        ))}
      </ul>
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
      {/* Scrolls, so it must be reachable with the keyboard. */}
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex */}
      <pre tabIndex={0} role="region" aria-label={label}>
        {JSON.stringify(value, null, 2).slice(0, longestPrinted)}
      </pre>
    </section>
  );
}
