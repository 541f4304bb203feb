import { readFile } from 'node:fs/promises';
import { text as wholeText } from 'node:stream/consumers';
import { parseDuration } from '../core/duration.ts';
import { put, type Json } from '../core/json.ts';
import { ENVIRONMENT, failed, ok, type Result, wrongInput } from './codes.ts';

export async function readText(file: string): Promise<Result<string>> {
  try {
    return ok(await readFile(file, 'utf8'));
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    if (code === 'ENOENT' || code === 'ENOTDIR') return wrongInput(`There is no file ${file}.`);
    if (code === 'EISDIR') return wrongInput(`${file} is a folder; name a file.`);
    return failed(ENVIRONMENT, `${file} could not be read: ${error instanceof Error ? error.message : String(error)}.`);
  }
}

/** `JSON`, `@FILE`, or `-` for what comes on stdin. */
export async function readJsonArgument(flag: string, given: string): Promise<Result<Json>> {
  if (given === '-') return parseJson(`${flag} (from stdin)`, await wholeText(process.stdin));
  if (given.startsWith('@')) return readJsonFile(given.slice(1));
  return parseJson(flag, given);
}

export async function readJsonFile(file: string): Promise<Result<Json>> {
  const text = await readText(file);
  return text.ok ? parseJson(file, text.value) : text;
}

function parseJson(where: string, text: string): Result<Json> {
  try {
    return ok(JSON.parse(text) as Json);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    const hint = where.startsWith('--') && /^[\w./-]+$/.test(text) ? ` To read a file, give @${text}.` : '';
    return wrongInput(`${where} is not JSON: ${why}.${hint}`);
  }
}

/** Milliseconds. */
export function readDuration(flag: string, given: string): Result<number> {
  const ms = parseDuration(given);
  return ms === null
    ? wrongInput(`${flag} ${given} is not a duration: give one such as 500ms, 30s, 5m or 2h.`)
    : ok(ms);
}

export function readInteger(flag: string, given: string, min: number, max: number): Result<number> {
  const value = Number(given);
  const isFine = /^\d+$/.test(given) && value >= min && value <= max;
  return isFine ? ok(value) : wrongInput(`${flag} ${given} is not a whole number from ${min} to ${max}.`);
}

/** `NAME=VALUE`, as often as it is given; the last of a name counts. */
export function readNamed(flag: string, given: readonly string[]): Result<Readonly<Record<string, string>>> {
  const values: Record<string, string> = {};
  for (const each of given) {
    const [, name, value] = /^([^=]+)=(.*)$/s.exec(each) ?? [];
    if (name === undefined || value === undefined) return wrongInput(`${flag} ${each} is not NAME=VALUE.`);
    put(values, name, value);
  }
  return ok(values);
}

/** JSON where it is JSON, else the text itself: `42` and `order-7` both mean what they say. */
export function jsonOrText(given: string): Json {
  try {
    return JSON.parse(given) as Json;
  } catch {
    return given;
  }
}
