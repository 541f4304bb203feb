import { isDeepStrictEqual } from 'node:util';
import type { RunEntry } from '../../runtime/entry.ts';

/** Where the index says something else than the history. */
export function entryFaults(folded: RunEntry, stored: RunEntry): readonly string[] {
  const [here, there] = [plain(folded), plain(stored)];
  return Object.keys({ ...here, ...there })
    .filter((name) => !same(here[name], there[name]))
    .map((name) => `SI2 the index says ${name} ${text(there[name])}, its history ${text(here[name])}`);
}

const plain = (entry: RunEntry): Readonly<Record<string, unknown>> => ({ ...entry });
const text = (value: unknown): string => JSON.stringify(value) ?? 'nothing';

/** As JSON: what is undefined is not there. */
function same(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  if (typeof a !== 'object' && typeof b !== 'object') return false;
  return text(a) === text(b) || isDeepStrictEqual(JSON.parse(text(a)), JSON.parse(text(b)));
}
