import { type Json, validateAgainst } from '@sagaloom/engine/core';
import type { Translate } from '../../locales/index.ts';

/** What is wrong with a value, in the reader's words, by JSON pointer. */
export type Problems = ReadonlyMap<string, string>;

/** The first problem of each place; a missing property is said at the property, where the form can show it. */
export function checkInput(schema: Json | undefined, value: Json | undefined, t: Translate): Problems {
  const verdict = validateAgainst(schema ?? true, value ?? null);
  const found = new Map<string, string>();
  if (verdict.ok) return found;
  for (const { pointer, message } of verdict.problems) {
    const missing = /required property "([^"]+)"/.exec(message)?.[1];
    const place = missing === undefined ? pointer : `${pointer}/${missing}`;
    if (!found.has(place)) found.set(place, missing === undefined ? inWords(message, t) : t('runs.form.missing'));
  }
  return found;
}

type Wording = readonly [pattern: RegExp, words: (match: RegExpExecArray, t: Translate) => string];

const typeNames = {
  string: 'runs.form.type.string',
  number: 'runs.form.type.number',
  integer: 'runs.form.type.integer',
  boolean: 'runs.form.type.boolean',
  array: 'runs.form.type.array',
  object: 'runs.form.type.object',
  null: 'runs.form.type.null',
} as const;

/** The validator speaks of instances and schemas; people type values into fields. */
const wordings: readonly Wording[] = [
  [/Expected "([a-z", ]+)"/, ([, types = ''], t) => t('runs.form.expected', { type: typesInWords(types, t) })],
  [/does not match (?:any of )?(\[.*\]|".*")\.$/, ([, values = ''], t) => t('runs.form.oneOf', { values })],
  [/is less than or equal to\s+(\S+)\.$/, ([, least = ''], t) => t('runs.form.moreThan', { least })],
  [/is less than\s+(\S+)\.$/, ([, least = ''], t) => t('runs.form.atLeast', { least })],
  [/is greater than or equal to\s+(\S+)\.$/, ([, most = ''], t) => t('runs.form.lessThan', { most })],
  [/is greater than\s+(\S+)\.$/, ([, most = ''], t) => t('runs.form.atMost', { most })],
  [/String is too short \(\d+ < (\d+)\)/, ([, least = ''], t) => t('runs.form.longer', { least: Number(least) })],
  [/String is too long \(\d+ > (\d+)\)/, ([, most = ''], t) => t('runs.form.shorter', { most: Number(most) })],
  [/too few items \(\d+ < (\d+)\)/, ([, least = ''], t) => t('runs.form.moreItems', { least: Number(least) })],
  [/too many items \(\d+ > (\d+)\)/, ([, most = ''], t) => t('runs.form.fewerItems', { most: Number(most) })],
  [/does not match format "(.+)"/, ([, format = ''], t) => t('runs.form.format', { format })],
  [/does not match pattern/, (_, t) => t('runs.form.pattern')],
  [/False boolean schema|(?:additional|unevaluated) properties/, (_, t) => t('runs.form.unknown')],
];

function inWords(message: string, t: Translate): string {
  for (const [pattern, words] of wordings) {
    const match = pattern.exec(message);
    if (match) return words(match, t);
  }
  return message;
}

function typesInWords(types: string, t: Translate): string {
  const names = types
    .split('", "')
    .map((type) => (type in typeNames ? t(typeNames[type as keyof typeof typeNames]) : type));
  return names.join(' / ');
}
