import { compileTemplate, evaluateCondition, evaluateTemplate } from '../../core/expression/index.ts';
import type { Failure } from '../../core/failure.ts';
import type { Json, JsonObject } from '../../core/json.ts';

export type TriggerInput =
  | { readonly ok: true; readonly value: Json }
  | { readonly ok: false; readonly error: Failure };

/** What a trigger sees of itself: `trigger.at`, `trigger.name`, of an event also `trigger.payload`. */
export function triggerScope(name: string, at: number, payload?: Json): JsonObject {
  return { trigger: { name, at: new Date(at).toISOString(), ...(payload === undefined ? {} : { payload }) } };
}

/** The same for the same moment or delivery, on every engine: chance comes from its name. */
export async function triggerInput(
  template: Json | undefined,
  otherwise: Json,
  scope: JsonObject,
  { at, seed }: { readonly at: number; readonly seed: string },
): Promise<TriggerInput> {
  if (template === undefined) return { ok: true, value: otherwise };
  return evaluateTemplate(compileTemplate(template), scope, { nowMs: at, seed });
}

export function triggerFires(when: string | undefined, scope: JsonObject, entropy: { at: number; seed: string }) {
  if (when === undefined) return { ok: true, value: true } as const;
  return evaluateCondition(compileTemplate(when), scope, { nowMs: entropy.at, seed: entropy.seed });
}
