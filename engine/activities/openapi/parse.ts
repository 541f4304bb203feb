import { createHash } from 'node:crypto';
import { parseDocument } from 'yaml';
import { isObject, type Json } from '../../core/json.ts';
import { DocumentError } from './bundle.ts';

export const MOST_DOCUMENT_BYTES = 8 * 1024 * 1024;
const MOST_DEPTH = 200;
/** With aliases followed: a few lines of YAML can stand for billions of values. */
const MOST_VALUES = 2_000_000;
const MOST_KEPT = 32;

/** By the hash of their text, the least used first. */
const kept = new Map<string, Json>();

/** JSON or YAML. `name` is for the message. Throws a DocumentError. */
export function parsed(text: string, name: string): Json {
  const hash = createHash('sha256').update(text).digest('base64');
  const document = kept.get(hash) ?? read(text, name);
  kept.delete(hash);
  kept.set(hash, document);
  for (const oldest of kept.keys()) {
    if (kept.size <= MOST_KEPT) break;
    kept.delete(oldest);
  }
  return document;
}

function read(text: string, name: string): Json {
  const value = text.trimStart().startsWith('{') ? fromJson(text) : undefined;
  const document = value ?? fromYaml(text, name);
  const problem = sizeProblem(document);
  if (problem !== null) throw new DocumentError(`The document ${name} ${problem}.`);
  if (!isObject(document)) throw new DocumentError(`The document ${name} is no object.`);
  return document;
}

/** What begins as JSON may be YAML all the same. */
function fromJson(text: string): Json | undefined {
  try {
    return JSON.parse(text) as Json;
  } catch {
    return undefined;
  }
}

function fromYaml(text: string, name: string): Json {
  try {
    const document = parseDocument(text, { schema: 'core', stringKeys: true });
    const [error] = document.errors;
    if (error !== undefined) throw error;
    return document.toJS({ maxAliasCount: 100 }) as Json;
  } catch (error) {
    const why = error instanceof Error ? firstLine(error.message) : String(error);
    if (/call stack/i.test(why))
      throw new DocumentError(`The document ${name} is nested deeper than ${MOST_DEPTH}.`, { cause: error });
    throw new DocumentError(`The document ${name} is neither JSON nor YAML: ${why}.`, { cause: error });
  }
}

const firstLine = (text: string): string => (text.split('\n')[0] ?? '').replace(/[.:]$/, '');

/** Counted as it would be written out: an alias counts as often as it stands there. Null: it is fine. */
function sizeProblem(document: Json): string | null {
  let values = 0;
  const left: { readonly value: Json; readonly depth: number }[] = [{ value: document, depth: 0 }];
  for (let at = left.pop(); at !== undefined; at = left.pop()) {
    values += 1;
    if (values > MOST_VALUES) return `holds more than ${MOST_VALUES} values`;
    if (at.depth > MOST_DEPTH) return `is nested deeper than ${MOST_DEPTH}`;
    const { value, depth } = at;
    if (typeof value !== 'object' || value === null) {
      if (typeof value === 'number' && !Number.isFinite(value)) return `holds ${value}, which JSON has not`;
      continue;
    }
    for (const inner of Object.values(value) as readonly Json[]) left.push({ value: inner, depth: depth + 1 });
  }
  return null;
}
