import type { SpanColumns } from '@sagaloom/engine/contract';
import { undoneOf } from '../bars.ts';
import { code, type CodeOf, codesOf, isCompositeType, numbersOf } from './codes.ts';
import { KeyTable } from './keys.ts';

/** What a row stands for. */
export const rowKinds = ['forward', 'undoing', 'run', 'step', 'undo', 'other', 'group'] as const;
export type RowKind = (typeof rowKinds)[number];
export const kindOfRow = Object.fromEntries(rowKinds.map((kind, index) => [kind, index])) as Readonly<
  Record<RowKind, number>
>;

/** Rows before they have a place: by the span each is of, in order of start. */
export interface Gathered {
  readonly count: number;
  readonly span: Uint32Array;
  readonly kind: Uint8Array;
  /** The row whose work it is part of; -1 at the top. */
  readonly owner: Int32Array;
  /** By span, the row that shows it; -1 where none does. */
  readonly rowOf: Int32Array;
  /** 1 where the row's own span is not here: it has not ended, or did not come. Its row is made of what is. */
  readonly isGuessed: Uint8Array;
}

interface Draft {
  count: number;
  run: number;
  readonly span: Uint32Array;
  readonly kind: Uint8Array;
  readonly rowOf: Int32Array;
  readonly isGuessed: Uint8Array;
  readonly keys: KeyTable;
}

interface Read {
  readonly columns: SpanColumns;
  readonly role: CodeOf;
  readonly type: CodeOf;
  readonly visit: (span: number) => number;
  readonly undo: (span: number) => boolean;
  readonly path: (span: number) => number;
}

export function gather(columns: SpanColumns): Gathered {
  const of = codesOf(columns);
  const paths = columns.attributes['sagaloom.step.path'];
  const read: Read = {
    columns,
    role: of('sagaloom.span'),
    type: of('sagaloom.step.type'),
    visit: numbersOf(columns, 'sagaloom.step.visit', 1),
    undo: undoneOf(columns),
    path: paths ? (span) => paths[span] ?? 0 : () => 0,
  };
  const draft = draftOf(columns.count);
  for (let span = 0; span < columns.count; span++) addOwn(draft, read, span);
  for (let span = 0; span < columns.count; span++) if (draft.rowOf[span] === -1) assign(draft, read, span);
  const order = bySpan(draft);
  return { ...order, owner: ownersOf(order, read) };
}

function draftOf(count: number): Draft {
  return {
    count: 0,
    run: -1,
    span: new Uint32Array(count),
    kind: new Uint8Array(count),
    rowOf: new Int32Array(count).fill(-1),
    isGuessed: new Uint8Array(count),
    keys: new KeyTable(count),
  };
}

function add(draft: Draft, span: number, kind: number): number {
  const row = draft.count++;
  draft.span[row] = span;
  draft.kind[row] = kind;
  draft.rowOf[span] = row;
  return row;
}

/** A run, a visit of a step, an undo and every span that is not ours have rows of their own. */
function addOwn(draft: Draft, read: Read, span: number): void {
  const role = read.role(span);
  switch (role) {
    case code.run: {
      const row = add(draft, span, kindOfRow.run);
      if (draft.run === -1) draft.run = row;
      return;
    }
    case code.step:
    case code.undo: {
      const undo = role === code.undo;
      const row = add(draft, span, undo ? kindOfRow.undo : kindOfRow.step);
      const path = read.path(span);
      if (path !== 0) draft.keys.set(path, read.visit(span), undo, row);
      return;
    }
    case code.started:
    case code.attempt:
    case code.wait:
    case code.compensation:
      return;
    default:
      add(draft, span, kindOfRow.other);
  }
}

/** Attempts and waits are shown in the row of their step. Where its span is not here, as of what has not ended yet elsewhere, they make one. */
function assign(draft: Draft, read: Read, span: number): void {
  const role = read.role(span);
  if (role === code.compensation) return;
  const path = read.path(span);
  if (path === 0) {
    if (draft.run === -1) {
      draft.run = add(draft, span, kindOfRow.run);
      draft.isGuessed[draft.run] = 1;
    } else draft.rowOf[span] = draft.run;
    return;
  }
  const [visit, undo] = [read.visit(span), read.undo(span)];
  const known = draft.keys.get(path, visit, undo);
  if (known !== -1) {
    draft.rowOf[span] = known;
    return;
  }
  const row = add(draft, span, undo ? kindOfRow.undo : kindOfRow.step);
  draft.isGuessed[row] = 1;
  draft.keys.set(path, visit, undo, row);
}

/** Rows that were guessed came last: all are put in order of their span again. */
function bySpan(draft: Draft): Omit<Gathered, 'owner'> {
  const { count } = draft;
  const spans = draft.span.slice(0, count);
  const isOrdered = draft.isGuessed.indexOf(1) === -1;
  if (isOrdered) {
    return { count, span: spans, kind: draft.kind.slice(0, count), rowOf: draft.rowOf, isGuessed: draft.isGuessed };
  }
  const order = Uint32Array.from(spans.keys()).toSorted((a, b) => (spans[a] ?? 0) - (spans[b] ?? 0));
  const at = new Uint32Array(count);
  for (let row = 0; row < count; row++) at[order[row] ?? 0] = row;
  draft.run = draft.run === -1 ? -1 : (at[draft.run] ?? 0);
  return {
    count,
    span: order.map((row) => spans[row] ?? 0),
    kind: Uint8Array.from(order, (row) => draft.kind[row] ?? 0),
    rowOf: draft.rowOf.map((row) => (row === -1 ? -1 : (at[row] ?? 0))),
    isGuessed: Uint8Array.from(order, (row) => draft.isGuessed[row] ?? 0),
  };
}

function ownersOf(rows: Omit<Gathered, 'owner'>, read: Read): Int32Array {
  const owner = new Int32Array(rows.count).fill(-1);
  const holderOf = holders(rows, read);
  for (let row = 0; row < rows.count; row++) {
    const span = rows.span[row] ?? 0;
    const kind = rows.kind[row];
    let found = -1;
    if (kind === kindOfRow.other) found = rowAbove(rows, read, span, row);
    else if (kind !== kindOfRow.run) found = holderOf(span);
    owner[row] = found === row ? -1 : found;
  }
  cutCircles(owner);
  return owner;
}

/** A span from elsewhere is in the row that shows its parent; what has no row of its own passes on to what is above it. */
function rowAbove(rows: Omit<Gathered, 'owner'>, { columns }: Read, span: number, own: number): number {
  let parent = columns.parent[span] ?? -1;
  for (let steps = 0; parent !== -1 && steps < 64; steps++) {
    const row = rows.rowOf[parent] ?? -1;
    // The run's own row encloses everything: what is in it is at the top.
    if (row !== -1 && row !== own) return rows.kind[row] === kindOfRow.run ? -1 : row;
    parent = columns.parent[parent] ?? -1;
  }
  return -1;
}

/** `both#1/left` is a block of the first visit of `both`: read once for each block. */
function holders(rows: Omit<Gathered, 'owner'>, read: Read): (span: number) => number {
  const frames = read.columns.attributes['sagaloom.frame'];
  if (!frames) return () => -1;
  const { values } = read.columns;
  const rowOfKey = new Map<string, number>();
  for (let row = 0; row < rows.count; row++) {
    const span = rows.span[row] ?? 0;
    if (rows.kind[row] !== kindOfRow.step || !isCompositeType(read.type(span))) continue;
    const path = values[read.path(span)];
    if (typeof path === 'string') rowOfKey.set(`${path}#${read.visit(span)}`, row);
  }
  const unread = -2;
  const known = new Int32Array(values.length).fill(unread);
  return (span) => {
    const at = frames[span] ?? 0;
    const found = known[at] ?? -1;
    if (found !== unread) return found;
    const frame = values[at];
    const key = typeof frame === 'string' && frame !== '' ? frame.slice(0, frame.lastIndexOf('/')) : null;
    return (known[at] = key === null ? -1 : (rowOfKey.get(key) ?? -1));
  };
}

/** Spans that name each other as parents would be nowhere: the first of them is at the top. */
function cutCircles(owner: Int32Array): void {
  const seen = new Int32Array(owner.length);
  for (let row = 0; row < owner.length; row++) {
    let at = row;
    while (at !== -1 && seen[at] === 0) {
      seen[at] = row + 1;
      const above = owner[at] ?? -1;
      if (above !== -1 && seen[above] === row + 1) owner[at] = -1;
      at = owner[at] ?? -1;
    }
  }
}
