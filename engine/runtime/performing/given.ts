import type { Json } from '../../core/json.ts';
import { scrubber } from './scrub.ts';

/**
 * DA7. The secrets that attempts of this process were given so far. What is said on stderr, such as a warning or a crash, belongs to no
 * attempt any more; so all of them are taken out of it. Short ones are not: they are found in anything.
 */
const given = new Map<string, readonly [name: string, value: string]>();

const SHORTEST = 6;
const MOST = 1_000;

let scrubs: (<T extends Json>(value: T) => T) | null = null;

export function rememberGiven(name: string, value: string): void {
  if (value.length < SHORTEST || given.has(value)) return;
  if (given.size >= MOST) given.delete(given.keys().next().value ?? '');
  given.set(value, [name, value]);
  scrubs = null;
}

export function withoutGiven<T extends Json>(value: T): T {
  if (given.size === 0) return value;
  scrubs ??= scrubber([...given.values()]);
  return scrubs(value);
}
