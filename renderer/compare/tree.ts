import { columnValue, type ColumnAttribute, type SpanColumns } from '@sagaloom/engine/contract';

/** What a span says of itself (`sagaloom.span`); `other` for those of services and libraries. */
export const roles = ['other', 'run', 'started', 'step', 'attempt', 'wait', 'undo', 'compensation'] as const;
export type Role = (typeof roles)[number];

/**
 * A trace as people think of it: attempts and waits within their step, steps within the step whose block they are in, undos within their
 * undoing, all within the run. (Of the spans themselves, these are siblings: see docs/telemetry.md.) Spans of others stay under their parents.
 */
export interface Tree {
  readonly columns: SpanColumns;
  /** By span, which of `roles` it has. */
  readonly role: Uint8Array;
  /** Index of what a span is in; -1 for none. */
  readonly parent: Int32Array;
  /** Indices of what is in a span, by start, one span's after another's: those of span `n` from `first[n + 1]` on; -1 holds those in none. */
  readonly list: Uint32Array;
  readonly first: Uint32Array;
}

export const roleIn = ({ role }: Tree, span: number): Role => roles[role[span] ?? 0] ?? 'other';

/** Indices of what is in a span, by start; of -1, those in none. */
export const kidsIn = ({ list, first }: Tree, span: number): Uint32Array =>
  list.subarray(first[span + 1], first[span + 2]);

export function treeOf(columns: SpanColumns): Tree {
  const role = rolesOf(columns);
  const parent = parents(columns, role);
  breakRings(parent);
  return { columns, role, parent, ...byParent(parent) };
}

function rolesOf(columns: SpanColumns): Uint8Array {
  const said = (index: number): number =>
    roles.findIndex((role) => role === columnValue(columns, index, 'sagaloom.span'));
  return Uint8Array.from({ length: columns.count }, (_, index) => Math.max(said(index), 0));
}

export function textAt(columns: SpanColumns, index: number, attribute: ColumnAttribute): string | null {
  const value = columnValue(columns, index, attribute);
  return typeof value === 'string' ? value : null;
}

export function numberAt(columns: SpanColumns, index: number, attribute: ColumnAttribute): number | null {
  const value = columnValue(columns, index, attribute);
  return typeof value === 'number' ? value : null;
}

/** Where a step is in its run, as it is written in names of blocks: `items[3].ship#1`. A trace may hold several runs. */
function placeAt(columns: SpanColumns, index: number): string | null {
  const path = textAt(columns, index, 'sagaloom.step.path');
  if (path === null) return null;
  return placeIn(columns, index, `${path}#${numberAt(columns, index, 'sagaloom.step.visit') ?? 1}`);
}

const placeIn = (columns: SpanColumns, index: number, place: string): string =>
  `${columns.attributes['sagaloom.run.id']?.[index] ?? 0}\n${place}`;

/** What can hold others, by where it is. */
interface Holders {
  readonly runs: Map<string, number>;
  readonly started: Map<string, number>;
  readonly steps: Map<string, number>;
  readonly undos: Map<string, number>;
  /** Undoings of a block, by start: one that is tried again may be undone again. */
  readonly undoings: Map<string, number[]>;
}

function parents(columns: SpanColumns, role: Uint8Array): Int32Array {
  const holders = holdersIn(columns, role);
  return Int32Array.from(role, (code, index) => {
    const kind = roles[code] ?? 'other';
    if (kind === 'other') return columns.parent[index] ?? -1;
    if (kind === 'run') return -1;
    const found = holderOf(columns, index, kind, holders);
    return found === undefined || found === index ? -1 : found;
  });
}

function holdersIn(columns: SpanColumns, role: Uint8Array): Holders {
  const holders: Holders = {
    runs: new Map(),
    started: new Map(),
    steps: new Map(),
    undos: new Map(),
    undoings: new Map(),
  };
  for (const [index, code] of role.entries()) {
    const kind = roles[code] ?? 'other';
    if (kind === 'other') continue;
    const place = placeAt(columns, index);
    if (kind === 'run') holders.runs.set(placeIn(columns, index, ''), index);
    else if (kind === 'started' && place === null) holders.started.set(placeIn(columns, index, ''), index);
    else if (kind === 'step' && place !== null) holders.steps.set(place, index);
    else if (kind === 'undo' && place !== null) holders.undos.set(place, index);
    else if (kind === 'compensation') {
      const frame = placeIn(columns, index, frameAt(columns, index));
      const known = holders.undoings.get(frame);
      if (known) known.push(index);
      else holders.undoings.set(frame, [index]);
    }
  }
  return holders;
}

export const frameAt = (columns: SpanColumns, index: number): string => textAt(columns, index, 'sagaloom.frame') ?? '';

function holderOf(columns: SpanColumns, index: number, kind: Role, holders: Holders): number | undefined {
  const place = placeAt(columns, index);
  const isUndo = columnValue(columns, index, 'sagaloom.undo') === true;
  const inIt = kind === 'attempt' || kind === 'wait' || kind === 'started';
  if (inIt && place !== null) {
    const found = (isUndo && kind !== 'started' ? holders.undos : holders.steps).get(place);
    if (found !== undefined) return found;
  }
  if (kind === 'undo') {
    const all = holders.undoings.get(placeIn(columns, index, frameAt(columns, index)));
    const found = all?.findLast((undoing) => (columns.start[undoing] ?? 0) <= (columns.start[index] ?? 0)) ?? all?.[0];
    if (found !== undefined) return found;
  }
  return aroundFrame(columns, index, holders);
}

/** The step whose block it is in; at the top, the run, or what stands for it while it is open. */
function aroundFrame(columns: SpanColumns, index: number, { runs, started, steps }: Holders): number | undefined {
  const frame = frameAt(columns, index);
  const owner = frame === '' ? undefined : steps.get(placeIn(columns, index, frame.slice(0, frame.lastIndexOf('/'))));
  const run = placeIn(columns, index, '');
  return owner ?? runs.get(run) ?? started.get(run);
}

/** What others send may lead in a ring; everything has to be found from the top. */
function breakRings(parent: Int32Array): void {
  const seen = new Int32Array(parent.length); // 0: not yet; else the walk it was met in
  for (let from = 0, walk = 1; from < parent.length; from += 1, walk += 1) {
    for (let at = from; at >= 0 && seen[at] !== walk; at = parent[at] ?? -1) {
      if (seen[at] !== 0) break;
      seen[at] = walk;
      const next = parent[at] ?? -1;
      if (next >= 0 && seen[next] === walk) parent[at] = -1;
    }
  }
}

/** Where each one's list begins, that of -1 first, and all lists after each other. */
function byParent(parent: Int32Array): { readonly first: Uint32Array; readonly list: Uint32Array } {
  const first = new Uint32Array(parent.length + 2);
  for (const at of parent) first[at + 2] = (first[at + 2] ?? 0) + 1;
  for (let at = 1; at < first.length; at += 1) first[at] = (first[at] ?? 0) + (first[at - 1] ?? 0);
  const free = first.slice();
  const list = new Uint32Array(parent.length);
  for (const [index, at] of parent.entries()) {
    const place = free[at + 1] ?? 0;
    list[place] = index;
    free[at + 1] = place + 1;
  }
  return { first, list };
}
