import { Malformed } from '../draft.ts';
import type { AnyValue, KeyValue } from '../model.ts';
import type { WireReader } from './reader.ts';

/** Deeper is no attribute anybody reads, and would exhaust the stack. */
export const DEEPEST = 64;

export function keyValue(reader: WireReader, end: number, depth = 0): KeyValue {
  let key = '';
  let value: AnyValue = {};
  while (reader.next(end)) {
    if (reader.field === 1 && reader.wire === 2) key = reader.text(end);
    else if (reader.field === 2 && reader.wire === 2)
      value = message(reader, end, (to) => anyValue(reader, to, depth + 1));
    else reader.skip(end);
  }
  return { key, value };
}

function anyValue(reader: WireReader, end: number, depth: number): AnyValue {
  if (depth > DEEPEST) throw new Malformed(`This is no OTLP request: a value is nested deeper than ${DEEPEST}.`);
  let value: AnyValue = {};
  while (reader.next(end)) value = valueField(reader, end, depth) ?? value;
  return value;
}

/** Of a oneof the last counts. */
function valueField(reader: WireReader, end: number, depth: number): AnyValue | undefined {
  const { field, wire } = reader;
  if (field === 1 && wire === 2) return { stringValue: reader.text(end) };
  if (field === 2 && wire === 0) return { boolValue: isTrue(reader, end) };
  if (field === 3 && wire === 0) {
    reader.varint64(end);
    return { intValue: signed(reader.low, reader.high) };
  }
  if (field === 4 && wire === 1) return { doubleValue: doubleOf(reader.double(end)) };
  if (field === 5 && wire === 2)
    return { arrayValue: { values: list(reader, end, (to) => anyValue(reader, to, depth + 1)) } };
  if (field === 6 && wire === 2)
    return { kvlistValue: { values: list(reader, end, (to) => keyValue(reader, to, depth + 1)) } };
  if (field === 7 && wire === 2) {
    const to = reader.length(end);
    const bytesValue = reader.bytes.toString('base64', reader.at, to);
    reader.at = to;
    return { bytesValue };
  }
  reader.skip(end);
  return undefined;
}

function isTrue(reader: WireReader, end: number): boolean {
  reader.varint64(end);
  return reader.low !== 0 || reader.high !== 0;
}

/** `ArrayValue` and `KeyValueList`: a message whose field 1 is repeated. */
function list<T>(reader: WireReader, end: number, read: (to: number) => T): readonly T[] {
  return message(reader, end, (to) => {
    const values: T[] = [];
    while (reader.next(to)) {
      if (reader.field === 1 && reader.wire === 2) values.push(message(reader, to, read));
      else reader.skip(to);
    }
    return values;
  });
}

export function message<T>(reader: WireReader, end: number, read: (to: number) => T): T {
  const to = reader.length(end);
  const value = read(to);
  reader.at = to;
  return value;
}

const doubleOf = (value: number): number | 'NaN' | 'Infinity' | '-Infinity' => {
  if (Number.isNaN(value)) return 'NaN';
  if (Number.isFinite(value)) return value;
  return value > 0 ? 'Infinity' : '-Infinity';
};

export const unsigned = (low: number, high: number): string =>
  high === 0 ? String(low) : ((BigInt(high) << 32n) | BigInt(low)).toString();

const signed = (low: number, high: number): string =>
  high === 0 ? String(low) : BigInt.asIntN(64, (BigInt(high) << 32n) | BigInt(low)).toString();
