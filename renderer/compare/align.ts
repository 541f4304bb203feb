import { paired } from './lcs.ts';
import { frameAt, kidsIn, numberAt, roleIn, textAt, type Tree } from './tree.ts';

/**
 * Two traces, row by row. Each span of either is in exactly one row; a row has one of each side, or of one side only. Rows are in the order they
 * are read: what a row holds comes right after it.
 *
 * Spans of the engine are partners by what they are about, within what holds them: the same step (of a map: the same item), the same time it came
 * there, forward or undoing, the same attempt. Ids of runs and versions do not matter. Spans of others are partners by service and name, in
 * order among their siblings.
 */
export interface Alignment {
  readonly left: Tree;
  readonly right: Tree;
  readonly count: number;
  /** Index of the span on each side; -1 where that side has none. */
  readonly lefts: Int32Array;
  readonly rights: Int32Array;
  /** The row that holds it; -1 at the top. */
  readonly parent: Int32Array;
  readonly depth: Uint16Array;
  /** The row after all that it holds. */
  readonly end: Uint32Array;
}

interface Waiting {
  readonly left: number;
  readonly right: number;
  readonly parent: number;
  readonly depth: number;
}

export function align(left: Tree, right: Tree): Alignment {
  const most = left.columns.count + right.columns.count;
  const lefts = new Int32Array(most);
  const rights = new Int32Array(most);
  const parent = new Int32Array(most);
  const depth = new Uint16Array(most);
  let count = 0;
  const waiting: Waiting[] = tops(left, right).toReversed();
  for (let row = waiting.pop(); row !== undefined; row = waiting.pop()) {
    lefts[count] = row.left;
    rights[count] = row.right;
    parent[count] = row.parent;
    depth[count] = Math.min(row.depth, 0xff_ff);
    const inner = merged(left, right, row.left, row.right, count, row.depth + 1);
    for (let at = inner.length - 1; at >= 0; at -= 1) waiting.push(inner[at] ?? row);
    count += 1;
  }
  const cut = { lefts: lefts.slice(0, count), rights: rights.slice(0, count), parent: parent.slice(0, count) };
  return { left, right, count, ...cut, depth: depth.slice(0, count), end: endsOf(cut.parent) };
}

function endsOf(parent: Int32Array): Uint32Array {
  const end = Uint32Array.from(parent, (_, row) => row + 1);
  for (let row = parent.length - 1; row >= 0; row -= 1) {
    const around = parent[row] ?? -1;
    if (around >= 0) end[around] = Math.max(end[around] ?? 0, end[row] ?? 0);
  }
  return end;
}

/** Two traces with one beginning each are compared from there, whatever each is called. */
function tops(left: Tree, right: Tree): Waiting[] {
  const [ours, theirs] = [kidsIn(left, -1), kidsIn(right, -1)];
  const [one, other] = [ours[0], theirs[0]];
  if (ours.length === 1 && theirs.length === 1 && one !== undefined && other !== undefined)
    return [{ left: one, right: other, parent: -1, depth: 0 }];
  return merged(left, right, -1, -1, -1, 0);
}

const none = new Uint32Array();

/** What two partners hold, partners together; what only one side has stands where it was. */
function merged(left: Tree, right: Tree, l: number, r: number, parent: number, depth: number): Waiting[] {
  const isTop = parent === -1 && depth === 0;
  const ours = l >= 0 || isTop ? kidsIn(left, l) : none;
  const theirs = r >= 0 || isTop ? kidsIn(right, r) : none;
  const pairs = partners(left, ours, right, theirs);
  const taken = new Uint8Array(theirs.length);
  for (const partner of pairs) if (partner >= 0) taken[partner] = 1;
  const rows: Waiting[] = [];
  let next = 0;
  const onlyRightUpTo = (end: number): void => {
    for (; next < end; next += 1)
      if (taken[next] === 0) rows.push({ left: -1, right: theirs[next] ?? -1, parent, depth });
  };
  for (const [at, span] of ours.entries()) {
    const partner = pairs[at] ?? -1;
    if (partner >= 0) onlyRightUpTo(partner);
    rows.push({ left: span, right: partner >= 0 ? (theirs[partner] ?? -1) : -1, parent, depth });
  }
  onlyRightUpTo(theirs.length);
  return rows;
}

/** For each of ours the place of its partner among theirs, or -1. */
function partners(left: Tree, ours: Uint32Array, right: Tree, theirs: Uint32Array): Int32Array {
  const pairs = new Int32Array(ours.length).fill(-1);
  if (ours.length === 0 || theirs.length === 0) return pairs;
  const [own, foreign] = [keyed(left, ours), keyed(right, theirs)];
  const inOrder = paired(own.others, foreign.others);
  for (const [at, partner] of inOrder.entries())
    if (partner >= 0) pairs[own.otherPlaces[at] ?? 0] = foreign.otherPlaces[partner] ?? -1;
  for (const [key, place] of own.ours) pairs[place] = foreign.ours.get(key) ?? -1;
  return pairs;
}

interface Keyed {
  /** Places of the engine's spans, by what they are about and the how manieth they are about it. */
  readonly ours: ReadonlyMap<string, number>;
  readonly others: readonly string[];
  readonly otherPlaces: readonly number[];
}

function keyed(tree: Tree, spans: Uint32Array): Keyed {
  const ours = new Map<string, number>();
  const counts = new Map<string, number>();
  const others: string[] = [];
  const otherPlaces: number[] = [];
  for (const [place, span] of spans.entries()) {
    const key = keyOf(tree, span);
    if (roleIn(tree, span) === 'other') {
      others.push(key);
      otherPlaces.push(place);
      continue;
    }
    const number = (counts.get(key) ?? 0) + 1;
    counts.set(key, number);
    ours.set(`${key}\n${number}`, place);
  }
  return { ours, others, otherPlaces };
}

/** What a span is about, among those in the same. */
function keyOf(tree: Tree, span: number): string {
  const { columns } = tree;
  const kind = roleIn(tree, span);
  const path = textAt(columns, span, 'sagaloom.step.path') ?? '';
  switch (kind) {
    case 'other':
      return `${columns.strings[columns.service[span] ?? 0]}\n${columns.strings[columns.name[span] ?? 0]}`;
    case 'attempt':
      return `attempt ${path} ${numberAt(columns, span, 'sagaloom.attempt') ?? 1}`;
    case 'wait':
      return `wait ${path} ${textAt(columns, span, 'sagaloom.wait.reason') ?? ''}`;
    case 'compensation':
      return `compensation ${blockName(frameAt(columns, span))}`;
    case 'step':
      return `step ${blockName(frameAt(columns, span))} ${path}`;
    default:
      return `${kind} ${path}`;
  }
}

/** `body` of `place#1/body`. */
export const blockName = (frame: string): string => frame.slice(frame.lastIndexOf('/') + 1);
