import type { Diagnostic } from '../../core/diagnostic.ts';
import type { Definition } from '../../core/compile/index.ts';
import type { Json, JsonObject } from '../../core/json.ts';
import { type ConfigSource, environmentSource, readWorkspaceConfig } from '../../server/config.ts';
import { checkStart, compileDocument, type Compiled } from '../../server/prepare-run.ts';
import { failed, ok, type Result, WRONG_INPUT, wrongInput } from '../codes.ts';
import { readJsonArgument, readText } from '../inputs.ts';
import { say } from '../terminal.ts';
import { diagnosticLine } from '../text/diagnostics.ts';

export async function compiledFile(file: string): Promise<Result<Compiled>> {
  const text = await readText(file);
  if (!text.ok) return text;
  const compiled = compileDocument(text.value);
  if (!compiled.ok) return firstOf(file, compiled.diagnostics);
  return ok(compiled.value);
}

/** The first says what is wrong; how to see the others is part of the same line. */
function firstOf(file: string, diagnostics: readonly Diagnostic[]): Result<never> {
  const errors = diagnostics.filter(({ severity }) => severity === 'error');
  const first = errors.find(({ code }) => code === 'JSON_SYNTAX') ?? errors[0]; // of which the others may only follow
  const more = errors.length > 1 ? ` (${errors.length - 1} more: sagaloom validate ${file})` : '';
  return failed(
    WRONG_INPUT,
    first === undefined ? `${file} does not compile.` : `${diagnosticLine(file, first)}${more}`,
  );
}

/**
 * Says the warnings; but an activity that is not there could only fail, and is better told of before anything is done. What has a mock
 * does not need it.
 */
export function checkWarnings(file: string, { warnings }: Compiled, isMocked: (key: string) => boolean): Result<null> {
  const open = warnings.filter((each) => {
    const key = activityKey(each);
    return key === null || !isMocked(key);
  });
  const missing = open.find((each) => activityKey(each) !== null);
  if (missing !== undefined) return wrongInput(diagnosticLine(file, { ...missing, severity: 'error' }));
  for (const each of open) say(diagnosticLine(file, each));
  return ok(null);
}

/** The key that a mock of the missing activity has; null for any other warning. */
function activityKey({ code, step, pointer }: Diagnostic): string | null {
  if (code !== 'ACTIVITY_UNKNOWN' || step === null) return null;
  return pointer.endsWith('/compensate/activity') ? `${step}#undo` : step;
}

export interface StartValues {
  readonly input: Json;
  readonly config: JsonObject;
}

interface StartFlags {
  readonly input: string;
  readonly config: readonly string[];
}

/** DA6: what is declared, the workspace's file, the environment, and a flag before all of them. */
export async function startValues(definition: Definition, flags: StartFlags): Promise<Result<StartValues>> {
  const input = await readJsonArgument('--input', flags.input);
  if (!input.ok) return input;
  const flagged = flagSource(definition, flags.config);
  if (!flagged.ok) return flagged;
  const file = await readWorkspaceConfig(process.cwd());
  if (!file.ok) return wrongInput(file.message);
  const checked = checkStart(definition, input.value, [file.source, environmentSource(process.env), flagged.value]);
  if (checked.ok) return ok({ input: input.value, config: checked.value });
  const [first] = checked.diagnostics;
  const hint = first?.code === 'RUN_INPUT' ? ' Give it with --input JSON, --input @FILE or --input -.' : '';
  return wrongInput(`${(first?.message ?? 'The input is wrong').replace(/\.?$/, '.')}${hint}`);
}

function flagSource(definition: Definition, given: readonly string[]): Result<ConfigSource> {
  const values: Record<string, string> = {};
  for (const each of given) {
    const [, name, value] = /^([^=]+)=(.*)$/s.exec(each) ?? [];
    if (name === undefined || value === undefined) return wrongInput(`--config ${each} is not NAME=VALUE.`);
    if (!Object.hasOwn(definition.config ?? {}, name)) {
      const names = Object.keys(definition.config ?? {}).join(', ');
      return wrongInput(
        `--config ${name} is not declared by the workflow${names === '' ? '' : `; it declares ${names}`}.`,
      );
    }
    values[name] = value;
  }
  return ok({ from: '--config', values, text: true });
}
