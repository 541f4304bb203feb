import { type Schema, Validator } from '@cfworker/json-schema';
import type { Json } from './json.ts';

export type Verdict =
  | { readonly ok: true }
  | { readonly ok: false; readonly problems: readonly { readonly pointer: string; readonly message: string }[] };

/**
 * A user's JSON Schema (2020-12), interpreted: no code is generated, so that it also runs under a page's content security policy and
 * gives the same answer on every host.
 */
export function validateAgainst(schema: Json, value: Json): Verdict {
  const { valid, errors } = new Validator(schema as Schema | boolean, '2020-12', false).validate(value);
  if (valid) return { ok: true };
  const problems = errors
    .filter(({ keyword }) => !isOnlyPath(keyword))
    .map(({ instanceLocation, error }) => ({ pointer: instanceLocation.replace(/^#/, ''), message: error }));
  return { ok: false, problems };
}

/** The validator also reports each schema on the way down to what is wrong. */
function isOnlyPath(keyword: string): boolean {
  return (
    keyword === 'properties' || keyword === 'items' || keyword === '$ref' || keyword === 'additionalProperties/path'
  );
}
