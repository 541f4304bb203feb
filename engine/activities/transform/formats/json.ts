import type { Json } from '../../../core/json.ts';
import { integer, jsonOf, valueOf } from '../forms.ts';
import type { OptionsOf } from '../options.ts';
import { guarded, refuse } from '../problem.ts';
import { isList, kindOf, type Value } from '../value.ts';

type JsonOptions = OptionsOf<'json'>;

/** Texts that hold numbers which JSON.parse may change: long ones, and ones with a large exponent. */
const risky = /\d{16}|[eE]\+?\d{3}/;

export function readJsonText(text: string, { lines }: JsonOptions): Value {
  if (lines !== true) return parsed(text, 1);
  return text.split('\n').flatMap((line, index) => (line.trim() === '' ? [] : [parsed(line, index + 1)]));
}

function parsed(text: string, firstLine: number): Value {
  try {
    const json: unknown = risky.test(text) ? JSON.parse(text, exactNumbers) : JSON.parse(text);
    return valueOf(json as Json);
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    const { message } = error;
    const place = placeIn(text, message, firstLine);
    return refuse(
      'parse',
      `The data is not JSON${place === null ? '' : ` at line ${place.line}, column ${place.column}`}: ${message}.`,
      place ?? {},
    );
  }
}

/** Integers that a number would not hold exactly; a number too large to be one would become Infinity. */
function exactNumbers(_name: string, value: unknown, context?: { readonly source?: string }): unknown {
  if (typeof value !== 'number') return value;
  const source = context?.source ?? '';
  if (!Number.isFinite(value))
    return refuse('parse', `The data holds the number ${source.slice(0, 40)}, which is too large.`);
  if (Number.isSafeInteger(value) || !/^-?\d+$/.test(source)) return value;
  return jsonOf(integer(BigInt(source)));
}

/** V8 tells the position, or the line and column, in its message. */
function placeIn(text: string, message: string, firstLine: number) {
  const position = /at position (\d+)/.exec(message)?.[1];
  const offset = position === undefined ? (/end of JSON input/.test(message) ? text.length : null) : Number(position);
  if (offset === null) return null;
  const before = text.slice(0, offset).split('\n');
  return { line: firstLine + before.length - 1, column: (before.at(-1)?.length ?? 0) + 1 };
}

export function writeJsonText(value: Value, { lines, indent = 0 }: JsonOptions): string {
  const text = (each: Value) =>
    guarded('limit', 'The data cannot be written', () =>
      JSON.stringify(jsonOf(each), null, lines === true ? 0 : indent),
    );
  if (lines !== true) return text(value);
  if (!isList(value)) return refuse('value', `JSON Lines are a list; the data is ${kindOf(value)}.`);
  return value.map((each) => `${text(each)}\n`).join('');
}
