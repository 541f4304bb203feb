import type { EmitTarget } from '../event.ts';
import type { Evaluated } from '../expression/index.ts';
import type { Failure } from '../failure.ts';
import { stepScope } from '../machine/decision.ts';
import type { EmitNode } from '../machine/program.ts';
import type { Entering } from './entering.ts';
import { beginEffect, keyOf } from './task.ts';

export async function enterEmit(at: Entering, node: EmitNode): Promise<Failure | null> {
  const target = await targetOf(at, node);
  if ('message' in target) return target;
  return beginEffect(at, node, (given) => ({ kind: 'emit', target, ...given }));
}

async function targetOf(at: Entering, { id, target }: EmitNode): Promise<EmitTarget | Failure> {
  if (target.kind === 'event') return target;
  const scope = stepScope(keyOf(at));
  const to = await at.decision.evaluate(target.to, at.frame, scope);
  if (!to.ok) return to.error;
  const key: Evaluated = target.key
    ? await at.decision.evaluate(target.key, at.frame, scope)
    : { ok: true, value: null };
  if (!key.ok) return key.error;
  if (typeof to.value === 'string') return { kind: 'signal', runId: to.value, signal: target.signal, key: key.value };
  const message = `${id} signals ${JSON.stringify(to.value)}, which is no id of a run.`;
  return { type: 'expression.type', message, retryable: false };
}
