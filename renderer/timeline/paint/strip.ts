import { kindCode } from '../bars.ts';
import type { TimelineModel } from '../model.ts';

/** What of a row is seen, in whole pixels: `x(real ms)` gives a column. */
export interface StripView {
  readonly columns: number;
  readonly now: number;
  x(real: number): number;
}

/**
 * A row with more bars than there are pixels, as one line of pixels: kind + 1 of what is seen in each column, 0 where nothing is. What
 * failed is always seen, then what is at work, and waits last. Bars are in order of start, so no column is written twice for the same kind:
 * a hundred thousand bars cost one look each.
 */
export function stripOf(model: TimelineModel, from: number, to: number, view: StripView): Uint8Array {
  const line = new Uint8Array(view.columns);
  const done = new Int32Array(256).fill(-1);
  const { bars, columns, end, barKind } = model;
  for (let bar = from; bar < to; bar++) {
    const span = bars.span[bar] ?? 0;
    const left = Math.floor(view.x(columns.start[span] ?? 0));
    if (left >= view.columns) break;
    const right = Math.min(Math.floor(view.x(Math.min(end[span] ?? 0, view.now))), view.columns - 1);
    const kind = barKind[span] ?? 0;
    const begin = Math.max(left, (done[kind] ?? -1) + 1, 0);
    const last = Math.max(right, Math.min(left, view.columns - 1));
    for (let x = begin; x <= last; x++) if (outranks(kind, line[x] ?? 0)) line[x] = kind + 1;
    if (last > (done[kind] ?? -1)) done[kind] = last;
  }
  return line;
}

const ranks = new Uint8Array(256).fill(2);
for (const kind of ['failed', 'undoFailed'] as const) ranks[kindCode[kind]] = 4;
for (const kind of ['person', 'running', 'undoing'] as const) ranks[kindCode[kind]] = 3;
for (const kind of ['wait', 'timer', 'composite', 'run'] as const) ranks[kindCode[kind]] = 1;

/** Failures before all, waits after all; of the same rank, what is there stays. */
export function outranks(kind: number, there: number): boolean {
  return there === 0 || (ranks[kind] ?? 0) > (ranks[there - 1] ?? 0);
}
