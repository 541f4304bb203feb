/** A small generator, so that a seed is the whole case: mulberry32. */
export interface Random {
  /** In [0, 1). */
  next(): number;
  /** An integer from 0, less than `count`. */
  below(count: number): number;
  /** Both ends included. */
  between(low: number, high: number): number;
  chance(share: number): boolean;
  oneOf<T>(choices: readonly [T, ...T[]]): T;
  /** Null of none. */
  pick<T>(choices: readonly T[]): T | null;
}

export function randomFrom(seed: number): Random {
  let state = Math.imul(seed ^ 0x9e3779b9, 0x85ebca6b) >>> 0;
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  const below = (count: number): number => Math.floor(next() * count);
  return {
    next,
    below,
    between: (low, high) => low + below(high - low + 1),
    chance: (share) => next() < share,
    oneOf: (choices) => choices[below(choices.length)] ?? choices[0],
    pick: (choices) => choices[below(choices.length)] ?? null,
  };
}
