import type { SpanColumns } from '@sagaloom/engine/contract';
import { kindCode, noBar } from '../bars.ts';
import type { Arranged } from './arrange.ts';
import { code, codesOf } from './codes.ts';
import { type Gathered, kindOfRow } from './gather.ts';

interface Times {
  /** By row. */
  readonly start: Float64Array;
  readonly end: Float64Array;
  readonly spanEnd: Float64Array;
  readonly length: number;
}

/**
 * When rows begin and end. A trace from elsewhere may have only the start of a run or of a saga: they then last as long as what is in them,
 * and have a bar, which is written to `barKind`.
 */
export function timesOf(columns: SpanColumns, rows: Gathered, arranged: Arranged, barKind: Uint8Array): Times {
  const length = lengthOf(columns);
  const last = lastOfGuessed(columns, rows);
  const spanEnd = last.size > 0 ? endsKnown(columns, rows, barKind, last, length) : columns.end;
  const start = new Float64Array(arranged.count);
  const end = new Float64Array(arranged.count);
  for (let row = arranged.count - 1; row >= 0; row--) {
    const at = arranged.of[row] ?? -1;
    if (at === -1) continue;
    const span = rows.span[at] ?? 0;
    start[row] = columns.start[span] ?? 0;
    end[row] = Math.max(spanEnd[span] ?? 0, last.get(at) ?? 0);
  }
  for (let row = 0; row < arranged.count; row++) {
    if (arranged.kind[row] === kindOfRow.group) spread(arranged, row, start, end);
  }
  return { start, end, spanEnd, length };
}

function lengthOf({ start, end, count }: SpanColumns): number {
  let length = 0;
  for (let span = 0; span < count; span++) {
    const to = end[span] ?? 0;
    const known = to === Infinity ? (start[span] ?? 0) : to;
    if (known > length) length = known;
  }
  return length;
}

/** Of a row made of attempts alone, the end of the last of them. */
function lastOfGuessed(columns: SpanColumns, rows: Gathered): ReadonlyMap<number, number> {
  const last = new Map<number, number>();
  if (!rows.isGuessed.includes(1)) return last;
  for (let span = 0; span < columns.count; span++) {
    const row = rows.rowOf[span] ?? -1;
    if (row === -1 || rows.isGuessed[row] !== 1) continue;
    last.set(row, Math.max(last.get(row) ?? 0, columns.end[span] ?? 0));
  }
  return last;
}

function endsKnown(
  columns: SpanColumns,
  rows: Gathered,
  barKind: Uint8Array,
  last: ReadonlyMap<number, number>,
  length: number,
): Float64Array {
  const ends = columns.end.slice();
  const role = codesOf(columns)('sagaloom.span');
  for (let row = 0; row < rows.count; row++) {
    let end = Math.max(ends[rows.span[row] ?? 0] ?? 0, last.get(row) ?? 0);
    if (end === Infinity) end = length;
    for (let above = rows.owner[row] ?? -1; above !== -1; above = rows.owner[above] ?? -1) {
      const span = rows.span[above] ?? 0;
      if (rows.isGuessed[above] !== 1 || role(span) !== code.started) break;
      if (end > (ends[span] ?? 0)) ends[span] = end;
    }
  }
  for (let row = 0; row < rows.count; row++) {
    const span = rows.span[row] ?? 0;
    if (rows.isGuessed[row] !== 1 || role(span) !== code.started || barKind[span] !== noBar) continue;
    const isRun = rows.kind[row] === kindOfRow.run;
    barKind[span] = isRun ? kindCode.run : kindCode.composite;
    if (isRun) ends[span] = length;
  }
  return ends;
}

/** A group begins with its first and ends with its last. */
function spread({ next }: Arranged, group: number, start: Float64Array, end: Float64Array): void {
  let [from, to] = [Infinity, 0];
  for (let row = group + 1; row < (next[group] ?? 0); row++) {
    from = Math.min(from, start[row] ?? 0);
    to = Math.max(to, end[row] ?? 0);
  }
  start[group] = from;
  end[group] = to;
}
