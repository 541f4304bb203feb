import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import { activitySettings, type ActivitySettings } from '../activities/settings.ts';
import type { ConfigDeclaration } from '../core/definition/document.ts';
import type { JsonObject } from '../core/json.ts';

/** DA6: what is declared, then what the workspace says, then the environment. Later sources win. */
export interface ConfigSource {
  /** For messages: `sagaloom.config.json`. */
  readonly from: string;
  readonly values: Readonly<Record<string, ConfigValue | undefined>>;
  /** Environment variables and flags come as text, which is read as the declared type. */
  readonly text: boolean;
}

export type ConfigValue = string | number | boolean;

export type Config =
  | { readonly ok: true; readonly values: JsonObject }
  | { readonly ok: false; readonly name: string; readonly message: string };

export type Declarations = Readonly<Record<string, ConfigDeclaration>>;

export const CONFIG_FILE = 'sagaloom.config.json';

export function resolveConfig(declared: Declarations, sources: readonly ConfigSource[]): Config {
  const values: Record<string, ConfigValue> = {};
  for (const [name, declaration] of Object.entries(declared)) {
    const source = sources.findLast((each) => each.values[name] !== undefined);
    const given = source === undefined ? declaration.default : source.values[name];
    if (given === undefined) return { ok: false, name, message: missing(name) };
    const value = source?.text === true ? read(String(given), declaration.type) : given;
    if (typeof value !== declaration.type) {
      const from = source?.from ?? 'its default';
      return {
        ok: false,
        name,
        message: `Config ${name} must be a ${declaration.type}; ${from} gives ${JSON.stringify(given)}.`,
      };
    }
    values[name] = value;
  }
  return { ok: true, values };
}

const missing = (name: string): string =>
  `Config ${name} has no value: set the environment variable ${name}, or "config": { "${name}": … } in ${CONFIG_FILE}.`;

/** Text that is not of the type stays text, and is refused for it. */
function read(text: string, type: ConfigDeclaration['type']): ConfigValue {
  if (type === 'boolean' && (text === 'true' || text === 'false')) return text === 'true';
  if (type === 'number' && text.trim() !== '' && Number.isFinite(Number(text))) return Number(text);
  return text;
}

const fileSchema = activitySettings.extend({
  config: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])).optional(),
});

export type WorkspaceConfig =
  | { readonly ok: true; readonly source: ConfigSource; readonly settings: ActivitySettings }
  | { readonly ok: false; readonly message: string };

/** A workspace without the file says nothing; a file that cannot be understood is an error, not an empty one. */
export async function readWorkspaceConfig(workspace: string): Promise<WorkspaceConfig> {
  const file = path.join(workspace, CONFIG_FILE);
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (error) {
    const absent = error instanceof Error && 'code' in error && error.code === 'ENOENT';
    return absent ? source({}, {}) : { ok: false, message: `${file} could not be read: ${String(error)}.` };
  }
  return parse(file, text);
}

function parse(file: string, text: string): WorkspaceConfig {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (error) {
    return { ok: false, message: `${file} is not JSON: ${error instanceof Error ? error.message : String(error)}.` };
  }
  const parsed = fileSchema.safeParse(json);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    const where = issue === undefined || issue.path.length === 0 ? '' : ` at /${issue.path.join('/')}`;
    return { ok: false, message: `${file} is wrong${where}: ${issue?.message ?? 'it is no object'}.` };
  }
  const { config = {}, ...settings } = parsed.data;
  return source(config, settings);
}

const source = (values: ConfigSource['values'], settings: ActivitySettings): WorkspaceConfig => ({
  ok: true,
  settings,
  source: { from: CONFIG_FILE, values, text: false },
});

export const environmentSource = (env: NodeJS.ProcessEnv): ConfigSource => ({
  from: 'the environment',
  values: env,
  text: true,
});
