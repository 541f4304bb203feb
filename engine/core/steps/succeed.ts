import type { Failure } from '../failure.ts';
import type { SucceedNode } from '../machine/program.ts';
import { succeed } from '../machine/settle.ts';
import { beginning, type Entering } from './entering.ts';

/** Ends the run with an output. */
export async function enterSucceed(at: Entering, node: SucceedNode): Promise<Failure | null> {
  const output = await at.decision.evaluate(node.output, at.frame);
  if (!output.ok) return output.error;
  at.decision.emit({ type: 'StepPassed', ...beginning(at), stepType: 'succeed', assigned: {}, next: null });
  succeed(at.decision, at.frame, output.value);
  return null;
}
