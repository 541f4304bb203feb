import type { Json } from '@sagaloom/engine/core';
import type { z } from 'zod';

/** Every field that a schema can hold, as pointers, and a value that has them all. Made of the schema alone, so that a new field is in it. */
export interface Whole {
  readonly pointers: readonly string[];
  readonly value: Json;
}

type Schema = z.core.$ZodType;

interface Meta {
  readonly id?: string;
}

const byId: Readonly<Record<string, Json>> = {
  Duration: '5s',
  Template: 'text',
  Expression: '{% true %}',
  Id: 'other',
  JsonSchema: { type: 'object' },
};

/** What is drawn on the canvas, not filled into a form. */
const drawn = new Set(['type', 'start', 'steps']);

/** `skip`: fields that exclude others of the same schema, and so have a turn of their own. */
export function wholeOf(schema: Schema, at: string, skip: readonly string[] = []): Whole {
  const { def } = schema._zod;
  const known = byId[metaOf(schema).id ?? ''];
  if (known !== undefined) return leaf(at, known);
  switch (def.type) {
    case 'optional':
      return wholeOf((def as z.core.$ZodOptionalDef).innerType, at, skip);
    case 'object':
      return objectOf((def as z.core.$ZodObjectDef).shape, at, skip);
    case 'array':
      return listOf((def as z.core.$ZodArrayDef).element, at);
    case 'record':
      return recordOf((def as z.core.$ZodRecordDef).valueType, at);
    case 'enum':
      return leaf(at, Object.keys((def as z.core.$ZodEnumDef).entries)[0] ?? '');
    case 'number':
      return leaf(at, 2);
    case 'boolean':
      return leaf(at, true);
    case 'literal':
      return leaf(at, (def as z.core.$ZodLiteralDef<string>).values[0] ?? '');
    case 'union':
      return leaf(at, at.endsWith('/join') ? { count: 1 } : '5s');
    default:
      return leaf(at, 'text');
  }
}

const leaf = (at: string, value: Json): Whole => ({ pointers: [at], value });

function objectOf(shape: Readonly<Record<string, Schema>>, at: string, skip: readonly string[]): Whole {
  const parts = Object.entries(shape)
    .filter(([name]) => !drawn.has(name) && !skip.includes(name))
    .map(([name, field]) => [name, wholeOf(field, `${at}/${name}`)] as const);
  return {
    pointers: parts.flatMap(([, { pointers }]) => pointers),
    value: Object.fromEntries(parts.map(([name, { value }]) => [name, value])),
  };
}

/** Of a list of objects each has a form; of a list of texts all are one field. */
function listOf(element: Schema, at: string): Whole {
  if (element._zod.def.type !== 'object') return leaf(at, [wholeOf(element, at).value]);
  const { pointers, value } = wholeOf(element, `${at}/0`);
  return { pointers, value: [value] };
}

/** Declared things have a form each; names with values are one table. */
function recordOf(value: Schema, at: string): Whole {
  if (value._zod.def.type !== 'object') return leaf(at, { one: wholeOf(value, at).value });
  const held = wholeOf(value, `${at}/ONE`);
  return { pointers: held.pointers, value: { ONE: held.value } };
}

function metaOf(schema: Schema): Meta {
  return 'meta' in schema && typeof schema.meta === 'function' ? ((schema.meta as () => Meta | undefined)() ?? {}) : {};
}
