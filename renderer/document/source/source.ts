import { isObject, type Json } from '@sagaloom/engine/core';
import { type Node, type ParseError, parseTree, printParseErrorCode } from 'jsonc-parser';
import type { Draft } from '../draft.ts';

/**
 * A file as somebody wrote it, and what it says. The text of a document is a function of its source and of what the document says now
 * (`retext`): so an edit leaves the rest of a file as it was written, and undoing all of them gives the file again, letter by letter.
 */
export interface Source {
  readonly text: string;
  /** Of a text that cannot be read: what the last one said that could. */
  readonly document: Draft;
  readonly broken?: Broken;
  /** It has comments, or commas before a closing bracket: we read that, the command line does not. */
  readonly isLoose?: boolean;
}

const jsonProblems = [
  'InvalidSymbol',
  'InvalidNumberFormat',
  'PropertyNameExpected',
  'ValueExpected',
  'ColonExpected',
  'CommaExpected',
  'CloseBraceExpected',
  'CloseBracketExpected',
  'EndOfFileExpected',
  'UnexpectedEndOfComment',
  'UnexpectedEndOfString',
  'UnexpectedEndOfNumber',
  'InvalidUnicode',
  'InvalidEscapeCharacter',
  'InvalidCharacter',
] as const;

export type JsonProblem = (typeof jsonProblems)[number] | 'NotAnObject';

/** Why a text is no JSON object. */
export interface Broken {
  /** What is wrong, as the catalogue words it: `document.json.CommaExpected`. */
  readonly problem: JsonProblem;
  /** Where reading stopped, in UTF-16 units from the start of the text. */
  readonly offset: number;
}

export type Opened = { readonly ok: true; readonly source: Source } | ({ readonly ok: false } & Broken);

/** A half-drawn file opens, and so does one with comments; one that is not a JSON object cannot be drawn at all. */
export function parseSource(text: string): Opened {
  const plain = parsed(text);
  if (isObject(plain)) return { ok: true, source: { text, document: plain } };
  const errors: ParseError[] = [];
  const tree = treeOf(text, errors);
  const [first] = errors;
  if (first) {
    const code = printParseErrorCode(first.error);
    return {
      ok: false,
      problem: jsonProblems.find((known) => known === code) ?? 'InvalidSymbol',
      offset: first.offset,
    };
  }
  const value = tree ? valueOf(tree) : null;
  if (!isObject(value)) return { ok: false, problem: 'NotAnObject', offset: 0 };
  return { ok: true, source: { text, document: value, isLoose: true } };
}

/** A text to be mended by hand: it shows as it is, over the drawing of what could last be read. */
export function brokenSource(text: string, document: Draft, { problem, offset }: Broken): Source {
  return { text, document, broken: { problem, offset } };
}

/** Any text as an open file has it: one that cannot be read is over an empty drawing. */
export function sourceOfText(text: string): Source {
  const opened = parseSource(text);
  return opened.ok ? opened.source : brokenSource(text, {}, opened);
}

/** A place as editors count it: from 1. */
export function lineAndColumn(text: string, offset: number): { readonly line: number; readonly column: number } {
  const before = text.slice(0, offset).split(/\r\n|\r|\n/);
  return { line: before.length, column: (before.at(-1)?.length ?? 0) + 1 };
}

/** Without comments, as most files are: the browser's own reader takes a twentieth of the time. */
function parsed(text: string): Json | undefined {
  try {
    return JSON.parse(text) as Json;
  } catch {
    return undefined;
  }
}

/** A byte order mark is white space to us; comments and commas at the end are taken along. */
function treeOf(text: string, errors: ParseError[] = []): Node | undefined {
  return parseTree(text.replace(/^\uFEFF/, ' '), errors, { allowTrailingComma: true });
}

/** As `JSON.parse` would have it: of a key that is there twice the last value, in the first place. */
function valueOf(node: Node): Json {
  if (node.type === 'array') return (node.children ?? []).map(valueOf);
  if (node.type !== 'object') return (node.value ?? null) as Json;
  const entries = new Map<string, Json>();
  for (const { children: [key, value] = [] } of node.children ?? []) {
    if (value) entries.set(String(key?.value), valueOf(value));
  }
  return Object.fromEntries(entries);
}

/** A file that nobody wrote yet: keys in their order, the drawing last, a newline at the end. */
export function sourceOf(document: Draft): Source {
  const { ui, ...rest } = document;
  const ordered = ui === undefined ? document : { ...rest, ui };
  return { text: `${JSON.stringify(ordered, null, 2)}\n`, document };
}
