import type { Json } from '../core/json.ts';
import { type ColumnsRecord, decodeRecords, type Indices, type WireAttribute } from './columns-wire.ts';
import { byStartOf, rising } from './columns-order.ts';
import { parentsOf } from './columns-parents.ts';
import type { ColumnAttribute, SpanColumns } from './span-columns.ts';

type Block = Extract<ColumnsRecord, { type: 'block' }>;

/** One after the other, as they came. */
interface Laid {
  readonly count: number;
  readonly ids: Uint32Array;
  readonly parents: Uint32Array;
  /** Ns from the base of the first block. */
  readonly start: Float64Array;
  readonly duration: Float64Array;
  readonly name: Uint32Array;
  readonly service: Uint32Array;
  readonly status: Uint8Array;
  readonly kind: Uint8Array;
  readonly events: Uint8Array;
  readonly attributes: Map<ColumnAttribute, Uint32Array>;
}

/**
 * The parts of a trace, in any order, as one: by start, and of spans that began together a parent before what is in it. A parent that is
 * named in a circle is taken for one that is not here, so whoever follows parents comes to an end.
 */
export function decodeColumns(parts: readonly ArrayBuffer[]): SpanColumns {
  const records = parts.flatMap(decodeRecords);
  const blocks = records.filter((record) => record.type === 'block');
  const strings = table<string>('');
  const values = table<Json>(null);
  const laid = emptyOf(blocks.reduce((sum, { count }) => sum + count, 0));
  const base = baseOf(blocks[0]);
  let at = 0;
  let last = 0;
  for (const record of records) {
    if (record.type === 'block') {
      last = at;
      layBlock(laid, record, at, Number(baseOf(record) - base), strings);
      at += record.count;
    }
    for (const attribute of record.attributes) layAttribute(laid, attribute, last, values);
  }
  const parents = parentsOf(laid.ids, laid.parents, laid.count);
  const seq = laid.attributes.get('sagaloom.event.seq');
  const order = byStartOf(laid.start, parents, seq && ((index) => values.all[seq[index] ?? 0]));
  const first = laid.start[order[0] ?? 0] ?? 0;
  return {
    traceId: blocks[0]?.traceId ?? '',
    count: laid.count,
    origin: blocks.length === 0 ? 0 : Number((base + BigInt(Math.round(first))) / 1000n) / 1000,
    ...timesOf(laid, order, first),
    ...relationsOf(laid, order, parents),
    name: put(laid.name, order),
    service: put(laid.service, order),
    status: put(laid.status, order),
    kind: put(laid.kind, order),
    events: put(laid.events, order),
    attributes: Object.fromEntries([...laid.attributes].map(([name, column]) => [name, put(column, order)])),
    strings: strings.all,
    values: values.all,
  };
}

const baseOf = (block: Block | undefined): bigint =>
  block === undefined ? 0n : (BigInt(block.baseHigh) << 32n) | BigInt(block.baseLow);

function emptyOf(count: number): Laid {
  return {
    count,
    ids: new Uint32Array(count * 2),
    parents: new Uint32Array(count * 2),
    start: new Float64Array(count),
    duration: new Float64Array(count),
    name: new Uint32Array(count),
    service: new Uint32Array(count),
    status: new Uint8Array(count),
    kind: new Uint8Array(count),
    events: new Uint8Array(count),
    attributes: new Map(),
  };
}

function layBlock(laid: Laid, block: Block, at: number, shift: number, strings: Table<string>): void {
  laid.ids.set(block.ids, at * 2);
  laid.parents.set(block.parents, at * 2);
  laid.start.set(block.start, at);
  if (shift !== 0)
    for (let index = at; index < at + block.count; index++) laid.start[index] = (laid.start[index] ?? 0) + shift;
  laid.duration.set(block.duration, at);
  laid.status.set(block.status, at);
  laid.kind.set(block.kind, at);
  laid.events.set(block.events, at);
  const known = Uint32Array.from(block.strings, (text) => strings.at(text));
  translate(laid.name, block.name, at, known);
  translate(laid.service, block.service, at, known);
}

function layAttribute(laid: Laid, { name, indices, values }: WireAttribute, at: number, all: Table<Json>): void {
  let column = laid.attributes.get(name);
  if (column === undefined) laid.attributes.set(name, (column = new Uint32Array(laid.count)));
  const known = Uint32Array.from(values, (value, index) => (index === 0 ? 0 : all.at(value)));
  for (let index = 0; index < indices.length; index++) {
    const found = indices[index] ?? 0;
    if (found !== 0) column[at + index] = known[found] ?? 0;
  }
}

function translate(into: Uint32Array, from: Indices, at: number, known: Uint32Array): void {
  for (let index = 0; index < from.length; index++) into[at + index] = known[from[index] ?? 0] ?? 0;
}

/** In ms from the first. */
function timesOf({ start, duration, count }: Laid, order: Uint32Array, first: number) {
  const starts = new Float64Array(count);
  const ends = new Float64Array(count);
  for (let index = 0; index < count; index++) {
    const from = (start[order[index] ?? 0] ?? 0) - first;
    starts[index] = from / 1e6;
    ends[index] = (from + (duration[order[index] ?? 0] ?? 0)) / 1e6;
  }
  return { start: starts, end: ends };
}

function relationsOf(laid: Laid, order: Uint32Array, parents: Int32Array) {
  const { count } = laid;
  const isRising = rising(order);
  const places = isRising ? order : new Uint32Array(count);
  if (!isRising) for (let index = 0; index < count; index++) places[order[index] ?? 0] = index;
  const parent = new Int32Array(count);
  const orphan = new Uint8Array(count);
  const ids = new Uint32Array(count * 2);
  for (let index = 0; index < count; index++) {
    const from = order[index] ?? 0;
    const up = parents[from] ?? -1;
    const isNamed = laid.parents[from * 2] !== 0 || laid.parents[from * 2 + 1] !== 0;
    parent[index] = up < 0 ? -1 : (places[up] ?? -1);
    orphan[index] = up < 0 && isNamed ? 1 : 0;
    ids[index * 2] = laid.ids[from * 2] ?? 0;
    ids[index * 2 + 1] = laid.ids[from * 2 + 1] ?? 0;
  }
  return { parent, orphan, ids: new BigUint64Array(ids.buffer) };
}

function put<T extends Uint8Array | Uint32Array>(column: T, order: Uint32Array): T {
  const made = column.slice() as T;
  for (let index = 0; index < order.length; index++) made[index] = column[order[index] ?? 0] ?? 0;
  return made;
}

interface Table<T> {
  readonly all: readonly T[];
  at(value: T): number;
}

/** Each value once. Those that are no plain ones (an array) are known by their text. */
function table<T extends Json>(first: T): Table<T> {
  const all: T[] = [first];
  const known = new Map<unknown, number>([[first, 0]]);
  return {
    all,
    at(value) {
      const key = typeof value === 'object' && value !== null ? `\u0000${JSON.stringify(value)}` : value;
      const found = known.get(key);
      if (found !== undefined) return found;
      known.set(key, all.length);
      return all.push(value) - 1;
    },
  };
}
