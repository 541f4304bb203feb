import type { Json } from '@sagaloom/engine/core';

const isTree = (value: Json | undefined): value is { readonly [key: string]: Json } | readonly Json[] =>
  typeof value === 'object' && value !== null;

/** Equal to the last detail of a file: the order of keys counts. */
export function isSame(a: Json | undefined, b: Json | undefined): boolean {
  if (Object.is(a, b)) return true;
  if (!isTree(a) || !isTree(b) || Array.isArray(a) !== Array.isArray(b)) return false;
  const [left, right] = [Object.entries(a), Object.entries(b)];
  return (
    left.length === right.length &&
    left.every(([key, value], index) => key === right[index]?.[0] && isSame(value, right[index]?.[1]))
  );
}

/** `next`, sharing with `known` whatever is the same in both: what was drawn of it stays as it is. */
export function sharing<T extends Json>(known: Json | undefined, next: T): T {
  if (!isTree(known) || !isTree(next) || Array.isArray(known) !== Array.isArray(next)) {
    return Object.is(known, next) ? (known as T) : next;
  }
  const before = known as Readonly<Record<string, Json>>;
  const entries = Object.entries(next as Readonly<Record<string, Json>>).map(
    ([key, value]) => [key, sharing(Object.hasOwn(before, key) ? before[key] : undefined, value)] as const,
  );
  const keys = Object.keys(before);
  const isWhole =
    keys.length === entries.length && entries.every(([key, value], at) => key === keys[at] && value === before[key]);
  if (isWhole) return known as T;
  return (Array.isArray(next) ? entries.map(([, value]) => value) : Object.fromEntries(entries)) as T;
}
