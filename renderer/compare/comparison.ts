import { align, type Alignment } from './align.ts';
import { type Contributions, contributionsOf } from './contributions.ts';
import { lengthOf } from './critical.ts';
import { type Parting, partingOf } from './parting.ts';
import { differs, isMarker, slowerBy } from './rows.ts';
import type { Tree } from './tree.ts';

/** Two traces compared: all that a screen needs, made once. */
export interface Comparison {
  readonly alignment: Alignment;
  readonly parting: Parting | null;
  readonly contributions: Contributions;
  /** Rows that are not drawn. */
  readonly marker: Uint8Array;
  /** 1 where a row differs in more than its length. */
  readonly different: Uint8Array;
  /** By how much the right is slower, as a share of the left; -Infinity where that cannot be said. */
  readonly slower: Float64Array;
  /** By how much a row's right is to be moved, in ms, so that partners begin together. */
  readonly shift: Float64Array;
  /** ms, of each side. */
  readonly left: number;
  readonly right: number;
}

export function comparisonOf(left: Tree, right: Tree): Comparison {
  const alignment = align(left, right);
  const rows = Array.from({ length: alignment.count }, (_, row) => row);
  const marker = Uint8Array.from(rows, (row) => (isMarker(alignment, row) ? 1 : 0));
  return {
    alignment,
    parting: partingOf(alignment),
    contributions: contributionsOf(alignment),
    marker,
    different: Uint8Array.from(rows, (row) => (marker[row] === 0 && differs(alignment, row) ? 1 : 0)),
    slower: Float64Array.from(rows, (row) => slowerBy(alignment, row)),
    shift: shiftsOf(alignment),
    left: lengthOf(left),
    right: lengthOf(right),
  };
}

/** What has no partner moves with what it is in. */
function shiftsOf({ left, right, lefts, rights, parent, count }: Alignment): Float64Array {
  const shift = new Float64Array(count);
  for (let row = 0; row < count; row += 1) {
    const [l, r] = [lefts[row] ?? -1, rights[row] ?? -1];
    const around = parent[row] ?? -1;
    if (l >= 0 && r >= 0) shift[row] = (left.columns.start[l] ?? 0) - (right.columns.start[r] ?? 0);
    else if (around >= 0) shift[row] = shift[around] ?? 0;
  }
  return shift;
}

/** Which rows are shown: all, those that differ in more than length, or those that are slower by more than a share. */
export type Filter = 'all' | 'different' | number;

/** Rows to show, in order: what fits, and what it is in; nothing of what is folded. */
export function shownRows(
  { alignment, marker, different, slower }: Comparison,
  filter: Filter,
  folded: ReadonlySet<number>,
): Uint32Array {
  const { count, parent, end } = alignment;
  const fits = new Uint8Array(count);
  for (let row = count - 1; row >= 0; row -= 1) {
    const own =
      filter === 'all' ? 1 : filter === 'different' ? (different[row] ?? 0) : (slower[row] ?? 0) > filter ? 1 : 0;
    if (marker[row] === 0 && own === 1) fits[row] = 1;
    const around = parent[row] ?? -1;
    if (fits[row] === 1 && around >= 0) fits[around] = 1;
  }
  const shown: number[] = [];
  for (let row = 0; row < count;) {
    if (fits[row] === 1 && marker[row] === 0) shown.push(row);
    row = folded.has(row) ? (end[row] ?? row + 1) : row + 1;
  }
  return Uint32Array.from(shown);
}

/** ms from and to, of all bars. */
export function domainOf({ alignment, shift, left, right }: Comparison, isAligned: boolean): readonly [number, number] {
  if (!isAligned) return [0, Math.max(left, right, 1)];
  let [from, to] = [0, Math.max(left, 1)];
  for (const [row, span] of alignment.rights.entries()) {
    if (span < 0) continue;
    const { start, end } = alignment.right.columns;
    const moved = (start[span] ?? 0) + (shift[row] ?? 0);
    from = Math.min(from, moved);
    const ended = Math.min(end[span] ?? 0, right) + (shift[row] ?? 0);
    to = Math.max(to, ended, moved);
  }
  return [from, to];
}
