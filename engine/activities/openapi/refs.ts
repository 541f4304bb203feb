import path from 'node:path';
import { isObject, type Json } from '../../core/json.ts';
import { type Bundle, DocumentError, type Located } from './bundle.ts';

/** A reference to a reference to a reference … */
const MOST_HOPS = 50;

/** What a reference stands for, through however many; what is none is itself. Throws a DocumentError. */
export function resolved(bundle: Bundle, at: Located): Located {
  let found = at;
  for (let hops = 0; hops <= MOST_HOPS; hops += 1) {
    const reference = referenceOf(found.value);
    if (reference === null) return found;
    found = referred(bundle, found.file, reference);
  }
  throw new DocumentError(`The reference ${String(referenceOf(at.value))} leads in a circle.`);
}

export function referenceOf(value: Json | undefined): string | null {
  const reference = isObject(value) ? value['$ref'] : undefined;
  return typeof reference === 'string' ? reference : null;
}

export function referred(bundle: Bundle, from: string, reference: string): Located {
  const { file, pointer } = placeOf(from, reference);
  const document = bundle.files.get(file);
  const value = document === undefined ? undefined : followed(document, pointer);
  if (value === undefined) throw new DocumentError(`The document has nothing at ${reference.slice(0, 200)}.`);
  return { file, value };
}

export interface ReferencePlace {
  readonly file: string;
  /** A JSON pointer. */
  readonly pointer: string;
}

/** Where a reference in a file leads. Files of the workspace stay relative to it. */
export function placeOf(from: string, reference: string): ReferencePlace {
  const [target = '', fragment = ''] = reference.split('#');
  const pointer = decoded(fragment);
  if (target === '') return { file: from, pointer };
  if (URL.canParse(target)) return { file: target, pointer };
  if (URL.canParse(from)) return { file: new URL(target, from).href, pointer };
  return { file: path.posix.join(path.posix.dirname(from), decoded(target)), pointer };
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

function followed(document: Json, pointer: string): Json | undefined {
  if (pointer === '') return document;
  if (!pointer.startsWith('/')) return undefined; // names of places within a schema are not looked up
  let at: Json | undefined = document;
  for (const part of pointer.slice(1).split('/')) at = member(at, part.replaceAll('~1', '/').replaceAll('~0', '~'));
  return at;
}

function member(at: Json | undefined, name: string): Json | undefined {
  if (Array.isArray(at)) return /^\d+$/.test(name) ? (at[Number(name)] as Json | undefined) : undefined;
  return isObject(at) && Object.hasOwn(at, name) ? at[name] : undefined;
}

/** The files that a document refers to, itself left out. */
export function filesIn(file: string, document: Json): readonly string[] {
  const found = new Set<string>();
  const left: Json[] = [document];
  for (let value = left.pop(); value !== undefined; value = left.pop()) {
    if (typeof value !== 'object' || value === null) continue;
    const reference = referenceOf(value);
    if (reference !== null) found.add(placeOf(file, reference).file);
    for (const inner of Object.values(value) as readonly Json[]) left.push(inner);
  }
  found.delete(file);
  return [...found];
}
