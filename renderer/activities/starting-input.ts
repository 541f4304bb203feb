import type { ActivityInfo } from '@sagaloom/engine/contract';
import { isObject, type Json } from '@sagaloom/engine/core';
import type { EditableObject } from '../document/index.ts';

/** The `with` of a fresh step: what must be given, empty, so that the form shows it and the file says what is missing. */
export function startingInput({ input }: Pick<ActivityInfo, 'input'>): { readonly with?: EditableObject } {
  if (!isObject(input) || !isObject(input.properties)) return {};
  const required = Array.isArray(input.required) ? (input.required as readonly Json[]) : [];
  const { properties } = input;
  const entries = required.flatMap((name) =>
    typeof name === 'string' ? [[name, blankOf(properties[name])] as const] : [],
  );
  return entries.length === 0 ? {} : { with: Object.fromEntries(entries) as EditableObject };
}

function blankOf(schema: Json | undefined): Json {
  if (!isObject(schema)) return '';
  if (schema.default !== undefined) return schema.default;
  if (Array.isArray(schema.enum)) return (schema.enum[0] as Json) ?? '';
  if (schema.type === 'object') return {};
  if (schema.type === 'array') return [];
  return schema.type === 'boolean' ? false : '';
}
