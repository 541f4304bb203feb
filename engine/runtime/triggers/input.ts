import { compileTemplate, evaluateCondition, evaluateTemplate } from '../../core/expression/index.ts';
import type { Failure } from '../../core/failure.ts';
import type { Json, JsonObject } from '../../core/json.ts';

export type TriggerInput =
  | { readonly ok: true; readonly value: Json }
  | { readonly ok: false; readonly error: Failure };

/** What came, as expressions see it; of a schedule nothing did. */
export interface Came {
  readonly payload?: Json | undefined;
  readonly headers?: JsonObject | undefined;
  readonly topic?: string | undefined;
  readonly path?: string | undefined;
  readonly key?: string | undefined;
}

/** What a trigger sees of itself: `trigger.at`, `trigger.name`, and what its type knows of what came. */
export function triggerScope(name: string, at: number, came: Came = {}): JsonObject {
  const known = Object.entries(came).filter((entry): entry is [string, Json] => entry[1] !== undefined);
  return { trigger: { name, at: new Date(at).toISOString(), ...Object.fromEntries(known) } };
}

export interface TriggerEntropy {
  readonly at: number;
  readonly seed: string;
}

/** The same for the same moment or delivery, on every engine: chance comes from its name. */
export async function triggerInput(
  template: Json | undefined,
  otherwise: Json,
  scope: JsonObject,
  { at, seed }: TriggerEntropy,
): Promise<TriggerInput> {
  if (template === undefined) return { ok: true, value: otherwise };
  return evaluateTemplate(compileTemplate(template), scope, { nowMs: at, seed });
}

export function triggerFires(when: string | undefined, scope: JsonObject, { at, seed }: TriggerEntropy) {
  if (when === undefined) return { ok: true, value: true } as const;
  return evaluateCondition(compileTemplate(when), scope, { nowMs: at, seed });
}
