import { Type } from 'protobufjs';
import type { Json } from '../../../core/json.ts';
import { decodeMessage } from '../../protobuf/decode.ts';
import { encodeMessage, MessageError } from '../../protobuf/encode.ts';
import { type ProtoFiles, rootOf, SchemaError } from '../../protobuf/schema.ts';
import { WireReader, WireWriter } from '../../protobuf/wire.ts';
import { dateText } from '../forms.ts';
import { MAX_DEPTH } from '../limits.ts';
import { guarded, reasonOf, refuse } from '../problem.ts';
import { isList, isMap, kindOf, type Value } from '../value.ts';

export interface ProtobufSource {
  readonly files: ProtoFiles;
  readonly main: string;
  readonly message: string;
  readonly delimited: boolean;
  readonly dropUnknown: boolean;
}

function typeOf({ files, main, message }: ProtobufSource): Type {
  try {
    const found = rootOf(files, main).lookup(message);
    return found instanceof Type ? found : refuse('schema', `The schema has no message ${message}.`);
  } catch (error) {
    return refuse(
      'schema',
      error instanceof SchemaError ? error.message : `The schema cannot be read: ${reasonOf(error)}.`,
    );
  }
}

/** ProtoJSON: integers of 64 bits are texts, bytes are base64, and so on. */
export function readProtobuf(bytes: Uint8Array, source: ProtobufSource): Value {
  const type = typeOf(source);
  const read = (each: Uint8Array) =>
    plain(decodeMessage(type, each, { unknown: source.dropUnknown ? 'drop' : 'refuse' }));
  return fitting('parse', () => (source.delimited ? Array.from(partsOf(bytes), read) : read(bytes)));
}

function* partsOf(bytes: Uint8Array): Iterable<Uint8Array> {
  const reader = new WireReader(bytes);
  while (!reader.isDone) yield guarded('parse', 'The data is not delimited messages', () => reader.bytes());
}

/** As it is: that ProtoJSON looks like one of the forms of `forms.ts` means nothing. */
function plain(json: Json): Value {
  if (Array.isArray(json)) return json.map((each: Json) => plain(each));
  if (typeof json !== 'object' || json === null) return json;
  return new Map(Object.entries(json).map(([name, each]: [string, Json]) => [name, plain(each)]));
}

export function writeProtobuf(value: Value, source: ProtobufSource): Uint8Array {
  const type = typeOf(source);
  return fitting('schema', () => {
    if (!source.delimited) return encodeMessage(type, protoJson(value, 0));
    if (!isList(value))
      return refuse('value', `Delimited messages are written of a list; the data is ${kindOf(value)}.`);
    const writer = new WireWriter();
    for (const each of value) writer.bytes(encodeMessage(type, protoJson(each, 1)));
    return writer.done();
  });
}

/** Bytes of other formats as base64, dates as RFC 3339, large integers as text. */
function protoJson(value: Value, depth: number): Json {
  if (depth > MAX_DEPTH) return refuse('limit', `The data is nested deeper than ${MAX_DEPTH}.`);
  if (typeof value === 'bigint') return String(value);
  if (typeof value === 'number') return Number.isFinite(value) ? value : String(value);
  if (value instanceof Date) return dateText(value);
  if (value instanceof Uint8Array) return Buffer.from(value).toString('base64');
  if (isList(value)) return value.map((each) => protoJson(each, depth + 1));
  if (isMap(value))
    return Object.fromEntries(Array.from(value, ([name, each]) => [nameOf(name), protoJson(each, depth + 1)]));
  if (typeof value === 'object' || value === undefined)
    return value === null ? null : refuse('value', `Protocol Buffers have no form for ${kindOf(value)}.`);
  return value;
}

function nameOf(name: Value): string {
  if (typeof name === 'string' || typeof name === 'number' || typeof name === 'bigint' || typeof name === 'boolean')
    return String(name);
  return refuse('value', `A name of an object is ${kindOf(name)}.`);
}

function fitting<T>(kind: 'parse' | 'schema', run: () => T): T {
  try {
    return run();
  } catch (error) {
    if (!(error instanceof MessageError)) throw error;
    return refuse(kind, kind === 'schema' ? `The data does not fit the message. ${error.message}` : error.message);
  }
}
