/** Every moment a state waits for, and what is due then. `plan` shows them to the host, `fireTimer` acts on them. */
import { DEFAULT_TASK_QUEUE } from '../definition/defaults.ts';
import { failureOf, isFinal, ROOT } from './frames.ts';
import { isCaughtInside } from './pivot.ts';
import { type AttemptTimes, effectNode, type Program } from './program.ts';
import { undoNode } from './undo-node.ts';
import {
  type ActiveComposite,
  type ActiveStep,
  type ActiveReceive,
  type ActiveTask,
  type ActiveWait,
  type Frame,
  isCommitted,
  type LedgerEntry,
  NEVER,
  placeKey,
  type Progress,
  type RunState,
} from './state.ts';

export interface Timer {
  readonly id: string;
  readonly at: number;
  readonly due: Due;
}

export type Due =
  | { readonly kind: 'wake'; readonly step: ActiveWait }
  | { readonly kind: 'receiveTimeout'; readonly step: ActiveReceive }
  | { readonly kind: 'retry'; readonly step: ActiveTask }
  | { readonly kind: 'attemptTimeout'; readonly step: ActiveTask; readonly type: TimeoutType }
  | { readonly kind: 'cancelTimeout'; readonly step: ActiveTask }
  | { readonly kind: 'blockRetry'; readonly step: ActiveComposite }
  | { readonly kind: 'blockTimeout'; readonly step: ActiveComposite }
  | { readonly kind: 'undoRetry'; readonly entry: LedgerEntry }
  | { readonly kind: 'undoTimeout'; readonly entry: LedgerEntry; readonly type: TimeoutType }
  | { readonly kind: 'runTimeout' };

export type TimeoutType = 'timeout.startToClose' | 'timeout.scheduleToClose' | 'timeout.scheduleToStart';

export function timersOf(program: Program, state: RunState): readonly Timer[] {
  if (state.ended || state.paused || state.closing) return []; // a pause lets them fire when it is over
  const timers: Timer[] = [];
  for (const step of Object.values(state.active)) {
    const timer = stepTimer(program, state, step);
    if (timer) timers.push(timer);
  }
  for (const frame of Object.values(state.frames))
    if (frame.phase.kind === 'undoing') timers.push(...undoTimers(program, frame));
  const run = runTimer(state);
  if (run) timers.push(run);
  return timers;
}

function stepTimer(program: Program, state: RunState, step: ActiveStep): Timer | null {
  const place = placeKey(step);
  switch (step.kind) {
    case 'wait':
      return { id: `wake:${place}`, at: step.until, due: { kind: 'wake', step } };
    case 'receive':
      return step.until === null
        ? null
        : { id: `signal:${place}`, at: step.until, due: { kind: 'receiveTimeout', step } };
    case 'task':
      return taskTimer(program, step);
    case 'composite':
      return compositeTimer(program, state, step);
    case 'none':
      return null;
  }
}

function taskTimer(program: Program, step: ActiveTask): Timer | null {
  const place = `${placeKey(step)}:${step.attempt}`;
  if (step.phase === 'stuck') return null;
  if (step.phase === 'backoff') return { id: `retry:${place}`, at: step.since, due: { kind: 'retry', step } };
  const { since, startedAt: scheduledAt, progress } = step;
  const { at, type } = attemptDeadline(effectNode(program, step.id), { since, scheduledAt, progress });
  if (step.cancelBy === NEVER) return null;
  if (step.cancelBy !== null)
    return { id: `cancel:${place}`, at: Math.min(step.cancelBy, at), due: { kind: 'cancelTimeout', step } };
  if (at === Infinity) return null;
  return { id: `timeout:${place}`, at, due: { kind: 'attemptTimeout', step, type } };
}

export interface AttemptClock {
  /** When this attempt was scheduled, and when the first. */
  readonly since: number;
  readonly scheduledAt: number;
  readonly progress: Progress;
}

/** Where an attempt is to be done, and how long it may take. */
export interface Queued {
  readonly taskQueue: string;
  readonly times: AttemptTimes;
}

/** AT1. Work of a task queue of its own is offered to workers: its time counts from when one took it, as it does where `scheduleToStart` is kept. */
export const isOffered = ({ taskQueue, times }: Queued): boolean =>
  taskQueue !== DEFAULT_TASK_QUEUE || Number.isFinite(times.scheduleToStartMs);

/** AT1: whichever is first. `at` is Infinity for what waits for a worker as long as it takes. */
export function attemptDeadline(
  queued: Queued,
  { since, scheduledAt, progress: { pickedUp } }: AttemptClock,
): { at: number; type: TimeoutType } {
  const { times } = queued;
  const all = scheduledAt + times.scheduleToCloseMs;
  const waits = pickedUp === null && isOffered(queued);
  const attempt = waits ? since + times.scheduleToStartMs : (pickedUp ?? since) + times.startToCloseMs;
  if (attempt > all) return { at: all, type: 'timeout.scheduleToClose' };
  return { at: attempt, type: waits ? 'timeout.scheduleToStart' : 'timeout.startToClose' };
}

function compositeTimer(program: Program, state: RunState, step: ActiveComposite): Timer | null {
  const place = `${placeKey(step)}:${step.attempt}`;
  if (step.phase === 'backoff') return { id: `retry:${place}`, at: step.since, due: { kind: 'blockRetry', step } };
  if (step.phase !== 'running' || step.deadline === null || !canTimeOut(program, state, step)) return null;
  return { id: `block:${place}`, at: step.deadline, due: { kind: 'blockTimeout', step } };
}

const OUT_OF_TIME = { type: 'timeout.block', message: '' };

/** Undoing (SG5) and what lies past a pivot (SG6), unless it is caught there, have no time limit; nor has what is closing already. */
function canTimeOut(program: Program, state: RunState, step: ActiveComposite): boolean {
  if (isCommitted(state, step.frame) && !isCaughtInside(program, state, step, OUT_OF_TIME)) return false;
  if (step.map) return !step.map.halted;
  return step.frames.some((key) => {
    const frame = state.frames[key];
    return (
      frame !== undefined &&
      !frame.committed &&
      !frame.closing &&
      !isFinal(frame) &&
      frame.phase.kind !== 'undoing' &&
      !failureOf(frame)
    );
  });
}

function undoTimers(program: Program, frame: Frame): readonly Timer[] {
  if (frame.phase.kind !== 'undoing') return [];
  const stopped = frame.phase.stopped !== 'no';
  return (frame.ledger ?? []).flatMap((entry) => undoTimer(program, entry, stopped) ?? []);
}

function undoTimer(program: Program, entry: LedgerEntry, stopped: boolean): Timer | null {
  const id = `undo:${placeKey(entry)}:${entry.attempt}`;
  if (entry.status === 'backoff' && !stopped)
    return { id: `retry:${id}`, at: entry.since, due: { kind: 'undoRetry', entry } };
  if (entry.status !== 'running') return null;
  const { at, type } = attemptDeadline(undoNode(program, entry), entry);
  if (at === Infinity) return null;
  return { id: `timeout:${id}`, at, due: { kind: 'undoTimeout', entry, type } };
}

/** AT4. */
function runTimer(state: RunState): Timer | null {
  const deadline = state.run?.deadline ?? null;
  if (deadline === null || state.unwinding || state.frames[ROOT]?.closing) return null;
  return { id: 'run', at: deadline, due: { kind: 'runTimeout' } };
}
