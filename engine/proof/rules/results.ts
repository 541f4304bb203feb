import type { AttemptResult } from '../../core/command.ts';
import { plan, type Program, type Recorded, type RunState } from '../../core/index.ts';
import { placeKey } from '../../core/machine/state.ts';

/** What the world said to an attempt of this run; null where it said nothing. */
export type Said = (attempt: string) => AttemptResult | null;

/** SI7. What is recorded of an attempt is what the world said to that attempt. */
export function resultFaults(program: Program, state: RunState, event: Recorded, said: Said): readonly string[] {
  const attempt = state.run?.mocks ? null : attemptOf(program, state, event);
  if (attempt === null || !('output' in event)) return [];
  const answer = said(attempt);
  if (answer?.kind === 'completed' && JSON.stringify(answer.output) === JSON.stringify(event.output)) return [];
  return [
    `SI7 ${attempt} is recorded as ${JSON.stringify(event.output)}, and the world said ${JSON.stringify(answer)}`,
  ];
}

/** Null for what no activity brought about: children and signals are looked at by SI11. */
function attemptOf(program: Program, state: RunState, event: Recorded): string | null {
  if (event.type === 'UndoCompleted') {
    const id = `undo:${placeKey(event)}:${event.attempt}`;
    return plan(program, state).some((effect) => effect.kind === 'child' && effect.id === id) ? null : id;
  }
  if (event.type !== 'StepCompleted' || event.manual !== undefined) return null;
  const step = state.active[placeKey(event)];
  return step?.kind === 'task' && step.work.kind === 'activity' ? `attempt:${placeKey(event)}:${step.attempt}` : null;
}
