import type { SpanColumns } from '@sagaloom/engine/contract';
import { code, codesOf, textAt } from './codes.ts';
import { type Gathered, kindOfRow } from './gather.ts';

/**
 * How rows are put: forward work above and undoing below; everything in the tree of what it is part of; or all visits and items of a step
 * together.
 */
export const viewModes = ['lanes', 'tree', 'steps'] as const;
export type ViewMode = (typeof viewModes)[number];

/** Rows in the order they are listed, what is in a row right after it. */
export interface Arranged {
  readonly count: number;
  /** The gathered row each is of; -1 of lanes and groups. */
  readonly of: Int32Array;
  readonly kind: Uint8Array;
  readonly parent: Int32Array;
  readonly depth: Uint16Array;
  /** The row after the last that is in it. */
  readonly next: Uint32Array;
}

interface Emitter {
  /** Gives the index of the row added. */
  add(of: number, kind: number, parent: number, depth: number): number;
  done(): Arranged;
}

export function arrange(columns: SpanColumns, rows: Gathered, view: ViewMode): Arranged {
  const out = emitter(rows.count * (view === 'steps' ? 2 : 1) + 2);
  if (view === 'steps') arrangeSteps(columns, rows, out);
  else if (view === 'tree') arrangeTree(columns, rows, out);
  else arrangeLanes(columns, rows, out);
  return out.done();
}

function emitter(capacity: number): Emitter {
  let count = 0;
  const all = {
    of: new Int32Array(capacity),
    kind: new Uint8Array(capacity),
    parent: new Int32Array(capacity),
    depth: new Uint16Array(capacity),
    next: new Uint32Array(capacity),
  };
  return {
    add(of, kind, parent, depth) {
      all.of[count] = of;
      all.kind[count] = kind;
      all.parent[count] = parent;
      all.depth[count] = depth;
      return count++;
    },
    done() {
      endsOf(all, count);
      return {
        count,
        of: all.of.subarray(0, count),
        kind: all.kind.subarray(0, count),
        parent: all.parent.subarray(0, count),
        depth: all.depth.subarray(0, count),
        next: all.next.subarray(0, count),
      };
    },
  };
}

/** From the last row up: what ends a row is where its last child ends. */
function endsOf({ parent, next }: Pick<Arranged, 'parent' | 'next'>, count: number): void {
  for (let row = count - 1; row >= 0; row--) {
    if (next[row] === 0) next[row] = row + 1;
    const above = parent[row] ?? -1;
    if (above !== -1 && next[above] === 0) next[above] = next[row] ?? 0;
  }
}

/** Children of each row, and of the top under the last index, as lists linked by row. */
interface Links {
  readonly first: Int32Array;
  readonly next: Int32Array;
}

function linked(owner: Int32Array, isIn: (row: number) => boolean): Links {
  const first = new Int32Array(owner.length + 1).fill(-1);
  const next = new Int32Array(owner.length).fill(-1);
  for (let row = owner.length - 1; row >= 0; row--) {
    if (!isIn(row)) continue;
    const above = owner[row] === -1 ? owner.length : (owner[row] ?? 0);
    next[row] = first[above] ?? -1;
    first[above] = row;
  }
  return { first, next };
}

function arrangeLanes(columns: SpanColumns, rows: Gathered, out: Emitter): void {
  const { run, undo } = kindOfRow;
  const links = linked(rows.owner, (row) => rows.kind[row] !== run && rows.kind[row] !== undo);
  byItem(columns, rows, links);
  runsFirst(rows, out);
  const isOurs = rows.kind.some((kind) => kind !== kindOfRow.other);
  if (!isOurs) return walk(rows, links, out, links.first[rows.count] ?? -1);
  if (links.first[rows.count] !== -1) {
    out.add(-1, kindOfRow.forward, -1, 0);
    walk(rows, links, out, links.first[rows.count] ?? -1);
  }
  // What is undone has no tree: one after the other. What services did for an undo is in it all the same.
  const undone = linked(rows.owner, () => true);
  if (!rows.kind.includes(undo)) return;
  out.add(-1, kindOfRow.undoing, -1, 0);
  for (let row = 0; row < rows.count; row++) {
    if (rows.kind[row] === undo) walkOne(rows, undone, out, row);
  }
}

function arrangeTree(columns: SpanColumns, rows: Gathered, out: Emitter): void {
  const links = linked(rows.owner, (row) => rows.kind[row] !== kindOfRow.run);
  byItem(columns, rows, links);
  runsFirst(rows, out);
  walk(rows, links, out, links.first[rows.count] ?? -1);
}

function runsFirst(rows: Gathered, out: Emitter): void {
  for (let row = 0; row < rows.count; row++) {
    if (rows.kind[row] === kindOfRow.run) out.add(row, kindOfRow.run, -1, 0);
  }
}

/** A row and what is in it. */
function walkOne(rows: Gathered, links: Links, out: Emitter, row: number): void {
  const at = out.add(row, rows.kind[row] ?? 0, -1, 1);
  walk(rows, links, out, links.first[row] ?? -1, at);
}

/** Depth first, with a stack of our own: traces may be a hundred thousand deep. */
function walk(rows: Gathered, { first, next }: Links, out: Emitter, from: number, under = -1): void {
  const stack: number[] = [];
  const parents: number[] = [];
  const base = under === -1 ? 1 : 2;
  let row = from;
  let parent = under;
  while (row !== -1) {
    const at = out.add(row, rows.kind[row] ?? 0, parent, Math.min(base + stack.length, 65_535));
    const inside = first[row] ?? -1;
    if (inside !== -1) {
      stack.push(row);
      parents.push(parent);
      parent = at;
      row = inside;
      continue;
    }
    row = next[row] ?? -1;
    while (row === -1 && stack.length > 0) {
      row = next[stack.pop() ?? 0] ?? -1;
      parent = parents.pop() ?? -1;
    }
  }
}

/** What is in a map stands item by item; all else as it began. */
function byItem(columns: SpanColumns, rows: Gathered, { first, next }: Links): void {
  const type = codesOf(columns)('sagaloom.step.type');
  for (let row = 0; row < rows.count; row++) {
    if (first[row] === -1 || type(rows.span[row] ?? 0) !== code.map) continue;
    const inside: { row: number; item: number }[] = [];
    for (let at = first[row] ?? -1; at !== -1; at = next[at] ?? -1) {
      inside.push({ row: at, item: itemOf(columns, rows.span[at] ?? 0) });
    }
    inside.sort((a, b) => a.item - b.item || a.row - b.row);
    inside.forEach(({ row: at }, n) => (next[at] = inside[n + 1]?.row ?? -1));
    first[row] = inside[0]?.row ?? -1;
  }
}

function itemOf(columns: SpanColumns, span: number): number {
  const frame = textAt(columns, span, 'sagaloom.frame') ?? '';
  return Number(frame.slice(frame.lastIndexOf('/') + 1)) || 0;
}

/** Groups in order of their first; a step that is there once is a row like any other. */
function arrangeSteps(columns: SpanColumns, rows: Gathered, out: Emitter): void {
  runsFirst(rows, out);
  const groupOf = new Int32Array(rows.count).fill(-1);
  const groups = grouping(columns, rows);
  const sizes: number[] = [];
  for (let row = 0; row < rows.count; row++) {
    if (rows.kind[row] === kindOfRow.run) continue;
    const group = groups(row);
    groupOf[row] = group;
    sizes[group] = (sizes[group] ?? 0) + 1;
  }
  const starts = startsOf(sizes);
  const members = new Uint32Array(starts.at(-1) ?? 0);
  const filled = starts.slice();
  for (let row = 0; row < rows.count; row++) {
    const group = groupOf[row] ?? -1;
    if (group === -1) continue;
    const at = filled[group] ?? 0;
    members[at] = row;
    filled[group] = at + 1;
  }
  sizes.forEach((size, group) => {
    const from = starts[group] ?? 0;
    const parent = size > 1 ? out.add(-1, kindOfRow.group, -1, 1) : -1;
    for (let n = from; n < from + size; n++) {
      const row = members[n] ?? 0;
      out.add(row, rows.kind[row] ?? 0, parent, parent === -1 ? 1 : 2);
    }
  });
}

function startsOf(sizes: readonly number[]): Uint32Array {
  const starts = new Uint32Array(sizes.length + 1);
  sizes.forEach((size, group) => (starts[group + 1] = (starts[group] ?? 0) + size));
  return starts;
}

/** By step and whether it undoes; of spans that are of no step, by service and name. Groups are numbered as they come. */
function grouping(columns: SpanColumns, rows: Gathered): (row: number) => number {
  const ids = columns.attributes['sagaloom.step.id'];
  const known = new Map<number, number>();
  const { undo, other } = kindOfRow;
  const spread = columns.strings.length + columns.values.length;
  return (row) => {
    const span = rows.span[row] ?? 0;
    const id = ids?.[span] ?? 0;
    const kind: number = rows.kind[row] ?? 0;
    const key =
      id === 0 && kind === other
        ? -1 - ((columns.service[span] ?? 0) * spread + (columns.name[span] ?? 0))
        : id * 2 + (kind === undo ? 1 : 0);
    const found = known.get(key);
    if (found !== undefined) return found;
    known.set(key, known.size);
    return known.size - 1;
  };
}
