import type { Evaluated } from '../expression/index.ts';
import type { Failure } from '../failure.ts';
import type { ReceiveNode } from '../machine/program.ts';
import { beginning, type Entering } from './entering.ts';
import { later, notATime } from './wait.ts';

/** Waits from here on; a signal that has come already is taken by `advance`, at once. */
export async function enterReceive(at: Entering, node: ReceiveNode): Promise<Failure | null> {
  const key: Evaluated | null = node.key ? await at.decision.evaluate(node.key, at.frame) : null;
  if (key && !key.ok) return key.error;
  const until = await untilOf(at, node);
  if (typeof until === 'object' && until !== null) return until;
  const detail = { kind: 'receive', signal: node.signal, until, ...(key ? { key: key.value } : {}) } as const;
  at.decision.emit({ type: 'StepStarted', ...beginning(at), stepType: 'receive', detail });
  return null;
}

async function untilOf(at: Entering, { timeout }: ReceiveNode): Promise<number | null | Failure> {
  if (!timeout) return null;
  const value = await at.decision.evaluate(timeout, at.frame);
  if (!value.ok) return value.error;
  return later(at.decision.at, value.value) ?? notATime(at.id, 'for', value.value);
}
