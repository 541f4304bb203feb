import { dateText } from '../forms.ts';
import { MAX_DEPTH } from '../limits.ts';
import { refuse } from '../problem.ts';
import { wellFormed } from '../text.ts';
import { Extension, isList, isMap, kindOf, Tagged, type Value } from '../value.ts';

/**
 * The library writes -0 as 0, and objects only with names that are texts; both can be written, so they are here. Numbers take the shortest
 * form that holds them exactly; floats are 64 bits.
 */
export function msgpackBytes(value: Value): Uint8Array {
  const chunks: Uint8Array[] = [];
  write(chunks, value, 0);
  return Buffer.concat(chunks);
}

/** First bytes. */
const NIL = 0xc0;
const FALSE = 0xc2;
const TRUE = 0xc3;
const FLOAT64 = 0xcb;
const TIMESTAMP = -1;

function write(chunks: Uint8Array[], value: Value, depth: number): void {
  if (depth > MAX_DEPTH) refuse('limit', `The data is nested deeper than ${MAX_DEPTH}.`);
  if (value === null) return void chunks.push(Uint8Array.of(NIL));
  if (typeof value === 'boolean') return void chunks.push(Uint8Array.of(value ? TRUE : FALSE));
  if (typeof value === 'bigint') return void chunks.push(integerBytes(value));
  if (typeof value === 'number') return void chunks.push(numberBytes(value));
  if (typeof value === 'string') {
    const bytes = Buffer.from(wellFormed(value));
    return void chunks.push(header(bytes.length, { short: 0xa0, shortest: 32, first: 0xd9 }), bytes);
  }
  if (value instanceof Uint8Array) return void chunks.push(header(value.length, { first: 0xc4 }), value);
  if (value instanceof Date) return writeExtension(chunks, TIMESTAMP, timestampBytes(value));
  if (value instanceof Extension) return writeExtension(chunks, value.type, value.bytes);
  if (isList(value)) {
    chunks.push(header(value.length, { short: 0x90, shortest: 16, first: 0xdb }));
    for (const each of value) write(chunks, each, depth + 1);
    return;
  }
  if (!isMap(value) || value instanceof Tagged) return refuse('value', `MessagePack has no form for ${kindOf(value)}.`);
  chunks.push(header(value.size, { short: 0x80, shortest: 16, first: 0xdd }));
  for (const pair of value) for (const each of pair) write(chunks, each, depth + 1);
}

interface Forms {
  /** Added to a length below `shortest`. */
  readonly short?: number;
  readonly shortest?: number;
  /** Before a length of 8 bits; 16 and 32 bits follow it. Lists and objects have none of 8 bits. */
  readonly first: number;
}

function header(length: number, { short = 0, shortest = 0, first }: Forms): Uint8Array {
  if (length < shortest) return Uint8Array.of(short + length);
  if (length < 0x1_00 && first !== 0xdb && first !== 0xdd) return Uint8Array.of(first, length);
  if (length < 0x1_00_00) return Uint8Array.of(first + 1, length >> 8, length & 0xff);
  const bytes = Buffer.alloc(5, first + 2);
  bytes.writeUInt32BE(length, 1);
  return bytes;
}

function writeExtension(chunks: Uint8Array[], type: number, bytes: Uint8Array): void {
  const fixed = [1, 2, 4, 8, 16].indexOf(bytes.length);
  chunks.push(
    fixed >= 0 ? Uint8Array.of(0xd4 + fixed) : header(bytes.length, { first: 0xc7 }),
    Uint8Array.of(type & 0xff),
    bytes,
  );
}

function timestampBytes(date: Date): Uint8Array {
  const ms = Date.parse(dateText(date));
  const seconds = Math.floor(ms / 1000);
  const nanos = (ms - seconds * 1000) * 1e6;
  const bytes = Buffer.alloc(12);
  bytes.writeUInt32BE(nanos);
  bytes.writeBigInt64BE(BigInt(seconds), 4);
  if (seconds < 0 || seconds >= 2 ** 34) return bytes;
  if (nanos === 0 && seconds < 2 ** 32) return bytes.subarray(8);
  const short = Buffer.alloc(8);
  short.writeBigUInt64BE((BigInt(nanos) << 34n) | BigInt(seconds));
  return short;
}

function numberBytes(value: number): Uint8Array {
  if (Number.isSafeInteger(value) && !Object.is(value, -0)) return integerBytes(BigInt(value));
  const bytes = Buffer.alloc(9, FLOAT64);
  bytes.writeDoubleBE(value, 1);
  return bytes;
}

/** Bits that hold it, and what stands before them. */
const sizes = [
  [8, 0xcc, 0xd0],
  [16, 0xcd, 0xd1],
  [32, 0xce, 0xd2],
  [64, 0xcf, 0xd3],
] as const;

function integerBytes(value: bigint): Uint8Array {
  if (value >= -32n && value < 128n) return Uint8Array.of(Number(value) & 0xff);
  const found = sizes.find(
    ([bits]) => (value >= 0n ? BigInt.asUintN(bits, value) : BigInt.asIntN(bits, value)) === value,
  );
  if (found === undefined) return refuse('value', 'MessagePack has no form for an integer of more than 64 bits.');
  const [bits, unsigned, signed] = found;
  const hex = BigInt.asUintN(bits, value)
    .toString(16)
    .padStart(bits / 4, '0');
  return Buffer.concat([Uint8Array.of(value >= 0n ? unsigned : signed), Buffer.from(hex, 'hex')]);
}
