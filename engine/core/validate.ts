import type { Json } from './json.ts';
import { told } from './json-schema/choices.ts';
import { faultsOf } from './json-schema/faults.ts';
import { sentence } from './json-schema/sentences.ts';

export interface SchemaProblem {
  /** Into the value. */
  readonly pointer: string;
  /** One plain sentence. */
  readonly message: string;
  /** Of JSON Schema, and what the schema gives it; with `required`, the name that is missing. For those who word it themselves. */
  readonly keyword: string;
  readonly expected: Json;
}

export type Verdict =
  | { readonly ok: true }
  /** The deepest first: it says most. */
  | { readonly ok: false; readonly problems: readonly SchemaProblem[] };

/** More than these help nobody. */
const MOST_PROBLEMS = 100;

/**
 * A user's JSON Schema (2020-12), interpreted: no code is generated, so that it also runs under a page's content security policy and
 * gives the same answer on every host.
 */
export function validateAgainst(schema: Json, value: Json): Verdict {
  const faults = faultsOf(schema, value);
  if (faults.length === 0) return { ok: true };
  const problems = told(faults)
    .toSorted((a, b) => depth(b.pointer) - depth(a.pointer))
    .slice(0, MOST_PROBLEMS)
    .map((fault) => {
      const { pointer, keyword, expected } = fault;
      return { pointer, message: sentence(fault), keyword, expected };
    });
  return { ok: false, problems };
}

const depth = (pointer: string): number => pointer.split('/').length;
