import type { Rows, TimelineModel } from './model.ts';
import { kindOfRow } from './model/gather.ts';

/**
 * The chain of work that made a trace as long as it is. From the end of all back to its start: of what lies in a row, what finished last is
 * why the row took until then; before that began, what finished last before it; and so on in each of these. The time between is the
 * row's own. Stretches are in real ms, together by row, and do not overlap.
 */
export interface CriticalPath {
  /** Those of row `r` are from `first[r]` up to `first[r + 1]`. */
  readonly first: Uint32Array;
  readonly from: Float64Array;
  readonly to: Float64Array;
  /** By row, ms of its own on the path. */
  readonly own: Float64Array;
  /** Of the whole, with the stretches in which nothing was at work. */
  readonly length: number;
  /** How many rows have a part in it. */
  readonly rows: number;
}

interface Found {
  readonly row: number[];
  readonly from: number[];
  readonly to: number[];
}

/** `now`: ms from the origin up to which what is open has come. */
export function criticalPath(model: TimelineModel, now: number): CriticalPath {
  const { rows } = model;
  const inside = insideOf(rows);
  const found: Found = { row: [], from: [], to: [] };
  // A stack of our own: traces may be deeper than calls can be.
  const left: Stretch[] = [{ row: rows.count, from: 0, to: now }];
  for (let stretch = left.pop(); stretch; stretch = left.pop()) {
    walk(model, inside, stretch, now, found, left);
  }
  return byRow(rows.count, found, now);
}

interface Stretch {
  /** The last index stands for the trace as a whole. */
  readonly row: number;
  readonly from: number;
  readonly to: number;
}

function walk(
  { rows }: TimelineModel,
  inside: Inside,
  { row, from, to }: Stretch,
  now: number,
  found: Found,
  left: Stretch[],
): void {
  let cursor = to;
  const own = (begin: number, end: number): void => {
    if (row === rows.count || end <= begin) return;
    found.row.push(row);
    found.from.push(begin);
    found.to.push(end);
  };
  for (const child of lastFirst(rows, inside, row)) {
    const start = Math.max(rows.start[child] ?? 0, from);
    // What goes on after its parent counts up to the parent's end; what was under way beside what has been taken did not hold it up.
    const end = Math.min(rows.end[child] ?? 0, now, to);
    if (end > cursor || end < start || (end === start && start === to)) continue;
    own(end, cursor);
    if (end > start) left.push({ row: child, from: start, to: end });
    cursor = start;
    if (cursor <= from) break;
  }
  own(from, cursor);
}

/** What lies in each row, by what it is part of: an undo in what is undone, whichever lane shows it. */
interface Inside {
  readonly first: Uint32Array;
  readonly row: Uint32Array;
}

function insideOf({ count, owner, kind, span }: Rows): Inside {
  const first = new Uint32Array(count + 2);
  const counts = (row: number): boolean => (span[row] ?? -1) !== -1 && kind[row] !== kindOfRow.run;
  const above = (row: number): number => {
    const found = owner[row] ?? -1;
    return found === -1 || kind[found] === kindOfRow.run ? count : found;
  };
  // A trace that is a run and nothing else: the run is what there is.
  const isBare = !kind.some((each, row) => counts(row) && each !== kindOfRow.run);
  const taken = (row: number): boolean => counts(row) || (isBare && kind[row] === kindOfRow.run);
  for (let row = 0; row < count; row++) {
    if (taken(row)) first[above(row) + 1] = (first[above(row) + 1] ?? 0) + 1;
  }
  for (let row = 0; row <= count; row++) first[row + 1] = (first[row + 1] ?? 0) + (first[row] ?? 0);
  const rows = new Uint32Array(first[count + 1] ?? 0);
  const filled = first.slice();
  for (let row = 0; row < count; row++) {
    if (!taken(row)) continue;
    const at = filled[above(row)] ?? 0;
    rows[at] = row;
    filled[above(row)] = at + 1;
  }
  return { first, row: rows };
}

/** What lies in a row, what ended last first. Most of it is in that order already, the other way round. */
function lastFirst({ end }: Rows, { first, row: all }: Inside, row: number): Uint32Array {
  const inside = all.slice(first[row], first[row + 1]);
  let isInOrder = true;
  for (let n = 1; n < inside.length && isInOrder; n++) {
    isInOrder = (end[inside[n - 1] ?? 0] ?? 0) <= (end[inside[n] ?? 0] ?? 0);
  }
  // Two that are both open have no difference: Infinity less Infinity is no number.
  return isInOrder
    ? inside.toReversed()
    : inside.toSorted((a, b) => ((end[a] ?? 0) === (end[b] ?? 0) ? b - a : (end[b] ?? 0) - (end[a] ?? 0)));
}

function byRow(count: number, found: Found, length: number): CriticalPath {
  const first = new Uint32Array(count + 1);
  const own = new Float64Array(count);
  found.row.forEach((row, n) => {
    first[row + 1] = (first[row + 1] ?? 0) + 1;
    own[row] = (own[row] ?? 0) + (found.to[n] ?? 0) - (found.from[n] ?? 0);
  });
  let rows = 0;
  for (let row = 0; row < count; row++) {
    if (first[row + 1] !== 0) rows++;
    first[row + 1] = (first[row + 1] ?? 0) + (first[row] ?? 0);
  }
  const filled = first.slice();
  const [from, to] = [new Float64Array(found.row.length), new Float64Array(found.row.length)];
  // They were found from the end back: turned round, those of a row are in order of time.
  for (let n = found.row.length - 1; n >= 0; n--) {
    const row = found.row[n] ?? 0;
    const at = filled[row] ?? 0;
    from[at] = found.from[n] ?? 0;
    to[at] = found.to[n] ?? 0;
    filled[row] = at + 1;
  }
  return { first, from, to, own, length, rows };
}
