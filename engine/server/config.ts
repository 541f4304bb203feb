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

export const environmentSource = (env: NodeJS.ProcessEnv): ConfigSource => ({
  from: 'the environment',
  values: env,
  text: true,
});
