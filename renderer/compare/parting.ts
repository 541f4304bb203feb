import { type Alignment, blockName } from './align.ts';
import { roleAt, statusOf } from './rows.ts';
import { frameAt, numberAt, roleIn, textAt, type Tree } from './tree.ts';

/** The first place at which two traces are no longer the same in what they did, however long it took them. */
export type Parting =
  /** After `after` (the row before, in the same block; null: at its beginning) each went on to another; null: it ended there, or is no further. */
  | {
      readonly kind: 'order';
      readonly row: number;
      readonly after: number | null;
      readonly left: number | null;
      readonly right: number | null;
    }
  /** A choice went another way. */
  | { readonly kind: 'branch'; readonly row: number; readonly left: number | null; readonly right: number | null }
  /** It ended otherwise: another status, or another error. */
  | { readonly kind: 'outcome'; readonly row: number };

const deepest = 1_000;

/** Null: they did the same. */
export function partingOf(alignment: Alignment): Parting | null {
  const kids = kidsOf(alignment);
  return partIn(alignment, kids, -1, 0);
}

/** All rows but attempts and waits, by what holds them: how often something was tried is no parting of the ways. */
type Kids = ReadonlyMap<number, readonly number[]>;

function kidsOf(alignment: Alignment): Kids {
  const kids = new Map<number, number[]>();
  for (let row = 0; row < alignment.count; row += 1) {
    const role = roleAt(alignment, row);
    if (role === 'attempt' || role === 'wait') continue;
    const around = alignment.parent[row] ?? -1;
    const known = kids.get(around);
    if (known) known.push(row);
    else kids.set(around, [row]);
  }
  return kids;
}

/** In what a row holds. Blocks that run side by side have each an order of their own; the one that parted first counts. */
function partIn(alignment: Alignment, kids: Kids, around: number, depth: number): Parting | null {
  if (depth > deepest) return null;
  const blocks = new Map<string, number[]>();
  for (const row of kids.get(around) ?? []) {
    const key = blockOf(alignment, row);
    const known = blocks.get(key);
    if (known) known.push(row);
    else blocks.set(key, [row]);
  }
  const found = [...blocks.values()].flatMap((rows) => partAmong(alignment, kids, rows, depth) ?? []);
  return found.toSorted((a, b) => beginning(alignment, a.row) - beginning(alignment, b.row))[0] ?? null;
}

function blockOf({ left, right, lefts, rights }: Alignment, row: number): string {
  const l = lefts[row] ?? -1;
  const [tree, span] = l < 0 ? [right, rights[row] ?? -1] : [left, l];
  const role = roleIn(tree, span);
  return role === 'step' ? `step ${blockName(frameAt(tree.columns, span))}` : role;
}

function beginning({ left, right, lefts, rights }: Alignment, row: number): number {
  const [l, r] = [lefts[row] ?? -1, rights[row] ?? -1];
  return Math.min(l < 0 ? Infinity : (left.columns.start[l] ?? 0), r < 0 ? Infinity : (right.columns.start[r] ?? 0));
}

function partAmong(alignment: Alignment, kids: Kids, rows: readonly number[], depth: number): Parting | null {
  const ours = inOrder(rows, alignment.lefts);
  const theirs = inOrder(rows, alignment.rights);
  for (let at = 0; at < Math.max(ours.length, theirs.length); at += 1) {
    const [left, right] = [ours[at] ?? null, theirs[at] ?? null];
    if (left === null || left !== right) {
      const after = ours[at - 1] ?? null;
      return { kind: 'order', row: left ?? right ?? -1, after, left, right };
    }
    const found = partWithin(alignment, kids, left, depth);
    if (found) return found;
  }
  return null;
}

/** Spans are numbered by their start. */
function inOrder(rows: readonly number[], spans: Int32Array): readonly number[] {
  const there = rows.filter((row) => (spans[row] ?? -1) >= 0);
  return there.toSorted((a, b) => (spans[a] ?? 0) - (spans[b] ?? 0));
}

/** What happened inside comes before how it ended. */
function partWithin(alignment: Alignment, kids: Kids, row: number, depth: number): Parting | null {
  const { left, right, lefts, rights } = alignment;
  const [l, r] = [lefts[row] ?? -1, rights[row] ?? -1];
  const [ours, theirs] = [branchOf(left, l), branchOf(right, r)];
  if (ours !== theirs) return { kind: 'branch', row, left: ours, right: theirs };
  const within = partIn(alignment, kids, row, depth + 1);
  if (within) return within;
  const isSame = statusOf(left, l) === statusOf(right, r) && errorOf(left, l) === errorOf(right, r);
  return isSame ? null : { kind: 'outcome', row };
}

const branchOf = ({ columns }: Tree, span: number): number | null => numberAt(columns, span, 'sagaloom.branch');
const errorOf = ({ columns }: Tree, span: number): string | null => textAt(columns, span, 'error.type');
