import { isObject, type Json, type JsonObject } from '@sagaloom/engine/core';

/** What a JSON Schema asks for, as far as a form can ask for it; the rest is edited as JSON. */
export type Field = FieldBase & FieldKind;

interface FieldBase {
  readonly title: string | null;
  readonly hint: string | null;
  readonly initial: Json | undefined;
}

type FieldKind =
  | { readonly kind: 'text' }
  | { readonly kind: 'number'; readonly integer: boolean }
  | { readonly kind: 'boolean' }
  | { readonly kind: 'choice'; readonly options: readonly Json[] }
  | { readonly kind: 'list'; readonly item: Field }
  | { readonly kind: 'group'; readonly properties: readonly Property[] }
  /** Names of the person's own. */
  | { readonly kind: 'record' }
  | { readonly kind: 'json' };

export interface Property {
  readonly name: string;
  readonly required: boolean;
  readonly field: Field;
}

/** A schema that refers to itself is drawn this deep, then edited as JSON. */
const deepest = 6;

export function fieldOf(schema: Json | undefined): Field {
  return read(schema ?? true, schema ?? true, 0);
}

function read(schema: Json, root: Json, depth: number): Field {
  const resolved = resolve(schema, root);
  // What is said beside a reference is meant for this place.
  const said: JsonObject = isObject(schema) ? { ...resolved, ...schema } : resolved;
  const base: FieldBase = { title: text(said['title']), hint: text(said['description']), initial: said['default'] };
  return { ...base, ...(depth > deepest ? { kind: 'json' } : kindOf(resolved, root, depth)) };
}

function kindOf(schema: JsonObject, root: Json, depth: number): FieldKind {
  if (Array.isArray(schema['enum'])) return { kind: 'choice', options: schema['enum'] as readonly Json[] };
  if (schema['const'] !== undefined) return { kind: 'choice', options: [schema['const']] };
  if (combines(schema)) return { kind: 'json' };
  switch (typeOf(schema)) {
    case 'string':
      return { kind: 'text' };
    case 'number':
      return { kind: 'number', integer: false };
    case 'integer':
      return { kind: 'number', integer: true };
    case 'boolean':
      return { kind: 'boolean' };
    case 'array':
      return { kind: 'list', item: read(schema['items'] ?? true, root, depth + 1) };
    case 'object':
      return groupOf(schema, root, depth);
    default:
      return { kind: 'json' };
  }
}

function groupOf(schema: JsonObject, root: Json, depth: number): FieldKind {
  const { properties, required } = schema;
  if (!isObject(properties)) return { kind: isOpen(schema['additionalProperties']) ? 'record' : 'json' };
  const needed = new Set(Array.isArray(required) ? required : []);
  return {
    kind: 'group',
    properties: Object.entries(properties).map(([name, property]) => ({
      name,
      required: needed.has(name),
      field: read(property, root, depth + 1),
    })),
  };
}

/** `type` alone, or with null beside it; without it, what the other words imply. */
function typeOf(schema: JsonObject): string | null {
  const { type } = schema;
  if (typeof type === 'string') return type;
  if (Array.isArray(type)) {
    const [only, ...others] = (type as readonly Json[]).filter((name) => name !== 'null');
    return typeof only === 'string' && others.length === 0 ? only : null;
  }
  return isObject(schema['properties']) ? 'object' : null;
}

function combines(schema: JsonObject): boolean {
  return ['oneOf', 'anyOf', 'allOf', 'not', 'if', 'patternProperties', 'prefixItems'].some((word) => word in schema);
}

const isOpen = (additional: Json | undefined): boolean => additional === true || isObject(additional ?? null);

function resolve(schema: Json, root: Json): JsonObject {
  if (!isObject(schema)) return {};
  const reference = schema['$ref'];
  if (typeof reference !== 'string' || !reference.startsWith('#')) return schema;
  let target: Json | undefined = root;
  for (const part of reference.slice(1).split('/').filter(Boolean)) {
    target = isObject(target) ? target[part.replaceAll('~1', '/').replaceAll('~0', '~')] : undefined;
  }
  return isObject(target) && target !== schema ? target : {};
}

function text(value: Json | undefined): string | null {
  return typeof value === 'string' && value !== '' ? value : null;
}
