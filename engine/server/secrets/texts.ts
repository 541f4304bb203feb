import { isObject, type Json } from '../../core/json.ts';

/** Secrets by name, as a store keeps them. */
export type Texts = ReadonlyMap<string, string>;

/** Of one JSON object of texts; null: it is none. */
export function textsIn(text: string): Texts | null {
  const json = parsed(text);
  if (!isObject(json)) return null;
  const entries = Object.entries(json).filter((each): each is [string, string] => typeof each[1] === 'string');
  return entries.length === Object.keys(json).length ? new Map(entries) : null;
}

/** By name, a line each. */
export const textOf = (texts: Texts): string =>
  `${JSON.stringify(Object.fromEntries([...texts].toSorted(([a], [b]) => (a < b ? -1 : 1))), null, 2)}\n`;

export const withText = (texts: Texts, name: string, value: string): Texts => new Map([...texts, [name, value]]);

export const withoutText = (texts: Texts, name: string): Texts => new Map([...texts].filter(([each]) => each !== name));

function parsed(text: string): Json {
  try {
    return JSON.parse(text) as Json;
  } catch {
    return null;
  }
}
