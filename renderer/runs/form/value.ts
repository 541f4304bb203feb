import { isObject, type Json } from '@sagaloom/engine/core';
import type { Field } from './field.ts';

/** The value a form opens with: declared defaults, and what a person would else have to create by hand. */
export function initialValue(field: Field): Json | undefined {
  if (field.initial !== undefined) return field.initial;
  switch (field.kind) {
    case 'group':
      return Object.fromEntries(
        field.properties.flatMap(({ name, required, field: inner }) => {
          const value = initialValue(inner);
          return value === undefined || (!required && isEmpty(value)) ? [] : [[name, value]];
        }),
      );
    case 'list':
      return [];
    case 'boolean':
      return false;
    case 'choice':
      return field.options.length === 1 ? field.options[0] : undefined;
    default:
      return undefined;
  }
}

/** `value` with `name` set, or taken out when it is undefined. */
export function withProperty(value: Json | undefined, name: string, inner: Json | undefined): Json {
  const { [name]: _old, ...rest } = isObject(value) ? value : {};
  if (inner === undefined) return rest;
  // In its old place, so that the JSON beside the form does not jump about.
  return isObject(value) && name in value ? { ...value, [name]: inner } : { ...rest, [name]: inner };
}

export function withItem(value: Json | undefined, index: number, inner: Json | undefined): Json {
  const items = Array.isArray(value) ? (value as readonly Json[]) : [];
  return inner === undefined ? items.filter((_, at) => at !== index) : items.with(index, inner);
}

export function withNewItem(value: Json | undefined, item: Field): Json {
  return [...(Array.isArray(value) ? (value as readonly Json[]) : []), initialValue(item) ?? blank(item)];
}

function blank(field: Field): Json {
  if (field.kind === 'text') return '';
  if (field.kind === 'group') return {};
  return field.kind === 'choice' ? (field.options[0] ?? null) : null;
}

function isEmpty(value: Json): boolean {
  return Array.isArray(value) ? value.length === 0 : isObject(value) && Object.keys(value).length === 0;
}
