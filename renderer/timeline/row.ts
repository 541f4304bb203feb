import { type ColumnAttribute, columnValue, spanIdText, spanKinds } from '@sagaloom/engine/contract';
import { barKinds, type BarKind, noBar } from './bars.ts';
import type { TimelineModel } from './model.ts';
import { codesOf, isCompositeType, textAt } from './model/codes.ts';
import { kindOfRow, type RowKind, rowKinds } from './model/gather.ts';
import { type RowState, rowStates } from './model/states.ts';
import { rowKey } from './span.ts';

export type Row = LaneRow | SpanRow;

export interface LaneRow {
  readonly kind: 'lane';
  readonly lane: 'forward' | 'undoing';
}

/** A row as an object: made when somebody looks at it. */
export interface SpanRow {
  readonly kind: Exclude<RowKind, 'forward' | 'undoing'>;
  readonly index: number;
  readonly key: string;
  readonly path: string;
  readonly visit: number;
  readonly step: string;
  /** What it is called where nobody names it: the path; of a run its workflow; of a foreign span its name. */
  readonly label: string;
  /** Of a span from elsewhere; else empty. */
  readonly service: string;
  readonly spanKind: (typeof spanKinds)[number];
  /** It names a parent that is not in this trace. */
  readonly orphan: boolean;
  /** There is something in it, so that it opens and shuts. */
  readonly composite: boolean;
  /** It undoes; of a group, all in it do. */
  readonly undoes: boolean;
  /** 0 for the run, 1 for what is at the top. */
  readonly depth: number;
  /** Index of the row it is in; -1 at the top. */
  readonly parent: number;
  readonly start: number;
  readonly end: number;
  readonly state: RowState;
  readonly error: string | null;
  readonly attempts: number;
  /** Its own span; of a group, its first. */
  readonly span: number;
  /** Of a group how many are in it, and ms of work of all that have ended; else 1 and its own. */
  readonly count: number;
  readonly total: number;
}

export function rowAt(model: TimelineModel, index: number | undefined): Row | null {
  if (index === undefined || index < 0 || index >= model.rows.count) return null;
  const kind = rowKinds[model.rows.kind[index] ?? 0] ?? 'other';
  if (kind === 'forward' || kind === 'undoing') return { kind: 'lane', lane: kind };
  return spanRow(model, index, kind);
}

export function spanRowAt(model: TimelineModel, index: number | undefined): SpanRow | null {
  const row = rowAt(model, index);
  return row && row.kind !== 'lane' ? row : null;
}

function spanRow(model: TimelineModel, index: number, kind: SpanRow['kind']): SpanRow {
  const { rows, columns } = model;
  const isGroup = kind === 'group';
  const first = isGroup ? index + 1 : index;
  const span = rows.span[first] ?? 0;
  const text = (name: ColumnAttribute): string | null => textAt(columns, span, name);
  const path = isGroup ? '' : (text('sagaloom.step.path') ?? '');
  const [start, end] = [rows.start[index] ?? 0, rows.end[index] ?? 0];
  return {
    kind,
    index,
    key: isGroup ? `group ${keyAt(model, first)}` : keyAt(model, index),
    path,
    visit: numberAt(model, span, 'sagaloom.step.visit') ?? 1,
    step: text('sagaloom.step.id') ?? '',
    label: labelOf(model, index, span, path),
    service: model.rows.kind[first] === kindOfRow.other ? (columns.strings[columns.service[span] ?? 0] ?? '') : '',
    spanKind: spanKinds[columns.kind[span] ?? 0] ?? 'internal',
    orphan: !isGroup && rows.kind[index] === kindOfRow.other && columns.orphan[span] === 1,
    composite: hasInside(model, index) || isComposite(model, span, kind),
    undoes: rows.kind[first] === kindOfRow.undo,
    depth: rows.depth[index] ?? 0,
    parent: rows.parent[index] ?? -1,
    start,
    end,
    state: rowStates[rows.state[index] ?? 0] ?? 'completed',
    error: isGroup ? null : text('error.type'),
    attempts: isGroup ? 0 : (rows.attempts[index] ?? 0),
    span,
    ...(isGroup ? sumOf(model, index) : { count: 1, total: end - start }),
  };
}

const hasInside = ({ rows }: TimelineModel, index: number): boolean => (rows.next[index] ?? 0) > index + 1;

/** Run and workflow are shown apart: a run's name is what it says of itself. */
function labelOf({ columns, rows }: TimelineModel, index: number, span: number, path: string): string {
  if (path !== '') return path;
  const name = columns.strings[columns.name[span] ?? 0] ?? '';
  const isRun = rows.kind[index] === kindOfRow.run;
  return isRun ? (textAt(columns, span, 'sagaloom.workflow') ?? name) : name;
}

function isComposite({ columns }: TimelineModel, span: number, kind: SpanRow['kind']): boolean {
  return kind === 'step' && isCompositeType(codesOf(columns)('sagaloom.step.type')(span));
}

function numberAt({ columns }: TimelineModel, span: number, name: ColumnAttribute): number | null {
  const value = columnValue(columns, span, name);
  return typeof value === 'number' ? value : null;
}

interface Sum {
  readonly count: number;
  readonly total: number;
}

const sums = new WeakMap<TimelineModel, Map<number, Sum>>();

/** Added up once: a group may hold a hundred thousand rows, and is looked at with each frame. */
function sumOf(model: TimelineModel, group: number): Sum {
  const known = sums.get(model) ?? new Map<number, Sum>();
  sums.set(model, known);
  const sum = known.get(group) ?? addUp(model, group);
  known.set(group, sum);
  return sum;
}

function addUp({ rows }: TimelineModel, group: number): Sum {
  const last = rows.next[group] ?? 0;
  let total = 0;
  for (let row = group + 1; row < last; row++) {
    const end = rows.end[row] ?? 0;
    if (end !== Infinity) total += end - (rows.start[row] ?? 0);
  }
  return { count: last - group - 1, total };
}

/** What a row is known by when the model is made anew. */
export function keyAt(model: TimelineModel, index: number): string {
  const { rows, columns } = model;
  const kind = rows.kind[index];
  if (kind === kindOfRow.run) return 'run';
  if (kind === kindOfRow.group) return `group ${keyAt(model, index + 1)}`;
  const span = rows.span[index] ?? 0;
  const path = kind === kindOfRow.other ? null : textAt(columns, span, 'sagaloom.step.path');
  if (path === null) return `span ${spanIdText(columns.ids[span] ?? 0n)}`;
  return rowKey(path, numberAt(model, span, 'sagaloom.step.visit') ?? 1, kind === kindOfRow.undo);
}

/** The row of a key, in a model made anew; -1 where there is none. */
export function indexOfKey(model: TimelineModel, key: string): number {
  const { rows } = model;
  if (key === 'run') return rows.kind.indexOf(kindOfRow.run);
  if (key.startsWith('group ')) {
    const inside = indexOfKey(model, key.slice('group '.length));
    const above = inside === -1 ? -1 : (rows.parent[inside] ?? -1);
    return above !== -1 && rows.kind[above] === kindOfRow.group ? above : -1;
  }
  const id = /^span ([0-9a-f]{16})$/.exec(key)?.[1];
  if (id !== undefined) return rowOfId(model, id);
  const [, way, path = '', visit] = /^(do|undo) (.*)#(\d+)$/s.exec(key) ?? [];
  return path === '' ? -1 : rowOfStep(model, path, Number(visit), way === 'undo');
}

/** The row that shows a span, by its id (16 hex digits). */
function rowOfId({ columns, rowOf }: TimelineModel, id: string): number {
  const at = columns.ids.indexOf(BigInt(`0x${id}`));
  return at === -1 ? -1 : (rowOf[at] ?? -1);
}

export function rowOfStep(model: TimelineModel, path: string, visit: number, undo: boolean): number {
  const { rows, columns } = model;
  const paths = columns.attributes['sagaloom.step.path'];
  const wanted = columns.values.indexOf(path);
  if (!paths || wanted === -1) return -1;
  const kind = undo ? kindOfRow.undo : kindOfRow.step;
  for (let row = 0; row < rows.count; row++) {
    const span = rows.span[row] ?? -1;
    if (span === -1 || rows.kind[row] !== kind || paths[span] !== wanted) continue;
    if ((numberAt(model, span, 'sagaloom.step.visit') ?? 1) === visit) return row;
  }
  return -1;
}

export interface OpenBar {
  readonly kind: BarKind;
  readonly start: number;
  readonly end: number;
  /** Of an attempt; else 0. */
  readonly attempt: number;
  readonly span: number;
}

/** A bar by its place in `bars`. */
export function barAt(model: TimelineModel, bar: number): OpenBar {
  const span = model.bars.span[bar] ?? 0;
  return {
    kind: barKinds[model.barKind[span] ?? noBar] ?? 'done',
    start: model.columns.start[span] ?? 0,
    end: model.end[span] ?? 0,
    attempt: numberAt(model, span, 'sagaloom.attempt') ?? 0,
    span,
  };
}
