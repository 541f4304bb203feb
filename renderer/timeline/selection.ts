import { barKinds, kindCode, noBar } from './bars.ts';
import type { TimelineModel } from './model.ts';
import { numbersOf } from './model/codes.ts';
import { kindOfRow } from './model/gather.ts';
import { stateCode } from './model/states.ts';
import { rowOfStep, type SpanRow } from './row.ts';

/** What is chosen: a step's visit or its undo, and of it perhaps one attempt. */
export interface TimelineSelection {
  readonly path: string;
  /** Absent: the latest. */
  readonly visit?: number | undefined;
  readonly attempt?: number | undefined;
  readonly undo?: boolean | undefined;
}

/** Index of the row a selection means; -1 when it is not there. */
export function findRow(model: TimelineModel, { path, visit, undo = false }: TimelineSelection): number {
  return visit === undefined ? latestOf(model, path, undo) : rowOfStep(model, path, visit, undo);
}

/** The last row of a path; or of a step's id, which of a step in a map is meant whatever the item. */
function latestOf({ rows, columns }: TimelineModel, path: string, undo: boolean): number {
  const [paths, ids] = [columns.attributes['sagaloom.step.path'], columns.attributes['sagaloom.step.id']];
  const wanted = columns.values.indexOf(path);
  if (wanted === -1) return -1;
  const kind = undo ? kindOfRow.undo : kindOfRow.step;
  for (let row = rows.count - 1; row >= 0; row--) {
    const span = rows.span[row] ?? -1;
    if (span === -1) continue;
    // What came from elsewhere and was mapped to a step is the step's as well.
    if (rows.kind[row] !== kind && (undo || rows.kind[row] !== kindOfRow.other)) continue;
    if (paths?.[span] === wanted || ids?.[span] === wanted) return row;
  }
  return -1;
}

/** By its path; or by its step's id. */
export function isAbout(row: SpanRow, path: string): boolean {
  return row.path === path || row.step === path;
}

/** Every error, in the order rows are listed: failed attempts, and what failed by itself. Columns: a trace may have a hundred thousand. */
export interface Failings {
  readonly count: number;
  readonly row: Uint32Array;
  /** Position in `bars`; -1 for a row that failed without an attempt. */
  readonly bar: Int32Array;
}

export interface Failing {
  readonly row: number;
  readonly bar: number;
  readonly attempt: number;
}

export function errorsOf(model: TimelineModel): Failings {
  const { rows, bars, barKind } = model;
  const found = { row: [] as number[], bar: [] as number[] };
  const put = (row: number, bar: number): void => {
    found.row.push(row);
    found.bar.push(bar);
  };
  for (let row = 0; row < rows.count; row++) {
    const kind = rows.kind[row];
    if (kind === kindOfRow.run || kind === kindOfRow.group) continue;
    const before = found.row.length;
    for (let bar = bars.first[row] ?? 0; bar < (bars.first[row + 1] ?? 0); bar++) {
      const drawn = barKind[bars.span[bar] ?? 0];
      if (drawn === kindCode.failed || drawn === kindCode.undoFailed) put(row, bar);
    }
    if (found.row.length > before || rows.state[row] !== stateCode.failed || (rows.span[row] ?? -1) === -1) continue;
    if (!drawsComposite(model, row)) put(row, -1);
  }
  return { count: found.row.length, row: Uint32Array.from(found.row), bar: Int32Array.from(found.bar) };
}

/** A composite failed because of what is in it: that is the error. */
function drawsComposite({ rows, barKind }: TimelineModel, row: number): boolean {
  return barKind[rows.span[row] ?? 0] === kindCode.composite;
}

export function failingAt(model: TimelineModel, errors: Failings, at: number): Failing {
  const [row, bar] = [errors.row[at] ?? 0, errors.bar[at] ?? -1];
  return { row, bar, attempt: bar === -1 ? 0 : attemptOf(model, model.bars.span[bar] ?? 0) };
}

/** Of a span, which attempt it is; 0 for what is none. */
export function attemptOf({ columns }: TimelineModel, span: number): number {
  return numbersOf(columns, 'sagaloom.attempt', 0)(span);
}

/** The next error after (or before) a place, going round: its number; -1 where there is none. */
export function nextError(
  model: TimelineModel,
  errors: Failings,
  row: number,
  attempt: number,
  forward: boolean,
): number {
  if (errors.count === 0) return -1;
  const by = forward ? 1 : -1;
  let at = forward ? firstFrom(errors, row) : firstFrom(errors, row + 1) - 1;
  for (; at >= 0 && at < errors.count; at += by) {
    const found = failingAt(model, errors, at);
    if (found.row !== row || (forward ? found.attempt > attempt : found.attempt < attempt)) return at;
  }
  return forward ? 0 : errors.count - 1;
}

/** The first error that is not before this row. */
function firstFrom({ row: rows, count }: Failings, row: number): number {
  let [low, high] = [0, count];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((rows[middle] ?? 0) < row) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Attempts of a row, in order. */
export function attemptsOf(
  model: TimelineModel,
  row: number,
): readonly { readonly attempt: number; readonly bar: number }[] {
  const { bars, barKind, rows } = model;
  if (rows.kind[row] === kindOfRow.group) return [];
  const found: { attempt: number; bar: number }[] = [];
  for (let bar = bars.first[row] ?? 0; bar < (bars.first[row + 1] ?? 0); bar++) {
    const span = bars.span[bar] ?? 0;
    const attempt = attemptOf(model, span);
    const kind = barKinds[barKind[span] ?? noBar];
    if (attempt > 0 && kind !== 'wait' && kind !== 'person') found.push({ attempt, bar });
  }
  return found;
}
