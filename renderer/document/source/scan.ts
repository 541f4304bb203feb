/**
 * Where things stand in a JSON text: found by reading over it, without making anything of it, so that two megabytes take a few
 * milliseconds. Comments are white space; what is broken ends the reading, and all before it is still found.
 */

/** Offsets in UTF-16 units; `to` is behind the last one. */
export interface Range {
  readonly from: number;
  readonly to: number;
}

/** A member of an object, or an item of a list. */
export interface Place {
  /** From the key (where there is one) to the end of the value. */
  readonly whole: Range;
  /** With its quotes; null in a list and for the text as a whole. */
  readonly key: Range | null;
  readonly value: Range;
}

interface Entry {
  readonly name: string;
  readonly place: Place;
}

/** The one value of the text. */
export function rootOf(text: string): Range {
  const from = spaceEnd(text, 0);
  return { from, to: valueEnd(text, from) };
}

/** Where the values at these paths stand. What is not there is left out. */
export function placesOf<P extends readonly string[]>(text: string, paths: Iterable<P>): ReadonlyMap<P, Place> {
  const found = new Map<P, Place>();
  const from = spaceEnd(text, 0);
  const whole = { from, to: text.length };
  const wanted = [...paths];
  const root = { whole, key: null, value: whole };
  for (const path of wanted) if (path.length === 0) found.set(path, root);
  collect(
    text,
    from,
    wanted.filter(({ length }) => length > 0),
    0,
    found,
  );
  return found;
}

export const placeOf = (text: string, path: readonly string[]): Place | null =>
  placesOf(text, [path]).get(path) ?? null;

function collect<P extends readonly string[]>(
  text: string,
  at: number,
  paths: readonly P[],
  depth: number,
  found: Map<P, Place>,
): void {
  if (paths.length === 0) return;
  const byName = Map.groupBy(paths, (path) => path[depth] ?? '');
  for (const { name, place } of entries(text, at)) {
    const here = byName.get(name);
    if (!here) continue;
    for (const path of here) if (path.length === depth + 1) found.set(path, place);
    collect(
      text,
      place.value.from,
      here.filter(({ length }) => length > depth + 1),
      depth + 1,
      found,
    );
  }
}

export interface Location {
  /** Of the value at the offset, or of the member whose key it is in. */
  readonly path: readonly string[];
  readonly part: 'key' | 'value' | 'between';
  /** The key, the value, or the container between whose members the offset is. */
  readonly range: Range;
}

/** What stands at an offset. A text behind its last value is between the members of nothing. */
export function locate(text: string, offset: number): Location {
  const path: string[] = [];
  let range: Range = { from: spaceEnd(text, 0), to: text.length };
  for (;;) {
    const inside = [...upTo(text, range.from, offset)].at(-1);
    if (!inside || inside.place.whole.to < offset || inside.place.whole.from > offset) {
      return { path, part: isContainer(text, range.from) ? 'between' : 'value', range };
    }
    const { name, place } = inside;
    path.push(name);
    if (place.key && offset <= place.key.to) return { path, part: 'key', range: place.key };
    range = place.value;
  }
}

const isContainer = (text: string, at: number): boolean => text[at] === '{' || text[at] === '[';

function* upTo(text: string, at: number, offset: number): Generator<Entry> {
  for (const entry of entries(text, at)) {
    if (entry.place.whole.from > offset) return;
    yield entry;
  }
}

/** The members of the container that begins at `at`; none where none does. */
export function* entries(text: string, at: number): Generator<Entry> {
  const open = text[at];
  if (open !== '{' && open !== '[') return;
  let next = spaceEnd(text, at + 1);
  for (let index = 0; next < text.length && text[next] !== '}' && text[next] !== ']'; index += 1) {
    const entry = open === '{' ? member(text, next) : item(text, next, index);
    if (!entry) return;
    yield entry;
    next = spaceEnd(text, entry.place.whole.to);
    if (text[next] === ',') next = spaceEnd(text, next + 1);
  }
}

function member(text: string, from: number): Entry | null {
  if (text[from] !== '"') return null;
  const key = { from, to: stringEnd(text, from) };
  const colon = spaceEnd(text, key.to);
  const begin = text[colon] === ':' ? spaceEnd(text, colon + 1) : key.to;
  const end = text[colon] === ':' ? valueEnd(text, begin) : begin;
  return { name: nameIn(text, key), place: { whole: { from, to: end }, key, value: { from: begin, to: end } } };
}

function item(text: string, from: number, index: number): Entry | null {
  const to = valueEnd(text, from);
  const range = { from, to };
  return to === from ? null : { name: String(index), place: { whole: range, key: null, value: range } };
}

function nameIn(text: string, { from, to }: Range): string {
  const inner = text.slice(from + 1, to - 1);
  if (!inner.includes('\\')) return inner;
  try {
    return String(JSON.parse(`"${inner}"`));
  } catch {
    return inner;
  }
}

function spaceEnd(text: string, from: number): number {
  const space = /(?:[\s\uFEFF]+|\/\/[^\n\r]*|\/\*(?:[^*]|\*(?!\/))*(?:\*\/)?)*/y;
  space.lastIndex = from;
  space.test(text);
  return Math.max(from, space.lastIndex);
}

/** A text that does not end, ends with its line. */
function stringEnd(text: string, from: number): number {
  const string = /"(?:[^"\\\n\r]|\\.)*"?/y;
  string.lastIndex = from;
  string.test(text);
  return Math.max(from + 1, string.lastIndex);
}

function valueEnd(text: string, from: number): number {
  if (text[from] === '"') return stringEnd(text, from);
  if (isContainer(text, from)) return containerEnd(text, from);
  const word = /[^\s,:{}[\]"/]+/y;
  word.lastIndex = from;
  return word.test(text) ? word.lastIndex : from;
}

function containerEnd(text: string, from: number): number {
  const marks = /"(?:[^"\\\n\r]|\\.)*"?|\/\/[^\n\r]*|\/\*(?:[^*]|\*(?!\/))*(?:\*\/)?|[{}[\]]/g;
  marks.lastIndex = from;
  let depth = 0;
  for (let mark = marks.exec(text); mark; mark = marks.exec(text)) {
    if (mark[0] === '{' || mark[0] === '[') depth += 1;
    else if (mark[0] === '}' || mark[0] === ']') depth -= 1;
    if (depth === 0) return marks.lastIndex;
  }
  return text.length;
}
