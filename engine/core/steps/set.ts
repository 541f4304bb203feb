import type { Failure } from '../failure.ts';
import type { SetNode } from '../machine/program.ts';
import { beginning, type Entering } from './entering.ts';

export async function enterSet(at: Entering, node: SetNode): Promise<Failure | null> {
  const assigned = await at.decision.assign(node.assign, at.frame, {});
  if (!assigned.ok) return assigned.error;
  at.decision.emit({
    type: 'StepPassed',
    ...beginning(at),
    stepType: 'set',
    assigned: assigned.assigned,
    next: node.next,
  });
  return null;
}
