import path from 'node:path';
import type { z } from 'zod';
import type { ActivitySettings } from '../activities/settings.ts';
import { said } from '../core/compile/sentences.ts';
import { sourceOfText } from '../core/compile/source.ts';
import { isObject, type Json, type JsonObject } from '../core/json.ts';
import { nearest } from '../core/nearest.ts';
import type { WorkerSettings } from '../workers/remote/settings.ts';
import { CONFIG_FILE, type ConfigSource } from './config.ts';
import { configFileSchema, settingSections } from './config-schema.ts';
import { fileNow, type FileNow, fresh } from './fresh.ts';

/** Chooses one of the environments of the file. */
const ENVIRONMENT_VARIABLE = 'SAGALOOM_ENV';

export type WorkspaceConfig =
  | {
      readonly ok: true;
      readonly source: ConfigSource;
      readonly settings: ActivitySettings & { readonly workers?: WorkerSettings | undefined };
      /** Which was chosen. */
      readonly environment: string | null;
    }
  | { readonly ok: false; readonly message: string };

/** A workspace without the file says nothing; a file that cannot be understood is an error, not an empty one. */
export function readWorkspaceConfig(workspace: string, env: NodeJS.ProcessEnv): WorkspaceConfig {
  const file = path.join(workspace, CONFIG_FILE);
  return configOf(file, fileNow(file), environmentOf(env));
}

/** As it is at any time, for those who ask often. */
export function liveWorkspaceConfig(workspace: string, env: NodeJS.ProcessEnv): () => WorkspaceConfig {
  const file = path.join(workspace, CONFIG_FILE);
  const chosen = environmentOf(env);
  return fresh([file], ([now = { kind: 'absent' }]) => configOf(file, now, chosen)).now;
}

/** Null: none was chosen. */
export const environmentOf = (env: NodeJS.ProcessEnv): string | null => env[ENVIRONMENT_VARIABLE] || null;

function configOf(file: string, now: FileNow, chosen: string | null): WorkspaceConfig {
  if (now.kind === 'unreadable') return wrong(`${file} could not be read: ${now.why}.`);
  const text = now.kind === 'absent' ? '{}' : now.text;
  const { value, report } = sourceOfText(text);
  const found = report.diagnostics[0];
  if (found !== undefined) return wrong(`${file}:${found.line}:${found.column}: ${found.message}`);
  const parsed = configFileSchema.safeParse(value);
  if (!parsed.success) return wrong(placed(file, text, parsed.error));
  const whole = isObject(value) ? value : {};
  const { environments, $schema: _, ...base } = whole;
  if (chosen === null) return understood(file, text, base, null);
  const all = isObject(environments) ? environments : {};
  const override = Object.hasOwn(all, chosen) ? all[chosen] : undefined;
  if (!isObject(override)) return wrong(unknownEnvironment(file, chosen, Object.keys(all)));
  return understood(file, text, overlaid(base, override), chosen);
}

/** Both parts fit by themselves; together they may not. */
function understood(file: string, text: string, merged: JsonObject, environment: string | null): WorkspaceConfig {
  const parsed = settingSections.safeParse(merged);
  if (!parsed.success) {
    const within = environment === null ? '' : ` in environment ${environment}`;
    return wrong(`${placed(file, text, parsed.error)}${within}`);
  }
  const { config = {}, ...settings } = parsed.data;
  return { ok: true, settings, environment, source: { from: CONFIG_FILE, values: config, text: false } };
}

/** What the second names replaces what the first does, section by section and there name by name. */
function overlaid(base: JsonObject, override: JsonObject): JsonObject {
  const both = Object.entries(override).map(([name, over]): readonly [string, Json] => {
    const below = base[name];
    return [name, isObject(below) && isObject(over) ? { ...below, ...over } : over];
  });
  return { ...base, ...Object.fromEntries(both) };
}

function unknownEnvironment(file: string, chosen: string, names: readonly string[]): string {
  const near = nearest(chosen, names);
  const there = names.length === 0 ? 'there are none' : `there are ${names.join(', ')}`;
  const hint = near === null ? '' : ` Did you mean ${near}?`;
  return `There is no environment ${chosen} in ${file}; ${there}.${hint} Add "environments": { "${chosen}": {} }, or choose another with --env or ${ENVIRONMENT_VARIABLE}.`;
}

/** The first of what is wrong, with its place in the text and what to do. */
function placed(file: string, text: string, { issues }: z.ZodError): string {
  const { at, problem } = problemOf(issues[0]);
  const { report } = sourceOfText(text);
  report.add({ code: 'FIELD_WRONG', at, says: said('plain', { problem }) });
  const [found] = report.diagnostics;
  const where = found?.pointer ? ` at ${found.pointer}` : '';
  return `${file}:${found?.line ?? 1}:${found?.column ?? 1}: it is wrong${where}: ${problem}.`;
}

type Issue = z.ZodError['issues'][number];

function problemOf(issue: Issue | undefined): { readonly at: (string | number)[]; readonly problem: string } {
  const at = (issue?.path ?? []).map((part) => (typeof part === 'number' ? part : String(part)));
  if (issue?.code !== 'unrecognized_keys') return { at, problem: issue?.message ?? 'it is no object' };
  const [key = ''] = issue.keys;
  const near = nearest(key, at.length === 0 ? Object.keys(configFileSchema.shape) : []);
  const hint = near === null ? 'remove it, or correct its name' : `write ${near} if that is meant`;
  return { at: [...at, key], problem: `there is no setting "${key}": ${hint}` };
}

const wrong = (message: string): WorkspaceConfig => ({ ok: false, message });
