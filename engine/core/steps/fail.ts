import type { Failure } from '../failure.ts';
import type { FailNode } from '../machine/program.ts';
import type { Entering } from './entering.ts';

/** Raises a typed error in its block; the run ends only if nothing catches it. */
export async function enterFail(at: Entering, node: FailNode): Promise<Failure> {
  const message = await at.decision.evaluate(node.message, at.frame);
  if (!message.ok) return message.error;
  const details = node.details ? await at.decision.evaluate(node.details, at.frame) : null;
  if (details && !details.ok) return details.error;
  const text = typeof message.value === 'string' ? message.value : JSON.stringify(message.value);
  return { type: node.errorType, message: text, ...(details ? { details: details.value } : {}) };
}
