import type { Diagnostic } from '../../core/diagnostic.ts';
import type { Definition, KnownActivity } from '../../core/compile/index.ts';
import type { Json, JsonObject } from '../../core/json.ts';
import { type ConfigSource, environmentSource } from '../../server/config.ts';
import { readWorkspaceConfig } from '../../server/config-file.ts';
import { workspaceAbove } from '../../server/workspace/root.ts';
import { missingSecrets } from '../../server/secrets/needed.ts';
import { checkStart, compileDocument, type Compiled } from '../../server/prepare-run.ts';
import type { Secrets } from '../../runtime/ports.ts';
import { failed, ok, type Result, WRONG_INPUT, wrongInput } from '../codes.ts';
import { readJsonArgument, readNamed, readText } from '../inputs.ts';
import { say } from '../terminal.ts';
import { diagnosticLine } from '../text/diagnostics.ts';

export async function compiledFile(
  file: string,
  activities: readonly KnownActivity[] | null,
): Promise<Result<Compiled>> {
  const read = await workflowFile(file, activities);
  return read.ok ? ok(read.value.compiled) : read;
}

export interface WorkflowFile {
  /** Its text. */
  readonly document: string;
  readonly compiled: Compiled;
}

export async function workflowFile(
  file: string,
  activities: readonly KnownActivity[] | null,
): Promise<Result<WorkflowFile>> {
  const text = await readText(file);
  if (!text.ok) return text;
  const compiled = compileDocument(text.value, activities);
  if (!compiled.ok) return firstOf(file, compiled.diagnostics);
  return ok({ document: text.value, compiled: compiled.value });
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

/** DA7. Those that are not set; the run may never come to the steps that need them, so it is begun all the same. */
export async function saySecrets(
  definitions: readonly Definition[],
  secrets: Secrets,
  isMocked: (key: string) => boolean,
): Promise<void> {
  for (const definition of definitions)
    for (const warning of await missingSecrets(definition, secrets, isMocked))
      say(diagnosticLine(definition.name, warning));
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

/** DA6: the workspace's file, the environment, and a flag before all of them. */
export async function configSources(
  definition: Definition,
  given: readonly string[],
  folder: string,
): Promise<Result<Sources>> {
  const flags = readNamed('--config', given);
  if (!flags.ok) return flags;
  const undeclared = Object.keys(flags.value).find((name) => !Object.hasOwn(definition.config ?? {}, name));
  if (undeclared !== undefined) return wrongInput(notDeclared(undeclared, Object.keys(definition.config ?? {})));
  const file = readWorkspaceConfig(workspaceAbove(folder), process.env);
  if (!file.ok) return wrongInput(file.message);
  return ok([file.source, environmentSource(process.env), { from: '--config', values: flags.value, text: true }]);
}

type Sources = readonly ConfigSource[];

const notDeclared = (name: string, declared: readonly string[]): string =>
  `--config ${name} is not declared by the workflow${declared.length === 0 ? '' : `; it declares ${declared.join(', ')}`}.`;

export async function startValues(
  definition: Definition,
  given: string,
  sources: Sources,
): Promise<Result<StartValues>> {
  const input = await readJsonArgument('--input', given);
  if (!input.ok) return input;
  const checked = checkStart(definition, input.value, sources);
  if (checked.ok) return ok({ input: input.value, config: checked.value });
  const [first] = checked.diagnostics;
  const hint = first?.code === 'RUN_INPUT' ? ' Give it with --input JSON, --input @FILE or --input -.' : '';
  return wrongInput(`${(first?.message ?? 'The input is wrong').replace(/\.?$/, '.')}${hint}`);
}
