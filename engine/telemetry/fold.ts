import type { SpanRecord } from '../contract/index.ts';
import type { EventType, Json, Place, Recorded, RunEvent } from '../core/index.ts';
import { begin, exception, fail, note, set, toRecord, whoAndWhy } from './draft.ts';
import { about, parseTraceparent, placeKey } from './ids.ts';
import { attr } from './names.ts';
import { freeze, thaw } from './snapshot.ts';
import {
  common,
  type Compensation,
  end,
  ownerOf,
  parentOf,
  startTrace,
  type TraceState,
  workAt,
} from './trace-state.ts';
import * as work from './work.ts';

/**
 * Spans of a run, as a fold over its history: tracing is never woven into execution, so it cannot alter a run.
 *
 * Invariants
 *   T1  one trace per run; ids are hashes of the run's id and of what the span is about, so every fold gives the same spans
 *   T2  a span's parent has ended when it ends: what lasts (the run, a composite) has a short `started` span, the parent of all in it,
 *       and a span of its own at the end
 *   T3  attempts and waits lie within their step or undo, these within their composite, and all within the run
 *   T4  an attempt's id is known before it runs (`attemptTraceparent`)
 */
export class TraceFold {
  #state: TraceState | null = null;
  #seq = 0;

  static thaw({ seq, state }: { readonly seq: number; readonly state: string }): TraceFold {
    const fold = new TraceFold();
    fold.#state = thaw(state);
    fold.#seq = seq;
    return fold;
  }

  freeze(): string {
    if (!this.#state) throw new Error('a trace has no state before its run has started');
    return freeze(this.#state);
  }

  /** One event further; gives the spans it ended. An event seen before changes nothing. */
  apply(event: Recorded): readonly SpanRecord[] {
    if (event.seq <= this.#seq) return [];
    this.#seq = event.seq;
    if (event.type === 'RunStarted') this.#state = started(event);
    const state = this.#state;
    if (!state) return [];
    const handle = handlers[event.type] as (state: TraceState, event: Recorded) => void;
    handle(state, event);
    return state.ended.splice(0);
  }

  /** Spans that have begun and not ended. */
  open(): readonly SpanRecord[] {
    const state = this.#state;
    if (!state || this.ended) return [];
    const works = [...state.works.values(), ...state.undos.values()];
    const drafts = [
      state.run,
      ...works.flatMap(({ span, attempt, wait }) => [span, attempt, wait]),
      ...[...state.compensations.values()].map(({ span }) => span),
    ];
    return drafts.filter((draft) => draft !== null).map((draft) => toRecord(state.traceId, draft, null));
  }

  get begun(): boolean {
    return this.#state !== null;
  }

  /** Number of the last event. */
  get seq(): number {
    return this.#seq;
  }

  get ended(): boolean {
    return this.#state?.over ?? false;
  }
}

/** All spans of a history, closed and open, in order of their start. */
export function spansOf(history: Iterable<Recorded>): readonly SpanRecord[] {
  const fold = new TraceFold();
  const closed = Array.from(history).flatMap((event) => fold.apply(event));
  return [...closed, ...fold.open()].toSorted(bySpanStart);
}

const roleOrder: readonly Json[] = ['started', 'run', 'compensation', 'step', 'undo', 'attempt', 'wait'];

/** By start; what encloses comes before what it holds. */
export function bySpanStart(a: SpanRecord, b: SpanRecord): number {
  const role = (span: SpanRecord): number => roleOrder.indexOf(span.attributes[attr.role] ?? null);
  const seq = (span: SpanRecord): number => Number(span.attributes[attr.seq]);
  return a.startMs - b.startMs || seq(a) - seq(b) || role(a) - role(b) || (a.spanId < b.spanId ? -1 : 1);
}

type Handlers = {
  readonly [T in EventType]: (state: TraceState, event: Recorded<Extract<RunEvent, { type: T }>>) => void;
};

const handlers: Handlers = {
  RunStarted: () => {},
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
    const outcome = event.caught ? 'caught' : 'failed';
    endStep(state, event, { event, outcome, effect: event.outcome, error: event.error });
  },
  StepCancelled: (state, event) => {
    remember(state, event);
    endStep(state, event, { event, outcome: 'cancelled', effect: event.outcome });
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
  BlockTimedOut: (state, event) => noteOn(state, event, 'sagaloom.timed_out'),
  FinallyStarted: (state, event) => noteOn(state, event, 'sagaloom.finally'),
  BlockCompleted: () => {},
  BlockFailed: (state, event) => {
    const at = state.works.get(ownerOf(event.frame));
    if (at) at.span.events.push(exception(event.error, event.at));
  },
  CompensationStarted: beginCompensation,
  UndoCompleted: (state, event) =>
    settle(state, event, { event, outcome: 'completed', effect: 'done', output: event.output }),
  UndoStuck: (state, event) => {
    const at = workAt(state, event, true);
    if (!at) return;
    if (at.attempt) work.dropAttempt(at); // SG1: its input could not be evaluated, nothing was tried
    at.span.events.push(exception(event.error, event.at));
    work.beginWait(state, at, 'person', null, event);
  },
  UndoFailed: (state, event) => settle(state, event, { event, outcome: 'failed', error: event.error }),
  UndoSkipped: (state, event) => settle(state, event, { event, outcome: 'skipped' }),
  CompensationAborted: (state, event) => {
    const compensation = state.compensations.get(event.frame);
    if (!compensation) return;
    compensation.stopped = true;
    note(compensation.span, 'sagaloom.aborted', event);
  },
  CompensationEnded: (state, event) => {
    const compensation = state.compensations.get(event.frame);
    if (!compensation) return;
    abandonUndos(state, compensation, event);
    set(compensation.span.attributes, { [attr.undone]: event.undone, [attr.left]: event.left.length });
    if (event.left.length > 0) fail(compensation.span, event.error, event.at);
    end(state, compensation.span, event.at, event.left.length > 0 ? 'failed' : 'completed');
    state.compensations.delete(event.frame);
  },
  CancelRequested: (state, event) => note(state.run, 'sagaloom.cancel_requested', event),
  RunTimedOut: (state, event) => note(state.run, 'sagaloom.timed_out', event),
  RunEnded: (state, event) => {
    for (const compensation of state.compensations.values()) {
      abandonUndos(state, compensation, event);
      end(state, compensation.span, event.at, 'abandoned');
    }
    for (const open of [...state.works.values()].toReversed()) {
      work.endWork(state, open, { event, outcome: 'abandoned' });
    }
    const { status, error, left } = event;
    set(state.run.attributes, { [attr.status]: status, [attr.left]: left.length, ...whoAndWhy(event) });
    if (error && status !== 'cancelled' && status !== 'terminated') fail(state.run, error, event.at);
    end(state, state.run, event.at);
    state.over = true;
  },
};

function started(event: Recorded<Extract<RunEvent, { type: 'RunStarted' }>>): TraceState {
  const state = startTrace(event);
  const marker = begin(state.runId, {
    about: about.started,
    parentSpanId: null,
    name: `${event.workflow} started`,
    startMs: event.at,
    attributes: {
      ...common(state, 'started'),
      [attr.runKey]: event.runKey,
      [attr.hash]: event.hash,
      [attr.seq]: event.seq,
      [attr.traceparent]: parseTraceparent(event.traceparent) ? event.traceparent : null,
      ...whoAndWhy(event),
    },
  });
  end(state, marker, event.at);
  return state;
}

function remember(state: TraceState, event: Recorded & Place & { entry: unknown }): void {
  const at = workAt(state, event, false);
  if (!at || event.entry === null) return;
  const key = at.attributes[attr.key];
  state.ledger.set(placeKey(event), { id: at.id, key: typeof key === 'string' ? key : null });
}

function endStep(state: TraceState, place: Place, how: work.WorkEnd): void {
  const at = workAt(state, place, false);
  if (at) work.endWork(state, at, how);
}

function noteOn(state: TraceState, event: Recorded & Place, name: string): void {
  const at = workAt(state, event, false);
  if (at) note(at.span, name, event);
}

function beginCompensation(
  state: TraceState,
  event: Recorded<Extract<RunEvent, { type: 'CompensationStarted' }>>,
): void {
  const { frame, order, onFailure, error, entries, at, seq } = event;
  const owner = frame.slice(0, frame.lastIndexOf('#')) || state.workflow;
  const span = begin(state.runId, {
    about: about.compensation(frame, seq),
    parentSpanId: parentOf(state, frame),
    name: `${owner} undoing`,
    startMs: at,
    attributes: { ...common(state, 'compensation'), [attr.frame]: frame, [attr.cause]: error.type, [attr.seq]: seq },
  });
  const compensation: Compensation = { span, frame, onFailure, queue: [...entries], open: new Set(), stopped: false };
  state.compensations.set(frame, compensation);
  const first = order === 'parallel' ? entries.length : 1;
  for (let n = 0; n < first; n++) beginNext(state, compensation, event);
}

function beginNext(state: TraceState, compensation: Compensation, event: Recorded): void {
  const next = compensation.stopped ? undefined : compensation.queue.shift();
  if (!next) return;
  compensation.open.add(placeKey(next));
  work.beginUndo(state, next, compensation.frame, event);
}

/** SG2. In reverse order the next undo begins when this one is settled; in parallel all have begun already. */
function settle(state: TraceState, event: Recorded & Place, how: work.WorkEnd): void {
  const at = workAt(state, event, true);
  const compensation = [...state.compensations.values()].find(({ open }) => open.has(placeKey(event)));
  if (at) work.endWork(state, at, how);
  state.ledger.delete(placeKey(event));
  if (!compensation) return;
  compensation.open.delete(placeKey(event));
  if (how.outcome === 'failed' && compensation.onFailure === 'fail') compensation.stopped = true;
  if (compensation.open.size === 0) beginNext(state, compensation, event);
}

function abandonUndos(state: TraceState, compensation: Compensation, event: Recorded): void {
  for (const key of compensation.open) {
    const at = state.undos.get(key);
    if (at) work.endWork(state, at, { event, outcome: 'abandoned' });
  }
}
