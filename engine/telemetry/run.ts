import type {
  BufferedSignal,
  DefinitionMigrated,
  Json,
  Recorded,
  RunAdmitted,
  RunBranched,
  RunClosing,
  RunEnded,
  RunPaused,
  RunResumed,
  RunStarted,
  SignalReceived,
} from '../core/index.ts';
import * as compensation from './compensation.ts';
import { begin, type Draft, fail, link, note, set, whoAndWhy } from './draft.ts';
import { about, parseTraceparent, placeKey, spanIdOf, startOf, traceIdOf } from './ids.ts';
import { attr } from './names.ts';
import { common, end, type TraceState } from './trace-state.ts';
import * as work from './work.ts';

/** How what concerns the whole run becomes spans, and events and links of them. */
export function started(state: TraceState, event: Recorded<RunStarted>): void {
  const { parent, continued, slot } = event;
  const caller = parseTraceparent(event.traceparent);
  const marker = begin(state.runId, {
    about: about.started,
    parentSpanId: null,
    name: `${event.workflow} started`,
    startMs: event.at,
    attributes: {
      ...common(state, 'started'),
      [attr.runKey]: state.runKey,
      [attr.hash]: event.hash,
      [attr.seq]: event.seq,
      [attr.traceparent]: caller ? event.traceparent : null,
      ...originAttributes(state, event),
      ...whoAndWhy(event),
    },
  });
  // A child's caller is an attempt of its parent's, whose step it is linked to.
  if (caller && caller.traceId !== (parent && traceIdOf(parent.runId)))
    link(marker, { traceId: caller.traceId, spanId: caller.spanId });
  if (parent) {
    const stepId = spanIdOf(parent.runId, about.step(placeKey(parent)));
    link(marker, { traceId: traceIdOf(parent.runId), spanId: stepId });
  }
  if (state.from) link(marker, startOf(state.from.runId));
  end(state, marker, event.at);
  if (slot?.queued) beginQueueing(state, event);
  for (const signal of continued?.signals ?? []) keep(state, signal);
}

function originAttributes({ from }: TraceState, { parent }: RunStarted): Record<string, Json | undefined> {
  return {
    [attr.parentRunId]: parent?.runId,
    [attr.parentStep]: parent && placeKey(parent),
    [attr.fromRunId]: from?.runId,
    [attr.fromKind]: from?.kind,
  };
}

/** It waits for a slot of its concurrency key. */
function beginQueueing(state: TraceState, event: Recorded): void {
  state.slot = begin(state.runId, {
    about: about.slot,
    parentSpanId: state.run.parentSpanId,
    name: `${state.workflow} wait`,
    startMs: event.at,
    attributes: { ...common(state, 'wait'), [attr.waitReason]: 'slot', [attr.seq]: event.seq },
  });
}

export function admitted(state: TraceState, event: Recorded<RunAdmitted | RunClosing | RunEnded>): void {
  if (state.slot) end(state, state.slot, event.at);
  state.slot = null;
}

/** LI4. What lies before was another run's; what was under way there is begun anew here. */
export function branched(state: TraceState, event: Recorded<RunBranched>): void {
  state.keys.see(event);
  const { kind, from } = event;
  note(state.run, 'sagaloom.branched', event, { [attr.fromKind]: kind, [attr.fromRunId]: from });
  for (const { stepId, key, record, ...place } of event.entries)
    state.ledger.set(placeKey(place), { id: stepId, undoKey: key, isBroken: record.undo.kind === 'broken' });
  for (const open of [...state.works.values(), ...state.undos.values()]) work.beginAnew(open, event);
}

export function migrated(state: TraceState, event: Recorded<DefinitionMigrated>): void {
  set(state.run.attributes, { [attr.hash]: event.hash });
  note(state.run, 'sagaloom.migrated', event, { [attr.hash]: event.hash });
}

export function paused(state: TraceState, event: Recorded<RunPaused>): void {
  state.paused = true;
  note(state.run, 'sagaloom.paused', event);
}

export function resumed(state: TraceState, event: Recorded<RunResumed>): void {
  state.paused = false;
  note(state.run, 'sagaloom.resumed', event);
  for (const each of state.compensations.values()) compensation.goOn(state, each, event);
}

/** LI1. On the span of the `receive` that takes it; until then, or when none does, on the run's. */
export function signalled(state: TraceState, event: Recorded<SignalReceived>): void {
  keep(state, event, whoAndWhy(event));
}

function keep(
  state: TraceState,
  { seq, name, at }: Pick<BufferedSignal, 'seq' | 'name' | 'at'>,
  more: Record<string, Json> = {},
): void {
  const attributes = { [attr.signal]: name, [attr.seq]: seq, ...more };
  state.signals.set(seq, { name: 'sagaloom.signal', atMs: Math.max(at, state.run.startMs), attributes });
}

export function taken(state: TraceState, span: Draft, seq: number | undefined): void {
  const signal = seq === undefined ? undefined : state.signals.get(seq);
  if (seq === undefined || !signal) return;
  state.signals.delete(seq);
  span.events.push({ ...signal, atMs: Math.max(signal.atMs, span.startMs) });
}

/** Nothing goes on in it any more; children and the next run have yet to be told. */
export function closing(state: TraceState, event: Recorded<RunClosing>): void {
  closeAll(state, event);
  note(state.run, 'sagaloom.closing', event);
}

export function ended(state: TraceState, event: Recorded<RunEnded>): void {
  closeAll(state, event);
  const { status, error, left, next } = event;
  state.run.events.push(...state.signals.values());
  set(state.run.attributes, { [attr.status]: status, [attr.left]: left.length, ...whoAndWhy(event) });
  set(state.run.attributes, { [attr.nextRunId]: next });
  if (next !== undefined) link(state.run, startOf(next));
  if (error && status !== 'cancelled' && status !== 'terminated') fail(state.run, error, event.at);
  end(state, state.run, event.at);
  state.over = true;
}

function closeAll(state: TraceState, event: Recorded<RunClosing | RunEnded>): void {
  admitted(state, event);
  for (const each of state.compensations.values()) compensation.close(state, each, event, 'abandoned');
  for (const open of [...state.works.values()].toReversed()) {
    work.endWork(state, open, { event, outcome: 'abandoned' });
  }
}
