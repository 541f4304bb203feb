import { isObject, type Json, type JsonObject } from '../../../core/json.ts';

/** Deeper than this, or round in a circle, a type says nothing more than that it is JSON. */
const MAX_DEPTH = 24;
const MOST_LITERALS = 200;

interface At {
  readonly root: Json;
  readonly depth: number;
  readonly indent: string;
  /** References on the way here. */
  readonly within: readonly string[];
}

/** A JSON Schema (2020-12) as a TypeScript type; what it cannot say, such as a pattern, is left out. `Json` is to be in scope. */
export function typeOfSchema(schema: Json, indent = ''): string {
  return typeOf(schema, { root: schema, depth: 0, indent, within: [] });
}

function typeOf(schema: Json, at: At): string {
  if (schema === false) return 'never';
  if (!isObject(schema) || at.depth > MAX_DEPTH) return 'Json';
  const inner = { ...at, depth: at.depth + 1 };
  const { $ref, allOf } = schema;
  const parts = [
    ...(typeof $ref === 'string' ? [referred($ref, inner)] : []),
    ...(Array.isArray(allOf) ? (allOf as readonly Json[]).map((each) => typeOf(each, inner)) : []),
    ...choices(schema, inner),
    ...ownType(schema, inner),
  ].filter((part) => part !== 'Json');
  return all(parts);
}

const all = (parts: readonly string[]): string => {
  const different = [...new Set(parts)];
  if (different.length <= 1) return different[0] ?? 'Json';
  return different.map((part) => (isCompound(part) ? `(${part})` : part)).join(' & ');
};

const any = (parts: readonly string[]): string => {
  const different = [...new Set(parts)];
  if (different.includes('Json')) return 'Json';
  const possible = different.filter((part) => part !== 'never');
  return possible.length === 0 ? 'never' : possible.join(' | ');
};

/** A union within an intersection, or within an array, stands in brackets. */
const isCompound = (type: string): boolean => / [|&] /.test(type);

function choices(schema: JsonObject, at: At): readonly string[] {
  return [schema['anyOf'], schema['oneOf']].flatMap((given) =>
    Array.isArray(given) ? [any((given as readonly Json[]).map((each) => typeOf(each, at)))] : [],
  );
}

/** Only into the schema itself; nothing is fetched. */
function referred(ref: string, at: At): string {
  if (!ref.startsWith('#') || at.within.includes(ref)) return 'Json';
  let found: Json | undefined = at.root;
  for (const part of ref.slice(1).split('/').slice(1)) {
    const name = decoded(part);
    if (Array.isArray(found)) found = (found as readonly Json[])[Number(name)];
    else if (isObject(found) && Object.hasOwn(found, name)) found = found[name];
    else return 'Json';
  }
  return found === undefined ? 'Json' : typeOf(found, { ...at, within: [...at.within, ref] });
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part).replaceAll('~1', '/').replaceAll('~0', '~');
  } catch {
    return part;
  }
}

function ownType(schema: JsonObject, at: At): readonly string[] {
  if ('const' in schema) return [literal(schema['const'])];
  const { enum: options, type } = schema;
  if (Array.isArray(options)) return [any((options as readonly Json[]).slice(0, MOST_LITERALS).map(literal))];
  if (Array.isArray(type)) return [any((type as readonly Json[]).map((each) => named(each, schema, at)))];
  if (typeof type === 'string') return [named(type, schema, at)];
  if ('properties' in schema || 'required' in schema) return [objectType(schema, at)];
  return 'items' in schema || 'prefixItems' in schema ? [arrayType(schema, at)] : [];
}

function named(type: Json, schema: JsonObject, at: At): string {
  if (type === 'object') return objectType(schema, at);
  if (type === 'array') return arrayType(schema, at);
  if (type === 'integer' || type === 'number') return 'number';
  return type === 'string' || type === 'boolean' || type === 'null' ? type : 'Json';
}

/** Of objects and arrays as they are written; anything else is its own type. */
function literal(value: Json | undefined): string {
  if (value === undefined) return 'Json';
  if (value === null || typeof value !== 'object') return JSON.stringify(value);
  if (Array.isArray(value)) return `readonly [${(value as readonly Json[]).map(literal).join(', ')}]`;
  const fields = Object.entries(value).map(([name, part]) => `readonly ${fieldName(name)}: ${literal(part)}`);
  return `{ ${fields.join('; ')} }`;
}

function arrayType(schema: JsonObject, at: At): string {
  const { items, prefixItems } = schema;
  const rest = items === undefined ? 'Json' : typeOf(items, at);
  if (!Array.isArray(prefixItems)) return `readonly ${bracketed(rest)}[]`;
  const first = (prefixItems as readonly Json[]).map((each) => typeOf(each, at));
  return `readonly [${[...first, ...(items === false ? [] : [`...${bracketed(rest)}[]`])].join(', ')}]`;
}

const bracketed = (type: string): string => (isCompound(type) || type.startsWith('readonly ') ? `(${type})` : type);

function objectType(schema: JsonObject, at: At): string {
  const properties = isObject(schema['properties']) ? schema['properties'] : {};
  const required = new Set(Array.isArray(schema['required']) ? (schema['required'] as readonly Json[]) : []);
  const indent = `${at.indent}  `;
  const inner = { ...at, indent };
  const fields = Object.entries(properties).map(([name, each]) => {
    const mark = required.has(name) ? '' : '?';
    return `${comment(each, indent)}${indent}readonly ${fieldName(name)}${mark}: ${typeOf(each, inner)};\n`;
  });
  for (const name of required)
    if (typeof name === 'string' && !Object.hasOwn(properties, name))
      fields.push(`${indent}readonly ${fieldName(name)}: Json;\n`);
  const { additionalProperties } = schema;
  if (additionalProperties === false)
    return fields.length === 0 ? '{ readonly [name: string]: never }' : block(fields, at);
  if (fields.length > 0) return block(fields, at);
  return `{ readonly [name: string]: ${additionalProperties === undefined ? 'Json' : typeOf(additionalProperties, inner)} }`;
}

const block = (fields: readonly string[], { indent }: At): string => `{\n${fields.join('')}${indent}}`;

function comment(schema: Json, indent: string): string {
  const text = isObject(schema) ? schema['description'] : undefined;
  return typeof text === 'string' && text.trim() !== '' ? `${indent}/** ${commentText(text)} */\n` : '';
}

/** In one line, and without its end. */
export const commentText = (text: string): string =>
  text
    .replaceAll(/[\s\u2028\u2029]+/g, ' ')
    .replaceAll('*/', '* /')
    .trim();

export const fieldName = (name: string): string => (/^[A-Za-z_$][\w$]*$/.test(name) ? name : quoted(name));

/** JSON's strings are TypeScript's, but for two ends of lines. */
const quoted = (text: string): string =>
  JSON.stringify(text).replaceAll('\u2028', '\\u2028').replaceAll('\u2029', '\\u2029');
