import type { Row, TimelineModel } from './model.ts';

/** Sizes in CSS pixels: the look's. */
export const sizes = {
  axis: 24,
  top: 26,
  row: 24,
  lane: 20,
  bar: 14,
  indent: 14,
  namePad: 12,
  plotStart: 20,
  /** Kept free on the right for the duration beside the last bar. */
  plotEnd: 92,
  bottom: 10,
} as const;

/** Which rows are shown, and where: those inside a folded composite are not. */
export interface Layout {
  /** Indices into the model's rows. */
  readonly rows: Uint32Array;
  /** Top of each shown row, below the axis' end; one more for the end of the last. */
  readonly tops: Float64Array;
  /** Of the whole, axis included. */
  readonly height: number;
}

export function layoutOf({ rows }: TimelineModel, folded: ReadonlySet<string>): Layout {
  const hidden = new Uint8Array(rows.length);
  const shown: number[] = [];
  rows.forEach((row, index) => {
    if (row.kind === 'lane') return void shown.push(index);
    const parent = row.parent < 0 ? null : rows[row.parent];
    const inFold = parent !== null && parent?.kind !== 'lane' && folded.has(parent?.key ?? '');
    hidden[index] = row.parent >= 0 && (inFold || hidden[row.parent] === 1) ? 1 : 0;
    if (hidden[index] === 0) shown.push(index);
  });
  const tops = new Float64Array(shown.length + 1);
  shown.forEach((index, n) => {
    tops[n + 1] = (tops[n] ?? 0) + heightOf(rows[index]);
  });
  return { rows: Uint32Array.from(shown), tops, height: sizes.top + (tops.at(-1) ?? 0) + sizes.bottom };
}

function heightOf(row: Row | undefined): number {
  return row?.kind === 'lane' ? sizes.lane : sizes.row;
}

/** Position in the layout of the row at `y` below the axis' end; -1 outside. */
export function rowAt({ tops }: Layout, y: number): number {
  const count = tops.length - 1;
  if (y < 0 || y >= (tops[count] ?? 0)) return -1;
  let [low, high] = [0, count];
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if ((tops[middle] ?? 0) <= y) low = middle;
    else high = middle;
  }
  return low;
}

export function nameWidth(width: number): number {
  return width >= 640 ? 210 : Math.max(104, Math.round(width * 0.3));
}

/** Drawn time ↔ x, for a canvas of this width. */
export interface Plot {
  readonly left: number;
  readonly x0: number;
  readonly perMs: number;
  readonly from: number;
}

export function plotOf(width: number, view: { readonly from: number; readonly to: number }): Plot {
  const left = nameWidth(width);
  const room = Math.max(width - left - sizes.plotStart - sizes.plotEnd, 40);
  return { left, x0: left + sizes.plotStart, perMs: room / (view.to - view.from), from: view.from };
}

export const toX = (plot: Plot, drawn: number): number => plot.x0 + (drawn - plot.from) * plot.perMs;
export const fromX = (plot: Plot, x: number): number => plot.from + (x - plot.x0) / plot.perMs;
