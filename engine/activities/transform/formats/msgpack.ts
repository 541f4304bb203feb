import { decode, ExtData, ExtensionCodec } from '@msgpack/msgpack';
import { integer } from '../forms.ts';
import { MAX_DEPTH } from '../limits.ts';
import { guarded, refuse } from '../problem.ts';
import { Extension, type Value } from '../value.ts';

/**
 * The library's objects hold names that are texts. So that a name such as `__proto__` is one like any other, and a number as a name is not
 * taken for a text, names carry a letter while the library has them.
 */
const TEXT = 't';
const NUMBER = 'n';

const TIMESTAMP = -1;

/** Dates of whole milliseconds are dates; finer ones stay what they are, bytes, or they would lose what is finer. */
const codec = new ExtensionCodec();
codec.register({
  type: TIMESTAMP,
  encode: () => null, // only read here
  decode: (bytes) => dateOf(bytes) ?? new ExtData(TIMESTAMP, bytes),
});

function dateOf(bytes: Uint8Array): Date | null {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bytes.length === 4) return new Date(view.getUint32(0) * 1000);
  if (bytes.length !== 8 && bytes.length !== 12) return null;
  const both = bytes.length === 8 ? view.getBigUint64(0) : 0n;
  const nanos = bytes.length === 8 ? Number(both >> 34n) : view.getUint32(0);
  const seconds = bytes.length === 8 ? Number(both & 0x3ffffffffn) : Number(view.getBigInt64(4));
  const date = new Date(seconds * 1000 + nanos / 1e6);
  return nanos % 1e6 === 0 && nanos < 1e9 && !Number.isNaN(date.getTime()) ? date : null;
}

export function readMsgpack(bytes: Uint8Array): Value {
  const given = guarded('parse', 'The data is not MessagePack', () =>
    decode(bytes, {
      extensionCodec: codec,
      useBigInt64: true,
      keyDecoder: null,
      mapKeyConverter: nameOf,
      maxArrayLength: bytes.length,
      maxMapLength: bytes.length,
    }),
  );
  return valueOf(given, 0);
}

function nameOf(name: unknown): string {
  if (typeof name === 'string') return `${TEXT}${name}`;
  if (typeof name === 'number' || typeof name === 'bigint') return `${NUMBER}${name}`;
  throw new Error('a name of an object is neither a text nor a number');
}

function valueOf(given: unknown, depth: number): Value {
  if (depth > MAX_DEPTH) return refuse('limit', `The data is nested deeper than ${MAX_DEPTH}.`);
  if (typeof given === 'bigint') return integer(given);
  if (Array.isArray(given)) return given.map((each) => valueOf(each, depth + 1));
  if (given instanceof ExtData) return new Extension(given.type, given.data as Uint8Array);
  if (typeof given !== 'object' || given === null || given instanceof Date || given instanceof Uint8Array)
    return given as Value;
  return new Map(Object.entries(given).map(([name, each]) => [nameIn(name), valueOf(each, depth + 1)]));
}

function nameIn(name: string): Value {
  const rest = name.slice(1);
  if (name.startsWith(TEXT)) return rest;
  return /^-?\d+$/.test(rest) ? integer(BigInt(rest)) : Number(rest);
}

export { msgpackBytes as writeMsgpack } from './msgpackWriter.ts';
