import type { Json } from '../../../core/json.ts';
import { bytesOf } from '../values.ts';
import { isJsonLike } from './types.ts';

export type Bound = string | Buffer | null;

/** Whether what it becomes depends on what the statement expects: a list is an array or JSON. */
export const dependsOnType = (value: Json): boolean =>
  typeof value === 'object' && value !== null && bytesOf(value) === null;

/** `oid`: of the type that the server found for its place. */
export function toPostgres(value: Json, oid: number): Bound {
  if (value === null) return null;
  if (typeof value !== 'object') return String(value);
  const bytes = bytesOf(value);
  if (bytes !== null) return bytes;
  return Array.isArray(value) && !isJsonLike(oid) ? arrayText(value) : JSON.stringify(value);
}

function arrayText(values: readonly Json[]): string {
  return `{${values.map(elementText).join(',')}}`;
}

function elementText(value: Json): string {
  if (value === null) return 'NULL';
  if (Array.isArray(value)) return arrayText(value as readonly Json[]);
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  const bytes = bytesOf(value);
  if (bytes !== null) return quoted(`\\x${bytes.toString('hex')}`);
  return quoted(typeof value === 'string' ? value : JSON.stringify(value));
}

const quoted = (text: string): string => `"${text.replaceAll(/["\\]/g, String.raw`\$&`)}"`;
