import type { Json, JsonObject } from '@sagaloom/engine/core';
import { cutBetween, isNone } from '../cut.ts';

/**
 * What makes one value of another, as small as what changed: documents share what they have in common. Unlike a reversible change it
 * says of an object whose keys came or went only which, so that a new step is not sent with all its neighbours.
 */
export type Delta =
  | { readonly set: Json }
  | {
      /** Where keys came or went, in their order; absent: the keys are as they were. */
      readonly keys?: { readonly from: number; readonly gone: number; readonly came: readonly string[] };
      readonly parts: readonly (readonly [key: string, delta: Delta])[];
    };

/** Null: there is no difference. */
export function deltaBetween(before: Json | undefined, after: Json): Delta | null {
  if (Object.is(before, after)) return null;
  if (!isHolder(before) || !isHolder(after) || !areAlike(before, after)) return { set: after };
  const keys = Object.keys(after);
  const parts = keys.flatMap((key) => {
    const delta = deltaBetween(own(before, key), own(after, key) ?? null);
    return delta === null ? [] : [[key, delta] as const];
  });
  const cut = cutBetween(Object.keys(before), keys, Object.is);
  if (isNone(cut)) return parts.length === 0 ? null : { parts };
  const { start, end, shift } = cut;
  return { keys: { from: start, gone: end - shift - start, came: keys.slice(start, end) }, parts };
}

type Holder = JsonObject | readonly Json[];

const isHolder = (value: Json | undefined): value is Holder => typeof value === 'object' && value !== null;

/** Both objects, or both lists of one length: only these are told part by part. */
function areAlike(before: Holder, after: Holder): boolean {
  if (!Array.isArray(before) || !Array.isArray(after)) return !Array.isArray(before) && !Array.isArray(after);
  return before.length === after.length;
}

const own = (value: Json | undefined, key: string): Json | undefined =>
  typeof value === 'object' && value !== null && Object.hasOwn(value, key)
    ? (value as Readonly<Record<string, Json>>)[key]
    : undefined;

/** The value after the change; it shares with the value before what the change does not tell of. */
export function applyDelta(before: Json | undefined, delta: Delta): Json {
  if ('set' in delta) return delta.set;
  const changed = new Map(delta.parts);
  const part = (key: string): Json => {
    const held = own(before, key);
    const told = changed.get(key);
    return told === undefined ? (held ?? null) : applyDelta(held, told);
  };
  if (Array.isArray(before)) return before.map((_, index) => part(String(index)));
  const held = Object.keys(before ?? {});
  const { from, gone, came } = delta.keys ?? { from: 0, gone: 0, came: [] };
  const keys = [...held.slice(0, from), ...came, ...held.slice(from + gone)];
  return Object.fromEntries(keys.map((key) => [key, part(key)]));
}
