import type { Json } from '../../../core/json.ts';

export type Plain = { readonly ok: true; readonly value: Json } | { readonly ok: false; readonly problem: string };

const MAX_DEPTH = 200;

class NotPlain extends Error {}

/**
 * A value of somebody's code as JSON holds it: what is undefined is left out of objects, and null elsewhere; dates and whatever else
 * says how (`toJSON`) become what they say. What JSON would change without a word (NaN, a Map, a function) is refused.
 */
export function plainJson(value: unknown): Plain {
  try {
    return { ok: true, value: plain(value, '', 0) };
  } catch (error) {
    if (error instanceof NotPlain) return { ok: false, problem: error.message };
    return { ok: false, problem: `it cannot be read: ${error instanceof Error ? error.message : String(error)}` };
  }
}

function plain(value: unknown, at: string, depth: number): Json {
  if (value === undefined || value === null) return null;
  if (typeof value === 'string' || typeof value === 'boolean') return value;
  if (typeof value === 'number') return Number.isFinite(value) ? value : refuse(String(value), at);
  if (typeof value !== 'object') return refuse(`a ${typeof value}`, at);
  if (depth > MAX_DEPTH) throw new NotPlain(`it is nested deeper than ${MAX_DEPTH}, or holds itself`);
  if ('toJSON' in value && typeof value.toJSON === 'function') {
    const given: unknown = (value.toJSON as () => unknown)();
    return plain(given === value ? { ...value } : given, at, depth + 1);
  }
  if (Array.isArray(value)) return value.map((item: unknown, index) => plain(item, `${at}/${index}`, depth + 1));
  return plainObject(value, at, depth);
}

function plainObject(value: object, at: string, depth: number): Json {
  const tag = Object.prototype.toString.call(value).slice(8, -1);
  if (tag !== 'Object') return refuse(`a ${tag}`, at);
  const entries = Object.entries(value).filter(([, part]) => part !== undefined);
  return Object.fromEntries(entries.map(([name, part]) => [name, plain(part, `${at}/${name}`, depth + 1)]));
}

function refuse(what: string, at: string): never {
  throw new NotPlain(`it holds ${what}${at === '' ? '' : ` at ${at}`}`);
}
