import { isObject, type Json, type JsonObject } from '@sagaloom/engine/core';

/** What the tree shows of a JSON Schema. All else in it is kept as it is, and shown as such: nothing is ever left out. */
export type SchemaType = (typeof schemaTypes)[number];

export const schemaTypes = ['string', 'integer', 'number', 'boolean', 'object', 'array', 'any'] as const;

export type Shape =
  | { readonly kind: 'tree'; readonly type: SchemaType; readonly nullable: boolean }
  /** Not drawn as a tree: `word` is what makes it so, such as $ref or oneOf. */
  | { readonly kind: 'raw'; readonly word: string };

const combining = ['$ref', '$dynamicRef', 'oneOf', 'anyOf', 'allOf', 'not', 'if'] as const;

export function shapeOf(schema: Json | undefined): Shape {
  const given: Json = schema === undefined ? {} : schema;
  if (!isObject(given)) return { kind: 'raw', word: JSON.stringify(given) };
  if ('$ref' in given) return { kind: 'raw', word: '$ref' };
  const typed = typeOf(given.type);
  if (typed === null) return { kind: 'raw', word: 'type' };
  if (typed.type !== 'any') return { kind: 'tree', ...typed };
  if (isObject(given.properties ?? null)) return { kind: 'tree', type: 'object', nullable: false };
  if ('items' in given) return { kind: 'tree', type: 'array', nullable: false };
  const word = combining.find((one) => one in given);
  return word === undefined ? { kind: 'tree', ...typed } : { kind: 'raw', word };
}

interface Typed {
  readonly type: SchemaType;
  readonly nullable: boolean;
}

/** One type, with or without null beside it. Null: several, or none that there is. */
function typeOf(type: Json | undefined): Typed | null {
  if (type === undefined) return { type: 'any', nullable: false };
  const all = Array.isArray(type) ? (type as readonly Json[]) : [type];
  const others = all.filter((one) => one !== 'null');
  const known = schemaTypes.find((one) => one !== 'any' && one === others[0]);
  if (known === undefined || others.length !== 1 || all.length - others.length > 1) return null;
  return { type: known, nullable: all.length > others.length };
}

const ofAny = ['type', 'title', 'description', 'default', 'enum'] as const;

const ofType: Readonly<Record<SchemaType, readonly string[]>> = {
  string: ['format', 'pattern', 'minLength', 'maxLength'],
  integer: ['minimum', 'maximum', 'exclusiveMinimum', 'exclusiveMaximum', 'multipleOf'],
  number: ['minimum', 'maximum', 'exclusiveMinimum', 'exclusiveMaximum', 'multipleOf'],
  boolean: [],
  object: ['properties', 'required', 'additionalProperties'],
  array: ['items', 'minItems', 'maxItems', 'uniqueItems'],
  any: [],
};

/** Keywords that the tree has a place for, given what they hold: a schema under `additionalProperties` has none. */
export function isShown(schema: JsonObject, type: SchemaType, keyword: string): boolean {
  const value = schema[keyword];
  if (keyword === 'properties') return type === 'object' && isObject(value ?? null);
  if (keyword === 'required') return type === 'object' && isTexts(value);
  if (keyword === 'additionalProperties') return type === 'object' && typeof value === 'boolean';
  if (keyword === 'enum') return Array.isArray(value);
  return (ofAny as readonly string[]).includes(keyword) || ofType[type].includes(keyword);
}

const isTexts = (value: Json | undefined): boolean =>
  Array.isArray(value) && (value as readonly Json[]).every((one) => typeof one === 'string');

/** What the tree does not know, in the order of the file. */
export function keptOf(schema: Json | undefined): readonly string[] {
  const shape = shapeOf(schema);
  if (shape.kind === 'raw' || !isObject(schema ?? null)) return [];
  const given = schema as JsonObject;
  return Object.keys(given).filter((keyword) => !isShown(given, shape.type, keyword));
}

/** Keywords that mean nothing to another type, and go with the type. */
export const goingWith = (type: SchemaType): readonly string[] => ofType[type];

export interface Child {
  /** Null: what each item of a list is. */
  readonly name: string | null;
  /** From the schema that holds it. */
  readonly path: readonly string[];
  readonly schema: Json;
  readonly isRequired: boolean;
}

export function childrenOf(schema: Json | undefined): readonly Child[] {
  const shape = shapeOf(schema);
  if (shape.kind === 'raw' || !isObject(schema ?? null)) return [];
  const { properties, items } = schema as JsonObject;
  if (shape.type === 'array' && items !== undefined)
    return [{ name: null, path: ['items'], schema: items, isRequired: false }];
  if (shape.type !== 'object' || !isObject(properties ?? null)) return [];
  const required = new Set(requiredOf(schema as JsonObject));
  return Object.entries(properties as JsonObject).map(([name, held]) => ({
    name,
    path: ['properties', name],
    schema: held,
    isRequired: required.has(name),
  }));
}

export const requiredOf = ({ required }: JsonObject): readonly string[] =>
  isTexts(required) ? (required as readonly string[]) : [];
