import { columnValue, spanStatuses } from '@sagaloom/engine/contract';
import type { Json } from '@sagaloom/engine/core';
import type { Alignment } from './align.ts';
import { kidsIn, numberAt, type Role, roleIn, textAt, type Tree } from './tree.ts';

/** What one side has in a row. */
export interface Cell {
  readonly span: number;
  /** ms from the start of its trace. */
  readonly start: number;
  /** ms; null while it is open. */
  readonly duration: number | null;
  /** `completed`, `failed`, …; of spans of others, `ok` or `error`. */
  readonly status: string;
  readonly error: string | null;
  /** Of what has attempts. */
  readonly attempts: number | null;
  /** Of a choice. */
  readonly branch: number | null;
}

export type Difference = 'onlyLeft' | 'onlyRight' | 'status' | 'error' | 'attempts' | 'branch';

export interface Row {
  readonly row: number;
  readonly depth: number;
  readonly role: Role;
  /** Of a step, and of what is in it, where that is: `ship`, `items[3].ship`; of all else the span's name. */
  readonly name: string;
  /** Id of the step it is about. */
  readonly step: string | null;
  /** Of an attempt, which one. */
  readonly attempt: number | null;
  /** Of a span of others. */
  readonly service: string;
  readonly left: Cell | null;
  readonly right: Cell | null;
  /** Right minus left, where both have ended. */
  readonly delta: number | null;
  /** The same as a share of left; null where left took no time. */
  readonly share: number | null;
  readonly differences: readonly Difference[];
}

export function rowAt(alignment: Alignment, row: number): Row {
  const { left, right, lefts, rights, depth } = alignment;
  const [l, r] = [lefts[row] ?? -1, rights[row] ?? -1];
  const cells = { left: l < 0 ? null : cellOf(left, l), right: r < 0 ? null : cellOf(right, r) };
  const [tree, span] = l < 0 ? [right, r] : [left, l];
  const { columns } = tree;
  const [before, after] = [cells.left?.duration ?? null, cells.right?.duration ?? null];
  const delta = before === null || after === null ? null : after - before;
  return {
    row,
    depth: depth[row] ?? 0,
    role: roleIn(tree, span),
    name: nameOf(tree, span),
    step: roleIn(tree, span) === 'other' ? null : textAt(columns, span, 'sagaloom.step.id'),
    attempt: roleIn(tree, span) === 'attempt' ? numberAt(columns, span, 'sagaloom.attempt') : null,
    service: roleIn(tree, span) === 'other' ? (columns.strings[columns.service[span] ?? 0] ?? '') : '',
    ...cells,
    delta,
    share: delta === null || before === null || before === 0 ? null : delta / before,
    differences: differencesOf(cells.left, cells.right),
  };
}

export function roleAt({ left, right, lefts, rights }: Alignment, row: number): Role {
  const l = lefts[row] ?? -1;
  return l < 0 ? roleIn(right, rights[row] ?? -1) : roleIn(left, l);
}

/** The place of a step: that of a map's item says which item, a later visit which one. */
function nameOf(tree: Tree, span: number): string {
  const { columns } = tree;
  const path = textAt(columns, span, 'sagaloom.step.path');
  if (path === null || roleIn(tree, span) === 'other') return columns.strings[columns.name[span] ?? 0] ?? '';
  const visit = numberAt(columns, span, 'sagaloom.step.visit') ?? 1;
  return visit > 1 ? `${path}#${visit}` : path;
}

function cellOf(tree: Tree, span: number): Cell {
  const { columns } = tree;
  const [start, end] = [columns.start[span] ?? 0, columns.end[span] ?? 0];
  const attempts = attemptsIn(tree, span);
  return {
    span,
    start,
    duration: end === Infinity ? null : end - start,
    status: statusOf(tree, span),
    error: textAt(columns, span, 'error.type'),
    attempts: attempts === 0 ? null : attempts,
    branch: numberAt(columns, span, 'sagaloom.branch'),
  };
}

export function statusOf(tree: Tree, span: number): string {
  const { columns } = tree;
  if ((columns.end[span] ?? 0) === Infinity) return 'open';
  const said: Json | undefined = columnValue(columns, span, 'sagaloom.status');
  if (roleIn(tree, span) !== 'other' && typeof said === 'string') return said;
  return spanStatuses[columns.status[span] ?? 0] === 'error' ? 'error' : 'ok';
}

function differencesOf(left: Cell | null, right: Cell | null): readonly Difference[] {
  if (!left) return ['onlyRight'];
  if (!right) return ['onlyLeft'];
  const found: Difference[] = [];
  if (left.status !== right.status) found.push('status');
  if (left.error !== right.error) found.push('error');
  if (left.attempts !== right.attempts) found.push('attempts');
  if (left.branch !== right.branch) found.push('branch');
  return found;
}

/**
 * Rows that would say a thing twice, and are not drawn: the short spans that only hold others together, and the one attempt of a step that has
 * no other on either side, unless services tell more of it.
 */
export function isMarker(alignment: Alignment, row: number): boolean {
  const { left, right, lefts, rights, parent, end } = alignment;
  const [l, r] = [lefts[row] ?? -1, rights[row] ?? -1];
  const [tree, span] = l < 0 ? [right, r] : [left, l];
  if (roleIn(tree, span) === 'started') return tree.parent[span] !== -1;
  const around = parent[row] ?? -1;
  if (roleIn(tree, span) !== 'attempt' || around < 0 || (end[row] ?? 0) > row + 1) return false;
  return attemptsIn(left, lefts[around] ?? -1) <= 1 && attemptsIn(right, rights[around] ?? -1) <= 1;
}

function attemptsIn(tree: Tree, span: number): number {
  if (span < 0) return 0;
  return kidsIn(tree, span).reduce((count, kid) => count + (roleIn(tree, kid) === 'attempt' ? 1 : 0), 0);
}

/** Differs in more than its length. Cheap, since it is asked of every row. */
export function differs(alignment: Alignment, row: number): boolean {
  const [l, r] = [alignment.lefts[row] ?? -1, alignment.rights[row] ?? -1];
  return l < 0 || r < 0 || differencesOf(cellOf(alignment.left, l), cellOf(alignment.right, r)).length > 0;
}

/** By how much the right is slower, as a share of the left; -Infinity where that cannot be said. */
export function slowerBy({ left, right, lefts, rights }: Alignment, row: number): number {
  const [l, r] = [lefts[row] ?? -1, rights[row] ?? -1];
  if (l < 0 || r < 0) return -Infinity;
  const before = (left.columns.end[l] ?? 0) - (left.columns.start[l] ?? 0);
  const after = (right.columns.end[r] ?? 0) - (right.columns.start[r] ?? 0);
  if (!Number.isFinite(before) || !Number.isFinite(after)) return -Infinity;
  return before === 0 ? (after === 0 ? 0 : Infinity) : (after - before) / before;
}
