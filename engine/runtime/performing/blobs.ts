import { isObject, put, type Json } from '../../core/json.ts';
import { sha256Hex } from '../digest.ts';
import type { Blobs } from '../ports.ts';

/** DA8. Characters of a value as JSON that is kept with the events. */
const INLINE_LIMIT = 256 * 1024;

const reference = /^sha256:[0-9a-f]{64}$/;

/**
 * A larger value as its reference; the value is durable then. Of an object first its large parts, so that what is small can still be
 * read by expressions.
 */
export async function offloaded(value: Json, blobs: Blobs): Promise<Json> {
  if (!isLarge(value)) return value;
  if (!isObject(value)) return referenceTo(value, blobs);
  const parts: Record<string, Json> = {};
  for (const [name, part] of Object.entries(value)) put(parts, name, await offloaded(part, blobs));
  return isLarge(parts) ? referenceTo(value, blobs) : parts;
}

/** Of any value: durable when it resolves. */
export async function referenceTo(value: Json, blobs: Blobs): Promise<Json> {
  const text = JSON.stringify(value);
  const hash = `sha256:${sha256Hex(text)}`;
  await blobs.put(hash, text);
  return { $blob: hash };
}

/** Whether it is over the limit, to the character. Most values are nowhere near it, and are not written to see that. */
export function isLarge(value: Json): boolean {
  return countdown(value, INLINE_LIMIT) < 0 && JSON.stringify(value).length > INLINE_LIMIT;
}

/** Deeper than this it is refused in any case. */
const MAX_DEPTH = 250;

/** A character as JSON is at most an escape of six. */
const longest = (text: string): number => 6 * text.length + 2;

/** What is left of so many characters at the least; below 0, how many there are beyond is not known. */
function countdown(value: Json, left: number, depth = 0): number {
  if (typeof value === 'string') return left - longest(value);
  if (typeof value !== 'object' || value === null) return left - String(value).length;
  if (depth > MAX_DEPTH) return left;
  let rest = left - 2;
  for (const [name, part] of Object.entries(value)) {
    rest = countdown(part, Array.isArray(value) ? rest - 1 : rest - longest(name) - 2, depth + 1);
    if (rest < 0) return rest;
  }
  return rest;
}

/** The hash, where a value is a reference. */
function blobOf(value: Json): string | null {
  if (!isObject(value)) return null;
  const { $blob: hash } = value;
  if (typeof hash !== 'string' || Object.keys(value).length !== 1) return null;
  return reference.test(hash) ? hash : null;
}

export function hasBlob(value: Json): boolean {
  if (typeof value !== 'object' || value === null) return false;
  return blobOf(value) !== null || Object.values(value).some(hasBlob);
}

/** Every reference in it replaced by what it stands for; the hash of one that is not there, else. */
export async function resolved(value: Json, blobs: Blobs): Promise<Resolved> {
  const missing: string[] = [];
  const resolve = async (part: Json): Promise<Json> => {
    if (!hasBlob(part)) return part;
    const hash = blobOf(part);
    if (hash !== null) return read(hash);
    if (Array.isArray(part)) return Promise.all((part as readonly Json[]).map(resolve));
    const entries = Object.entries(part as object as Record<string, Json>);
    return Object.fromEntries(
      await Promise.all(entries.map(async ([name, inner]) => [name, await resolve(inner)] as const)),
    );
  };
  const read = async (hash: string): Promise<Json> => {
    const text = await blobs.get(hash);
    if (text === null) missing.push(hash);
    return text === null ? null : (JSON.parse(text) as Json); // written by us
  };
  const whole = await resolve(value);
  const [first] = missing;
  return first === undefined ? { ok: true, value: whole } : { ok: false, missing: first };
}

export type Resolved = { readonly ok: true; readonly value: Json } | { readonly ok: false; readonly missing: string };
