import type { StepDetail } from '../event.ts';
import type { Failure } from '../failure.ts';
import type { Json } from '../json.ts';
import { stepScope } from '../machine/decision.ts';
import { chain, type Eventually } from '../machine/eventually.ts';
import type { EffectNode, TaskNode } from '../machine/program.ts';
import { stepKey } from '../machine/random.ts';
import { beginning, type Entering } from './entering.ts';

export function enterTask(at: Entering, node: TaskNode): Eventually<Failure | null> {
  return beginEffect(at, node, (given) => ({ kind: 'task', activity: node.activity, ...given }));
}

interface Given {
  readonly with: Json;
  readonly readOnly: boolean;
}

/** AT3, AT5: the first attempt is durable with this event, before anything is done. */
export function beginEffect(
  at: Entering,
  node: EffectNode,
  detail: (given: Given) => StepDetail,
): Eventually<Failure | null> {
  // Most are literals, which see nothing: no key is made for them.
  const scope = node.with.kind === 'literal' ? {} : stepScope(keyOf(at));
  return chain(at.decision.evaluate(node.with, at.frame, scope), (input) => {
    if (!input.ok) return input.error;
    const given = { with: input.value, readOnly: node.readOnly };
    at.decision.emit({ type: 'StepStarted', ...beginning(at), stepType: node.type, detail: detail(given) });
    return null;
  });
}

export function keyOf(at: Entering): string {
  return stepKey(at.decision.state.run, at);
}
