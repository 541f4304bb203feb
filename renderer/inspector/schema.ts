import { type StepType, stepSchemas } from '@sagaloom/engine/core';
import type { z } from 'zod';

/** What kind of field a schema asks for. The forms are made from the definition's own schemas; there is no second list of fields. */
export type FieldKind =
  | {
      readonly kind:
        | 'text'
        | 'duration'
        | 'number'
        | 'boolean'
        | 'template'
        | 'expression'
        | 'id'
        | 'list'
        | 'record'
        /** A JSON Schema of the user's own data. */
        | 'schema'
        | 'other';
    }
  | { readonly kind: 'choice'; readonly options: readonly string[] }
  /** Any of a few words, each once. */
  | { readonly kind: 'choices'; readonly options: readonly string[] }
  /** An object with fields of its own. */
  | { readonly kind: 'group'; readonly fields: readonly FieldSpec[] };

export interface FieldSpec {
  readonly name: string;
  readonly kind: FieldKind;
  readonly isRequired: boolean;
  /** What it means when it is not said, as its description has it: `Default: 10s.` */
  readonly fallback: string | null;
  readonly description: string;
}

type Schema = z.core.$ZodType;

const known = new Map<StepType, readonly FieldSpec[]>();

export function fieldsOf(type: StepType): readonly FieldSpec[] {
  const seen = known.get(type);
  if (seen) return seen;
  const fields = specsOf(stepSchemas[type].shape);
  known.set(type, fields);
  return fields;
}

export function specOf(name: string, schema: Schema): FieldSpec {
  const inner = unwrapped(schema);
  const description = metaOf(schema).description ?? metaOf(inner).description ?? '';
  return {
    name,
    kind: kindOf(inner),
    isRequired: inner === schema,
    fallback: /Default: (.+?)[.;](?:\s|$)/.exec(description)?.[1] ?? null,
    description,
  };
}

function unwrapped(schema: Schema): Schema {
  const { def } = schema._zod;
  return def.type === 'optional' ? unwrapped((def as z.core.$ZodOptionalDef).innerType) : schema;
}

interface Meta {
  readonly id?: string;
  readonly description?: string;
}

function metaOf(schema: Schema): Meta {
  return 'meta' in schema && typeof schema.meta === 'function' ? ((schema.meta as () => Meta | undefined)() ?? {}) : {};
}

/** A field that only describes a named schema in its own words is still of that kind: the name is the one's it was made of. */
function idOf(schema: Schema): string {
  const { parent } = schema._zod;
  return metaOf(schema).id ?? (parent === undefined ? '' : idOf(parent));
}

const byId: Readonly<Record<string, FieldKind>> = {
  Duration: { kind: 'duration' },
  Template: { kind: 'template' },
  Expression: { kind: 'expression' },
  Id: { kind: 'id' },
  JsonSchema: { kind: 'schema' },
};

function kindOf(schema: Schema): FieldKind {
  const named = byId[idOf(schema)];
  if (named) return named;
  const { def } = schema._zod;
  const options = optionsOf(schema);
  if (options) return { kind: 'choice', options };
  if (def.type === 'string') return { kind: 'text' };
  if (def.type === 'number' || def.type === 'int') return { kind: 'number' };
  if (def.type === 'boolean') return { kind: 'boolean' };
  if (def.type === 'record') return { kind: 'record' };
  if (def.type === 'array') return listOf((def as z.core.$ZodArrayDef).element);
  if (def.type === 'object') return { kind: 'group', fields: specsOf((def as z.core.$ZodObjectDef).shape) };
  return { kind: 'other' };
}

function listOf(element: Schema): FieldKind {
  const options = optionsOf(element);
  return options ? { kind: 'choices', options } : { kind: 'list' };
}

function optionsOf({ _zod: { def } }: Schema): readonly string[] | null {
  return def.type === 'enum' ? Object.keys((def as z.core.$ZodEnumDef).entries) : null;
}

export const specsOf = (shape: Readonly<Record<string, Schema>>): readonly FieldSpec[] =>
  Object.entries(shape).map(([name, schema]) => specOf(name, schema));

export const retryFields = specsOf(stepSchemas.task.shape.retry.unwrap().element.shape);
export const timeoutFields = specsOf(stepSchemas.task.shape.timeouts.unwrap().shape);
