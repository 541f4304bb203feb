import { findNodeAtLocation, type Node, type ParseError, parseTree, printParseErrorCode } from 'jsonc-parser';
import type { Json } from '../json.ts';
import type { Path } from './pointer.ts';
import { type Locate, type Place, Report } from './report.ts';
import { type Said, said, type SentenceKey, sentences } from './sentences.ts';

/** A document as a value, and where each part of it stands. */
export interface Source {
  /** Null where there is none. */
  readonly value: Json;
  readonly report: Report;
}

/** Bounded before anything recursive looks at a document. */
const maxDepth = 200;

export function sourceOfText(given: string): Source {
  const text = given.startsWith('\uFEFF') ? ` ${given.slice(1)}` : given;
  const starts = lineStarts(text);
  if (depthOfText(text) > maxDepth) return tooDeep({ line: 1, column: 1 });
  const errors: ParseError[] = [];
  const tree = parseTree(text, errors, { disallowComments: true });
  const report = new Report(locator(text, starts, tree));
  const [first] = errors; // those after it mostly follow from it
  if (first) {
    const place = placeOf(starts, first.offset);
    const problem = problemOf(printParseErrorCode(first.error));
    report.add({ code: 'JSON_SYNTAX', at: [], place, says: said('JSON_SYNTAX', { problem }) });
  }
  return { value: tree ? valueOf(tree, null, report) : null, report };
}

export function sourceOfValue(value: Json): Source {
  if (isDeep(value, maxDepth)) return tooDeep();
  return { value, report: new Report(() => null) };
}

function tooDeep(place?: Place): Source {
  const report = new Report(() => null);
  const says = said('JSON_TOO_DEEP', { most: maxDepth });
  report.add({ code: 'JSON_TOO_DEEP', at: [], says, ...(place ? { place } : {}) });
  return { value: null, report };
}

/** What the parser of JSON found, in words. */
function problemOf(name: string): Said {
  const key = `json.${name}`;
  return said(isSentence(key) ? key : 'json.other');
}

const isSentence = (key: string): key is SentenceKey => Object.hasOwn(sentences, key);

/** A path as a chain: it is only written out where something is wrong. */
type Chain = readonly [outer: Chain, part: string | number] | null;

const pathOf = (chain: Chain): Path => (chain === null ? [] : [...pathOf(chain[0]), chain[1]]);

function valueOf(node: Node, path: Chain, report: Report): Json {
  if (node.type === 'array') return (node.children ?? []).map((child, at) => valueOf(child, [path, at], report));
  if (node.type !== 'object') return (node.value ?? null) as Json;
  const entries = new Map<string, Json>();
  for (const { children: [key, value] = [] } of node.children ?? []) {
    const name = String(key?.value);
    if (entries.has(name)) {
      report.add({ code: 'JSON_DUPLICATE_KEY', at: pathOf([path, name]), says: said('JSON_DUPLICATE_KEY', { name }) });
    }
    if (value) entries.set(name, valueOf(value, [path, name], report));
  }
  return Object.fromEntries(entries);
}

/** Of the deepest part of the path that is there. */
function locator(text: string, starts: readonly number[], tree: Node | undefined): Locate {
  return (path, offset) => {
    if (!tree) return null;
    for (let length = path.length; length >= 0; length--) {
      const node = findNodeAtLocation(tree, path.slice(0, length));
      if (!node) continue;
      const inside = offset === undefined || node.type !== 'string' ? 0 : rawOffset(text, node.offset, offset);
      return placeOf(starts, node.offset + inside);
    }
    return null;
  };
}

/** How far into a JSON string, quote and escapes counted, its character `offset` stands. */
function rawOffset(text: string, quote: number, offset: number): number {
  let at = 1;
  for (let left = offset; left > 0; left--) {
    const escape = text[quote + at] === '\\';
    at += escape ? (text[quote + at + 1] === 'u' ? 6 : 2) : 1;
  }
  return at;
}

function lineStarts(text: string): readonly number[] {
  const starts = [0];
  const ends = /\r\n|\r|\n/g;
  while (ends.test(text)) starts.push(ends.lastIndex);
  return starts;
}

function placeOf(starts: readonly number[], offset: number): Place {
  let [low, high] = [0, starts.length - 1];
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if ((starts[middle] ?? 0) <= offset) low = middle;
    else high = middle - 1;
  }
  return { line: low + 1, column: offset - (starts[low] ?? 0) + 1 };
}

/** Brackets in strings do not count. */
function depthOfText(text: string): number {
  let [depth, deepest, quoted] = [0, 0, false];
  for (let at = 0; at < text.length; at++) {
    const sign = text[at];
    if (quoted && sign === '\\') at++;
    else if (sign === '"') quoted = !quoted;
    else if (quoted) continue;
    else if (sign === '[' || sign === '{') deepest = Math.max(deepest, ++depth);
    else if (sign === ']' || sign === '}') depth--;
  }
  return deepest;
}

function isDeep(value: Json, levels: number): boolean {
  if (typeof value !== 'object' || value === null) return false;
  return levels === 0 || Object.values(value).some((part: Json) => isDeep(part, levels - 1));
}
