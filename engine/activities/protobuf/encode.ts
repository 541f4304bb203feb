import type { Type } from 'protobufjs';
import { isObject, type Json, type JsonObject } from '../../core/json.ts';
import { anyFields } from './any.ts';
import { type FieldShape, type MessageShape, shapeOf, type ValueShape } from './message.ts';
import { FitError } from './scalars.ts';
import { BYTES, END_GROUP, START_GROUP, WireWriter } from './wire.ts';

export const MAX_NESTING = 100;

/** The data does not fit the message; `message` says where and what it has to be. */
export class MessageError extends Error {}

/** A message of its JSON (ProtoJSON). Throws a MessageError. */
export function encodeMessage(type: Type, json: Json): Uint8Array {
  return encoded(shapeOf(type), json, '', 0);
}

function encoded(shape: MessageShape, json: Json, at: string, depth: number): Uint8Array {
  if (depth > MAX_NESTING) throw new MessageError(`It is nested deeper than ${MAX_NESTING} messages.`);
  const writer = new WireWriter();
  const fields = fitting(at, () => fieldsOf(shape, json, depth));
  if (!isObject(fields)) throw new MessageError(`${place(at)}: it has to be an object, a ${shape.name}.`);
  const given = givenFields(shape, fields, at);
  for (const field of shape.fields) {
    const value = given.get(field);
    if (value !== undefined) writeField(writer, field, value, `${at}/${field.jsonName}`, depth);
    else if (field.isRequired) throw new MessageError(`${place(at)}: the field ${field.jsonName} is required.`);
  }
  return writer.done();
}

const fieldsOf = (shape: MessageShape, json: Json, depth: number): Json =>
  shape.name === 'google.protobuf.Any'
    ? anyFields(shape, json, (type, inner) => encoded(shapeOf(type), inner, '', depth + 1))
    : (shape.special?.toFields(json) ?? json);

/** A member that is null is not set, but where null is a value. */
function givenFields(shape: MessageShape, fields: JsonObject, at: string): ReadonlyMap<FieldShape, Json> {
  const given = new Map<FieldShape, Json>();
  const oneofs = new Map<string, string>();
  for (const [name, value] of Object.entries(fields)) {
    const field = shape.byName.get(name);
    if (field === undefined) throw new MessageError(`${place(at)}: ${shape.name} has no field ${name.slice(0, 60)}.`);
    if (value === null && !isNullable(field)) continue;
    if (given.has(field)) throw new MessageError(`${place(at)}: the field ${field.jsonName} is there twice.`);
    const other = field.oneof === null ? undefined : oneofs.get(field.oneof);
    if (other !== undefined)
      throw new MessageError(`${place(at)}: of ${field.oneof} only one may be set; there are ${other} and ${name}.`);
    if (field.oneof !== null) oneofs.set(field.oneof, name);
    given.set(field, value);
  }
  return given;
}

/** `google.protobuf.Value` and `NullValue`. */
const isNullable = ({ label, value }: FieldShape): boolean =>
  label === 'one' &&
  (value.kind === 'message' ? value.type.fullName === '.google.protobuf.Value' : value.scalar.zero === null);

function writeField(writer: WireWriter, field: FieldShape, value: Json, at: string, depth: number): void {
  if (field.label === 'map') return writeMap(writer, field, value, at, depth);
  if (field.label === 'list') return writeList(writer, field, value, at, depth);
  if (
    !field.hasPresence &&
    !field.isRequired &&
    field.value.kind === 'scalar' &&
    Object.is(value, field.value.scalar.zero)
  )
    return;
  writeTagged(writer, field.id, field.value, value, at, depth);
}

function writeList(writer: WireWriter, field: FieldShape, value: Json, at: string, depth: number): void {
  if (!Array.isArray(value)) throw new MessageError(`${place(at)}: it has to be a list.`);
  const list: readonly Json[] = value;
  const shape = field.value;
  if (shape.kind === 'message' || !field.isPacked || shape.scalar.wire === BYTES) {
    for (const [index, each] of list.entries()) writeTagged(writer, field.id, shape, each, `${at}/${index}`, depth);
    return;
  }
  if (list.length === 0) return;
  const packed = new WireWriter();
  for (const [index, each] of list.entries()) fitting(`${at}/${index}`, () => shape.scalar.write(packed, each));
  writer.tag(field.id, BYTES);
  writer.bytes(packed.done());
}

function writeMap(writer: WireWriter, field: FieldShape, value: Json, at: string, depth: number): void {
  const { key } = field;
  if (!isObject(value) || key === null) throw new MessageError(`${place(at)}: it has to be an object.`);
  for (const [name, each] of Object.entries(value)) {
    const where = `${at}/${name}`;
    const entry = new WireWriter();
    entry.tag(1, key.wire);
    fitting(where, () => key.write(entry, key.ofName(name)));
    writeTagged(entry, 2, field.value, each, where, depth);
    writer.tag(field.id, BYTES);
    writer.bytes(entry.done());
  }
}

function writeTagged(writer: WireWriter, id: number, shape: ValueShape, value: Json, at: string, depth: number): void {
  if (shape.kind === 'scalar') {
    writer.tag(id, shape.scalar.wire);
    return fitting(at, () => shape.scalar.write(writer, value));
  }
  const bytes = encoded(shapeOf(shape.type), value, at, depth + 1);
  writer.tag(id, shape.isGroup ? START_GROUP : BYTES);
  if (!shape.isGroup) return writer.bytes(bytes);
  writer.raw(bytes);
  writer.tag(id, END_GROUP);
}

const place = (at: string): string => (at === '' ? 'At its root' : `At ${at}`);

function fitting<T>(at: string, run: () => T): T {
  try {
    return run();
  } catch (error) {
    if (error instanceof FitError) throw new MessageError(`${place(at)}: ${error.message}.`);
    throw error;
  }
}
