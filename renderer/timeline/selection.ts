import { barKinds } from './bars.ts';
import type { Row, SpanRow, TimelineModel } from './model.ts';
import { rowKey } from './span.ts';

/** What is chosen: a step's visit or its undo, and of it perhaps one attempt. */
export interface TimelineSelection {
  readonly path: string;
  /** Absent: the latest. */
  readonly visit?: number | undefined;
  readonly attempt?: number | undefined;
  readonly undo?: boolean | undefined;
}

/** Index of the row a selection means; -1 when it is not there. */
export function findRow({ rows }: TimelineModel, { path, visit, undo = false }: TimelineSelection): number {
  if (visit !== undefined) {
    const key = rowKey(path, visit, undo);
    return rows.findIndex((row) => row.kind !== 'lane' && row.key === key);
  }
  return rows.findLastIndex((row) => row.kind === (undo ? 'undo' : 'step') && isAbout(row, path));
}

/** By its path; or by its step's id, which of a step in a map is meant whatever the item. */
export function isAbout(row: SpanRow, path: string): boolean {
  return row.path === path || row.step === path;
}

export function spanRowAt(model: TimelineModel, index: number | undefined): SpanRow | null {
  const row: Row | undefined = index === undefined ? undefined : model.rows[index];
  return row && row.kind !== 'lane' ? row : null;
}

export interface Failing {
  readonly row: number;
  /** Position in `bars`; -1 for a row that failed without an attempt. */
  readonly bar: number;
  readonly attempt: number;
}

/** Every error, in the order rows are listed: failed attempts, and what failed by itself. */
export function errorsOf({ rows, bars }: TimelineModel): readonly Failing[] {
  const found: Failing[] = [];
  rows.forEach((row, index) => {
    if (row.kind === 'lane' || row.kind === 'run') return;
    const before = found.length;
    for (let bar = bars.first[index] ?? 0; bar < (bars.first[index + 1] ?? 0); bar++) {
      const kind = barKinds[bars.kind[bar] ?? 0];
      if (kind === 'failed' || kind === 'undoFailed') found.push({ row: index, bar, attempt: bars.attempt[bar] ?? 0 });
    }
    if (found.length === before && row.state === 'failed' && !row.composite)
      found.push({ row: index, bar: -1, attempt: 0 });
  });
  return found;
}

/** The next error after (or before) a place, going round. */
export function nextError(errors: readonly Failing[], row: number, attempt: number, forward: boolean): Failing | null {
  const isPast = (each: Failing): boolean => each.row > row || (each.row === row && each.attempt > attempt);
  const isBefore = (each: Failing): boolean => each.row < row || (each.row === row && each.attempt < attempt);
  return forward ? (errors.find(isPast) ?? errors[0] ?? null) : (errors.findLast(isBefore) ?? errors.at(-1) ?? null);
}

/** Attempts of a row, in order. */
export function attemptsOf(
  { bars }: TimelineModel,
  row: number,
): readonly { readonly attempt: number; readonly bar: number }[] {
  const found: { attempt: number; bar: number }[] = [];
  for (let bar = bars.first[row] ?? 0; bar < (bars.first[row + 1] ?? 0); bar++) {
    const attempt = bars.attempt[bar] ?? 0;
    const kind = barKinds[bars.kind[bar] ?? 0];
    if (attempt > 0 && kind !== 'wait' && kind !== 'person') found.push({ attempt, bar });
  }
  return found;
}
