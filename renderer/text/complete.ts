/** Keys and words that fit where the cursor is: by the published schema, by the steps of the block, by the activities there are. */
import { type Completion, type CompletionContext, type CompletionResult } from '@codemirror/autocomplete';
import type { Json, JsonObject } from '@sagaloom/engine/core';
import { entries, type Location, locate, placeOf } from '../document/source/scan.ts';
import { keysAt, type KeyHelp, schemasAt, wordsAt } from './schema.ts';

export type Complete = (context: CompletionContext) => CompletionResult | null;

/** `textOf` gives the editor's text without making it anew for every key pressed. */
export function completeWith(
  textOf: (context: CompletionContext) => string,
  activities: () => readonly string[],
): Complete {
  return (context) => {
    const text = textOf(context);
    const at = locate(text, context.pos);
    const word = context.matchBefore(/"?[\w$.:/-]*/) ?? { from: context.pos, to: context.pos };
    const isAsked = context.explicit || text.slice(word.from, word.to) !== '';
    if (!isAsked) return null;
    const options = isKeyPlace(text, at, word.from)
      ? keyOptions(text, at)
      : valueOptions(text, at, word.from, activities());
    const to = text[context.pos] === '"' ? context.pos + 1 : context.pos;
    return options.length === 0 ? null : { from: word.from, to, options, validFor: /^"?[\w$.:/-]*"?$/ };
  };
}

/** Within a key, or in an object where a key may begin. */
function isKeyPlace(text: string, { part, range }: Location, from: number): boolean {
  if (part === 'key') return true;
  return part === 'between' && text[range.from] === '{' && !/:\s*$/.test(text.slice(range.from, from));
}

function keyOptions(text: string, { path, part }: Location): readonly Completion[] {
  const parent = part === 'key' ? path.slice(0, -1) : path;
  const own = part === 'key' ? path.at(-1) : null;
  const place = placeOf(text, parent);
  const there = new Set(place ? [...entries(text, place.value.from)].map(({ name }) => name) : []);
  if (own !== null && own !== undefined) there.delete(own);
  const isNew = part !== 'key' || !hasValue(text, path);
  return keysAt(text, parent)
    .filter(({ name }) => !there.has(name))
    .map((key, index) => ({
      label: JSON.stringify(key.name),
      apply: JSON.stringify(key.name) + (isNew ? `: ${beginning(key)}` : ''),
      ...(key.description === '' ? {} : { info: key.description }),
      type: 'property',
      boost: key.isRequired ? 50 : -index,
    }));
}

function hasValue(text: string, path: readonly string[]): boolean {
  const place = placeOf(text, path);
  return place !== null && place.value.to > place.value.from;
}

/** What a value begins with, where that is certain. */
function beginning({ schema }: KeyHelp): string {
  if (schema.type === 'boolean') return 'true';
  return '';
}

function valueOptions(text: string, at: Location, from: number, activities: readonly string[]): readonly Completion[] {
  const path = at.part === 'between' ? pathOfNext(text, at, from) : at.path;
  if (path === null) return [];
  const words = wordsAt(text, path).map(({ value, description }) => option(value, description));
  const schemas = schemasAt(text, path);
  if (path.at(-1) === 'activity') return activities.map((name) => option(name, ''));
  return schemas.some(isId) ? [...words, ...stepsAround(text, path).map((id) => option(id, ''))] : words;
}

const isId = (schema: JsonObject): boolean => schema.$ref === '#/$defs/Id';

const option = (value: Json, info: string): Completion => ({
  label: JSON.stringify(value),
  type: 'constant',
  ...(info === '' ? {} : { info }),
});

/** Behind a colon with nothing there yet: the member whose key is before it. */
function pathOfNext(text: string, { path, range }: Location, from: number): readonly string[] | null {
  const last = [...entries(text, range.from)].findLast(({ place }) => place.whole.from < from);
  return last?.place.key && last.place.value.to <= from ? [...path, last.name] : null;
}

/** The steps of the block a reference is in: those of the nearest `steps` around it, or beside it. */
function stepsAround(text: string, path: readonly string[]): readonly string[] {
  const at = path.lastIndexOf('steps');
  const beside = [...path.slice(0, -1), 'steps'];
  const place =
    (path.at(-1) === 'start' ? placeOf(text, beside) : null) ?? (at < 0 ? null : placeOf(text, path.slice(0, at + 1)));
  return place ? [...entries(text, place.value.from)].map(({ name }) => name) : [];
}
