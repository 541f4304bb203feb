import type { Failure } from '../failure.ts';
import { stepScope } from '../machine/decision.ts';
import type { TaskNode } from '../machine/program.ts';
import { stepKey } from '../machine/random.ts';
import { beginning, type Entering } from './entering.ts';

export async function enterTask(at: Entering, node: TaskNode): Promise<Failure | null> {
  const key = stepKey(at.decision.state.run?.key ?? '', at.path, at.visit); // AT3
  const input = await at.decision.evaluate(node.with, at.frame, stepScope(key));
  if (!input.ok) return input.error;
  const detail = { kind: 'task', activity: node.activity, with: input.value, key, readOnly: node.readOnly } as const;
  at.decision.emit({ type: 'StepStarted', ...beginning(at), stepType: 'task', detail });
  return null;
}
