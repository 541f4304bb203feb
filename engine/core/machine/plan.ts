import type { AttemptWanted, WantedEffect } from '../effect.ts';
import { type AttemptTimes, type Program, taskNode } from './program.ts';
import { type ActiveTask, type Frame, type LedgerEntry, placeKey, type RunState } from './state.ts';
import { attemptDeadline, type TimeoutType, timersOf } from './timers.ts';

/** What this state wants of the world. Synchronous and pure: the host compares it with what it has in hand. */
export function plan(program: Program, state: RunState): readonly WantedEffect[] {
  if (state.ended) return [];
  const attempts = Object.values(state.active).flatMap((step) =>
    step.kind === 'task' && step.phase === 'running' ? [stepAttempt(program, step)] : [],
  );
  const undos = Object.values(state.frames).flatMap((frame) => undoAttempts(program, frame));
  const timers = timersOf(program, state).map(({ id, at }) => ({ kind: 'timer', id, at }) as const);
  return [...attempts, ...undos, ...timers];
}

function stepAttempt(program: Program, step: ActiveTask): AttemptWanted {
  const { path, visit, id, attempt, activity, with: input, key } = step;
  const node = taskNode(program, id);
  return {
    kind: 'attempt',
    id: `attempt:${placeKey(step)}:${attempt}`,
    path,
    visit,
    stepId: id,
    undo: false,
    attempt,
    activity,
    with: input,
    key,
    taskQueue: node.taskQueue,
    startedAt: step.since,
    ...limitOf(attemptDeadline(node.times, step.since, step.startedAt)),
    cancel: step.cancelBy !== null,
  };
}

function undoAttempts(program: Program, frame: Frame): readonly AttemptWanted[] {
  if (frame.phase.kind !== 'undoing') return [];
  return (frame.ledger ?? []).flatMap((entry) => undoAttempt(program, entry) ?? []);
}

function undoAttempt(program: Program, entry: LedgerEntry): AttemptWanted | null {
  const { path, visit, stepId, attempt, key, since } = entry;
  const node = taskNode(program, stepId);
  if (entry.status !== 'running' || entry.undo.kind !== 'ready' || !node.undo) return null;
  const times: AttemptTimes = node.undo.times;
  return {
    kind: 'attempt',
    id: `undo:${placeKey(entry)}:${attempt}`,
    path,
    visit,
    stepId,
    undo: true,
    attempt,
    activity: node.undo.activity,
    with: entry.undo.with,
    key,
    taskQueue: node.taskQueue,
    startedAt: since,
    ...limitOf(attemptDeadline(times, since, entry.scheduledAt)),
    cancel: false,
  };
}

function limitOf({ at, type }: { at: number; type: TimeoutType }): Pick<AttemptWanted, 'deadline' | 'limit'> {
  return { deadline: at, limit: type === 'timeout.startToClose' ? 'startToClose' : 'scheduleToClose' };
}
