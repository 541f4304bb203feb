import { isObject, type Json } from '../json.ts';
import { nearest } from '../nearest.ts';
import type { Fault } from './faults.ts';

/** What is wrong at a place of a value, for the person who wrote it. It follows the place, so it has no subject of its own. */
export function sentence(fault: Fault): string {
  return `${(sentences[fault.keyword] ?? general)(fault)}.`;
}

type Sentence = (fault: Fault) => string;

const general: Sentence = ({ keyword }) => `does not fit its schema (${keyword})`;

const sentences: Readonly<Record<string, Sentence>> = {
  type: ({ expected, actual }) => `must be ${kinds(expected)}, is ${kindOf(actual, expected)}`,
  required: ({ expected }) => `${text(expected)} is missing`,
  false: ({ pointer, known }) => notKnown(nameOf(pointer), known),
  const: ({ expected }) => `must be ${text(expected)}`,
  enum: ({ expected }) => `must be ${either(list(expected).map(shown))}`,
  minimum: ({ expected, actual }) => `must be ${text(expected)} or more, is ${text(actual)}`,
  maximum: ({ expected, actual }) => `must be ${text(expected)} or less, is ${text(actual)}`,
  exclusiveMinimum: ({ expected, actual }) => `must be more than ${text(expected)}, is ${text(actual)}`,
  exclusiveMaximum: ({ expected, actual }) => `must be less than ${text(expected)}, is ${text(actual)}`,
  multipleOf: ({ expected, actual }) => `must be a multiple of ${text(expected)}, is ${text(actual)}`,
  minLength: ({ expected, actual }) => `must have ${count(expected, 'character')} or more, has ${length(actual)}`,
  maxLength: ({ expected, actual }) => `must have ${count(expected, 'character')} or fewer, has ${length(actual)}`,
  pattern: ({ expected }) => `must match the pattern ${text(expected)}`,
  format: ({ expected }) => `must be ${withArticle(text(expected))}`,
  minItems: ({ expected, actual }) => `must have ${count(expected, 'item')} or more, has ${list(actual).length}`,
  maxItems: ({ expected, actual }) => `must have ${count(expected, 'item')} or fewer, has ${list(actual).length}`,
  uniqueItems: () => 'must not have the same item twice',
  contains: () => 'has none of the items that it must have',
  minContains: () => 'has too few of the items that it must have',
  maxContains: () => 'has too many of the items of which only some may be there',
  minProperties: ({ expected, actual }) => `must have ${count(expected, 'property')} or more, has ${size(actual)}`,
  maxProperties: ({ expected, actual }) => `must have ${count(expected, 'property')} or fewer, has ${size(actual)}`,
  propertyNames: () => 'has a property whose name is not allowed',
  dependentRequired: () => 'has a property that needs another one beside it',
  not: () => 'is what it must not be',
  anyOf: () => 'fits none of the forms that are allowed',
  oneOf: () => 'must fit exactly one of the forms that are allowed',
};

function notKnown(name: string, known: readonly string[]): string {
  const near = nearest(name, known);
  if (near !== null) return `is not known; ${near} may be meant`;
  return known.length === 0 ? 'must not be there' : `is not known; known are ${known.join(', ')}`;
}

const nameOf = (pointer: string): string =>
  (pointer.split('/').at(-1) ?? '').replaceAll('~1', '/').replaceAll('~0', '~');

const kindNames: Readonly<Record<string, string>> = {
  object: 'an object',
  array: 'an array',
  string: 'a string',
  number: 'a number',
  integer: 'an integer',
  boolean: 'a boolean',
  null: 'null',
};

function kindOf(value: Json, expected: Json): string {
  if (typeof value === 'number' && list(expected).includes('integer')) return String(value);
  return kindNames[value === null ? 'null' : Array.isArray(value) ? 'array' : typeof value] ?? '';
}

const kinds = (expected: Json): string => either(list(expected).map((kind) => kindNames[text(kind)] ?? text(kind)));

const list = (value: Json): readonly Json[] => (Array.isArray(value) ? (value as readonly Json[]) : [value]);

function either(words: readonly string[]): string {
  return words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} or ${words.at(-1)}`;
}

const shown = (value: Json): string => JSON.stringify(value);
const text = (value: Json): string => (typeof value === 'string' ? value : JSON.stringify(value));
const length = (value: Json): number => (typeof value === 'string' ? Array.from(value).length : 0);
const size = (value: Json): number => (isObject(value) ? Object.keys(value).length : 0);
const withArticle = (noun: string): string => `${/^[aeiou]/.test(noun) ? 'an' : 'a'} ${noun}`;

function count(expected: Json, noun: string): string {
  const many = noun.endsWith('y') ? `${noun.slice(0, -1)}ies` : `${noun}s`;
  return `${text(expected)} ${expected === 1 ? noun : many}`;
}
