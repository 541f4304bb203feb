import type { Json } from '@sagaloom/engine/core';
import type { Draft } from './draft.ts';
import type { Path } from './pointer.ts';

/**
 * One place of a document before and after an edit; `undefined` is absence. Documents share what they have in common, so a change
 * costs what it changed. Where keys came, went or moved, the change is of the whole object: undone, even the order of keys is as it was.
 */
export interface Change {
  readonly path: Path;
  readonly before: Json | undefined;
  readonly after: Json | undefined;
}

export function changesBetween(before: Draft, after: Draft): readonly Change[] {
  const found: Change[] = [];
  collect(before, after, [], found);
  return found;
}

function collect(before: Json | undefined, after: Json | undefined, path: Path, found: Change[]): void {
  if (Object.is(before, after)) return;
  const keys = sharedKeys(before, after);
  if (keys === null) {
    found.push({ path, before, after });
    return;
  }
  const left = before as Readonly<Record<string, Json>>;
  const right = after as Readonly<Record<string, Json>>;
  for (const key of keys) collect(left[key], right[key], [...path, key], found);
}

/** The keys of two objects (or lists) that have the same keys in the same order; else null. */
function sharedKeys(before: Json | undefined, after: Json | undefined): readonly string[] | null {
  if (typeof before !== 'object' || typeof after !== 'object' || before === null || after === null) return null;
  if (Array.isArray(before) !== Array.isArray(after)) return null;
  const keys = Object.keys(before);
  const others = Object.keys(after);
  return keys.length === others.length && keys.every((key, index) => key === others[index]) ? keys : null;
}

export function applyChanges(document: Draft, changes: readonly Change[]): Draft {
  return changes.reduce((current, { path, after }) => replaceAt(current, path, after) as Draft, document);
}

export function revertChanges(document: Draft, changes: readonly Change[]): Draft {
  return changes.reduceRight((current, { path, before }) => replaceAt(current, path, before) as Draft, document);
}

/** A changed place always has a value on both sides, except the root's: changes of key sets are changes of the object. */
function replaceAt(value: Json | undefined, path: Path, replacement: Json | undefined): Json | undefined {
  const [part, ...rest] = path;
  if (part === undefined) return replacement;
  if (Array.isArray(value)) {
    const list = value as readonly Json[];
    return list.map((item, index) => (String(index) === part ? (replaceAt(item, rest, replacement) as Json) : item));
  }
  const object = value as Readonly<Record<string, Json>>;
  return { ...object, [part]: replaceAt(object[part], rest, replacement) as Json };
}
