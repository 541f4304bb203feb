/** What the published JSON Schema says of a place in a text, however unfinished the text is. */
import { documentJsonSchema, isObject, type Json, type JsonObject } from '@sagaloom/engine/core';
import { entries, type Location, locate, placesOf } from '../document/source/scan.ts';

let root: JsonObject | null = null;
const schemaRoot = (): JsonObject => (root ??= documentJsonSchema());

/** A key that may stand in an object. */
export interface KeyHelp {
  readonly name: string;
  readonly description: string;
  readonly schema: JsonObject;
  readonly isRequired: boolean;
}

/** All that can be said of the value at a path; more than one where the text has not decided yet. */
export function schemasAt(text: string, path: readonly string[]): readonly JsonObject[] {
  const prefixes = path.map((_, length) => path.slice(0, length));
  const places = placesOf(text, prefixes);
  let found = alternatives(schemaRoot(), null);
  for (const [depth, name] of path.entries()) {
    const place = places.get(prefixes[depth] ?? []);
    const kind = place ? typeIn(text, place.value.from) : null;
    found = found
      .flatMap((schema) => alternatives(schema, kind))
      .map((schema) => childOf(schema, name))
      .filter((child) => child !== null);
  }
  return found;
}

/** The keys that fit into the object at a path, those that are there already included. */
export function keysAt(text: string, path: readonly string[]): readonly KeyHelp[] {
  const place = placesOf(text, [path]).get(path);
  const kind = place ? typeIn(text, place.value.from) : null;
  const byName = new Map<string, KeyHelp>();
  for (const schema of schemasAt(text, path).flatMap((each) => alternatives(each, kind))) {
    const required = Array.isArray(schema.required) ? (schema.required as readonly Json[]) : [];
    for (const [name, property] of Object.entries(isObject(schema.properties) ? schema.properties : {})) {
      if (byName.has(name) || !isObject(property)) continue;
      const description = descriptionOf(property);
      byName.set(name, { name, description, schema: property, isRequired: required.includes(name) });
    }
  }
  return [...byName.values()];
}

/** Words a value may be, as JSON: constants, members of an enum, true and false. */
export function wordsAt(text: string, path: readonly string[]): readonly { value: Json; description: string }[] {
  const parent = path.slice(0, -1);
  const isKind = path.at(-1) === 'type' && schemasAt(text, parent).some((schema) => Array.isArray(schema.oneOf));
  const schemas = isKind ? kindsAt(text, parent) : schemasAt(text, path);
  const words = schemas.flatMap((schema) => alternatives(schema, null)).flatMap(wordsOf);
  return [...new Map(words.map((word) => [JSON.stringify(word.value), word] as const)).values()];
}

/** What kinds of thing the object may be, whatever it says it is. */
function kindsAt(text: string, parent: readonly string[]): readonly JsonObject[] {
  return schemasAt(text, parent)
    .flatMap((schema) => alternatives(schema, null))
    .flatMap((schema) => {
      const kind = childOf(schema, 'type');
      return kind ? [{ ...kind, description: descriptionOf(schema) }] : [];
    });
}

function wordsOf(schema: JsonObject): readonly { value: Json; description: string }[] {
  const description = descriptionOf(schema);
  if (schema.const !== undefined) return [{ value: schema.const, description }];
  if (Array.isArray(schema.enum)) return (schema.enum as readonly Json[]).map((value) => ({ value, description }));
  if (schema.type === 'boolean') return [true, false].map((value) => ({ value, description }));
  return [];
}

/** What is to be known about what stands at an offset; null where the schema says nothing. */
export function helpAt(text: string, offset: number): { readonly at: Location; readonly description: string } | null {
  const at = locate(text, offset);
  if (at.part === 'between' || at.path.length === 0) return null;
  const kind = at.path.at(-1) === 'type' && at.part === 'value' ? kindHelp(text, at) : '';
  const description =
    kind ||
    (schemasAt(text, at.path)
      .map(descriptionOf)
      .find((each) => each !== '') ??
      '');
  return description === '' ? null : { at, description };
}

/** `"type": "saga"` says what a saga is. */
function kindHelp(text: string, { path }: Location): string {
  const parent = placesOf(text, [path.slice(0, -1)]);
  const [place] = parent.values();
  const kind = place ? typeIn(text, place.value.from) : null;
  const [schema] = schemasAt(text, path.slice(0, -1)).flatMap((each) => alternatives(each, kind));
  return schema && kind !== null ? descriptionOf(schema) : '';
}

function descriptionOf(schema: JsonObject): string {
  if (typeof schema.description === 'string') return schema.description;
  const target = targetOf(schema);
  return target && typeof target.description === 'string' ? target.description : '';
}

function targetOf({ $ref }: JsonObject): JsonObject | null {
  if (typeof $ref !== 'string') return null;
  const definitions = schemaRoot().$defs;
  const target = isObject(definitions) ? definitions[$ref.replace('#/$defs/', '')] : undefined;
  return isObject(target) ? target : null;
}

/** References followed, choices taken apart; of those told apart by `type`, the one that the text says. */
function alternatives(schema: JsonObject, kind: string | null): readonly JsonObject[] {
  const target = targetOf(schema);
  if (target) return alternatives(target, kind);
  const choices = [schema.oneOf, schema.anyOf].flatMap((list) =>
    Array.isArray(list) ? (list as readonly Json[]) : [],
  );
  if (choices.length === 0) return [schema];
  const all = choices.flatMap((choice) => (isObject(choice) ? alternatives(choice, kind) : []));
  const meant = all.filter((each) => kind !== null && childOf(each, 'type')?.const === kind);
  return meant.length > 0 ? meant : all;
}

function childOf(schema: JsonObject, name: string): JsonObject | null {
  const { properties, additionalProperties, items } = schema;
  const property = isObject(properties) && Object.hasOwn(properties, name) ? properties[name] : undefined;
  const child = property ?? (schema.type === 'array' ? items : additionalProperties);
  return isObject(child) ? child : null;
}

function typeIn(text: string, from: number): string | null {
  for (const { name, place } of entries(text, from)) {
    if (name === 'type') return /^"(.*)"$/.exec(text.slice(place.value.from, place.value.to))?.[1] ?? null;
  }
  return null;
}
