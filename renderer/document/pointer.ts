import type { Json } from '@sagaloom/engine/core';
import { copyOf, type Editable, type EditableObject, isEditableObject } from './draft.ts';

/** The parts of a JSON pointer (RFC 6901). */
export type Path = readonly string[];

export function toPointer(path: Path): string {
  return path.map((part) => `/${part.replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');
}

export function readAt(root: Json | undefined, path: Path): Json | undefined {
  let value: Json | undefined = root;
  for (const part of path) value = childOf(value, part);
  return value;
}

function childOf(value: Json | undefined, part: string): Json | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  return Object.hasOwn(value, part) ? (value as Readonly<Record<string, Json>>)[part] : undefined;
}

/**
 * Sets the value at a path, making the objects that lead there; `undefined` removes it, and with it the objects it leaves empty
 * (a step that has no `timeouts` any more should not say `"timeouts": {}`).
 */
export function writeAt(root: EditableObject, path: Path, value: Editable | undefined): void {
  const [part, ...rest] = path;
  if (part === undefined) return;
  if (rest.length > 0) writeInside(root, part, rest, value);
  else if (value === undefined) delete root[part];
  else root[part] = value;
}

function writeInside(root: EditableObject, part: string, rest: Path, value: Editable | undefined): void {
  const child = root[part];
  if (Array.isArray(child)) {
    writeInList(child, rest, value);
    if (value === undefined && child.length === 0) delete root[part];
  } else if (isEditableObject(child)) {
    if (value !== undefined && rest.length === 1 && rest[0] === proto) root[part] = withProto(child, value);
    else writeAt(child, rest, value);
    if (value === undefined && Object.keys(child).length === 0) delete root[part];
  } else if (value !== undefined) {
    const isProto = rest.length === 1 && rest[0] === proto;
    const made: EditableObject = isProto ? withProto({}, value) : {};
    root[part] = made;
    if (!isProto) writeAt(made, rest, value);
  }
}

/** Set in the usual way it would be no key of the object but what it inherits from. */
const proto = '__proto__';

const withProto = (object: EditableObject, value: Editable): EditableObject =>
  copyOf({ ...object, [proto]: value }) as EditableObject;

function writeInList(list: Editable[], [part, ...rest]: Path, value: Editable | undefined): void {
  const index = Number(part);
  if (!Number.isInteger(index) || index < 0 || index > list.length) return;
  const item = list[index];
  if (rest.length > 0) {
    if (isEditableObject(item)) writeAt(item, rest, value);
  } else if (value === undefined) list.splice(index, 1);
  else list[index] = value;
}
