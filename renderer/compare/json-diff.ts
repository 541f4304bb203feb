import { isObject, type Json } from '@sagaloom/engine/core';

/** A place at which two values are not the same; undefined where one has nothing there. */
export interface JsonDifference {
  /** `order.items[2].price`; empty for the whole. */
  readonly path: string;
  readonly left: Json | undefined;
  readonly right: Json | undefined;
}

/** So many are told apart; more would not be read. */
export const mostDifferences = 200;

/** By path, in the order of the left, then what only the right has. Lists are compared place by place. */
export function jsonDifferences(left: Json | undefined, right: Json | undefined): readonly JsonDifference[] {
  const found: JsonDifference[] = [];
  compare(left, right, '', found);
  return found;
}

function compare(left: Json | undefined, right: Json | undefined, path: string, found: JsonDifference[]): void {
  if (found.length >= mostDifferences || Object.is(left, right)) return;
  if (Array.isArray(left) && Array.isArray(right)) {
    const [a, b] = [left as readonly Json[], right as readonly Json[]];
    for (let at = 0; at < Math.max(a.length, b.length); at += 1) compare(a[at], b[at], `${path}[${at}]`, found);
  } else if (isObject(left) && isObject(right)) {
    for (const key of new Set([...Object.keys(left), ...Object.keys(right)]))
      compare(own(left, key), own(right, key), joined(path, key), found);
  } else found.push({ path, left, right });
}

const own = (value: { readonly [key: string]: Json }, key: string): Json | undefined =>
  Object.hasOwn(value, key) ? value[key] : undefined;

/** Keys that could not be written in code are quoted. */
function joined(path: string, key: string): string {
  if (!/^[\p{L}_$][\p{L}\p{N}_$]*$/u.test(key)) return `${path}[${JSON.stringify(key)}]`;
  return path === '' ? key : `${path}.${key}`;
}
