import type { Json } from '../json.ts';
import { Refusal } from './failure.ts';
import { limits } from './limits.ts';
import { isCallable } from './meter.ts';

/** What JSONata gave, as plain JSON of its own: its arrays carry flags, its objects have no prototype (DA3). */
export function toJson(value: unknown, depth = 0): Json {
  if (value === null || typeof value === 'boolean' || typeof value === 'string') return value;
  if (typeof value === 'number') return finite(value);
  if (isCallable(value)) throw new Refusal('function', 'gives a function where a value is needed.');
  if (typeof value !== 'object') throw new Refusal('type', 'gives what JSON cannot hold.');
  if (depth >= limits.resultDepth)
    throw new Refusal('limit', `gives a value nested deeper than ${limits.resultDepth}.`);
  if (Array.isArray(value)) return value.map((item: unknown) => (item === undefined ? null : toJson(item, depth + 1)));
  const entries = Object.entries(value).filter(([, part]) => part !== undefined);
  return Object.fromEntries(entries.map(([name, part]) => [name, toJson(part, depth + 1)]));
}

function finite(value: number): number {
  if (Number.isFinite(value)) return value === 0 ? 0 : value; // JSON has no -0
  throw new Refusal('number', 'gives no number: it divides by zero, or leaves the range of numbers.');
}

/** Throws when a value does not fit where values are kept (DA8). */
export function checkSize(value: Json): void {
  if (bytesOf(value, limits.resultBytes) > limits.resultBytes) {
    throw new Refusal('limit', `gives more than ${limits.resultBytes / 1024} KiB.`);
  }
}

/** Bytes of the value as JSON text in UTF-8; stops counting once past `enough`. */
function bytesOf(value: Json, enough = Infinity): number {
  if (typeof value === 'string') return stringBytes(value);
  if (typeof value !== 'object' || value === null) return String(value).length;
  const isArray = Array.isArray(value);
  let bytes = 2;
  for (const [key, part] of Object.entries(value)) {
    bytes += (isArray ? 0 : stringBytes(key) + 1) + bytesOf(part, enough - bytes) + 1;
    if (bytes > enough) break;
  }
  return bytes === 2 ? 2 : bytes - 1; // no comma after the last
}

/** Without escapes, one byte for ASCII, and never less than the truth: good enough for a limit, and cheap. */
function stringBytes(text: string): number {
  if (text.length < 64 && /^[ !#-[\]-~]*$/.test(text)) return text.length + 2;
  return utf8Bytes(JSON.stringify(text));
}

function utf8Bytes(text: string): number {
  let bytes = text.length;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code > 0x7f) bytes += code > 0x7ff && (code < 0xd800 || code > 0xdfff) ? 2 : 1;
  }
  return bytes;
}

/** A copy that shares nothing. */
export function copyJson(value: Json): Json {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return (value as readonly Json[]).map(copyJson);
  return Object.fromEntries(Object.entries(value).map(([name, part]) => [name, copyJson(part)]));
}
