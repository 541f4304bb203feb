import { compile, type Definition, type KnownActivity } from '../core/compile/index.ts';
import type { Diagnostic } from '../core/diagnostic.ts';
import type { Json, JsonObject } from '../core/json.ts';
import { validateAgainst } from '../core/validate.ts';
import { type ConfigSource, resolveConfig } from './config.ts';

export interface Compiled {
  readonly definition: Definition;
  readonly hash: string;
  readonly warnings: readonly Diagnostic[];
}

export type Checked<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly diagnostics: readonly Diagnostic[] };

/**
 * All that can be wrong before a run begins is found here and in `checkStart`; nothing is recorded of it. `activities`: those that are
 * known; null where that is not asked.
 */
export function compileDocument(document: string, activities: readonly KnownActivity[] | null): Checked<Compiled> {
  const compiled = compile(document, activities === null ? {} : { activities });
  if (!compiled.ok) return { ok: false, diagnostics: compiled.diagnostics };
  const { definition, hash, diagnostics } = compiled;
  return { ok: true, value: { definition, hash, warnings: diagnostics } };
}

/** The input against its schema, and the values of config (DA6, DA9). */
export function checkStart(definition: Definition, input: Json, sources: readonly ConfigSource[]): Checked<JsonObject> {
  const wrong = inputProblems(definition, input);
  if (wrong.length > 0) return { ok: false, diagnostics: wrong };
  const config = resolveConfig(definition.config ?? {}, sources);
  if (config.ok) return { ok: true, value: config.values };
  return { ok: false, diagnostics: [problem('RUN_CONFIG', `/config/${config.name}`, config.message)] };
}

/** Pointers are into the input. */
function inputProblems(definition: Definition, input: Json): readonly Diagnostic[] {
  if (definition.input === undefined) return [];
  const checked = validateAgainst(definition.input, input);
  if (checked.ok) return [];
  return checked.problems.map(({ pointer, message }) =>
    problem('RUN_INPUT', pointer, `The input is wrong at ${pointer || 'its root'}: ${message}`),
  );
}

const problem = (code: string, pointer: string, message: string): Diagnostic => ({
  code,
  severity: 'error',
  pointer,
  line: null,
  column: null,
  step: null,
  message,
});
