import type { Json } from '../core/json.ts';

const DIGIT_BITS = 16;
const DIGITS = 1 << DIGIT_BITS;

/**
 * Indices by start. Of spans that began together, the event they began with decides where all of them say it, then which is in which; else
 * they stay as they came. A million take some tens of ms: floats that are not negative stand in the order of their bits, so they are sorted
 * by digits of 16 bits, and a digit that is the same in all is passed over.
 */
export function byStartOf(
  start: Float64Array,
  parents: Int32Array,
  seqOf: ((index: number) => Json | undefined) | undefined,
): Uint32Array {
  const order = sorted(start);
  for (let from = 0; from < order.length;) {
    let to = from + 1;
    while (to < order.length && start[order[to] ?? 0] === start[order[from] ?? 0]) to++;
    if (to - from > 1) orderTied(order.subarray(from, to), parents, seqOf);
    from = to;
  }
  return order;
}

function sorted(start: Float64Array): Uint32Array {
  const count = start.length;
  let order = Uint32Array.from({ length: count }, (_, index) => index);
  let least = Infinity;
  let isSorted = true;
  for (let index = 0; index < count; index++) {
    const at = start[index] ?? 0;
    if (index > 0 && at < (start[index - 1] ?? 0)) isSorted = false;
    if (at < least) least = at;
  }
  if (isSorted) return order;
  const digits = new Uint16Array(start.map((at) => at - least).buffer);
  let other = new Uint32Array(count);
  for (let digit = 0; digit < 4; digit++) {
    if (!pass(order, other, digits, digit)) continue;
    [order, other] = [other, order];
  }
  return order;
}

/** Stable. False, with nothing done: the digit is the same in all. */
function pass(from: Uint32Array, into: Uint32Array, digits: Uint16Array, digit: number): boolean {
  const places = new Uint32Array(DIGITS);
  for (let at = digit; at < digits.length; at += 4) places[digits[at] ?? 0] = (places[digits[at] ?? 0] ?? 0) + 1;
  if (places[digits[digit] ?? 0] === from.length) return false;
  let sum = 0;
  for (let value = 0; value < DIGITS; value++) {
    const many = places[value] ?? 0;
    places[value] = sum;
    sum += many;
  }
  for (let index = 0; index < from.length; index++) {
    const which = from[index] ?? 0;
    const value = digits[which * 4 + digit] ?? 0;
    const place = places[value] ?? 0;
    into[place] = which;
    places[value] = place + 1;
  }
  return true;
}

/** In place: `tied` is a view of the order. */
function orderTied(
  tied: Uint32Array,
  parents: Int32Array,
  seqOf: ((index: number) => Json | undefined) | undefined,
): void {
  const depths = new Map<number, number>();
  for (const index of tied) depths.set(index, -1);
  for (const index of tied) depthOf(index, parents, depths);
  const seqs = new Map<number, number>();
  for (const index of tied) {
    const seq = seqOf?.(index);
    if (typeof seq === 'number') seqs.set(index, seq);
  }
  const bySeq = seqs.size === tied.length;
  const compare = (a: number, b: number): number =>
    (bySeq ? (seqs.get(a) ?? 0) - (seqs.get(b) ?? 0) : 0) || (depths.get(a) ?? 0) - (depths.get(b) ?? 0);
  tied.set(Array.from(tied).toSorted(compare)); // stable
}

/** How many of those that began together it lies in. Parents make no circles here. */
function depthOf(index: number, parents: Int32Array, depths: Map<number, number>): void {
  const path: number[] = [];
  let at = index;
  while (depths.get(at) === -1) {
    path.push(at);
    at = parents[at] ?? -1;
  }
  let depth = depths.get(at) ?? -1;
  for (const each of path.toReversed()) depths.set(each, ++depth);
}

export function rising(order: Uint32Array): boolean {
  for (let index = 0; index < order.length; index++) if (order[index] !== index) return false;
  return true;
}
