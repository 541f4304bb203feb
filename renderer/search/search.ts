import { isObject, type Json } from '@sagaloom/engine/core';
import { type Draft, type EditableObject, outlineOf, readAt, toPointer, writeAt } from '../document/index.ts';
import { literally } from '../document/operations/rename.ts';

/** What is sought in a document. */
export interface Query {
  readonly text: string;
  readonly matchCase: boolean;
  readonly isPattern: boolean;
}

/** One text of a document that has what was sought. */
export interface Hit {
  /** Null for the workflow's own fields. */
  readonly step: string | null;
  /** JSON pointer within the step, or within the document. */
  readonly pointer: string;
  /** From the root of the document; its last part is a name where that is what was found. */
  readonly path: readonly string[];
  /** The names on the way: `with › url`. */
  readonly field: string;
  /** The text around the first find in it, and where the find is in that. */
  readonly snippet: string;
  readonly at: number;
  readonly length: number;
  /** What was found is a name (a step's id, a key), not a value. */
  readonly isName: boolean;
}

export type Found =
  | { readonly ok: true; readonly hits: readonly Hit[] }
  /** The pattern cannot be read. */
  | { readonly ok: false };

/** Finds beyond these are not counted: nobody goes through more. */
const mostHits = 2_000;

/** Everything a person wrote: names, ids, kinds, activities, fields, expressions, notes. In the order of the drawing's steps. */
export function searchIn(document: Draft, query: Query): Found {
  const find = finderOf(query);
  if (find === null) return { ok: false };
  const hits: Hit[] = [];
  if (query.text === '') return { ok: true, hits };
  const { steps } = outlineOf(document);
  for (const { id, path, step } of steps.values()) {
    if (hits.length >= mostHits) break;
    const name = find(id);
    const base = { step: id, path };
    if (name) hits.push({ ...base, pointer: '', field: '', ...around(id, name), isName: true });
    for (const [key, value] of Object.entries(step)) {
      if (!holdsSteps(step, key)) collect(value, [key], base, find, hits);
    }
  }
  for (const [key, value] of Object.entries(document)) {
    if (!skipped.has(key)) collect(value, [key], { step: null, path: [] }, find, hits);
  }
  const notes = isObject(document.ui) ? document.ui.notes : undefined;
  if (notes !== undefined) collect(notes, ['ui', 'notes'], { step: null, path: [] }, find, hits);
  return { ok: true, hits: hits.slice(0, mostHits) };
}

const skipped: ReadonlySet<string> = new Set(['$schema', 'format', 'steps', 'start', 'ui']);

/** What is inside is found by its own steps. */
function holdsSteps({ type }: { readonly type?: Json }, key: string): boolean {
  if (key === 'steps' || key === 'start') return type === 'saga' || type === 'try' || type === 'map';
  return (key === 'branches' && type === 'parallel') || (key === 'finally' && type === 'try');
}

interface Base {
  readonly step: string | null;
  readonly path: readonly string[];
}

type Find = (text: string) => { readonly at: number; readonly length: number } | null;

function collect(value: Json, within: readonly string[], base: Base, find: Find, hits: Hit[]): void {
  if (typeof value === 'object' && value !== null) {
    for (const [key, part] of Object.entries(value)) {
      const path = [...within, key];
      const named = Array.isArray(value) ? null : find(key);
      if (named) hits.push(hit(base, path, key, named, true));
      collect(part, path, base, find, hits);
    }
    return;
  }
  const text = value === null ? 'null' : String(value);
  const found = find(text);
  if (found) hits.push(hit(base, within, text, found, false));
}

function hit(
  base: Base,
  within: readonly string[],
  text: string,
  found: NonNullable<ReturnType<Find>>,
  isName: boolean,
): Hit {
  return {
    step: base.step,
    pointer: toPointer(within),
    path: [...base.path, ...within],
    field: (isName ? within.slice(0, -1) : within).join(' › '),
    ...around(text, found),
    isName,
  };
}

const before = 24;
const shown = 90;

/** One line of the text, from a little before the find. */
function around(text: string, { at, length }: NonNullable<ReturnType<Find>>) {
  const from = at > before + 8 ? at - before : 0;
  const lead = from > 0 ? '…' : '';
  const cut = text.slice(from, from + shown);
  const snippet = lead + cut.replaceAll(/\s/g, ' ') + (from + shown < text.length ? '…' : '');
  return { snippet, at: at - from + lead.length, length };
}

/** Null for a pattern that cannot be read. */
function patternOf({ text, matchCase, isPattern }: Query): RegExp | null {
  try {
    return new RegExp(isPattern ? text : literally(text), matchCase ? 'gu' : 'giu');
  } catch {
    return null;
  }
}

function finderOf(query: Query): Find | null {
  if (!query.isPattern) return plainFinder(query);
  const pattern = patternOf(query);
  if (pattern === null) return null;
  return (text) => {
    for (const { 0: found, index } of text.matchAll(pattern))
      if (found !== '') return { at: index, length: found.length };
    return null;
  };
}

function plainFinder({ text: sought, matchCase }: Query): Find {
  const small = sought.toLocaleLowerCase();
  return (text) => {
    const at = matchCase ? text.indexOf(sought) : text.toLocaleLowerCase().indexOf(small);
    return at < 0 ? null : { at, length: sought.length };
  };
}

/** Replaces what was found in the values of these places; names are renamed elsewhere. Gives back how many texts changed. */
export function replaceIn(draft: EditableObject, hits: readonly Hit[], query: Query, by: string): number {
  const pattern = patternOf(query);
  if (pattern === null) return 0;
  let count = 0;
  for (const { path } of hits.filter(canReplaceHit)) {
    const text = readAt(draft, path);
    if (typeof text !== 'string') continue;
    const after = text.replaceAll(pattern, () => by);
    if (after === text) continue;
    writeAt(draft, path, after);
    count += 1;
  }
  return count;
}

/** Where a connection leads, and what kind a step is, are not for replacing. */
export function canReplaceHit({ isName, path }: Hit): boolean {
  return !isName && !['next', 'otherwise', 'onTimeout', 'type', 'start'].includes(path.at(-1) ?? '');
}
