/** The middle value; of an even number of them the mean of the two in the middle. Null where there is none. */
export function median(values: readonly number[]): number | null {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length / 2;
  const above = sorted[Math.floor(middle)];
  const below = sorted[Math.ceil(middle) - 1];
  return above === undefined || below === undefined ? null : (above + below) / 2;
}

/** Nearest rank: the least value that so great a share of all does not exceed. */
export function percentile(values: readonly number[], share: number): number | null {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? null;
}

/** Paired: hosts drift from minute to minute, so only what was measured side by side is divided. */
export function medianRatio(pairs: readonly (readonly [ours: number, theirs: number])[]): number | null {
  return median(pairs.filter(([, theirs]) => theirs > 0).map(([ours, theirs]) => ours / theirs));
}

/** More digits than three would claim what no machine repeats. */
export function round(value: number): number {
  return Number(value.toPrecision(3));
}
