import type { TimelineModel } from '../model.ts';

/**
 * Of bars in order of start, the first that may reach into what is seen from `from` on. Bars of a row do not overlap, but for those of a
 * group: there what began long before may be missed, which is drawn by its own row.
 */
export function firstVisible({ bars, end }: TimelineModel, low: number, high: number, from: number): number {
  if (high - low < 64) return low;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((end[bars.span[middle] ?? 0] ?? 0) < from) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** The first bar of a row that begins at `from` or later. */
export function firstFrom({ bars, columns }: TimelineModel, low: number, high: number, from: number): number {
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((columns.start[bars.span[middle] ?? 0] ?? 0) < from) low = middle + 1;
    else high = middle;
  }
  return low;
}
