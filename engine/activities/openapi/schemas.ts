import { isObject, type Json, type JsonObject, put } from '../../core/json.ts';
import { type Bundle, DocumentError, type Located } from './bundle.ts';
import { placeOf, referenceOf, referred, resolved } from './refs.ts';

/** A request has no `readOnly` members, an answer no `writeOnly` ones. */
export type Direction = 'input' | 'output';

const MOST_DEFINITIONS = 5_000;
const MOST_DEPTH = 200;

/** Turns schemas of a document into JSON Schema 2020-12 that stands alone. */
export interface SchemaMaker {
  readonly schema: (at: Located) => Json;
  /** What the schemas made so far refer to; to be put at the root as `$defs`. */
  readonly definitions: () => JsonObject;
}

const single = new Set([
  'items',
  'additionalItems',
  'additionalProperties',
  'not',
  'if',
  'then',
  'else',
  'contains',
  'propertyNames',
  'unevaluatedItems',
  'unevaluatedProperties',
]);
const maps = new Set(['properties', 'patternProperties', 'dependentSchemas']);
const lists = new Set(['allOf', 'anyOf', 'oneOf', 'prefixItems']);
const plain = new Set([
  'type',
  'enum',
  'const',
  'default',
  'title',
  'description',
  'format',
  'pattern',
  'minimum',
  'maximum',
  'exclusiveMinimum',
  'exclusiveMaximum',
  'multipleOf',
  'minLength',
  'maxLength',
  'minItems',
  'maxItems',
  'uniqueItems',
  'minContains',
  'maxContains',
  'minProperties',
  'maxProperties',
  'required',
  'dependentRequired',
  'examples',
  'deprecated',
  'contentEncoding',
  'contentMediaType',
]);

/** `isOld`: OpenAPI 3.0, whose schemas differ from JSON Schema. */
export function schemaMaker(bundle: Bundle, isOld: boolean, direction: Direction): SchemaMaker {
  const names = new Map<string, string>();
  const taken = new Set<string>();
  const definitions: Record<string, Json> = {};
  const waiting: { readonly name: string; readonly at: Located }[] = [];

  const nameOf = (file: string, reference: string): string => {
    const { file: target, pointer } = placeOf(file, reference);
    const key = `${target}#${pointer}`;
    const known = names.get(key);
    if (known !== undefined) return known;
    if (names.size >= MOST_DEFINITIONS)
      throw new DocumentError(`The operation refers to more than ${MOST_DEFINITIONS} schemas.`);
    const name = freeName(pointer, taken);
    names.set(key, name);
    taken.add(name);
    waiting.push({ name, at: referred(bundle, file, reference) });
    return name;
  };

  const made = (at: Located, depth: number): Json => {
    if (!isObject(at.value)) return typeof at.value === 'boolean' ? at.value : true;
    if (depth > MOST_DEPTH) throw new DocumentError(`A schema is nested deeper than ${MOST_DEPTH}.`);
    const reference = referenceOf(at.value);
    const own = reference !== null && isOld ? {} : members(at.value, at.file, depth);
    return reference === null ? own : { ...own, $ref: `#/$defs/${nameOf(at.file, reference)}` };
  };

  const members = (schema: JsonObject, file: string, depth: number): JsonObject => {
    if (direction === 'input' && schema['format'] === 'binary') return bytes(schema);
    const result: Record<string, Json> = {};
    const inner = (value: Json): Json => made({ file, value }, depth + 1);
    for (const [keyword, value] of Object.entries(schema)) {
      if (plain.has(keyword)) result[keyword] = value;
      else if (single.has(keyword)) result[keyword] = inner(value);
      else if (lists.has(keyword) && Array.isArray(value)) result[keyword] = (value as readonly Json[]).map(inner);
      else if (maps.has(keyword) && isObject(value)) result[keyword] = mapped(value, inner);
    }
    const required = requiredOf(schema, file);
    if (required !== null) result['required'] = required;
    return isOld ? modern(schema, result) : result;
  };

  const requiredOf = ({ required, properties }: JsonObject, file: string): readonly Json[] | null => {
    if (!Array.isArray(required)) return null;
    const absent = direction === 'input' ? 'readOnly' : 'writeOnly';
    return (required as readonly Json[]).filter((name) => {
      const member =
        isObject(properties) && typeof name === 'string' && Object.hasOwn(properties, name) ? properties[name] : null;
      const { value } = resolved(bundle, { file, value: member ?? null });
      return !isObject(value) || value[absent] !== true;
    });
  };

  return {
    schema(at) {
      const schema = made(at, 0);
      for (let next = waiting.shift(); next !== undefined; next = waiting.shift())
        put(definitions, next.name, made(next.at, 0));
      return schema;
    },
    definitions: () => definitions,
  };
}

function freeName(pointer: string, taken: ReadonlySet<string>): string {
  const base = (pointer.split('/').at(-1) ?? '').replaceAll(/[^A-Za-z0-9_.-]/g, '_') || 'schema';
  let name = base;
  for (let n = 2; taken.has(name); n += 1) name = `${base}_${n}`;
  return name;
}

function mapped(map: JsonObject, inner: (value: Json) => Json): JsonObject {
  const result: Record<string, Json> = {};
  for (const [name, value] of Object.entries(map)) put(result, name, inner(value));
  return result;
}

/** As JSON, bytes are base64, or a file of the workspace. */
const bytes = ({ title, description }: JsonObject): JsonObject => ({
  ...(title !== undefined && { title }),
  ...(description !== undefined && { description }),
  anyOf: [
    { type: 'string', contentEncoding: 'base64', description: 'Bytes, as base64.' },
    {
      type: 'object',
      properties: { file: { type: 'string', description: 'A file of the workspace, relative to it.' } },
      required: ['file'],
      additionalProperties: false,
    },
  ],
});

/** What OpenAPI 3.0 says in its own way. */
function modern(old: JsonObject, schema: JsonObject): JsonObject {
  const result: Record<string, Json> = { ...schema };
  for (const [exclusive, limit] of [
    ['exclusiveMinimum', 'minimum'],
    ['exclusiveMaximum', 'maximum'],
  ] as const) {
    if (typeof result[exclusive] !== 'boolean') continue;
    const isExclusive = result[exclusive];
    delete result[exclusive];
    if (isExclusive && result[limit] !== undefined) {
      result[exclusive] = result[limit];
      delete result[limit];
    }
  }
  if (old['nullable'] !== true) return result;
  if (typeof result['type'] !== 'string') return { anyOf: [result, { type: 'null' }] };
  const { enum: values, type } = result;
  return {
    ...result,
    type: [type, 'null'],
    ...(Array.isArray(values) && !values.includes(null) && { enum: [...(values as readonly Json[]), null] }),
  };
}
