import type { CompensationAborted, CompensationEnded, CompensationStarted, Place, Recorded } from '../core/index.ts';
import { begin, fail, note, set } from './draft.ts';
import { about, placeKey } from './ids.ts';
import { attr } from './names.ts';
import { common, type Compensation, end, parentOf, type TraceState, workAt } from './trace-state.ts';
import * as work from './work.ts';

/** How the undoing of one frame becomes a span, and its undos theirs. */
export function begun(state: TraceState, event: Recorded<CompensationStarted>): void {
  const { frame, order, onFailure, error, entries, at, seq } = event;
  const owner = frame.slice(0, frame.lastIndexOf('#')) || state.workflow;
  const span = begin(state.runId, {
    about: about.compensation(frame, seq),
    parentSpanId: parentOf(state, frame),
    name: `${owner} undoing`,
    startMs: at,
    attributes: { ...common(state, 'compensation'), [attr.frame]: frame, [attr.cause]: error.type, [attr.seq]: seq },
  });
  const compensation: Compensation = {
    span,
    frame,
    order,
    onFailure,
    entries,
    next: 0,
    open: new Set(),
    stopped: false,
  };
  state.compensations.set(frame, compensation);
  goOn(state, compensation, event);
}

/** SG2. In reverse order the next undo begins when the one before is settled; in parallel all begin at once. None begins in a pause. */
export function goOn(state: TraceState, compensation: Compensation, event: Recorded): void {
  const isFree = (): boolean => compensation.order === 'parallel' || compensation.open.size === 0;
  while (!state.paused && !compensation.stopped && isFree()) {
    const next = compensation.entries[compensation.next];
    if (!next) return;
    compensation.next += 1;
    compensation.open.add(placeKey(next));
    work.beginUndo(state, next, compensation.frame, event);
  }
}

export function settled(state: TraceState, event: Recorded & Place, how: work.WorkEnd): void {
  const at = workAt(state, event, true);
  state.ledger.delete(placeKey(event));
  if (!at) return;
  work.endWork(state, at, how);
  const compensation = state.compensations.get(at.frame);
  if (!compensation) return;
  compensation.open.delete(placeKey(event));
  if (how.outcome === 'failed' && compensation.onFailure === 'fail') compensation.stopped = true;
  goOn(state, compensation, event);
}

export function aborted(state: TraceState, event: Recorded<CompensationAborted>): void {
  const compensation = state.compensations.get(event.frame);
  if (!compensation) return;
  compensation.stopped = true;
  note(compensation.span, 'sagaloom.aborted', event);
}

export function ended(state: TraceState, event: Recorded<CompensationEnded>): void {
  const compensation = state.compensations.get(event.frame);
  if (!compensation) return;
  const isPartial = event.left.length > 0;
  set(compensation.span.attributes, { [attr.undone]: event.undone, [attr.left]: event.left.length });
  if (isPartial) fail(compensation.span, event.error, event.at);
  close(state, compensation, event, isPartial ? 'failed' : 'completed');
}

/** Ends it with whatever is open in it. */
export function close(
  state: TraceState,
  compensation: Compensation,
  event: Recorded,
  outcome: 'completed' | 'failed' | 'abandoned',
): void {
  for (const key of compensation.open) {
    const at = state.undos.get(key);
    if (at) work.endWork(state, at, { event, outcome: 'abandoned' });
  }
  end(state, compensation.span, event.at, outcome);
  state.compensations.delete(compensation.frame);
}
