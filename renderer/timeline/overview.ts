import { kindCode, noBar } from './bars.ts';
import type { TimelineModel } from './model.ts';
import { kindOfRow } from './model/gather.ts';
import type { Scale } from './scale.ts';

/** What a point of the overview shows, the most telling of all that lie there. */
export const shades = ['nothing', 'rest', 'work', 'undo', 'failed'] as const;
export type Shade = (typeof shades)[number];

const shadeOf = new Uint8Array(256).fill(2);
shadeOf[noBar] = 0;
for (const kind of ['run', 'composite', 'timer', 'wait', 'person', 'stopped'] as const) shadeOf[kindCode[kind]] = 1;
for (const kind of ['undone', 'undoing'] as const) shadeOf[kindCode[kind]] = 3;
for (const kind of ['failed', 'undoFailed'] as const) shadeOf[kindCode[kind]] = 4;

/**
 * All rows in so many pixels, row by row (`y * width + x`): index into `shades`. Each bar is two marks, where it begins and where it is over,
 * counted along each line: a million bars cost two steps each, however long they are.
 */
export function overviewOf(
  model: TimelineModel,
  { width, height, now, scale }: { width: number; height: number; now: number; scale: Scale },
): Uint8Array {
  const marks = shades.map(() => new Int32Array((width + 1) * height));
  const { rows, bars, columns, barKind, end } = model;
  const perMs = scale.length > 0 ? width / scale.length : 0;
  const column = (real: number): number => Math.min(Math.max(Math.floor(scale.draw(real) * perMs), 0), width - 1);
  for (let row = 0; row < rows.count; row++) {
    if (rows.kind[row] === kindOfRow.group) continue;
    const line = Math.floor((row * height) / rows.count) * (width + 1);
    for (let bar = bars.first[row] ?? 0; bar < (bars.first[row + 1] ?? 0); bar++) {
      const span = bars.span[bar] ?? 0;
      const marked = marks[shadeOf[barKind[span] ?? noBar] ?? 0];
      if (!marked) continue;
      const from = line + column(columns.start[span] ?? 0);
      const past = line + column(Math.min(end[span] ?? 0, now)) + 1;
      marked[from] = (marked[from] ?? 0) + 1;
      marked[past] = (marked[past] ?? 0) - 1;
    }
  }
  return countedUp(marks, width, height, rows.count);
}

function countedUp(marks: readonly Int32Array[], width: number, height: number, rows: number): Uint8Array {
  const shown = new Uint8Array(width * height);
  for (let shade = 1; shade < marks.length; shade++) {
    const marked = marks[shade] ?? new Int32Array();
    for (let line = 0; line < height; line++) {
      let here = 0;
      for (let x = 0; x < width; x++) {
        here += marked[line * (width + 1) + x] ?? 0;
        if (here > 0) shown[line * width + x] = shade;
      }
    }
  }
  if (rows < height) spreadLines(shown, width, height, rows);
  return shown;
}

/** Fewer rows than lines: each fills those up to the next, with one left free where there is room. */
function spreadLines(shown: Uint8Array, width: number, height: number, rows: number): void {
  for (let row = 0; row < rows; row++) {
    const first = Math.floor((row * height) / rows);
    const past = Math.floor(((row + 1) * height) / rows);
    const last = past - first > 2 ? past - 1 : past;
    for (let line = first + 1; line < last; line++) shown.copyWithin(line * width, first * width, (first + 1) * width);
  }
}
