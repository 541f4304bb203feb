import { Refusal } from '../failure.ts';
import { limits } from '../limits.ts';
import type { Implementation } from './native.ts';

const iso =
  /^(\d{4})(?:-([01]\d))?(?:-([0-3]\d))?(?:T([0-2]\d):([0-5]\d):([0-5]\d))?(?:\.(\d+))?(?:([+-])([0-2]\d):?([0-5]\d)|Z)?$/;

/**
 * ISO 8601 to epoch ms. `Date.parse`, which JSONata uses, takes a time without an offset as local, and so gives another answer
 * on another host: here it is UTC. Null: not a date.
 */
function parseIso(text: string): number | null {
  const parts = iso.exec(text);
  if (!parts) return null;
  const [, year, month = '01', day = '01', hour = '00', minute = '00', second = '00', fraction = '0'] = parts;
  const [sign, offsetHours = '00', offsetMinutes = '00'] = parts.slice(8);
  if (Number(month) < 1 || Number(month) > 12 || Number(day) < 1 || Number(day) > 31 || Number(hour) > 24) return null;
  const ms = Math.floor(Number(`0.${fraction}`) * 1_000);
  const local = new Date(0);
  local.setUTCFullYear(Number(year), Number(month) - 1, Number(day)); // Date.UTC would make 0099 of 1999
  local.setUTCHours(Number(hour), Number(minute), Number(second), ms);
  const offset = (Number(offsetHours) * 60 + Number(offsetMinutes)) * 60_000;
  return local.getTime() - (sign === '-' ? -offset : offset);
}

/** Beyond these, dates have no fields, and the library writes NaN. */
export function checkTime(ms: number): void {
  if (Math.abs(ms) > 8.64e15) throw new Refusal('value', 'writes a time that no calendar has.');
}

/** `$toMillis`. What a picture leaves out comes from `nowMs`, where the library would ask the clock. */
export function toMillis(library: Implementation, nowMs: () => number): Implementation {
  return function (text, picture) {
    if (typeof text !== 'string' || typeof picture === 'undefined') return plain(text);
    if (typeof picture !== 'string' || picture.length > limits.pictureLength || text.length > limits.pictureLength) {
      throw new Refusal('limit', `reads a date or picture longer than ${limits.pictureLength} characters.`);
    }
    if (ways(text.length, longestRun(picture)) > 1e6) {
      throw new Refusal('limit', 'reads a date by a picture with too many parts side by side.');
    }
    return library.call({ environment: { timestamp: new Date(nowMs()) } }, text, picture);
  };
}

function plain(text: unknown): number | undefined {
  if (typeof text !== 'string') return undefined;
  const ms = parseIso(text);
  // As the library throws it.
  if (ms === null) throw Object.assign(new Error(notIso(text)), { code: 'D3110', value: text });
  return ms;
}

const notIso = (text: string): string => `$toMillis takes an ISO 8601 time, not ${JSON.stringify(text)}`;

/**
 * The library makes a backtracking pattern of the picture: `[Y][M][D]` becomes `([0-9]+)([0-9]+)([0-9]+)`. Parts with nothing
 * between that could not belong to them as well can split a text in many ways.
 */
function longestRun(picture: string): number {
  const between = picture.split(/\[[^\]]*\]/).slice(1, -1);
  let run = 1;
  let longest = 1;
  for (const literal of between) {
    run = /[^A-Za-z0-9 ,\-+]/.test(literal) ? 1 : run + 1;
    longest = Math.max(longest, run);
  }
  return longest;
}

/** In how many ways a text can be cut into so many parts. */
function ways(length: number, parts: number): number {
  let count = 1;
  for (let cut = 1; cut < parts; cut++) count *= (length - cut) / cut;
  return count;
}
