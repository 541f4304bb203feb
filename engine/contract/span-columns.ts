import type { Json } from '../core/json.ts';
import type { SpanRecord } from './types.ts';

/**
 * Attributes that have a column: what rows, lanes, states and filters are made of. All others are in a span's detail.
 * docs/telemetry.md says what each means.
 */
export const columnAttributes = [
  'sagaloom.span',
  'sagaloom.run.id',
  'sagaloom.workflow',
  'sagaloom.step.path',
  'sagaloom.step.visit',
  'sagaloom.step.id',
  'sagaloom.step.type',
  'sagaloom.frame',
  'sagaloom.activity',
  'sagaloom.undo',
  'sagaloom.attempt',
  'sagaloom.status',
  'sagaloom.branch',
  'sagaloom.hash',
  'sagaloom.wait.reason',
  'sagaloom.event.seq',
  'error.type',
] as const;
export type ColumnAttribute = (typeof columnAttributes)[number];

export const spanStatuses = ['unset', 'ok', 'error'] as const;
export const spanKinds = [
  'internal',
  'client',
  'server',
  'producer',
  'consumer',
] as const satisfies readonly SpanRecord['kind'][];

/**
 * Spans of one trace by column, in order of start: a million of them are some forty megabytes of numbers, and no objects. A span is known by
 * its index here. Its other attributes, its events and links are its detail, read when somebody looks at it.
 */
export interface SpanColumns {
  readonly traceId: string;
  readonly count: number;
  /** Epoch ms of the earliest start; times are ms from here, with fractions. */
  readonly origin: number;
  readonly start: Float64Array;
  /** Infinity while it is open. */
  readonly end: Float64Array;
  /** Index of its parent; -1: it has none, or none that is here. */
  readonly parent: Int32Array;
  /** 1 where it names a parent that is not here. */
  readonly orphan: Uint8Array;
  /** Span ids: 8 bytes of each. */
  readonly ids: BigUint64Array;
  /** Index into `strings`. */
  readonly name: Uint32Array;
  /** Index into `strings` of `service.name`; 0, the empty text, where none is given. */
  readonly service: Uint32Array;
  /** Index into `spanStatuses`. */
  readonly status: Uint8Array;
  /** Index into `spanKinds`. */
  readonly kind: Uint8Array;
  /** How many events it has, 255 at most. */
  readonly events: Uint8Array;
  /** By attribute, index into `values`; 0 where a span has it not. An attribute that no span has, has no column. */
  readonly attributes: Readonly<Partial<Record<ColumnAttribute, Uint32Array>>>;
  /** The first is the empty text. */
  readonly strings: readonly string[];
  /** The first is null and stands for "none". */
  readonly values: readonly Json[];
}

export const spanIdText = (id: bigint): string => id.toString(16).padStart(16, '0');

/** The value of an attribute that has a column; undefined where the span has it not. */
export function columnValue(columns: SpanColumns, index: number, attribute: ColumnAttribute): Json | undefined {
  const at = columns.attributes[attribute]?.[index] ?? 0;
  return at === 0 ? undefined : columns.values[at];
}

/** Of spans at hand, as the engine folds them from a run's history. `order[i]` is where the span of index `i` was among those given. */
export function columnsOf(spans: readonly SpanRecord[]): {
  readonly columns: SpanColumns;
  readonly order: Uint32Array;
} {
  const order = byStart(spans);
  const count = spans.length;
  const origin = count === 0 ? 0 : (spans[order[0] ?? 0]?.startMs ?? 0);
  const strings = interned<string>('');
  const values = interned<Json>(null);
  const indexOf = new Map<string, number>();
  for (const [index, at] of order.entries()) indexOf.set(spans[at]?.spanId ?? '', index);
  const columns = {
    start: new Float64Array(count),
    end: new Float64Array(count),
    parent: new Int32Array(count),
    orphan: new Uint8Array(count),
    ids: new BigUint64Array(count),
    name: new Uint32Array(count),
    service: new Uint32Array(count),
    status: new Uint8Array(count),
    kind: new Uint8Array(count),
    events: new Uint8Array(count),
  };
  const attributes: Partial<Record<ColumnAttribute, Uint32Array>> = {};
  for (const [index, at] of order.entries()) {
    const span = spans[at];
    if (!span) continue;
    const parent = span.parentSpanId === null ? -1 : (indexOf.get(span.parentSpanId) ?? -1);
    columns.start[index] = span.startMs - origin;
    columns.end[index] = span.endMs === null ? Infinity : span.endMs - origin;
    columns.parent[index] = parent;
    columns.orphan[index] = span.parentSpanId !== null && parent === -1 ? 1 : 0;
    columns.ids[index] = BigInt(`0x${span.spanId}`);
    columns.name[index] = strings.at(span.name);
    columns.status[index] = spanStatuses.indexOf(span.status);
    columns.kind[index] = spanKinds.indexOf(span.kind);
    columns.events[index] = Math.min(span.events.length, 255);
    for (const name of columnAttributes) {
      const value = span.attributes[name];
      if (value !== undefined) (attributes[name] ??= new Uint32Array(count))[index] = values.at(value);
    }
  }
  const traceId = spans[0]?.traceId ?? '';
  return {
    columns: { traceId, count, origin, ...columns, attributes, strings: strings.all, values: values.all },
    order,
  };
}

/** Indices in order of start; of those that began together, the event they began with decides, so that a parent is before what is in it. */
function byStart(spans: readonly SpanRecord[]): Uint32Array {
  const order = Uint32Array.from(spans.keys());
  const isSorted = spans.every((span, index) => index === 0 || (spans[index - 1]?.startMs ?? 0) <= span.startMs);
  if (isSorted) return order;
  const startOf = (at: number): number => spans[at]?.startMs ?? 0;
  return order.toSorted((a, b) => startOf(a) - startOf(b) || seqOf(spans[a]) - seqOf(spans[b]));
}

function seqOf(span: SpanRecord | undefined): number {
  const seq = span?.attributes['sagaloom.event.seq'];
  return typeof seq === 'number' ? seq : 0;
}

function interned<T>(first: T): { readonly all: readonly T[]; at(value: T): number } {
  const all: T[] = [first];
  const known = new Map<T, number>([[first, 0]]);
  return {
    all,
    at(value) {
      const found = known.get(value);
      if (found !== undefined) return found;
      const made = all.push(value) - 1;
      known.set(value, made);
      return made;
    },
  };
}
