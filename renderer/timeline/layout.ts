import type { Row, TimelineModel } from './model.ts';

/** Sizes in CSS pixels: the look's. */
export const sizes = {
  axis: 24,
  top: 26,
  row: 24,
  /** Where a little less lets the whole be seen without scrolling. */
  denseRows: [22, 20],
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
  readonly rowHeight: number;
  /** Of the whole, axis included. */
  readonly height: number;
}

export function layoutOf({ rows }: TimelineModel, folded: ReadonlySet<string>, room: number): Layout {
  const hidden = new Uint8Array(rows.length);
  const shown: number[] = [];
  rows.forEach((row, index) => {
    const parent = row.kind === 'lane' ? undefined : rows[row.parent];
    const inFold = parent !== undefined && parent.kind !== 'lane' && folded.has(parent.key);
    hidden[index] = row.kind !== 'lane' && (inFold || hidden[row.parent] === 1) ? 1 : 0;
    if (hidden[index] === 0) shown.push(index);
  });
  const roomy = placed(rows, shown, sizes.row);
  if (roomy.height <= room) return roomy;
  const dense = sizes.denseRows.map((height) => placed(rows, shown, height)).find(({ height }) => height <= room);
  return dense ?? { ...roomy, height: roomy.height + sizes.bottom };
}

function placed(rows: readonly Row[], shown: readonly number[], rowHeight: number): Layout {
  const tops = new Float64Array(shown.length + 1);
  shown.forEach((index, n) => {
    tops[n + 1] = (tops[n] ?? 0) + (rows[index]?.kind === 'lane' ? sizes.lane : rowHeight);
  });
  return { rows: Uint32Array.from(shown), tops, rowHeight, height: sizes.top + (tops.at(-1) ?? 0) };
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

function nameWidth(width: number): number {
  return width >= 640 ? 216 : Math.max(124, Math.round(width * 0.3));
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
