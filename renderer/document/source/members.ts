import type { Json } from '@sagaloom/engine/core';
import { entries, type Range } from './scan.ts';

export type Tree = Readonly<Record<string, Json>>;

export const isTree = (value: Json | undefined): value is Tree | readonly Json[] =>
  typeof value === 'object' && value !== null;

/** A member of an object or a list as it is written: `lead "key": value trail , after`. */
export interface Member {
  /** Null in a list. */
  readonly key: string | null;
  readonly value: Json;
  /** Of the value. */
  readonly range: Range;
  /** White space and comments from what comes before it. */
  readonly lead: string;
  /** `"key": `. */
  readonly label: string;
  /** Between the value and its comma; of the last one, a comment on its line. */
  readonly trail: string;
  /** A comment behind the comma, on the same line: it speaks of this member. */
  readonly after: string;
}

export interface Members {
  readonly list: readonly Member[];
  /** Before the closing bracket: white space, and comments that speak of no member. */
  readonly closing: string;
  /** A comma stands after the last member too. */
  readonly hasLastComma: boolean;
}

interface Known {
  readonly text: string;
  readonly from: number;
  readonly members: Members | null;
}

/** Large containers are read once for each text, not once for each edit. */
const known = new WeakMap<object, Known>();

/** The members of a container whose value is `value`; null where it is none, or has a key twice. */
export function membersOf(range: Range, value: Json, text: string): Members | null {
  if (!isTree(value)) return null;
  const seen = known.get(value);
  if (seen && seen.from === range.from && seen.text === text) return seen.members;
  const members = readMembers(range, value, text);
  known.set(value, { text, from: range.from, members });
  return members;
}

function readMembers(range: Range, value: Tree | readonly Json[], text: string): Members | null {
  const isObject = text[range.from] === '{';
  if (isObject === Array.isArray(value)) return null;
  const found = [...entries(text, range.from)];
  if (found.length !== Object.keys(value).length) return null;
  const end = range.to - 1;
  let from = range.from + 1;
  let hasLastComma = false;
  const list = found.map(({ name, place }, index): Member => {
    const held = place.value;
    const next = found[index + 1]?.place.whole.from ?? end;
    const comma = commaWithin(text, held.to, next);
    hasLastComma = comma !== null;
    const trail = comma === null ? sameLine(text.slice(held.to, next)) : text.slice(held.to, comma);
    const after = comma === null ? '' : sameLine(text.slice(comma + 1, next));
    const lead = text.slice(from, place.whole.from);
    from = comma === null ? held.to + trail.length : comma + 1 + after.length;
    return {
      key: isObject ? name : null,
      value: (value as Tree)[name] ?? null,
      range: held,
      lead,
      label: text.slice(place.whole.from, held.from),
      trail,
      after,
    };
  });
  return { list, closing: text.slice(from, end), hasLastComma };
}

/** Commas in comments do not count. */
function commaWithin(text: string, from: number, to: number): number | null {
  if (text[from] === ',') return from;
  const between = /\/\*[\s\S]*?\*\/|\/\/[^\n\r]*|,/g;
  between.lastIndex = from;
  for (let found = between.exec(text); found && found.index < to; found = between.exec(text)) {
    if (found[0] === ',') return found.index;
  }
  return null;
}

/** A comment that ends its line. */
const sameLine = (text: string): string =>
  /^[ \t]*(?:\/\/[^\n\r]*|\/\*(?:(?!\*\/)[^\n\r])*\*\/(?=[ \t]*(?:[\n\r]|$)))/.exec(text)?.[0] ?? '';
