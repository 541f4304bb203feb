import type { Json, JsonObject } from '@sagaloom/engine/core';

/**
 * An open document is plain JSON, perhaps half-drawn: nothing may be assumed of its shape. Whoever reads it asks kindly and takes
 * what is there; whether it is a workflow is for `compile` to say.
 */
export type Draft = JsonObject;

/** The same while an edit is being made. */
export type Editable = null | boolean | number | string | Editable[] | EditableObject;
export interface EditableObject {
  [key: string]: Editable;
}

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function objectAt(parent: EditableObject, key: string): EditableObject | null {
  const value = parent[key];
  return isEditableObject(value) ? value : null;
}

export function isEditableObject(value: Editable | undefined): value is EditableObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function textAt(parent: JsonObject | EditableObject, key: string): string | null {
  const value = parent[key];
  return typeof value === 'string' && value !== '' ? value : null;
}

/** Adds a key where people expect it, not at the end; an existing one keeps its place. */
export function putBefore(object: EditableObject, key: string, value: Editable, before: string): void {
  if (key in object || !(before in object)) {
    object[key] = value;
    return;
  }
  const after = Object.entries(object).slice(Object.keys(object).indexOf(before));
  for (const [name] of after) delete object[name];
  object[key] = value;
  for (const [name, moved] of after) object[name] = moved;
}

/** Same entries, one key renamed in its place. */
export function renameKey(object: EditableObject, from: string, to: string): void {
  const entries = Object.entries(object);
  for (const [name] of entries) delete object[name];
  for (const [name, value] of entries) object[name === from ? to : name] = value;
}

/** A copy that shares nothing with what it was made of; also lets go of an edit in progress. */
export function copyOf(value: Json | Editable): Editable {
  return JSON.parse(JSON.stringify(value)) as Editable;
}
