import type { Json } from '../core/json.ts';
import { type ColumnAttribute, columnAttributes } from './span-columns.ts';

/**
 * Spans by column as bytes: what is kept of a trace, and what a screen is sent of it. A part is one record after another; a *block* is some
 * spans of one trace as they came together, an *overlay* says more of the block before it (which step its spans are of, by rule). Little
 * endian, each record a multiple of 8 bytes long:
 *
 *   header     8 words of 32 bits: magic, bytes of the record, spans, kind of record, base (low, high: ns since the epoch), bytes of text, 0
 *   of a block ids, parents (8 bytes each; 0: none), start (float64, ns from base), duration (float64, ns; Infinity: open)
 *   indices    name, service, then each attribute, in as few bytes a span as its table needs, each padded to 4
 *   of a block status, kind, events (a byte each)
 *   text       JSON in UTF-8: the tables the indices are of
 *
 * An overlay has indices of attributes alone, where 0 leaves what is there.
 */
export interface ColumnsBlock {
  readonly traceId: string;
  readonly count: number;
  /** Ns since the epoch, as two halves. */
  readonly baseLow: number;
  readonly baseHigh: number;
  /** Low half, high half, of each span. */
  readonly ids: Uint32Array;
  /** The same; 0 where it has none. */
  readonly parents: Uint32Array;
  /** Ns from base; may be less than nothing. */
  readonly start: Float64Array;
  readonly duration: Float64Array;
  /** Indices into `strings`, whose first is the empty text. */
  readonly name: Uint32Array;
  readonly service: Uint32Array;
  readonly strings: readonly string[];
  readonly status: Uint8Array;
  readonly kind: Uint8Array;
  readonly events: Uint8Array;
  readonly attributes: readonly ColumnsAttribute[];
}

export interface ColumnsAttribute {
  readonly name: ColumnAttribute;
  /** Of each span, index into `values`, whose first stands for "none". */
  readonly indices: Uint32Array;
  readonly values: readonly Json[];
}

/** What `decodeRecords` gives: the typed arrays are views of the bytes. */
export type ColumnsRecord =
  | ({ readonly type: 'block' } & Omit<ColumnsBlock, 'attributes' | 'name' | 'service'> & {
        readonly name: Indices;
        readonly service: Indices;
        readonly attributes: readonly WireAttribute[];
      })
  | { readonly type: 'overlay'; readonly count: number; readonly attributes: readonly WireAttribute[] };

export type Indices = Uint8Array | Uint16Array | Uint32Array;
export interface WireAttribute {
  readonly name: ColumnAttribute;
  readonly indices: Indices;
  readonly values: readonly Json[];
}

/** The language has none; Node, browsers and workers have. */
declare const TextEncoder: new () => { encode(text: string): Uint8Array };
declare const TextDecoder: new () => { decode(bytes: Uint8Array): string };

const encoder = new TextEncoder();
const decoder = new TextDecoder();

const MAGIC = 0x31434753; // SGC1
const HEADER = 32;
/** Bytes of a record before its ids, and where they are in it: a reader of ids alone needs nothing else. */
export const idsOffset = HEADER;

/** What the text of a record holds. */
interface Tables {
  readonly traceId?: string;
  readonly strings?: readonly string[];
  /** Name, bytes of an index, table. */
  readonly attributes: readonly (readonly [string, number, readonly Json[]])[];
}

export function encodeBlock(block: ColumnsBlock): Uint8Array {
  const { count, traceId, strings } = block;
  const width = widthFor(strings.length);
  const tables = { traceId, strings, attributes: tablesOf(block.attributes) };
  const text = encoder.encode(JSON.stringify(tables satisfies Tables));
  const fixed = count * 32 + 2 * padded(count * width, 4) + padded(count * 3, 4);
  const bytes = new Uint8Array(padded(HEADER + fixed + bytesOf(block.attributes, count) + text.length, 8));
  header(bytes, count, 0, text.length, block.baseLow, block.baseHigh);
  let at = HEADER;
  for (const column of [block.ids, block.parents, block.start, block.duration]) {
    bytes.set(new Uint8Array(column.buffer, column.byteOffset, count * 8), at);
    at += count * 8;
  }
  at = putIndices(bytes, at, block.name, count, width);
  at = putIndices(bytes, at, block.service, count, width);
  at = putAttributes(bytes, at, block.attributes, count);
  for (const column of [block.status, block.kind, block.events]) {
    bytes.set(column.subarray(0, count), at);
    at += count;
  }
  bytes.set(text, padded(at, 4));
  return bytes;
}

export function encodeOverlay(count: number, attributes: readonly ColumnsAttribute[]): Uint8Array {
  const text = encoder.encode(JSON.stringify({ attributes: tablesOf(attributes) } satisfies Tables));
  const bytes = new Uint8Array(padded(HEADER + bytesOf(attributes, count) + text.length, 8));
  header(bytes, count, 1, text.length, 0, 0);
  const at = putAttributes(bytes, HEADER, attributes, count);
  bytes.set(text, at);
  return bytes;
}

/** The same block with one of its strings replaced. */
export function withString(block: Uint8Array, from: string, to: string): Uint8Array {
  const [, , , , , , textLength = 0] = new Uint32Array(block.slice(0, HEADER).buffer);
  const tables = tablesIn(block, textLength);
  const strings = (tables.strings ?? []).map((each) => (each === from ? to : each));
  const text = encoder.encode(JSON.stringify({ ...tables, strings } satisfies Tables));
  const at = endOf(block) - textLength;
  const made = new Uint8Array(padded(at + text.length, 8));
  made.set(block.subarray(0, at));
  made.set(text, at);
  new Uint32Array(made.buffer, 0, 7).set([made.length], 1);
  new Uint32Array(made.buffer, 0, 7).set([text.length], 6);
  return made;
}

/** All records of a part. Throws where it is cut short or not of this kind. */
export function decodeRecords(part: ArrayBuffer): readonly ColumnsRecord[] {
  const records: ColumnsRecord[] = [];
  for (let at = 0; at < part.byteLength;) {
    const [magic = 0, length = 0, count = 0, type = 0, baseLow = 0, baseHigh = 0, textLength = 0] = new Uint32Array(
      part.slice(at, at + HEADER),
    );
    if (magic !== MAGIC || length < HEADER || at + length > part.byteLength)
      throw new Error('These are no columns of spans, or they are cut short.');
    records.push(recordAt(part, at, { count, type, baseLow, baseHigh, textLength }));
    at += length;
  }
  return records;
}

interface Head {
  readonly count: number;
  readonly type: number;
  readonly baseLow: number;
  readonly baseHigh: number;
  readonly textLength: number;
}

/** The text comes last, but says how wide the indices are: so its place is found from the end. */
function recordAt(part: ArrayBuffer, at: number, { count, type, baseLow, baseHigh, textLength }: Head): ColumnsRecord {
  const [, length = 0] = new Uint32Array(part, at, 2);
  const tables = tablesIn(new Uint8Array(part, at, length), textLength);
  const read = { at: at + HEADER };
  if (type === 1) return { type: 'overlay', count, attributes: attributesAt(part, read, tables, count) };
  const words = (): Uint32Array => new Uint32Array(part, skip(read, count * 8), count * 2);
  const floats = (): Float64Array => new Float64Array(part, skip(read, count * 8), count);
  const bytes = (): Uint8Array => new Uint8Array(part, skip(read, count), count);
  const strings = tables.strings ?? [''];
  const indices = (): Indices => indicesAt(part, read, count, widthFor(strings.length));
  return {
    type: 'block',
    traceId: tables.traceId ?? '',
    count,
    baseLow,
    baseHigh,
    strings,
    ids: words(),
    parents: words(),
    start: floats(),
    duration: floats(),
    name: indices(),
    service: indices(),
    attributes: attributesAt(part, read, tables, count),
    status: bytes(),
    kind: bytes(),
    events: bytes(),
  };
}

/** Padding is of zeros, and no JSON ends in one. */
function endOf(record: Uint8Array): number {
  let end = record.length;
  while (end > 0 && record[end - 1] === 0) end--;
  return end;
}

/** The last text of the record. */
function tablesIn(record: Uint8Array, textLength: number): Tables {
  const end = endOf(record);
  return JSON.parse(decoder.decode(record.subarray(end - textLength, end))) as Tables;
}

function attributesAt(
  part: ArrayBuffer,
  read: { at: number },
  tables: Tables,
  count: number,
): readonly WireAttribute[] {
  return tables.attributes.flatMap(([name, width, values]) => {
    const indices = indicesAt(part, read, count, width);
    return isColumn(name) ? [{ name, indices, values }] : []; // one of another time
  });
}

const isColumn = (name: string): name is ColumnAttribute => (columnAttributes as readonly string[]).includes(name);

function indicesAt(part: ArrayBuffer, read: { at: number }, count: number, width: number): Indices {
  const at = skip(read, padded(count * width, 4));
  if (width === 1) return new Uint8Array(part, at, count);
  return width === 2 ? new Uint16Array(part, at, count) : new Uint32Array(part, at, count);
}

function skip(read: { at: number }, bytes: number): number {
  const { at } = read;
  read.at += bytes;
  return at;
}

function header(bytes: Uint8Array, count: number, type: number, text: number, baseLow: number, baseHigh: number): void {
  new Uint32Array(bytes.buffer, 0, 7).set([MAGIC, bytes.length, count, type, baseLow, baseHigh, text]);
}

const tablesOf = (attributes: readonly ColumnsAttribute[]): Tables['attributes'] =>
  attributes.map(({ name, values }) => [name, widthFor(values.length), values]);

const bytesOf = (attributes: readonly ColumnsAttribute[], count: number): number =>
  attributes.reduce((sum, { values }) => sum + padded(count * widthFor(values.length), 4), 0);

function putAttributes(
  bytes: Uint8Array,
  from: number,
  attributes: readonly ColumnsAttribute[],
  count: number,
): number {
  let at = from;
  for (const { indices, values } of attributes) at = putIndices(bytes, at, indices, count, widthFor(values.length));
  return at;
}

function putIndices(bytes: Uint8Array, at: number, from: Uint32Array, count: number, width: number): number {
  const given = from.subarray(0, count);
  if (width === 1) bytes.set(given, at);
  else if (width === 2) new Uint16Array(bytes.buffer, at, count).set(given);
  else new Uint32Array(bytes.buffer, at, count).set(given);
  return at + padded(count * width, 4);
}

const widthFor = (entries: number): number => (entries <= 0x100 ? 1 : entries <= 0x10000 ? 2 : 4);

const padded = (bytes: number, to: number): number => Math.ceil(bytes / to) * to;
