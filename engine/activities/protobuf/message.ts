import { Enum, type Field, MapField, Type } from 'protobufjs';
import type { Json } from '../../core/json.ts';
import { FitError, type Scalar, scalars } from './scalars.ts';
import { wellKnown, type WellKnown } from './wellKnown.ts';
import { VARINT } from './wire.ts';

/**
 * What the codec needs to know of a message, read from the reflection of protobufjs. Its own encoders are not used: it makes them of
 * the schema, as code (new Function), and a schema may come from whoever answers a call.
 */
export interface MessageShape {
  readonly name: string;
  readonly fields: readonly FieldShape[];
  readonly byId: ReadonlyMap<number, FieldShape>;
  /** By their names in JSON and in .proto. */
  readonly byName: ReadonlyMap<string, FieldShape>;
  /** Types that are no objects in JSON. */
  readonly special: WellKnown | null;
  readonly root: Type['root'];
}

export interface FieldShape {
  readonly id: number;
  readonly jsonName: string;
  readonly label: 'one' | 'list' | 'map';
  /** Of a map: of its names. */
  readonly key: Scalar | null;
  readonly value: ValueShape;
  readonly isPacked: boolean;
  readonly isRequired: boolean;
  /** It is told apart whether it was set: then, if not, it is left out. */
  readonly hasPresence: boolean;
  readonly oneof: string | null;
}

export type ValueShape =
  | { readonly kind: 'scalar'; readonly scalar: Scalar }
  | { readonly kind: 'message'; readonly type: Type; readonly isGroup: boolean };

const shapes = new WeakMap<Type, MessageShape>();

export function shapeOf(type: Type): MessageShape {
  const known = shapes.get(type);
  if (known !== undefined) return known;
  const fields = type.fieldsArray.map((field) => fieldShape(field.resolve())).toSorted((a, b) => a.id - b.id);
  const name = type.fullName.replace(/^\./, '');
  const shape: MessageShape = {
    name,
    fields,
    byId: new Map(fields.map((field) => [field.id, field])),
    byName: new Map(
      fields.flatMap((field, index) => [
        [type.fieldsArray.toSorted((a, b) => a.id - b.id)[index]?.name ?? '', field] as const,
        [field.jsonName, field] as const,
      ]),
    ),
    special: wellKnown.get(name) ?? null,
    root: type.root,
  };
  shapes.set(type, shape);
  return shape;
}

function fieldShape(field: Field): FieldShape {
  const isMap = field instanceof MapField;
  return {
    id: field.id,
    jsonName: field.jsonName ?? field.name,
    label: isMap ? 'map' : field.repeated ? 'list' : 'one',
    key: isMap ? (scalars.get(field.keyType) ?? null) : null,
    value: valueShape(field),
    isPacked: field.packed,
    isRequired: field.required,
    hasPresence: field.hasPresence,
    oneof: field.partOf !== null && field.partOf.fieldsArray.length > 1 ? field.partOf.name : null,
  };
}

function valueShape(field: Field): ValueShape {
  const { resolvedType } = field;
  if (resolvedType instanceof Type) return { kind: 'message', type: resolvedType, isGroup: field.delimited };
  if (resolvedType instanceof Enum) return { kind: 'scalar', scalar: enumScalar(resolvedType) };
  const scalar = scalars.get(field.type);
  if (scalar === undefined) throw new FitError(`field ${field.name} has the type ${field.type}, which is not known`);
  return { kind: 'scalar', scalar };
}

/** By name; a number that has none stays a number. Null is one only in google.protobuf.NullValue. */
function enumScalar({ values, fullName }: Enum): Scalar {
  const names = new Map<number, string>();
  for (const [name, id] of Object.entries(values)) if (!names.has(id)) names.set(id, name);
  const isNull = fullName === '.google.protobuf.NullValue';
  const jsonOf = (id: number): Json => (isNull ? null : (names.get(id) ?? id));
  return {
    wire: VARINT,
    zero: jsonOf(names.has(0) ? 0 : ([...names.keys()][0] ?? 0)),
    ofName: (name) => name,
    read: (reader) => jsonOf(Number(BigInt.asIntN(32, reader.varint()))),
    write: (writer, value) => writer.varint(BigInt(enumId(value, values, isNull))),
  };
}

function enumId(value: Json, values: Readonly<Record<string, number>>, isNull: boolean): number {
  if (isNull && value === null) return 0;
  if (typeof value === 'number' && Number.isInteger(value) && Math.abs(value) <= 0x7f_ff_ff_ff) return value;
  const id = typeof value === 'string' && Object.hasOwn(values, value) ? values[value] : undefined;
  if (id === undefined) throw new FitError(`it has to be one of ${Object.keys(values).slice(0, 20).join(', ')}`);
  return id;
}
