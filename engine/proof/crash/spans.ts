import type { SpanRecord } from '../../contract/index.ts';
import type { Recorded } from '../../core/index.ts';
import { readTrace, spanAttributes as attr } from '../../telemetry/index.ts';

type Histories = ReadonlyMap<string, readonly Recorded[]>;

/** Where a number of a fault's kind is enough. */
const MOST_NAMED = 3;

/**
 * What is wrong with the spans of runs whose histories grew from `before` to `now`. A span that had ended is the same one for ever, byte by
 * byte: somebody has been sent it. No id stands for two spans, and none that ended misses its parent.
 */
export function spanFaults(before: Histories, now: Histories): readonly string[] {
  return [...now].flatMap(([runId, events]) => {
    const spans = readTrace(events);
    const byId = new Map(spans.map((span) => [span.spanId, span]));
    const twice = spans.length - byId.size;
    const orphans = spans.filter(
      ({ parentSpanId, endMs }) => endMs !== null && parentSpanId !== null && !isEnded(byId.get(parentSpanId)),
    );
    const changed = readTrace(before.get(runId) ?? []).filter(
      (span) => span.endMs !== null && JSON.stringify(byId.get(span.spanId)) !== JSON.stringify(span),
    );
    return [
      ...(twice > 0 ? [`${runId}: ${twice} span ids stand for two spans`] : []),
      ...named(`${runId}: ended without a parent that has`, orphans),
      ...named(`${runId}: changed after it had ended`, changed),
      ...named(`${runId}: not within its step`, outside(spans)),
    ];
  });
}

const isEnded = (span: SpanRecord | undefined): boolean => span !== undefined && span.endMs !== null;

function named(what: string, spans: readonly SpanRecord[]): readonly string[] {
  return spans.slice(0, MOST_NAMED).map(({ name, spanId }) => `${what}: ${name} ${spanId}`);
}

/** Attempts and waits lie within the visit, or the undo, they are of. */
function outside(spans: readonly SpanRecord[]): readonly SpanRecord[] {
  const placeOf = ({ attributes }: SpanRecord): string =>
    JSON.stringify([attributes[attr.stepPath], attributes[attr.stepVisit], attributes[attr.undo] === true]);
  const isOf = (span: SpanRecord, ...roles: readonly string[]): boolean =>
    roles.some((role) => span.attributes[attr.role] === role);
  const works = new Map(spans.filter((span) => isOf(span, 'step', 'undo')).map((span) => [placeOf(span), span]));
  return spans.filter((span) => {
    const work = isOf(span, 'attempt', 'wait') ? works.get(placeOf(span)) : undefined;
    return work && (span.startMs < work.startMs || (span.endMs ?? Infinity) > (work.endMs ?? Infinity));
  });
}

/** All spans of all runs, as text. */
export function spansAsText(histories: Histories): string {
  return [...histories]
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([, events]) => JSON.stringify(readTrace(events)))
    .join('\n');
}
