import type { SpanRecord } from '../contract/types.ts';
import type { Failure, Json, Place, Recorded } from '../core/index.ts';
import { spanIdOf } from './ids.ts';
import { attr, type SpanOutcome } from './names.ts';

export type SpanEvent = SpanRecord['events'][number];
type SpanLink = SpanRecord['links'][number];

/** A span that has begun. It becomes a record when it ends, or is shown as it is while it is open. */
export interface Draft {
  readonly spanId: string;
  readonly parentSpanId: string | null;
  readonly name: string;
  readonly kind: SpanRecord['kind'];
  startMs: number;
  readonly attributes: Record<string, Json>;
  readonly events: SpanEvent[];
  readonly links: SpanLink[];
  error: Failure | null;
}

export interface Begin {
  readonly about: string;
  readonly parentSpanId: string | null;
  readonly name: string;
  readonly kind?: SpanRecord['kind'];
  readonly startMs: number;
  readonly attributes: Record<string, Json | undefined>;
}

export function begin(runId: string, from: Begin): Draft {
  return {
    spanId: spanIdOf(runId, from.about),
    parentSpanId: from.parentSpanId,
    name: from.name,
    kind: from.kind ?? 'internal',
    startMs: from.startMs,
    attributes: set({}, from.attributes),
    events: [],
    links: [],
    error: null,
  };
}

export function set(target: Record<string, Json>, more: Record<string, Json | undefined>): Record<string, Json> {
  for (const name in more) {
    const value = more[name];
    if (value !== undefined && value !== null) target[name] = value;
  }
  return target;
}

export function note(draft: Draft, name: string, event: Recorded, more: Record<string, Json> = {}): void {
  draft.events.push({ name, atMs: event.at, attributes: { ...more, ...whoAndWhy(event) } });
}

export function link(draft: Draft, to: SpanLink): void {
  const isKnown = draft.links.some(({ traceId, spanId }) => traceId === to.traceId && spanId === to.spanId);
  if (!isKnown) draft.links.push(to);
}

/** OpenTelemetry's own form of an error: status, `error.type`, and an exception event. */
export function fail(draft: Draft, error: Failure, atMs: number): void {
  draft.error = error;
  set(draft.attributes, { [attr.errorType]: error.type });
  draft.events.push(exception(error, atMs));
}

export function exception(error: Failure, atMs: number): SpanEvent {
  return {
    name: 'exception',
    atMs,
    attributes: { [attr.exceptionType]: error.type, [attr.exceptionMessage]: error.message },
  };
}

/**
 * Takes the draft's own parts: nothing may be added to it after. A success leaves the status unset, as the conventions ask of
 * instrumentation. `endMs` null: it is still open.
 */
export function toRecord(traceId: string, draft: Draft, endMs: number | null, outcome?: SpanOutcome): SpanRecord {
  const { spanId, parentSpanId, name, kind, startMs, attributes, events, links, error } = draft;
  return {
    traceId,
    spanId,
    parentSpanId,
    name,
    kind,
    startMs,
    endMs,
    status: error ? 'error' : 'unset',
    statusMessage: error ? error.message : null,
    attributes: outcome === undefined ? attributes : set(attributes, { [attr.status]: outcome }),
    events,
    links,
  };
}

export function placeAttributes({ path, visit }: Place): Record<string, Json> {
  return { [attr.stepPath]: path, [attr.stepVisit]: visit };
}

export function whoAndWhy({ by, why }: Recorded): Record<string, Json> {
  return set({}, { [attr.by]: by, [attr.why]: why });
}
