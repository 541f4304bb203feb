import type { Rows, TimelineModel } from './model.ts';
import { kindOfRow } from './model/gather.ts';

/** Sizes in CSS pixels: the look's. */
export const sizes = {
  axis: 24,
  top: 26,
  row: 24,
  /** Where a little less lets the whole be seen without scrolling. */
  denseRows: [22, 20],
  lane: 20,
  bar: 14,
  /** Of each level; less where a trace is so deep that names would have no room. */
  indent: 14,
  leastIndent: 4,
  namePad: 12,
  plotStart: 20,
  /** Kept free on the right for the duration beside the last bar; and for its share of the critical path. */
  plotEnd: 92,
  shareEnd: 138,
  bottom: 10,
} as const;

/** Which rows are shut: those from a depth on, but for those that were opened or shut one by one. */
export interface Folds {
  readonly depth: number;
  /** Rows for which the contrary holds. */
  readonly but: ReadonlySet<number>;
}

export const allOpen: Folds = { depth: Infinity, but: new Set() };

export function isShut({ rows }: TimelineModel, folds: Folds, row: number): boolean {
  if ((rows.next[row] ?? 0) <= row + 1) return false;
  return (rows.depth[row] ?? 0) >= folds.depth !== folds.but.has(row);
}

/** Which rows are shown, and where: those inside a folded row are not. */
export interface Layout {
  /** Indices into the model's rows, in order. */
  readonly rows: Uint32Array;
  /** Positions of the lanes' headings, which are less high: two at most. */
  readonly lanes: readonly number[];
  readonly rowHeight: number;
  readonly laneHeight: number;
  /** Of the whole, axis included. */
  readonly height: number;
}

/** `kept`: by row, 1 for those to be shown at all; null for every one. */
export function layoutOf(model: TimelineModel, folds: Folds, room: number, kept: Uint8Array | null = null): Layout {
  const rows = shownRows(model, folds, kept);
  const lanes = lanesIn(model.rows, rows);
  const roomy = placed(rows, lanes, sizes.row);
  if (roomy.height <= room) return roomy;
  const dense = sizes.denseRows.map((height) => placed(rows, lanes, height)).find(({ height }) => height <= room);
  return dense ?? { ...roomy, height: roomy.height + sizes.bottom };
}

/** Of what is folded away nothing is visited: the walk goes on after it. */
function shownRows(model: TimelineModel, folds: Folds, kept: Uint8Array | null): Uint32Array {
  const { count, next } = model.rows;
  const shown = new Uint32Array(count);
  let at = 0;
  for (let row = 0; row < count;) {
    if (kept && kept[row] !== 1) {
      row++;
      continue;
    }
    shown[at++] = row;
    row = isShut(model, folds, row) ? (next[row] ?? count) : row + 1;
  }
  return shown.slice(0, at);
}

function lanesIn({ kind }: Rows, rows: Uint32Array): readonly number[] {
  return [kindOfRow.forward, kindOfRow.undoing]
    .map((lane) => kind.indexOf(lane))
    .filter((row) => row !== -1)
    .map((row) => positionIn(rows, row))
    .filter((position) => position !== -1);
}

function placed(rows: Uint32Array, lanes: readonly number[], rowHeight: number): Layout {
  const layout = { rows, lanes, rowHeight, laneHeight: sizes.lane };
  return { ...layout, height: sizes.top + topOf({ ...layout, height: 0 }, rows.length) };
}

/** Top of a shown row below the axis' end; of the one after the last, the end of all. */
export function topOf({ lanes, rowHeight, laneHeight }: Layout, position: number): number {
  let before = 0;
  for (const lane of lanes) if (lane < position) before++;
  return position * rowHeight - before * (rowHeight - laneHeight);
}

/** Position in the layout of the row at `y` below the axis' end; -1 outside. */
export function positionAt(layout: Layout, y: number): number {
  if (y < 0 || y >= topOf(layout, layout.rows.length)) return -1;
  // Lanes are less high, so it lies here or a little further on.
  let position = Math.min(Math.floor(y / layout.rowHeight), layout.rows.length - 1);
  while (position + 1 < layout.rows.length && topOf(layout, position + 1) <= y) position++;
  return position;
}

/** Where a row of the model is; -1 when it is not shown. */
export const positionOf = ({ rows }: Layout, row: number): number => positionIn(rows, row);

function positionIn(rows: Uint32Array, row: number): number {
  let [low, high] = [0, rows.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((rows[middle] ?? 0) < row) low = middle + 1;
    else high = middle;
  }
  return rows[low] === row ? low : -1;
}

function nameWidth(width: number): number {
  if (width >= 1_100) return 300;
  if (width >= 800) return 260;
  return width >= 640 ? 216 : Math.max(124, Math.round(width * 0.3));
}

/** Drawn time ↔ x, for a canvas of this width. */
export interface Plot {
  readonly left: number;
  /** Kept free on the right. */
  readonly end: number;
  readonly x0: number;
  readonly perMs: number;
  readonly from: number;
}

export function plotOf(
  width: number,
  view: { readonly from: number; readonly to: number },
  hasShares = false,
  names: number | null = null,
): Plot {
  const left = names === null ? nameWidth(width) : Math.min(Math.max(names, 80), width * 0.7);
  const end = hasShares ? sizes.shareEnd : sizes.plotEnd;
  const room = Math.max(width - left - sizes.plotStart - end, 40);
  return { left, end, x0: left + sizes.plotStart, perMs: room / (view.to - view.from), from: view.from };
}

export const toX = (plot: Plot, drawn: number): number => plot.x0 + (drawn - plot.from) * plot.perMs;
export const fromX = (plot: Plot, x: number): number => plot.from + (x - plot.x0) / plot.perMs;

/** Where a name of this depth begins: half of the room is for names, however deep the trace. */
export function indentOf({ left }: Plot, depth: number, deepest: number): number {
  const most = left * 0.5;
  const step = Math.min(Math.max(most / Math.max(deepest, 1), sizes.leastIndent), sizes.indent);
  return Math.min(depth * step, most);
}
