import type { Json } from '@sagaloom/engine/core';
import type { Node } from 'jsonc-parser';

export type Tree = Readonly<Record<string, Json>>;

export const isTree = (value: Json | undefined): value is Tree | readonly Json[] =>
  typeof value === 'object' && value !== null;

/** A member of an object or a list as it is written: `lead "key": value trail , after`. */
export interface Member {
  /** Null in a list. */
  readonly key: string | null;
  readonly value: Json;
  readonly node: Node;
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

/** The members of a container whose value is `value`; null where it is none, or has a key twice. */
export function membersOf(node: Node, value: Json, text: string): Members | null {
  if (!isTree(value) || (node.type !== 'object' && node.type !== 'array')) return null;
  const children = node.children ?? [];
  if (children.length !== Object.keys(value).length) return null;
  const end = node.offset + node.length - 1;
  let from = node.offset + 1;
  let hasLastComma = false;
  const list = children.map((child, index): Member => {
    const held = node.type === 'object' ? (child.children?.[1] ?? child) : child;
    const key = node.type === 'object' ? String(child.children?.[0]?.value) : null;
    const written = held.offset + held.length;
    const next = children[index + 1]?.offset ?? end;
    const comma = commaWithin(text, written, next);
    hasLastComma = comma !== null;
    const trail = comma === null ? sameLine(text.slice(written, next)) : text.slice(written, comma);
    const after = comma === null ? '' : sameLine(text.slice(comma + 1, next));
    const lead = text.slice(from, child.offset);
    from = comma === null ? written + trail.length : comma + 1 + after.length;
    return {
      key,
      value: (value as Tree)[key ?? index] ?? null,
      node: held,
      lead,
      label: text.slice(child.offset, held.offset),
      trail,
      after,
    };
  });
  return { list, closing: text.slice(from, end), hasLastComma };
}

/** Commas in comments do not count. */
function commaWithin(text: string, from: number, to: number): number | null {
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
