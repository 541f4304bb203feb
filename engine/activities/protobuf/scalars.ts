import type { Json } from '../../core/json.ts';
import { BYTES, FIXED32, FIXED64, VARINT, type WireReader, type WireWriter } from './wire.ts';

/** Fits no field of that type. The message says what it has to be. */
export class FitError extends Error {}

/** One type of field that is no message: how it is written, and its form in JSON, which is that of ProtoJSON. */
export interface Scalar {
  readonly wire: number;
  readonly read: (reader: WireReader) => Json;
  /** Throws a FitError. */
  readonly write: (writer: WireWriter, value: Json) => void;
  readonly zero: Json;
  /** Of a name in a map. */
  readonly ofName: (name: string) => Json;
}

const asName = (name: string): Json => name;

function integerIn(value: Json, what: string, bits: number, isSigned: boolean): bigint {
  const text =
    typeof value === 'number'
      ? Number.isSafeInteger(value)
        ? String(value)
        : ''
      : typeof value === 'string'
        ? value
        : '';
  const integer = /^-?\d{1,20}$/.test(text) ? BigInt(text) : null;
  const fits =
    integer !== null && (isSigned ? BigInt.asIntN(bits, integer) : BigInt.asUintN(bits, integer)) === integer;
  if (!fits) throw new FitError(`it has to be ${what}`);
  return integer;
}

type Coding = 'varint' | 'zigzag' | 'fixed';

function integer(bits: 32 | 64, isSigned: boolean, coding: Coding): Scalar {
  const what = `an integer of ${bits} bits${isSigned ? '' : ' that is not negative'}${bits === 64 ? ', as a number or, beyond 9007199254740991, as text' : ''}`;
  const jsonOf = (value: bigint): Json => (bits === 64 ? String(value) : Number(value));
  const wire = coding === 'fixed' ? (bits === 64 ? FIXED64 : FIXED32) : VARINT;
  return {
    wire,
    zero: jsonOf(0n),
    ofName: asName,
    read(reader) {
      const raw = coding === 'fixed' ? fixed(reader, bits) : reader.varint();
      const value = coding === 'zigzag' ? (raw >> 1n) ^ -(raw & 1n) : raw;
      return jsonOf(isSigned ? BigInt.asIntN(bits, value) : BigInt.asUintN(bits, value));
    },
    write(writer, value) {
      const given = integerIn(value, what, bits, isSigned);
      if (coding === 'fixed') writer.raw(fixedBytes(given, bits));
      else writer.varint(coding === 'zigzag' ? (given << 1n) ^ (given >> 63n) : given);
    },
  };
}

const fixed = (reader: WireReader, bits: 32 | 64): bigint =>
  bits === 64 ? reader.fixed64().getBigUint64(0, true) : BigInt(reader.fixed32().getUint32(0, true));

function fixedBytes(value: bigint, bits: 32 | 64): Uint8Array {
  const view = new DataView(new ArrayBuffer(bits / 8));
  if (bits === 64) view.setBigUint64(0, BigInt.asUintN(64, value), true);
  else view.setUint32(0, Number(BigInt.asUintN(32, value)), true);
  return new Uint8Array(view.buffer);
}

/** NaN, Infinity and -Infinity are texts; -0 has no form in JSON of its own. */
function floatJson(value: number): Json {
  if (Number.isFinite(value)) return Object.is(value, -0) ? '-0' : value;
  return String(value);
}

function floatIn(value: Json, bits: 32 | 64): number {
  const given =
    typeof value === 'string' && /^(?:NaN|-?Infinity|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?)$/.test(value)
      ? Number(value)
      : value;
  if (typeof given !== 'number') throw new FitError('it has to be a number, or NaN, Infinity or -Infinity as text');
  if (bits === 32 && Number.isFinite(given) && !Number.isFinite(Math.fround(given)))
    throw new FitError('it is too large for a float');
  return given;
}

function float(bits: 32 | 64): Scalar {
  return {
    wire: bits === 64 ? FIXED64 : FIXED32,
    zero: 0,
    ofName: asName,
    read: (reader) =>
      floatJson(bits === 64 ? reader.fixed64().getFloat64(0, true) : shortFloat(reader.fixed32().getFloat32(0, true))),
    write(writer, value) {
      const view = new DataView(new ArrayBuffer(bits / 8));
      if (bits === 64) view.setFloat64(0, floatIn(value, 64), true);
      else view.setFloat32(0, floatIn(value, 32), true);
      writer.raw(new Uint8Array(view.buffer));
    },
  };
}

/** The shortest number that is this float: 0.1, not 0.10000000149011612. */
function shortFloat(value: number): number {
  if (!Number.isFinite(value) || value === 0) return value;
  for (let digits = 6; digits < 9; digits += 1) {
    const short = Number(value.toPrecision(digits));
    if (Math.fround(short) === value) return short;
  }
  return Number(value.toPrecision(9));
}

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

function textOf(bytes: Uint8Array): string {
  try {
    return utf8.decode(bytes);
  } catch {
    throw new FitError('a text is not UTF-8');
  }
}

function textBytes(value: Json): Uint8Array {
  if (typeof value !== 'string') throw new FitError('it has to be a text');
  if (!value.isWellFormed())
    throw new FitError('it holds half a character (a lone surrogate), which has no form in UTF-8');
  return Buffer.from(value, 'utf8');
}

export function base64Bytes(value: Json): Uint8Array {
  const what = 'it has to be bytes, as base64';
  if (typeof value !== 'string' || !/^[A-Za-z0-9+/_-]*={0,2}$/.test(value)) throw new FitError(what);
  const bytes = Buffer.from(value, 'base64');
  const plain = value.replaceAll('-', '+').replaceAll('_', '/').replace(/=+$/, '');
  if (bytes.toString('base64').replace(/=+$/, '') !== plain) throw new FitError(what);
  return bytes;
}

export const base64Text = (bytes: Uint8Array): string =>
  Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('base64');

/** By their names in .proto. */
export const scalars: ReadonlyMap<string, Scalar> = new Map<string, Scalar>([
  ['double', float(64)],
  ['float', float(32)],
  ['int32', integer(32, true, 'varint')],
  ['int64', integer(64, true, 'varint')],
  ['uint32', integer(32, false, 'varint')],
  ['uint64', integer(64, false, 'varint')],
  ['sint32', integer(32, true, 'zigzag')],
  ['sint64', integer(64, true, 'zigzag')],
  ['fixed32', integer(32, false, 'fixed')],
  ['fixed64', integer(64, false, 'fixed')],
  ['sfixed32', integer(32, true, 'fixed')],
  ['sfixed64', integer(64, true, 'fixed')],
  [
    'bool',
    {
      wire: VARINT,
      zero: false,
      ofName: (name) => (name === 'true' ? true : name === 'false' ? false : name),
      read: (reader) => reader.varint() !== 0n,
      write(writer, value) {
        if (typeof value !== 'boolean') throw new FitError('it has to be true or false');
        writer.varint(value ? 1n : 0n);
      },
    },
  ],
  [
    'string',
    {
      wire: BYTES,
      zero: '',
      ofName: asName,
      read: (reader) => textOf(reader.bytes()),
      write: (writer, value) => writer.bytes(textBytes(value)),
    },
  ],
  [
    'bytes',
    {
      wire: BYTES,
      zero: '',
      ofName: asName,
      read: (reader) => base64Text(reader.bytes()),
      write: (writer, value) => writer.bytes(base64Bytes(value)),
    },
  ],
]);
