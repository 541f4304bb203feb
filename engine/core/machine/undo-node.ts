import { type AttemptTimes, effectNode, type Program, type UndoNode } from './program.ts';
import type { FrozenUndo, LedgerEntry } from './state.ts';

type How = Pick<UndoNode, 'activity' | 'workflow' | 'taskQueue' | 'retry' | 'times'>;

/** How an entry is undone: as the definition says, or as it said when the entry was recorded. */
export function undoNode(program: Program, entry: LedgerEntry): How {
  const how = entry.frozen ? thawed(entry.frozen) : effectNode(program, entry.stepId).undo;
  if (!how) throw new Error(`${entry.stepId} has no undo`);
  return how;
}

function thawed({ times, ...rest }: FrozenUndo): How {
  const limit = (ms: number | null): number => ms ?? Infinity;
  const unlimited: AttemptTimes = {
    startToCloseMs: limit(times.startToCloseMs),
    scheduleToCloseMs: limit(times.scheduleToCloseMs),
    scheduleToStartMs: limit(times.scheduleToStartMs),
    heartbeatMs: limit(times.heartbeatMs),
  };
  return { ...rest, times: unlimited };
}
