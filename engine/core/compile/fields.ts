import type { z } from 'zod';
import { compensateSchema, retryRuleSchema, timeoutsSchema } from '../definition/common.ts';
import {
  blockSchema,
  concurrencyKeySchema,
  configSchema,
  documentSchema,
  querySchema,
  searchAttributeSchema,
  signalSchema,
  stepSchemas,
  triggerSchema,
  updateSchema,
} from '../definition/document.ts';
import { isObject, type Json } from '../json.ts';
import type { Path } from './pointer.ts';

const defaults = documentSchema.shape.defaults.unwrap();
const catchClause = ['errors', 'as', 'next'];
const triggers = triggerSchema.options;
const declared: Readonly<Record<string, z.ZodObject>> = {
  config: configSchema,
  searchAttributes: searchAttributeSchema,
  signals: signalSchema,
  queries: querySchema,
  updates: updateSchema,
};
const shapes = stepSchemas as Readonly<Record<string, z.ZodObject>>;

/** The fields an object of a document may have, by where it stands: what a wrong name may have meant. */
export function fieldsAt(path: Path, document: Json): readonly string[] {
  const [owner, name] = [path.at(-2), path.at(-1)];
  if (path.length === 0) return Object.keys(documentSchema.shape);
  if (owner === 'steps') return stepFields(valueAt(document, path));
  if (owner === 'retry') return Object.keys(retryRuleSchema.shape);
  if (owner === 'catch') return catchClause;
  if (path.length === 2 && owner === 'triggers') return triggerFields(valueAt(document, path));
  if (path.length === 2 && typeof owner === 'string') return Object.keys(declared[owner]?.shape ?? {});
  if (path.length === 1 && name === 'concurrencyKey') return Object.keys(concurrencyKeySchema.shape);
  if (owner === 'branches') return typeof name === 'number' ? ['when', 'name', 'next'] : Object.keys(blockSchema.shape);
  if (name === 'finally') return Object.keys(blockSchema.shape);
  if (name === 'compensate') return Object.keys(compensateSchema.shape);
  if (name === 'timeouts') return Object.keys(timeoutsSchema.shape);
  if (name === 'defaults') return Object.keys(defaults.shape);
  if (name === 'error') return Object.keys(stepSchemas.fail.shape.error.shape);
  return name === 'join' ? ['count'] : [];
}

function triggerFields(trigger: Json | undefined): readonly string[] {
  const type = isObject(trigger) ? trigger['type'] : undefined;
  return Object.keys(triggers.find(({ shape }) => shape.type.value === type)?.shape ?? { type });
}

function stepFields(step: Json | undefined): readonly string[] {
  const type = isObject(step) ? step['type'] : undefined;
  return typeof type === 'string' && Object.hasOwn(shapes, type) ? Object.keys(shapes[type]?.shape ?? {}) : ['type'];
}

export function valueAt(document: Json, path: Path): Json | undefined {
  let value: Json | undefined = document;
  for (const part of path) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, part)) return undefined;
    value = (value as Readonly<Record<string | number, Json>>)[part];
  }
  return value;
}
