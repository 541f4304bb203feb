import { isObject, type Json } from '../../core/json.ts';

/**
 * A number where JSON's says exactly the same, else the text: nothing is ever rounded. Beyond 2^53 whole numbers are texts, all of them, and
 * so are `NaN` and `Infinity`.
 */
export function exactNumber(text: string): Json {
  const number = sameNumber(text);
  return number === null || (Number.isInteger(number) && !Number.isSafeInteger(number)) ? text : number;
}

function sameNumber(text: string): number | null {
  const number = Number(text);
  if (!Number.isFinite(number) || text.trim() === '') return null;
  const [given, kept] = [digitsOf(text), digitsOf(String(number))];
  return given !== null && given === kept ? number + 0 : null; // -0 is 0
}

const decimal = /^([+-]?)(\d*)\.?(\d*)(?:e([+-]?\d+))?$/i;

/** One spelling for each number: `-1.50` and `-15e-1` are `-15e-1`. */
function digitsOf(text: string): string | null {
  const match = decimal.exec(text.trim());
  if (match === null) return null;
  const [, sign = '', whole = '', fraction = '', exponent = '0'] = match;
  const digits = (whole + fraction).replace(/^0+/, '');
  const kept = digits.replace(/0+$/, '');
  if (kept === '') return '0';
  return `${sign === '-' ? '-' : ''}${kept}e${Number(exponent) - fraction.length + digits.length - kept.length}`;
}

/** Of JSON as the database has it: a number in it that would be rounded is its text. */
export function exactJson(text: string): Json {
  return JSON.parse(text, (_, value: unknown, context?: { readonly source?: string }) =>
    typeof value === 'number' && context?.source !== undefined ? (sameNumber(context.source) ?? context.source) : value,
  ) as Json;
}

export const base64Of = (bytes: Uint8Array): Json => ({ $base64: Buffer.from(bytes).toString('base64') });

/** Of `{ "$base64": "…" }`; null: it is another value. */
export function bytesOf(value: Json): Buffer | null {
  if (!isObject(value) || Object.keys(value).length !== 1) return null;
  const text = value['$base64'];
  return typeof text === 'string' ? Buffer.from(text, 'base64') : null;
}

const moment = /^(\d{4}-\d\d-\d\d)[ T](\d\d:\d\d:\d\d)(\.\d+)?(?:Z|([+-]\d\d)(?::?(\d\d))?)$/;

/** `2024-01-02 03:04:05.5+00` and the like in UTC, to the last digit; what is no such moment (`infinity`, before Christ) stays as it is. */
export function utcOf(text: string): string {
  const match = moment.exec(text);
  if (match === null) return text;
  const [, day = '', time = '', fraction = '', hours = '+00', minutes = '00'] = match;
  if (Number(hours) === 0 && minutes === '00') return `${day}T${time}${fraction}Z`;
  const at = Date.parse(`${day}T${time}${hours}:${minutes}`);
  return Number.isNaN(at) ? text : `${new Date(at).toISOString().slice(0, -5)}${fraction}Z`;
}

/** Of a moment without a zone, `2024-01-02 03:04:05`: ISO as well, and without one. */
export const localOf = (text: string): string => text.replace(/^(\d{4,}-\d\d-\d\d) (\d\d:)/, '$1T$2');
