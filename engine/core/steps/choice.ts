import { evaluateCondition } from '../expression/index.ts';
import type { Failure } from '../failure.ts';
import { scopeOf } from '../machine/decision.ts';
import type { ChoiceNode } from '../machine/program.ts';
import { beginning, type Entering } from './entering.ts';

export async function enterChoice(at: Entering, node: ChoiceNode): Promise<Failure | null> {
  const scope = scopeOf(at.decision.state, at.frame);
  for (const [index, branch] of node.branches.entries()) {
    const verdict = await evaluateCondition(branch.when, scope, at.decision.entropy());
    if (!verdict.ok) return verdict.error;
    if (verdict.value) return take(at, node, index, branch.next);
  }
  if (node.otherwise !== null) return take(at, node, -1, node.otherwise);
  return { type: 'choice', message: `No branch of ${at.id} is true, and it has no otherwise.`, retryable: false };
}

async function take(at: Entering, node: ChoiceNode, branch: number, next: string | null): Promise<Failure | null> {
  const assigned = await at.decision.assign(node.assign, at.frame, {});
  if (!assigned.ok) return assigned.error;
  at.decision.emit({
    type: 'StepPassed',
    ...beginning(at),
    stepType: 'choice',
    assigned: assigned.assigned,
    next,
    branch,
  });
  return null;
}
