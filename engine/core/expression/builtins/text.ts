import { Refusal } from '../failure.ts';
import { limits } from '../limits.ts';
import type { Evaluation } from './native.ts';

/** Checks made before a built-in of the library runs, where it would else read or write without bound (DA5). */
export type Check = (args: readonly unknown[], evaluation: Evaluation) => void;

const lengthOf = (value: unknown): number => (typeof value === 'string' ? value.length : 0);

const pad: Check = ([, width], { meter }) => {
  if (typeof width !== 'number') return;
  meter.string(Math.abs(width));
  meter.spend(Math.abs(width) / 32);
};

/** These take a text apart into its characters. */
const takeApart: Check = ([text], { meter }) => meter.spend(lengthOf(text) / 32);

const join: Check = ([parts, separator], { meter }) => {
  if (!Array.isArray(parts)) return;
  meter.string(parts.reduce<number>((sum, part) => sum + lengthOf(part) + lengthOf(separator), 0));
};

const writeOut: Check = ([value], { meter }) => meter.walk(value);

/** These go into arrays within arrays. */
const descend: Check = ([value], { meter }) => {
  if (Array.isArray(value)) meter.walk(value);
};

/** `$replace(text, plain, plain)`: how long the result will be can be told before. Patterns are counted match by match. */
const replacePlain: Check = ([text, pattern, replacement], { meter }) => {
  if (typeof text !== 'string' || typeof pattern !== 'string' || pattern === '') return;
  if (lengthOf(replacement) <= pattern.length) return;
  meter.string(text.length + (text.split(pattern).length - 1) * (lengthOf(replacement) - pattern.length));
};

const picture =
  (position: number): Check =>
  (args) => {
    if (lengthOf(args[position]) <= limits.pictureLength) return;
    throw new Refusal('limit', `has a picture longer than ${limits.pictureLength} characters.`);
  };

/** The library takes a thousand off at a time, one call inside the other. */
const formatInteger: Check = (args, evaluation) => {
  const [value, pattern] = args;
  picture(1)(args, evaluation);
  if (typeof pattern !== 'string' || typeof value !== 'number' || !/[iI]/.test(pattern)) return;
  if (Math.abs(value) > 100_000) throw new Refusal('limit', 'writes too large a number in Roman numerals.');
};

/** Options of no or several characters send the library into an endless loop. */
const formatNumber: Check = (args, evaluation) => {
  picture(1)(args, evaluation);
  const options: unknown = args[2];
  if (typeof options !== 'object' || options === null) return;
  for (const [name, value] of Object.entries(options)) {
    if (name !== 'infinity' && name !== 'NaN' && lengthOf(value) !== 1) {
      throw new Refusal('value', `gives $formatNumber a ${name} that is not one character.`);
    }
  }
};

export const checks: Readonly<Record<string, Check>> = {
  pad,
  length: takeApart,
  substring: takeApart,
  join,
  string: writeOut,
  clone: writeOut,
  boolean: descend,
  not: descend,
  lookup: descend,
  keys: descend,
  spread: descend,
  replace: replacePlain,
  formatInteger,
  formatNumber,
  fromMillis: picture(1),
  parseInteger: picture(1),
};
