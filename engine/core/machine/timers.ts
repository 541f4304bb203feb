/** Every moment a state waits for, and what is due then. `plan` shows them to the host, `fireTimer` acts on them. */
import { failureOf, isFinal, ROOT } from './frames.ts';
import { isCaughtInside } from './pivot.ts';
import { type Program, type AttemptTimes, taskNode } from './program.ts';
import {
  type ActiveComposite,
  type ActiveStep,
  type ActiveTask,
  type ActiveWait,
  type Frame,
  isCommitted,
  type LedgerEntry,
  placeKey,
  type RunState,
} from './state.ts';

export interface Timer {
  readonly id: string;
  readonly at: number;
  readonly due: Due;
}

export type Due =
  | { readonly kind: 'wake'; readonly step: ActiveWait }
  | { readonly kind: 'retry'; readonly step: ActiveTask }
  | { readonly kind: 'attemptTimeout'; readonly step: ActiveTask; readonly type: TimeoutType }
  | { readonly kind: 'cancelTimeout'; readonly step: ActiveTask }
  | { readonly kind: 'blockRetry'; readonly step: ActiveComposite }
  | { readonly kind: 'blockTimeout'; readonly step: ActiveComposite }
  | { readonly kind: 'undoRetry'; readonly entry: LedgerEntry }
  | { readonly kind: 'undoTimeout'; readonly entry: LedgerEntry; readonly type: TimeoutType }
  | { readonly kind: 'runTimeout' };

export type TimeoutType = 'timeout.startToClose' | 'timeout.scheduleToClose';

export function timersOf(program: Program, state: RunState): readonly Timer[] {
  if (state.ended) return [];
  return [
    ...Object.values(state.active).flatMap((step) => stepTimer(program, state, step) ?? []),
    ...Object.values(state.frames).flatMap((frame) => undoTimers(program, frame)),
    ...runTimer(state),
  ];
}

function stepTimer(program: Program, state: RunState, step: ActiveStep): Timer | null {
  const place = placeKey(step);
  switch (step.kind) {
    case 'wait':
      return { id: `wake:${place}`, at: step.until, due: { kind: 'wake', step } };
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
  const { at, type } = attemptDeadline(taskNode(program, step.id).times, step.since, step.startedAt);
  if (step.cancelBy !== null)
    return { id: `cancel:${place}`, at: Math.min(step.cancelBy, at), due: { kind: 'cancelTimeout', step } };
  return { id: `timeout:${place}`, at, due: { kind: 'attemptTimeout', step, type } };
}

/** AT1: whichever is first. */
export function attemptDeadline(
  times: AttemptTimes,
  since: number,
  scheduledAt: number,
): { at: number; type: TimeoutType } {
  const attempt = since + times.startToCloseMs;
  const all = scheduledAt + times.scheduleToCloseMs;
  return attempt <= all ? { at: attempt, type: 'timeout.startToClose' } : { at: all, type: 'timeout.scheduleToClose' };
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
  const times = taskNode(program, entry.stepId).undo?.times;
  if (entry.status !== 'running' || !times) return null;
  const { at, type } = attemptDeadline(times, entry.since, entry.scheduledAt);
  return { id: `timeout:${id}`, at, due: { kind: 'undoTimeout', entry, type } };
}

/** AT4. */
function runTimer(state: RunState): readonly Timer[] {
  const deadline = state.run?.deadline ?? null;
  if (deadline === null || state.unwinding || state.frames[ROOT]?.closing) return [];
  return [{ id: 'run', at: deadline, due: { kind: 'runTimeout' } }];
}
