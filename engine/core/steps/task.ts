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
  readonly key: string;
  readonly readOnly: boolean;
}

/** AT3, AT5: the first attempt is durable with this event, before anything is done. */
export function beginEffect(
  at: Entering,
  node: EffectNode,
  detail: (given: Given) => StepDetail,
): Eventually<Failure | null> {
  const key = keyOf(at);
  return chain(at.decision.evaluate(node.with, at.frame, stepScope(key)), (input) => {
    if (!input.ok) return input.error;
    const given = { with: input.value, key, readOnly: node.readOnly };
    at.decision.emit({ type: 'StepStarted', ...beginning(at), stepType: node.type, detail: detail(given) });
    return null;
  });
}

export function keyOf({ decision, path, visit }: Entering): string {
  return stepKey(decision.state.run ?? { key: '', generation: 0 }, path, visit);
}
