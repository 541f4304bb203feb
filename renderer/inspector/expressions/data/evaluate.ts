import {
  checkExpression,
  evaluateExpression,
  expressionSource,
  isObject,
  type Json,
  type JsonObject,
} from '@sagaloom/engine/core';

/** What one expression came to. `offset` is into its text, marks included. */
export type Outcome =
  | { readonly kind: 'value'; readonly value: Json }
  /** It reads what is not there: `missing` of `of`; both null where that cannot be told. */
  | {
      readonly kind: 'undefined';
      readonly missing: string | null;
      readonly of: string | null;
      readonly offset: number;
      readonly length: number;
    }
  | { readonly kind: 'error'; readonly message: string; readonly offset: number | null };

export interface Failed {
  /** Path within the template. */
  readonly path: readonly (string | number)[];
  readonly outcome: Exclude<Outcome, { kind: 'value' }>;
}

export interface Evaluated {
  /** With null where an expression failed. */
  readonly value: Json;
  readonly failed: readonly Failed[];
  /** Paths that lead nowhere in this data, though the expression came to something without them: more often a slip than meant. */
  readonly absent: readonly Failed[];
}

/** What stands for a secret: its value never comes here. */
export const hiddenSecret = '••••••';

const secret = /^\{%\s*secrets\s*\.\s*(?:[\w-]+|`[^`]*`)\s*%\}$/;
const mostFailures = 20;

/** Every expression of a template on its own, so that one that fails does not hide the others. */
export async function evaluateAll(template: Json, scope: JsonObject, nowMs: number): Promise<Evaluated> {
  const failed: Failed[] = [];
  const absent: Failed[] = [];
  const walk = async (part: Json, path: readonly (string | number)[]): Promise<Json> => {
    if (typeof part === 'string') return text(part, path);
    if (Array.isArray(part)) {
      const items: Json[] = [];
      for (const [index, item] of (part as readonly Json[]).entries()) items.push(await walk(item, [...path, index]));
      return items;
    }
    if (!isObject(part)) return part;
    const entries: [string, Json][] = [];
    for (const [name, inner] of Object.entries(part)) entries.push([name, await walk(inner, [...path, name])]);
    return Object.fromEntries(entries);
  };
  const text = async (written: string, path: readonly (string | number)[]): Promise<Json> => {
    if (expressionSource(written) === null) return written;
    if (secret.test(written)) return hiddenSecret;
    const outcome = await evaluateOne(written, scope, nowMs);
    if (outcome.kind === 'value') {
      const missing = undefinedIn(expressionSource(written) ?? '', scope);
      if (missing.missing !== null && absent.length < mostFailures) absent.push({ path, outcome: missing });
      return outcome.value;
    }
    if (failed.length < mostFailures) failed.push({ path, outcome });
    return null;
  };
  return { value: await walk(template, []), failed, absent };
}

async function evaluateOne(text: string, scope: JsonObject, nowMs: number): Promise<Outcome> {
  const source = expressionSource(text) ?? '';
  const answer = await evaluateExpression(source, scope, { nowMs, seed: 'preview' });
  if (!answer.ok) {
    const offset = answer.offset === undefined ? null : answer.offset + 2;
    return { kind: 'error', message: answer.error.message, offset };
  }
  return answer.value === undefined ? undefinedIn(source, scope) : { kind: 'value', value: answer.value };
}

/** Which name of which path leads nowhere. */
function undefinedIn(source: string, scope: JsonObject): Extract<Outcome, { kind: 'undefined' }> {
  const checked = checkExpression(source);
  const references = checked.ok ? checked.references : [];
  for (const { kind, name, path, offset, tested } of references) {
    if (tested || kind === 'other') continue;
    const names = [kind, ...(name === null ? [] : [name]), ...path];
    const at = firstMissing(names, scope);
    if (at === null) continue;
    const [of, missing] = [names.slice(0, at).join('.'), names[at] ?? ''];
    const length = Math.max(1, names.slice(0, at + 1).join('.').length);
    return { kind: 'undefined', missing, of: of === '' ? null : of, offset: offset + 2, length };
  }
  return { kind: 'undefined', missing: null, of: null, offset: 2, length: Math.max(1, source.length) };
}

function firstMissing(names: readonly string[], scope: JsonObject): number | null {
  let values: readonly Json[] = [scope];
  for (const [index, name] of names.entries()) {
    values = values
      .flatMap((value) => (Array.isArray(value) ? (value as readonly Json[]) : [value]))
      .flatMap((value) => (isObject(value) && Object.hasOwn(value, name) ? [value[name] ?? null] : []));
    if (values.length === 0) return index;
  }
  return null;
}
