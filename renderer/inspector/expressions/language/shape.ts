import { isObject, type Json } from '@sagaloom/engine/core';

/** What is known of a value: what schemas say of it, and what it was when it was seen. Of an array, what is known of the array. */
export interface Shape {
  readonly schemas: readonly SchemaPart[];
  readonly values: readonly Json[];
  /** Names that are known without either. */
  readonly members?: readonly Member[];
}

/** A part of a schema; references in it begin at `root`. */
interface SchemaPart {
  readonly schema: Json;
  readonly root: Json;
}

export interface Member {
  readonly name: string;
  readonly kind: 'root' | 'variable' | 'step' | 'config' | 'secret' | 'member';
  readonly shape: Shape;
  /** What people call it, or what it is for. */
  readonly detail?: string;
  /** Not there on every way that leads here. */
  readonly isUncertain?: boolean;
}

export const nothingKnown: Shape = { schemas: [], values: [] };

const mostItems = 20;
const mostNames = 200;
const deepest = 12;

export const shapeOf = (schema: Json | undefined, values: readonly (Json | undefined)[] = []): Shape => ({
  schemas: schema === undefined || typeof schema === 'boolean' ? [] : [{ schema, root: schema }],
  values: values.filter((value) => value !== undefined),
});

export const named = (members: readonly Member[], values: readonly Json[] = []): Shape => ({
  schemas: [],
  values,
  members,
});

/** What may follow after a dot. JSONata reads through arrays, so these are the members of the items too. */
export function membersOf(shape: Shape): readonly Member[] {
  const found = new Map<string, Member>((shape.members ?? []).map((member) => [member.name, member]));
  const add = (name: string, more: Shape, detail?: string): void => {
    if (found.size >= mostNames && !found.has(name)) return;
    const known = found.get(name);
    const both = known ? joined(known.shape, more) : more;
    const said = known?.detail ?? detail;
    found.set(name, {
      ...(known ?? { name, kind: 'member' }),
      shape: both,
      ...(said === undefined ? {} : { detail: said }),
    });
  };
  for (const { schema, root } of shape.schemas.flatMap((part) => objectSchemas(part)))
    for (const [name, inner] of entriesOf(isObject(schema) ? schema['properties'] : undefined))
      add(name, { schemas: [{ schema: inner, root }], values: [] }, titleOf(inner));
  for (const value of shape.values.flatMap(throughArrays))
    for (const [name, inner] of entriesOf(value)) add(name, { schemas: [], values: [inner] });
  return [...found.values()];
}

export function memberOf(shape: Shape, name: string): Shape {
  return membersOf(shape).find((member) => member.name === name)?.shape ?? nothingKnown;
}

function joined(one: Shape, other: Shape): Shape {
  const members = [...(one.members ?? []), ...(other.members ?? [])];
  return {
    schemas: [...one.schemas, ...other.schemas],
    values: [...one.values, ...other.values].slice(0, mostItems),
    ...(members.length > 0 ? { members } : {}),
  };
}

const entriesOf = (value: Json | undefined): readonly (readonly [string, Json])[] =>
  isObject(value) ? Object.entries(value) : [];

function throughArrays(value: Json): readonly Json[] {
  return Array.isArray(value) ? (value as readonly Json[]).slice(0, mostItems).flatMap(throughArrays) : [value];
}

function titleOf(schema: Json): string | undefined {
  const said = isObject(schema) ? (schema['description'] ?? schema['title']) : undefined;
  return typeof said === 'string' ? said : undefined;
}

/** The object schemas a schema may come to: through references, choices and arrays. */
function objectSchemas(part: SchemaPart, depth = 0): readonly SchemaPart[] {
  if (!isObject(part.schema) || depth > deepest) return [];
  const inner = innerSchemas(part).flatMap((one) => objectSchemas(one, depth + 1));
  return isObject(part.schema['properties']) ? [part, ...inner] : inner;
}

function innerSchemas({ schema, root }: SchemaPart): readonly SchemaPart[] {
  if (!isObject(schema)) return [];
  const of = (one: Json | undefined): readonly SchemaPart[] => (isObject(one) ? [{ schema: one, root }] : []);
  const listed = (name: string): readonly SchemaPart[] => {
    const list = schema[name];
    return Array.isArray(list) ? (list as readonly Json[]).flatMap(of) : [];
  };
  return [
    ...of(referred(schema['$ref'], root)),
    ...['allOf', 'anyOf', 'oneOf', 'prefixItems'].flatMap(listed),
    ...['items', 'then', 'else'].flatMap((name) => of(schema[name])),
  ];
}

function referred(reference: Json | undefined, root: Json): Json | undefined {
  if (typeof reference !== 'string' || !reference.startsWith('#')) return undefined;
  let at: Json | undefined = root;
  for (const part of reference.split('/').slice(1)) {
    const name = part.replaceAll('~1', '/').replaceAll('~0', '~');
    at = isObject(at) ? at[name] : undefined;
  }
  return at;
}

/** `string`, `number[]`, `object`, `string | null`; null where nothing is known. */
export function typeOf({ schemas, values, members }: Shape): string | null {
  const said = schemas.flatMap((part) => typesOfSchema(part));
  const types = said.length > 0 ? said : values.map(typeOfValue);
  if (types.length === 0) return members ? 'object' : null;
  return [...new Set(types)].slice(0, 3).join(' | ');
}

function typesOfSchema({ schema, root }: SchemaPart, depth = 0): readonly string[] {
  if (!isObject(schema) || depth > deepest) return [];
  const { type } = schema;
  if (type === 'array') return [`${arrayItem({ schema: schema['items'] ?? {}, root }, depth)}[]`];
  if (typeof type === 'string') return [type];
  if (Array.isArray(type)) return (type as readonly Json[]).filter((one) => typeof one === 'string');
  if (schema['const'] !== undefined) return [typeOfValue(schema['const'])];
  if (Array.isArray(schema['enum'])) return (schema['enum'] as readonly Json[]).map(typeOfValue);
  if (isObject(schema['properties'])) return ['object'];
  return innerSchemas({ schema, root }).flatMap((part) => typesOfSchema(part, depth + 1));
}

function arrayItem(part: SchemaPart, depth: number): string {
  const types = [...new Set(typesOfSchema(part, depth + 1))];
  return types.length === 1 ? (types[0] ?? '') : types.length === 0 ? 'any' : `(${types.join(' | ')})`;
}

function typeOfValue(value: Json): string {
  if (value === null) return 'null';
  if (!Array.isArray(value)) return typeof value;
  const types = new Set((value as readonly Json[]).slice(0, mostItems).map(typeOfValue));
  return types.size === 1 ? `${[...types][0] ?? ''}[]` : 'array';
}

/** The value last seen, or one that the schema gives as an example; undefined for none. */
export function exampleOf({ schemas, values }: Shape): Json | undefined {
  if (values.length > 0) return values[0];
  for (const { schema } of schemas) {
    if (!isObject(schema)) continue;
    const { examples, default: fallback, enum: choices } = schema;
    const list = [examples, choices].find((one) => Array.isArray(one)) as readonly Json[] | undefined;
    const example = fallback ?? schema['const'] ?? list?.[0];
    if (example !== undefined) return example;
  }
  return undefined;
}

/** A value on one line, keys without quotes, cut after so many characters: `{ order: "ord-7f21", … }`. */
export function brief(value: Json, most: number): string {
  const text = written(value, most);
  return text.length > most ? `${text.slice(0, Math.max(1, most - 1))}…` : text;
}

function written(value: Json, left: number): string {
  if (typeof value === 'string') return JSON.stringify(value.length > left ? `${value.slice(0, left)}…` : value);
  if (typeof value !== 'object' || value === null) return String(value);
  const isArray = Array.isArray(value);
  const parts: string[] = [];
  let room = left - 4;
  for (const [name, part] of Object.entries(value) as readonly (readonly [string, Json])[]) {
    const text = isArray
      ? written(part, room)
      : `${/^[\w$]+$/.test(name) ? name : JSON.stringify(name)}: ${written(part, room)}`;
    if (text.length + 2 > room) {
      parts.push('…');
      break;
    }
    parts.push(text);
    room -= text.length + 2;
  }
  if (parts.length === 0) return isArray ? '[]' : '{}';
  return isArray ? `[${parts.join(', ')}]` : `{ ${parts.join(', ')} }`;
}
