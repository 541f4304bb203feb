import type { SpanRecord } from '@sagaloom/engine/contract';
import { barOf, type Bars, type OpenBar, toBars } from './bars.ts';
import { activeTimes } from './gaps.ts';
import { isComposite, isUndo, number, ownerKey, rowKey, text } from './span.ts';

/**
 * What a timeline shows, made once from a trace. Times are ms from `origin`; what is open ends at Infinity and is drawn up to now, so that
 * a live trace need not be modelled again each frame.
 */
export interface TimelineModel {
  readonly origin: number;
  /** The last moment recorded. */
  readonly length: number;
  readonly open: boolean;
  readonly rows: readonly Row[];
  /** By row, and within a row by start. */
  readonly bars: Bars;
  /** Stretches in which something was at work, apart and in order: start, end, start, end … */
  readonly active: Float64Array;
  readonly spans: readonly SpanRecord[];
}

export type RowState =
  | 'running'
  | 'retrying'
  | 'waiting'
  | 'stuck'
  | 'completed'
  | 'failed'
  | 'caught'
  | 'cancelled'
  | 'skipped'
  | 'abandoned'
  | 'instant'
  /** Of a run: it failed, and what it had done was undone. */
  | 'compensated'
  /** Of a run: it waits for a slot of its concurrency key. */
  | 'queued'
  /** Of a run: nothing is begun until it is resumed. */
  | 'paused'
  /** Of a run: another goes on from here. */
  | 'continued';

export type Row = LaneRow | SpanRow;

export interface LaneRow {
  readonly kind: 'lane';
  readonly lane: 'forward' | 'undoing';
}

export interface SpanRow {
  readonly kind: 'run' | 'step' | 'undo' | 'other';
  readonly key: string;
  readonly path: string;
  readonly visit: number;
  readonly step: string;
  /** What it is called where nobody names it: the path; of a run its workflow; of a foreign span its name. */
  readonly label: string;
  readonly composite: boolean;
  /** 0 for the run, 1 for what is at the top. */
  readonly depth: number;
  /** Index of the row it is in; -1 at the top. */
  readonly parent: number;
  readonly start: number;
  readonly end: number;
  readonly state: RowState;
  readonly error: string | null;
  readonly attempts: number;
  /** Index in `spans` of its own span. */
  readonly span: number;
}

/** A row while it is being gathered. */
interface Gathered {
  readonly key: string;
  readonly span: number;
  readonly bars: OpenBar[];
  readonly inside: Gathered[];
  wait: SpanRecord | null;
  attempts: number;
}

export function timelineModel(spans: readonly SpanRecord[], now: number): TimelineModel {
  const origin = spans.reduce((least, { startMs }) => Math.min(least, startMs), Infinity);
  const from = Number.isFinite(origin) ? origin : now;
  const gathered = gather(spans, from);
  const rows: Row[] = [];
  const bars: OpenBar[][] = [];
  const add = (row: Row, rowBars: OpenBar[]): number => {
    bars.push(rowBars);
    return rows.push(row) - 1;
  };
  for (const each of gathered.run) add(rowOf(spans, each, from, -1, 0), each.bars);
  if (gathered.forward.length > 0) {
    add({ kind: 'lane', lane: 'forward' }, []);
    for (const each of gathered.forward) addTree(spans, each, from, add, -1, 1);
  }
  if (gathered.undoing.length > 0) {
    add({ kind: 'lane', lane: 'undoing' }, []);
    for (const each of gathered.undoing) addTree(spans, each, from, add, -1, 1);
  }
  const length = spans.reduce((most, { startMs, endMs }) => Math.max(most, (endMs ?? startMs) - from), 0);
  const packed = toBars(bars);
  const open = spans.some(({ endMs }) => endMs === null);
  return { origin: from, length, open, rows, bars: packed, active: activeTimes(packed), spans };
}

type Add = (row: Row, bars: OpenBar[]) => number;

function addTree(
  spans: readonly SpanRecord[],
  each: Gathered,
  origin: number,
  add: Add,
  parent: number,
  depth: number,
): void {
  const index = add(rowOf(spans, each, origin, parent, depth), each.bars);
  for (const inside of byItem(spans, each)) addTree(spans, inside, origin, add, index, depth + 1);
}

/** Of a map, item by item; of all else as they began. */
function byItem(spans: readonly SpanRecord[], { span, inside }: Gathered): readonly Gathered[] {
  const owner = spans[span];
  if (!owner || text(owner, 'type') !== 'map') return inside;
  const itemOf = (each: Gathered): number => {
    const frame = text(spans[each.span] ?? owner, 'frame') ?? '';
    return Number(frame.slice(frame.lastIndexOf('/') + 1));
  };
  return inside.toSorted((a, b) => itemOf(a) - itemOf(b));
}

function gather(spans: readonly SpanRecord[], origin: number): Record<'run' | 'forward' | 'undoing', Gathered[]> {
  const groups: Record<'run' | 'forward' | 'undoing', Gathered[]> = { run: [], forward: [], undoing: [] };
  const order = byStart(spans);
  const works = new Map<string, Gathered>();
  const own: (Gathered | undefined)[] = [];
  for (const index of order) {
    const span = spans[index];
    if (!span || !isOwnRow(span)) continue;
    const made = { key: keyOf(span), span: index, bars: [], inside: [], wait: null, attempts: 0 };
    works.set(made.key, made);
    own[index] = made;
  }
  for (const index of order) {
    const span = spans[index];
    if (!span) continue;
    const row = own[index];
    if (row) place(span, row, works, groups);
    const holder = row ?? works.get(keyOf(span));
    if (holder) addBar(holder, span, index, origin);
  }
  return groups;
}

/** Indices in order of start. A store gives them so already, and sorting a million again would be felt. */
function byStart(spans: readonly SpanRecord[]): Uint32Array {
  const order = Uint32Array.from(spans.keys());
  const sorted = spans.every((span, index) => index === 0 || (spans[index - 1]?.startMs ?? 0) <= span.startMs);
  return sorted
    ? order
    : order.toSorted(
        (a, b) => (spans[a]?.startMs ?? 0) - (spans[b]?.startMs ?? 0) || seqOf(spans[a]) - seqOf(spans[b]),
      );
}

function seqOf(span: SpanRecord | undefined): number {
  return (span && number(span, 'seq')) ?? 0;
}

/** `started` marks and whole compensations have no row: their run, their composite and the undoing lane show them. */
function isOwnRow(span: SpanRecord): boolean {
  const role = text(span, 'role');
  return role === 'run' || role === 'step' || role === 'undo' || role === null;
}

function keyOf(span: SpanRecord): string {
  switch (text(span, 'role')) {
    case 'run':
      return 'run';
    case 'step':
    case 'attempt':
    case 'wait':
    case 'undo':
      if (text(span, 'path') === null) return 'run'; // it waits as a whole
      return rowKey(text(span, 'path') ?? '', number(span, 'visit') ?? 1, isUndo(span));
    default:
      return `span ${span.spanId}`;
  }
}

function place(span: SpanRecord, own: Gathered, works: Map<string, Gathered>, groups: ReturnType<typeof gather>): void {
  const role = text(span, 'role');
  if (role === 'run') groups.run.push(own);
  else if (role === 'undo') groups.undoing.push(own);
  else {
    const owner = role === null ? `span ${span.parentSpanId}` : ownerKey(text(span, 'frame') ?? '');
    const holder = owner === null ? undefined : works.get(owner);
    (holder && holder !== own ? holder.inside : groups.forward).push(own);
  }
}

function addBar(own: Gathered, span: SpanRecord, index: number, origin: number): void {
  const role = text(span, 'role');
  if (role === 'attempt') own.attempts = Math.max(own.attempts, number(span, 'attempt') ?? 1);
  if (role === 'wait' && span.endMs === null) own.wait = span;
  const bar = barOf(span, index, origin);
  if (bar) own.bars.push(bar);
}

function rowOf(spans: readonly SpanRecord[], own: Gathered, origin: number, parent: number, depth: number): SpanRow {
  const span = spans[own.span];
  if (!span) throw new Error('a row without its span');
  const role = text(span, 'role');
  return {
    kind: role === 'run' || role === 'step' || role === 'undo' ? role : 'other',
    key: own.key,
    path: text(span, 'path') ?? '',
    visit: number(span, 'visit') ?? 1,
    step: text(span, 'id') ?? '',
    label: text(span, 'path') ?? span.name,
    composite: isComposite(span) || own.inside.length > 0,
    depth,
    parent,
    start: span.startMs - origin,
    end: span.endMs === null ? Infinity : span.endMs - origin,
    state: stateOf(span, own),
    error: text(span, 'error'),
    attempts: own.attempts,
    span: own.span,
  };
}

const waitState: Readonly<Record<string, RowState>> = { person: 'stuck', slot: 'queued' };

function isPaused({ events }: SpanRecord): boolean {
  const last = events.findLast(({ name }) => name === 'sagaloom.paused' || name === 'sagaloom.resumed');
  return last?.name === 'sagaloom.paused';
}

function stateOf(span: SpanRecord, { wait }: Gathered): RowState {
  if (span.endMs === null) {
    if (wait) return waitState[text(wait, 'reason') ?? ''] ?? 'retrying';
    if (isPaused(span)) return 'paused';
    const type = text(span, 'type');
    return type === 'wait' || type === 'receive' ? 'waiting' : 'running';
  }
  const status = text(span, 'status');
  if (
    status === 'compensated' ||
    status === 'caught' ||
    status === 'cancelled' ||
    status === 'skipped' ||
    status === 'abandoned'
  )
    return status;
  if (status === 'terminated') return 'abandoned';
  if (status === 'continuedAsNew') return 'continued';
  if (span.status === 'error') return 'failed';
  return span.endMs === span.startMs && text(span, 'role') === 'step' ? 'instant' : 'completed';
}
