import { isObject, type Json, type JsonObject } from '@sagaloom/engine/core';
import { childrenOf, goingWith, requiredOf, type SchemaType, schemaTypes, shapeOf } from './shape.ts';

/**
 * Edits of one schema of the tree, each a function of it alone. What an edit is not about keeps its value and its place:
 * the order of keywords and of properties is the file's.
 */

const propertiesOf = (schema: JsonObject): JsonObject =>
  isObject(schema.properties ?? null) ? (schema.properties as JsonObject) : {};

export function addProperty(schema: JsonObject, name: string, held: Json = { type: 'string' }): JsonObject {
  return { ...schema, properties: { ...propertiesOf(schema), [name]: held } };
}

export function removeProperty(schema: JsonObject, name: string): JsonObject {
  const properties = Object.fromEntries(Object.entries(propertiesOf(schema)).filter(([other]) => other !== name));
  return withRequired({ ...schema, properties }, (required) => required.filter((other) => other !== name));
}

/** In its place. The caller has seen that the name is free. */
export function renameProperty(schema: JsonObject, from: string, to: string): JsonObject {
  const properties = Object.fromEntries(
    Object.entries(propertiesOf(schema)).map(([name, held]) => [name === from ? to : name, held]),
  );
  return withRequired({ ...schema, properties }, (required) => required.map((name) => (name === from ? to : name)));
}

/** Puts a property where another is: what was there, and all between, move up by one. */
export function moveProperty(schema: JsonObject, name: string, to: number): JsonObject {
  const entries = Object.entries(propertiesOf(schema));
  const from = entries.findIndex(([other]) => other === name);
  const [taken] = from === -1 ? [] : entries.splice(from, 1);
  if (!taken) return schema;
  entries.splice(Math.max(0, to), 0, taken);
  return { ...schema, properties: Object.fromEntries(entries) };
}

export function setRequired(schema: JsonObject, name: string, isRequired: boolean): JsonObject {
  return withRequired(schema, (required) => {
    const others = required.filter((other) => other !== name);
    return isRequired ? (required.includes(name) ? required : [...required, name]) : others;
  });
}

/** A list without names is left out, and one that stays the same is not touched. */
function withRequired(schema: JsonObject, change: (required: readonly string[]) => readonly string[]): JsonObject {
  const before = requiredOf(schema);
  const after = change(before);
  if (before.length === after.length && before.every((name, index) => name === after[index])) return schema;
  if (after.length > 0) return { ...schema, required: [...after] };
  const { required: _gone, ...rest } = schema;
  return rest;
}

/** What bounds the old type goes with it, unless the new one knows it too; what the tree does not know stays. */
export function withType(schema: Json, type: SchemaType): JsonObject {
  const given = isObject(schema) ? schema : {};
  const shape = shapeOf(given);
  const was = shape.kind === 'tree' ? shape : { type: 'any' as const, nullable: false };
  const gone = new Set(goingWith(was.type).filter((keyword) => !goingWith(type).includes(keyword)));
  const rest = Object.fromEntries(Object.entries(given).filter(([keyword]) => !gone.has(keyword)));
  return typed(rest, type, was.nullable && type !== 'any');
}

export function withNull(schema: JsonObject, nullable: boolean): JsonObject {
  const shape = shapeOf(schema);
  return shape.kind === 'tree' ? typed(schema, shape.type, nullable) : schema;
}

function typed(schema: JsonObject, type: SchemaType, nullable: boolean): JsonObject {
  if (type === 'any') {
    const { type: _gone, ...rest } = schema;
    return rest;
  }
  const said: Json = nullable ? [type, 'null'] : type;
  return 'type' in schema ? { ...schema, type: said } : { type: said, ...schema };
}

/** A value as a person types it, of the type it is to have; what does not fit stays text, and is a problem to read about. */
export function valueOf(text: string, type: SchemaType): Json {
  if (type === 'string') return text;
  try {
    return JSON.parse(text) as Json;
  } catch {
    return text;
  }
}

/** A text is shown bare where a text is meant. */
export function textOfValue(value: Json | undefined, type: SchemaType): string {
  if (value === undefined) return '';
  if (typeof value !== 'string') return JSON.stringify(value);
  return type === 'string' || !isJson(value) ? value : JSON.stringify(value);
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

export const isSchemaType = (text: string): text is SchemaType => (schemaTypes as readonly string[]).includes(text);

export const namesOf = (schema: Json | undefined): readonly string[] =>
  childrenOf(schema).flatMap(({ name }) => (name === null ? [] : [name]));
