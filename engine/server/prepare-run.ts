import { compile, validateAgainst, type Definition } from '../core/index.ts';
import type { Diagnostic } from '../core/diagnostic.ts';
import type { Json, JsonObject } from '../core/json.ts';
import { type ConfigSource, resolveConfig } from './config.ts';

export interface PreparedRun {
  readonly definition: Definition;
  readonly hash: string;
  readonly input: Json;
  readonly config: JsonObject;
  readonly warnings: readonly Diagnostic[];
}

export type Preparation =
  | { readonly ok: true; readonly run: PreparedRun }
  | {
      readonly ok: false;
      readonly because: 'definition' | 'input' | 'config';
      readonly diagnostics: readonly Diagnostic[];
    };

/** All that can be wrong before a run begins: the document, its input, its config. Nothing is recorded of what fails here. */
export function prepareRun(document: string, input: Json, sources: readonly ConfigSource[]): Preparation {
  const compiled = compile(document);
  if (!compiled.ok) return { ok: false, because: 'definition', diagnostics: compiled.diagnostics };
  const { definition, hash, diagnostics } = compiled;

  const wrong = inputProblems(definition, input);
  if (wrong.length > 0) return { ok: false, because: 'input', diagnostics: wrong };

  const config = resolveConfig(definition.config ?? {}, sources);
  if (!config.ok) {
    const { name, message } = config;
    return { ok: false, because: 'config', diagnostics: [problem('RUN_CONFIG', `/config/${name}`, message)] };
  }
  return { ok: true, run: { definition, hash, input, config: config.values, warnings: diagnostics } };
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
