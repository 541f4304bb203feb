import { Malformed } from '../draft.ts';

/** Where it goes on; `MORE`: the bytes end before the value does. */
export const MORE = -1;

const DEEPEST = 256;
const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const COMMA = 0x2c;
const COLON = 0x3a;

/** To the next byte that is no space. At the end of the bytes that is their length. */
function pastSpace(data: Buffer, from: number): number {
  let at = from;
  for (; at < data.length; at++) {
    const byte = data[at] ?? 0;
    if (byte > 0x20 || (byte !== 0x20 && byte !== 0x0a && byte !== 0x0d && byte !== 0x09)) return at;
  }
  return at;
}

/** Past a text, whose first quote is at `from`. */
export function pastText(data: Buffer, from: number): number {
  for (let at = from + 1; at < data.length; at++) {
    const byte = data[at] ?? 0;
    if (byte === QUOTE) return at + 1;
    if (byte < 0x20) throw wrong('a text holds what has to be escaped');
    if (byte !== BACKSLASH) continue;
    at++;
    if (at + 5 > data.length) return MORE; // a quote is still to come, so there is more in any case
    if (data[at] === 0x75) at = pastHex(data, at + 1) - 1;
    else if (!isEscape(data[at] ?? 0)) throw wrong('a text has an escape nobody knows');
  }
  return MORE;
}

function pastHex(data: Buffer, from: number): number {
  for (let at = from; at < from + 4; at++)
    if (hexDigit(data[at] ?? 0) < 0) throw wrong('a text has an escape nobody knows');
  return from + 4;
}

/** `"\/bfnrt` */
const isEscape = (byte: number): boolean =>
  byte === 0x22 ||
  byte === 0x5c ||
  byte === 0x2f ||
  byte === 0x62 ||
  byte === 0x66 ||
  byte === 0x6e ||
  byte === 0x72 ||
  byte === 0x74;

/** Its value; less than 0: it is none. */
export function hexDigit(byte: number): number {
  if (byte >= 0x30 && byte <= 0x39) return byte - 0x30;
  const letter = byte | 0x20;
  return letter >= 0x61 && letter <= 0x66 ? letter - 0x57 : -1;
}

/** Past any value; its first byte is at `from`. All of it is JSON, or it throws `Malformed`. */
export function pastValue(data: Buffer, from: number, depth = 0): number {
  const byte = data[from] ?? 0;
  if (byte === QUOTE) return pastText(data, from);
  if (byte === 0x7b) return pastObject(data, from, skipMember, depth);
  if (byte === 0x5b) return pastArray(data, from, skipElement, depth);
  return pastWord(data, from);
}

const skipMember: Member = (data, _from, _to, at, depth) => pastValue(data, at, depth);
const skipElement: Element = (data, at, depth) => pastValue(data, at, depth);

/** Reads the value at `at` of the member whose name, without its quotes, is from `from` to `to`; gives where it goes on, or `MORE`. */
export type Member = (data: Buffer, from: number, to: number, at: number, depth: number) => number;
export type Element = (data: Buffer, at: number, depth: number) => number;

export function pastObject(data: Buffer, from: number, member: Member, depth = 0): number {
  if (depth > DEEPEST) throw wrong(`it is nested deeper than ${DEEPEST}`);
  let at = pastSpace(data, from + 1);
  if (data[at] === 0x7d) return at + 1;
  for (;;) {
    if (at >= data.length) return MORE;
    if (data[at] !== QUOTE) throw wrong('a name is missing');
    const end = pastText(data, at);
    if (end === MORE) return MORE;
    const colon = pastSpace(data, end);
    if (colon >= data.length) return MORE;
    if (data[colon] !== COLON) throw wrong('a colon is missing');
    const value = pastSpace(data, colon + 1);
    if (value >= data.length) return MORE;
    const past = member(data, at + 1, end - 1, value, depth + 1);
    if (past === MORE) return MORE;
    at = pastSpace(data, past);
    if (at >= data.length) return MORE;
    if (data[at] === 0x7d) return at + 1;
    if (data[at] !== COMMA) throw wrong('a comma is missing');
    at = pastSpace(data, at + 1);
  }
}

export function pastArray(data: Buffer, from: number, element: Element, depth = 0): number {
  if (depth > DEEPEST) throw wrong(`it is nested deeper than ${DEEPEST}`);
  let at = pastSpace(data, from + 1);
  if (data[at] === 0x5d) return at + 1;
  for (;;) {
    if (at >= data.length) return MORE;
    const past = element(data, at, depth + 1);
    if (past === MORE) return MORE;
    at = pastSpace(data, past);
    if (at >= data.length) return MORE;
    if (data[at] === 0x5d) return at + 1;
    if (data[at] !== COMMA) throw wrong('a comma is missing');
    at = pastSpace(data, at + 1);
  }
}

/** A number, `true`, `false` or `null`. */
function pastWord(data: Buffer, from: number): number {
  let at = from;
  for (; at < data.length; at++) {
    const byte = data[at] ?? 0;
    if (byte <= 0x20 || byte === COMMA || byte === 0x7d || byte === 0x5d) break;
  }
  if (at >= data.length) return MORE;
  if (isDigits(data, from, at) || word.test(data.toString('latin1', from, at))) return at;
  throw wrong('it is no JSON');
}

const word = /^(?:true|false|null|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?)$/;

/** A whole number as most are. */
export function isDigits(data: Buffer, from: number, to: number): boolean {
  const first = data[from] ?? 0;
  if (to <= from || (first === 0x30 && to > from + 1)) return false;
  for (let at = from; at < to; at++) {
    const byte = data[at] ?? 0;
    if (byte < 0x30 || byte > 0x39) return false;
  }
  return true;
}

export const wrong = (what: string): Malformed => new Malformed(`A span cannot be read: ${what}.`);
