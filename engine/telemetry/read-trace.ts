import type { SpanRecord } from '../contract/types.ts';
import type { Json, Recorded } from '../core/index.ts';
import { toRecord } from './draft.ts';
import { handle } from './handlers.ts';
import { attr } from './names.ts';
import { startTrace, type TraceState } from './trace-state.ts';

/**
 * Spans of a run, as a fold over its history, made whenever somebody reads them: tracing is never woven into execution, so it cannot
 * alter a run, and costs it nothing.
 *
 * Invariants
 *   T1  one trace per run; ids are hashes of the run's id and of what the span is about, so every fold gives the same spans
 *   T2  a span's parent has ended when it ends: what lasts (the run, a composite) has a short `started` span, the parent of all in it,
 *       and a span of its own at the end
 *   T3  attempts and waits lie within their step or undo, these within their composite, and all within the run
 *   T4  an attempt's id is known before it runs (`attemptTraceparent`)
 *   T5  a span that has ended never changes again: it may have been sent
 *
 * All spans, closed and open, in order of their start.
 */
export function readTrace(history: readonly Recorded[]): readonly SpanRecord[] {
  const reading = readingTrace(history);
  for (;;) {
    const step = reading.next();
    if (step.done) return step.value.toSorted(bySpanStart);
  }
}

/** The same spans in no order, pausing at every thousandth event: for whoever reads many runs while others work. */
export function* readingTrace(history: readonly Recorded[]): Generator<void, readonly SpanRecord[]> {
  const state = beginTrace(history);
  if (state === null) return [];
  for (const [index, event] of history.entries()) {
    if (index % 1_000 === 999) yield;
    handle(state, event);
  }
  return [...state.closed, ...openOf(state)];
}

/** The fold of these events, to be carried on with `handle`. Of a branched run the first append has to be in it. Null: no history begins so. */
export function traceOf(history: readonly Recorded[]): TraceState | null {
  const state = beginTrace(history);
  if (state !== null) for (const event of history) handle(state, event);
  return state;
}

function beginTrace(history: readonly Recorded[]): TraceState | null {
  const [first] = history;
  if (first?.type !== 'RunStarted') return null;
  const branched = history.findLast((event) => event.type === 'RunBranched');
  return startTrace(first, branched ?? first);
}

/** Spans that have begun and not ended. */
function openOf(state: TraceState): readonly SpanRecord[] {
  if (state.over) return [];
  const works = [...state.works.values(), ...state.undos.values()];
  const drafts = [
    { ...state.run, events: [...state.run.events, ...state.signals.values()] },
    state.slot,
    ...works.flatMap(({ span, attempt, wait }) => [span, attempt, wait]),
    ...[...state.compensations.values()].map(({ span }) => span),
  ];
  return drafts.filter((draft) => draft !== null).map((draft) => toRecord(state.traceId, draft, null));
}

const roleOrder: readonly Json[] = ['started', 'run', 'compensation', 'step', 'undo', 'attempt', 'wait'];

/** By start; what encloses comes before what it holds. */
function bySpanStart(a: SpanRecord, b: SpanRecord): number {
  const role = (span: SpanRecord): number => roleOrder.indexOf(span.attributes[attr.role] ?? null);
  const seq = (span: SpanRecord): number => Number(span.attributes[attr.seq]);
  return a.startMs - b.startMs || seq(a) - seq(b) || role(a) - role(b) || (a.spanId < b.spanId ? -1 : 1);
}
