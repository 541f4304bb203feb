import { type Frame, isStuck, type Readable } from './state.ts';

/** Steps and undos that wait for a person. */
export function countStuck(state: Readable): number {
  const steps = Object.values(state.active).filter(isStuck).length;
  return steps + Object.values(state.frames).reduce((sum, frame) => sum + stuckUndos(frame), 0);
}

function stuckUndos(frame: Frame): number {
  return (frame.ledger ?? []).filter((entry) => entry.status === 'stuck').length;
}

/** Whether anything goes on by itself; if not, and something is stuck, the run is `suspended` (RN2). */
export function canProgress(state: Readable): boolean {
  const moving = Object.values(state.active).some(
    (step) =>
      step.kind === 'wait' ||
      step.kind === 'receive' ||
      (step.kind === 'task' && !isStuck(step)) ||
      (step.kind === 'composite' && step.phase === 'backoff'),
  );
  return moving || Object.values(state.frames).some(isUndoMoving);
}

function isUndoMoving(frame: Frame): boolean {
  return (frame.ledger ?? []).some((entry) => entry.status === 'running' || entry.status === 'backoff');
}
