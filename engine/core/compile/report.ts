import type { Diagnostic } from '../diagnostic.ts';
import { type DiagnosticCode, diagnosticCodes } from './codes.ts';
import { type Path, pointerOf } from './pointer.ts';
import { type Said, said, type SaidValue, wordsOf } from './sentences.ts';

/** Where a path stands in the text, as far as there is one. `offset` is of a character within a string. */
export type Locate = (path: Path, offset?: number) => Place | null;

/** Both from 1. */
export interface Place {
  readonly line: number;
  readonly column: number;
}

export interface Finding {
  readonly code: DiagnosticCode;
  readonly at: Path;
  readonly step?: string | null | undefined;
  readonly says: Said;
  readonly offset?: number | undefined;
  /** Where it is, when no path leads there. */
  readonly place?: Place;
}

/** Collects what is wrong, one diagnostic for one cause, in the order of the text. */
export class Report {
  readonly #found = new Map<string, Diagnostic>();
  readonly #locate: Locate;

  constructor(locate: Locate) {
    this.#locate = locate;
  }

  add({ code, at, step = null, says, offset, place }: Finding): void {
    const { severity } = diagnosticCodes[code];
    const { line, column } = place ?? this.#locate(at, offset) ?? { line: null, column: null };
    const message = wordsOf(says);
    const inside = offset === undefined ? {} : { offset };
    const diagnostic = { code, severity, pointer: pointerOf(at), line, column, ...inside, step, message };
    const key = JSON.stringify(diagnostic);
    if (!this.#found.has(key)) this.#found.set(key, { ...diagnostic, says });
  }

  get diagnostics(): readonly Diagnostic[] {
    return [...this.#found.values()].toSorted(byPlace);
  }

  get failed(): boolean {
    return [...this.#found.values()].some(({ severity }) => severity === 'error');
  }
}

/** Both are null when there is no text: then in the order found. */
function byPlace(a: Diagnostic, b: Diagnostic): number {
  return (a.line ?? 0) - (b.line ?? 0) || (a.column ?? 0) - (b.column ?? 0);
}

/** `a`, `b` or `c`: for messages that offer a choice. */
export function oneOf(names: readonly string[]): SaidValue {
  if (names.length === 0) return said('list.none');
  if (names.length > 12) return `${names.slice(0, 12).join(', ')}, …`;
  return listed('list.or', names);
}

export function listed(key: 'list.or' | 'list.and', names: readonly string[]): SaidValue {
  if (names.length < 2) return names.join('');
  return said(key, { first: names.slice(0, -1).join(', '), last: names.at(-1) ?? '' });
}

/** What a name that is not there may have meant; `near` also beside the words, for those who put it right. */
export const meant = (near: string | null, otherwise: Said): Said['values'] =>
  near === null ? { hint: otherwise } : { near, hint: said('hint.near', { near }) };
