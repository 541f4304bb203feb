import type { Failure } from '../failure.ts';
import type { CompositeNode } from '../machine/program.ts';
import { beginning, type Entering } from './entering.ts';

/** Saga, parallel, try: their blocks begin with them. */
export async function enterComposite(at: Entering, node: CompositeNode): Promise<Failure | null> {
  const deadline = node.timeoutMs === null ? null : at.decision.at + node.timeoutMs;
  const detail = { kind: 'composite', blocks: node.blocks, deadline } as const;
  at.decision.emit({ type: 'StepStarted', ...beginning(at), stepType: node.type, detail });
  return null;
}
