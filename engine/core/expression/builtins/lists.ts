import { isCallable, type Meter } from '../meter.ts';
import { Refusal } from '../failure.ts';
import { limits } from '../limits.ts';
import type { Random } from '../random.ts';

/** `Math.max(...)` of a long list overflows the host's stack, each host's at another length. */
export function extreme(pick: (a: number, b: number) => number): (list: unknown) => unknown {
  return (list) =>
    Array.isArray(list) && list.length > 0 ? (list as number[]).reduce((a, b) => pick(a, b)) : undefined;
}

/** Fisher–Yates, inside out, as in the library. */
export function shuffle(list: unknown, random: Random): unknown {
  if (!Array.isArray(list) || list.length <= 1) return list;
  const result: unknown[] = [];
  for (const [at, item] of (list as unknown[]).entries()) {
    const to = Math.floor(random() * (at + 1));
    if (to !== at) result[at] = result[to];
    result[to] = item;
  }
  return result;
}

type Swap = (left: unknown, right: unknown) => unknown;

/** The library's stable merge sort, which asks the same questions in the same order but keeps a copy of the rest at each. */
export async function sort(list: unknown, comparator: unknown, meter: Meter): Promise<unknown> {
  if (!Array.isArray(list) || list.length <= 1) return list;
  if (list.length > limits.sequenceLength) {
    throw new Refusal('limit', `sorts more than ${limits.sequenceLength} items.`);
  }
  const swap = typeof comparator === 'function' ? (comparator as Swap) : byValue(list);
  return mergeSort(list, async (left, right) => {
    meter.spend(1);
    return Boolean(await swap(left, right));
  });
}

function byValue(list: readonly unknown[]): Swap {
  const numbers = list.every((item) => typeof item === 'number');
  if (!numbers && !list.every((item) => typeof item === 'string')) {
    throw Object.assign(new Error(), { code: 'D3070', index: 1 });
  }
  return (left, right) => (left as string) > (right as string);
}

async function mergeSort(
  list: readonly unknown[],
  swap: (l: unknown, r: unknown) => Promise<boolean>,
): Promise<unknown[]> {
  if (list.length <= 1) return [...list];
  const middle = Math.floor(list.length / 2);
  const left = await mergeSort(list.slice(0, middle), swap);
  const right = await mergeSort(list.slice(middle), swap);
  const merged: unknown[] = [];
  let [l, r] = [0, 0];
  while (l < left.length && r < right.length) {
    merged.push((await swap(left[l], right[r])) ? right[r++] : left[l++]);
  }
  return [...merged, ...left.slice(l), ...right.slice(r)];
}

/** The library compares each with each; here equal values have equal keys. `make` keeps a sequence a sequence. */
export function distinct(list: unknown, make: () => unknown[], meter: Meter): unknown {
  if (!Array.isArray(list) || list.length <= 1) return list;
  meter.walk(list);
  const seen = new Set<unknown>();
  const result = (list as { sequence?: unknown }).sequence === true ? make() : [];
  for (const item of list as unknown[]) {
    const key = keyOf(item);
    if (seen.has(key)) continue;
    seen.add(key);
    result.push(item);
  }
  return result;
}

/** Equal for what JSONata's `=` holds equal: objects by content in any order, functions by identity. */
function keyOf(value: unknown): unknown {
  if (typeof value === 'function' || isCallable(value)) return value;
  return text(value);
}

function text(value: unknown): string {
  if (isCallable(value)) throw new Refusal('function', 'compares values that hold functions.');
  if (Array.isArray(value)) return `[${(value as unknown[]).map(text).join(',')}]`;
  if (typeof value === 'object' && value !== null) {
    const entries = Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1));
    return `{${entries.map(([name, part]) => `${JSON.stringify(name)}:${text(part)}`).join(',')}}`;
  }
  return `${typeof value}:${typeof value === 'string' ? JSON.stringify(value) : String(value)}`;
}
