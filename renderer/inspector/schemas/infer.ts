import { isObject, type Json, type JsonObject, validateAgainst } from '@sagaloom/engine/core';

/** A schema that all of some samples fit, as a person would begin to write it. */
export function schemaOfSamples(samples: readonly Json[]): JsonObject {
  const types = [...new Set(samples.map(typeOf))];
  const others = types.filter((type) => type !== 'null');
  const merged = others.includes('number') ? others.filter((type) => type !== 'integer') : others;
  const [only] = merged;
  if (only === undefined) return types.length > 0 ? { type: 'null' } : {};
  const said: Json = types.includes('null') || merged.length > 1 ? [...merged, ...nullOf(types)] : only;
  const ofType = merged.length === 1 ? detailsOf(only, samples) : {};
  return { type: said, ...ofType };
}

const nullOf = (types: readonly string[]): readonly string[] => (types.includes('null') ? ['null'] : []);

function typeOf(value: Json): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'array';
  if (typeof value === 'number') return Number.isInteger(value) ? 'integer' : 'number';
  return typeof value;
}

function detailsOf(type: string, samples: readonly Json[]): JsonObject {
  if (type === 'object') return propertiesOf(samples.filter(isObject));
  if (type === 'array') {
    const items = samples.flatMap((sample) => (Array.isArray(sample) ? (sample as readonly Json[]) : []));
    return items.length === 0 ? {} : { items: schemaOfSamples(items) };
  }
  const format = type === 'string' ? formatOf(samples) : null;
  return format === null ? {} : { format };
}

/** What every sample has is required. */
function propertiesOf(samples: readonly JsonObject[]): JsonObject {
  const names = [...new Set(samples.flatMap((sample) => Object.keys(sample)))];
  if (names.length === 0) return {};
  const held = (name: string): readonly Json[] =>
    samples.flatMap((sample) => (Object.hasOwn(sample, name) ? [sample[name] ?? null] : []));
  const required = names.filter((name) => held(name).length === samples.length);
  return {
    properties: Object.fromEntries(names.map((name) => [name, schemaOfSamples(held(name))])),
    ...(required.length > 0 ? { required } : {}),
  };
}

const formats: readonly (readonly [string, RegExp])[] = [
  ['date', /^\d{4}-\d{2}-\d{2}$/],
  ['date-time', /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}/],
  ['email', /^[^@\s]+@[^@\s]+\.[^@\s]+$/],
  ['uri', /^https?:\/\//],
  ['uuid', /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/i],
];

/** One that all texts have, null aside. */
function formatOf(samples: readonly Json[]): string | null {
  const texts = samples.filter((sample) => typeof sample === 'string');
  const found = formats.find(([format, look]) =>
    texts.every((text) => look.test(text) && validateAgainst({ format }, text).ok),
  );
  return found?.[0] ?? null;
}

/** Adds what a schema lacks and leaves what it has: new properties, and all that is said of a property nothing was said of. */
export function completed(schema: Json | undefined, sample: JsonObject): Json {
  if (!isObject(schema ?? null)) return sample;
  const given = schema as JsonObject;
  if (Object.keys(given).length === 0) return sample;
  const result: Record<string, Json> = { ...given };
  if (isObject(sample.properties ?? null) && (given.type === 'object' || isObject(given.properties ?? null))) {
    const before = isObject(given.properties ?? null) ? (given.properties as JsonObject) : {};
    const after: Record<string, Json> = { ...before };
    for (const [name, held] of Object.entries(sample.properties as JsonObject))
      after[name] = Object.hasOwn(before, name) ? completed(before[name], held as JsonObject) : held;
    result.properties = after;
  }
  if (isObject(sample.items ?? null) && given.type === 'array')
    result.items = completed(given.items, sample.items as JsonObject);
  return result;
}
