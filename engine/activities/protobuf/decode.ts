import type { Type } from 'protobufjs';
import { type Json, put } from '../../core/json.ts';
import { anyJson } from './any.ts';
import { MAX_NESTING, MessageError } from './encode.ts';
import { type FieldShape, type MessageShape, shapeOf, type ValueShape } from './message.ts';
import { FitError, type Scalar } from './scalars.ts';
import { BYTES, START_GROUP, WireError, WireReader } from './wire.ts';

export interface DecodeOptions {
  /** Fields the schema does not have: they are left out, as is usual between versions of a service, or are an error. */
  readonly unknown: 'drop' | 'refuse';
}

/** The JSON (ProtoJSON) of a message. What was not set and is not told apart from its default has that. Throws a MessageError. */
export function decodeMessage(type: Type, bytes: Uint8Array, options: DecodeOptions): Json {
  try {
    return new Decoding(shapeOf(type), options, 0).json(bytes);
  } catch (error) {
    if (!(error instanceof WireError) && !(error instanceof FitError)) throw error;
    throw new MessageError(`The bytes are no ${type.fullName.slice(1)}: ${error.message}.`);
  }
}

/** One message on its way to JSON. */
class Decoding {
  readonly #shape: MessageShape;
  readonly #options: DecodeOptions;
  readonly #depth: number;
  readonly #found = new Map<FieldShape, Json>();
  /** Of messages that may come in several parts, which are joined. */
  readonly #parts = new Map<FieldShape, Uint8Array[]>();

  constructor(shape: MessageShape, options: DecodeOptions, depth: number) {
    if (depth > MAX_NESTING) throw new WireError(`it is nested deeper than ${MAX_NESTING} messages`);
    this.#shape = shape;
    this.#options = options;
    this.#depth = depth;
  }

  json(bytes: Uint8Array): Json {
    const reader = new WireReader(bytes);
    while (!reader.isDone) {
      const { id, wire } = reader.tag();
      const field = this.#shape.byId.get(id);
      if (field === undefined) this.#skip(reader, id, wire);
      else this.#read(reader, field, wire);
    }
    for (const [field, parts] of this.#parts) {
      if (field.value.kind === 'message') this.#found.set(field, this.#inner(field.value.type, Buffer.concat(parts)));
    }
    return this.#whole();
  }

  #skip(reader: WireReader, id: number, wire: number): void {
    if (this.#options.unknown === 'refuse') {
      throw new WireError(`it has a field ${id}, which ${this.#shape.name} does not have in the schema`);
    }
    reader.skip(wire, id);
  }

  /** Lists and maps grow; of the rest the last counts, and of a oneof its last member. */
  #read(reader: WireReader, field: FieldShape, wire: number): void {
    if (field.label === 'map') return this.#readEntry(reader, field, wire);
    if (field.label === 'list') return this.#readItem(reader, field, wire);
    if (field.oneof !== null) this.#clearOthers(field);
    if (field.value.kind === 'scalar') {
      this.#found.set(field, this.#value(reader, field.value, field.id, wire));
      return;
    }
    const parts = this.#parts.get(field) ?? [];
    parts.push(messageBytes(reader, field.value.isGroup, field.id, wire));
    this.#parts.set(field, parts);
  }

  #clearOthers(field: FieldShape): void {
    for (const other of this.#shape.fields) {
      if (other === field || other.oneof !== field.oneof) continue;
      this.#found.delete(other);
      this.#parts.delete(other);
    }
  }

  #readItem(reader: WireReader, field: FieldShape, wire: number): void {
    const list = (this.#found.get(field) ?? []) as Json[];
    this.#found.set(field, list);
    const { value } = field;
    if (value.kind === 'scalar' && wire === BYTES && value.scalar.wire !== BYTES)
      readPacked(reader, value.scalar, list);
    else list.push(this.#value(reader, value, field.id, wire));
  }

  #readEntry(reader: WireReader, field: FieldShape, wire: number): void {
    const { key } = field;
    if (wire !== BYTES || key === null) throw new WireError(`field ${field.id} is written as another type`);
    const map = (this.#found.get(field) ?? {}) as Record<string, Json>;
    this.#found.set(field, map);
    const entry = new WireReader(reader.bytes());
    let name = key.zero;
    let value: Json | undefined;
    while (!entry.isDone) {
      const tag = entry.tag();
      if (tag.id === 1 && tag.wire === key.wire) name = key.read(entry);
      else if (tag.id === 2) value = this.#value(entry, field.value, 2, tag.wire);
      else this.#skip(entry, tag.id, tag.wire);
    }
    put(map, nameText(name), value ?? this.#zero(field.value));
  }

  #value(reader: WireReader, shape: ValueShape, id: number, wire: number): Json {
    if (shape.kind === 'message') return this.#inner(shape.type, messageBytes(reader, shape.isGroup, id, wire));
    if (wire !== shape.scalar.wire) throw new WireError(`field ${id} is written as another type`);
    return shape.scalar.read(reader);
  }

  #inner(type: Type, bytes: Uint8Array): Json {
    return new Decoding(shapeOf(type), this.#options, this.#depth + 1).json(bytes);
  }

  #zero(shape: ValueShape): Json {
    return shape.kind === 'scalar' ? shape.scalar.zero : this.#inner(shape.type, new Uint8Array());
  }

  #whole(): Json {
    const json: Record<string, Json> = {};
    for (const field of this.#shape.fields) {
      const value = this.#found.has(field) ? (this.#found.get(field) ?? null) : defaultOf(field);
      if (value !== undefined) put(json, field.jsonName, value);
    }
    if (this.#shape.name === 'google.protobuf.Any') {
      return anyJson(this.#shape, json, (type, bytes) => this.#inner(type, bytes));
    }
    return this.#shape.special === null ? json : this.#shape.special.toJson(json);
  }
}

function messageBytes(reader: WireReader, isGroup: boolean, id: number, wire: number): Uint8Array {
  if (wire === (isGroup ? START_GROUP : BYTES)) return isGroup ? reader.group(id) : reader.bytes();
  throw new WireError(`field ${id} is written as another type`);
}

const nameText = (name: Json): string => (typeof name === 'string' ? name : JSON.stringify(name));

function readPacked(reader: WireReader, scalar: Scalar, list: Json[]): void {
  const packed = new WireReader(reader.bytes());
  while (!packed.isDone) list.push(scalar.read(packed));
}

function defaultOf(field: FieldShape): Json | undefined {
  if (field.label === 'list') return [];
  if (field.label === 'map') return {};
  if (field.hasPresence || field.isRequired || field.value.kind === 'message') return undefined;
  return field.value.scalar.zero;
}
