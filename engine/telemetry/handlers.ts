import type { EventType, Place, Recorded, RunEvent, StepCompleted } from '../core/index.ts';
import * as compensation from './compensation.ts';
import { exception, note, set } from './draft.ts';
import { placeKey } from './ids.ts';
import { attr } from './names.ts';
import * as run from './run.ts';
import { ownerOf, type TraceState, workAt } from './trace-state.ts';
import * as work from './work.ts';

type Handlers = {
  readonly [T in EventType]: (state: TraceState, event: Recorded<Extract<RunEvent, { type: T }>>) => void;
};

/** One event further. */
export function handle(state: TraceState, event: Recorded): void {
  const handler = handlers[event.type] as (state: TraceState, event: Recorded) => void;
  handler(state, event);
}

const handlers: Handlers = {
  RunStarted: run.started,
  RunAdmitted: run.admitted,
  RunBranched: run.branched,
  DefinitionMigrated: run.migrated,
  SignalReceived: run.signalled,
  UpdateApplied: (state, event) => note(state.run, 'sagaloom.update', event, { [attr.update]: event.name }),
  AttributesSet: () => {},
  RunPaused: run.paused,
  RunResumed: run.resumed,
  StepStarted: work.beginStep,
  StepPassed: (state, event) => {
    work.beginStep(state, { ...event, type: 'StepStarted', detail: { kind: 'none' } });
    const passed = workAt(state, event, false);
    if (!passed) return;
    set(passed.span.attributes, { [attr.branch]: event.branch });
    work.endWork(state, passed, { event, outcome: 'completed' });
  },
  AttemptStarted: (state, event) => {
    const at = workAt(state, event, event.undo);
    if (at) work.beginAttempt(state, at, event.attempt, event);
  },
  AttemptPickedUp: (state, event) => {
    const attempt = workAt(state, event, event.undo)?.attempt;
    if (attempt) note(attempt, 'sagaloom.picked_up', event);
  },
  ChildStarted: (state, event) => {
    const at = workAt(state, event, event.undo);
    if (at) work.childStarted(at, event);
  },
  AttemptFailed: (state, event) => {
    const at = workAt(state, event, event.undo);
    if (!at) return;
    work.failAttempt(state, at, event.error, event.effect, event.at);
    if (event.retryAt !== null) work.beginWait(state, at, 'retry', event.retryAt, event);
  },
  StepCompleted: (state, event) => {
    remember(state, event);
    const at = workAt(state, event, false);
    if (!at) return;
    run.taken(state, at.span, event.signal);
    set(at.span.attributes, { [attr.pivot]: event.pivot });
    const skipped = event.manual === 'skipped';
    const effect = event.entry?.outcome ?? (skipped ? undefined : at.leaves);
    work.endWork(state, at, {
      event,
      outcome: skipped ? 'skipped' : 'completed',
      output: event.output,
      ...(effect ? { effect } : {}),
    });
  },
  StepFailed: (state, event) => {
    remember(state, event);
    const at = workAt(state, event, false);
    if (!at) return;
    run.taken(state, at.span, event.signal);
    const outcome = event.caught ? 'caught' : 'failed';
    work.endWork(state, at, { event, outcome, effect: event.outcome, error: event.error });
  },
  StepCancelled: (state, event) => {
    remember(state, event);
    const at = workAt(state, event, false);
    if (at) work.endWork(state, at, { event, outcome: 'cancelled', effect: event.outcome });
  },
  StepStuck: (state, event) => {
    const at = workAt(state, event, false);
    if (!at) return;
    work.failAttempt(state, at, event.error, null, event.at);
    work.beginWait(state, at, 'person', null, event);
  },
  BlockRetryScheduled: (state, event) => {
    const at = workAt(state, event, false);
    if (!at) return;
    at.span.events.push(exception(event.error, event.at));
    work.beginWait(state, at, 'retry', event.retryAt, event);
  },
  BlockRetried: (state, event) => {
    const at = workAt(state, event, false);
    if (!at) return;
    work.endWait(state, at, event);
    at.attempts = event.attempt;
  },
  BlockTimedOut: (state, event) => {
    const at = workAt(state, event, false);
    if (at) note(at.span, 'sagaloom.timed_out', event);
  },
  FinallyStarted: (state, event) => {
    const at = workAt(state, event, false);
    if (!at) return;
    work.endWait(state, at, event); // cancelled, or out of time, while it waited to be tried again
    note(at.span, 'sagaloom.finally', event);
  },
  BlockCompleted: () => {},
  BlockFailed: (state, event) => {
    const at = state.works.get(ownerOf(event.frame));
    if (at) at.span.events.push(exception(event.error, event.at));
  },
  CompensationStarted: compensation.begun,
  UndoCompleted: (state, event) =>
    compensation.settled(state, event, { event, outcome: 'completed', effect: 'done', output: event.output }),
  UndoStuck: (state, event) => {
    const at = workAt(state, event, true);
    if (!at) return;
    at.span.events.push(exception(event.error, event.at));
    work.beginWait(state, at, 'person', null, event);
  },
  UndoFailed: (state, event) => compensation.settled(state, event, { event, outcome: 'failed', error: event.error }),
  UndoSkipped: (state, event) => compensation.settled(state, event, { event, outcome: 'skipped' }),
  CompensationAborted: compensation.aborted,
  CompensationEnded: compensation.ended,
  CancelRequested: (state, event) => note(state.run, 'sagaloom.cancel_requested', event),
  RunTimedOut: (state, event) => note(state.run, 'sagaloom.timed_out', event),
  RunClosing: run.closing,
  ChildClosed: (state, event) => note(state.run, 'sagaloom.child_closed', event, { [attr.childRunId]: event.runId }),
  NextStarted: (state, event) => note(state.run, 'sagaloom.next_started', event, { [attr.nextRunId]: event.runId }),
  RunEnded: run.ended,
};

function remember(state: TraceState, event: Recorded & Place & Pick<StepCompleted, 'entry'>): void {
  const at = workAt(state, event, false);
  if (!at || event.entry === null) return;
  const key = at.attributes[attr.key];
  const undoKey = typeof key === 'string' ? `${key}:undo` : null;
  state.ledger.set(placeKey(event), { id: at.id, undoKey, isBroken: event.entry.undo.kind === 'broken' });
}
