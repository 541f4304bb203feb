import type { Diagnostic, Json } from '@sagaloom/engine/core';
import {
  type Draft,
  type Editable,
  type EditableObject,
  outlineOf,
  type Path,
  readAt,
  type StepEntry,
  writeAt,
} from '../document/index.ts';
import type { MessageKey, MessageValues } from '../locales/index.ts';

export type FixKey = Extract<MessageKey, `fixes.do.${string}`>;

/** One sensible edit that puts a problem right. */
export interface Fix {
  /** Its words, and what kind of fix it is: problems of one code with fixes of one kind can be fixed together. */
  readonly key: FixKey;
  readonly values: MessageValues;
  /** Works on the document the fix was made for. */
  readonly edit: (draft: EditableObject) => void;
  /** What it changes says nothing that anybody meant: all of its kind may be done at once. */
  readonly isSafe: boolean;
  /** A place to show afterwards, where something is left to fill in. */
  readonly show: Path | null;
}

/** A problem with what a fix needs to know of it. */
export interface Case {
  readonly diagnostic: Diagnostic;
  readonly document: Draft;
  readonly path: Path;
  /** What stands there. */
  readonly value: Json | undefined;
  readonly step: StepEntry | null;
}

export type Maker = (problem: Case) => readonly (Fix | null)[];

export function caseOf(diagnostic: Diagnostic, document: Draft): Case {
  const path = pathOf(diagnostic.pointer);
  const step = diagnostic.step === null ? null : (outlineOf(document).steps.get(diagnostic.step) ?? null);
  return { diagnostic, document, path, value: readAt(document, path), step };
}

const pathOf = (pointer: string): Path =>
  pointer
    .split('/')
    .slice(1)
    .map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'));

interface More {
  readonly isSafe?: boolean;
  readonly show?: Path;
}

export function fix(
  key: FixKey,
  values: MessageValues,
  edit: (draft: EditableObject) => void,
  { isSafe = false, show }: More = {},
): Fix {
  return { key, values, edit, isSafe, show: show ?? null };
}

/** A text of the sentence. */
export function said({ diagnostic }: Case, name: string): string | null {
  const value = diagnostic.says?.values[name];
  return typeof value === 'string' ? value : typeof value === 'number' ? String(value) : null;
}

/** Key of a part of the sentence, or of the sentence itself. */
export function partOf({ diagnostic }: Case, name?: string): string | null {
  if (name === undefined) return diagnostic.says?.key ?? null;
  const value = diagnostic.says?.values[name];
  return typeof value === 'object' ? value.key : null;
}

export const copied = (value: Json): Editable => JSON.parse(JSON.stringify(value)) as Editable;

export const textOf = (value: Json | undefined): string => (typeof value === 'string' ? value : '');

export const lastOf = (path: Path): string => path.at(-1) ?? '';

export const set =
  (path: Path, value: Editable | undefined) =>
  (draft: EditableObject): void =>
    writeAt(draft, path, value);

export const remove = (path: Path) => set(path, undefined);

/** Takes a field away. */
export const removing = (path: Path, more: More = {}): Fix =>
  fix('fixes.do.remove', { name: nameOf(path) }, remove(path), more);

export const setting = (path: Path, value: Editable, more: More = {}): Fix =>
  fix('fixes.do.set', { name: nameOf(path), value: shown(value) }, set(path, value), more);

/** A list's item is known by its list: `retry[1]`. */
export function nameOf(path: Path): string {
  const last = lastOf(path);
  return /^\d+$/.test(last) ? `${path.at(-2) ?? ''}[${last}]` : last;
}

function shown(value: Editable): string {
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  return text.length > 48 ? `${text.slice(0, 47)}…` : text;
}

export const didYouMean = (to: string, edit: (draft: EditableObject) => void): Fix =>
  fix('fixes.do.near', { name: to }, edit, { isSafe: true });

export function objectAt(draft: EditableObject, path: Path): EditableObject | null {
  const found = readAt(draft, path) as Editable | undefined;
  return typeof found === 'object' && found !== null && !Array.isArray(found) ? found : null;
}

/** What a new compensation begins with, as the inspector has it. */
export const newUndo = (): EditableObject => ({ activity: 'http', with: { method: 'POST', url: '' } });
