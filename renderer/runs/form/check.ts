import { type Json, validateAgainst } from '@sagaloom/engine/core';
import type { Translate } from '../../locales/index.ts';

/** What is wrong with a value, in the reader's words, by JSON pointer. */
export type Problems = ReadonlyMap<string, string>;

/** The first problem of each place; a missing property is said at the property, where the form can show it. */
export function checkInput(schema: Json | undefined, value: Json | undefined, t: Translate): Problems {
  const verdict = validateAgainst(schema ?? true, value ?? null);
  const found = new Map<string, string>();
  if (verdict.ok) return found;
  for (const problem of verdict.problems) {
    const { pointer, keyword, expected } = problem;
    const place = keyword === 'required' ? `${pointer}/${text(expected)}` : pointer;
    if (!found.has(place)) found.set(place, inWords(problem, t));
  }
  return found;
}

type Problem = Extract<ReturnType<typeof validateAgainst>, { ok: false }>['problems'][number];

const typeNames = {
  string: 'runs.form.type.string',
  number: 'runs.form.type.number',
  integer: 'runs.form.type.integer',
  boolean: 'runs.form.type.boolean',
  array: 'runs.form.type.array',
  object: 'runs.form.type.object',
  null: 'runs.form.type.null',
} as const;

/** A general sentence says what a value must be; in a form it stands below the field, and in the reader's language. */
const words: Readonly<Record<string, (expected: Json, t: Translate) => string>> = {
  required: (_, t) => t('runs.form.missing'),
  type: (types, t) => t('runs.form.expected', { type: typesInWords(types, t) }),
  enum: (values, t) => t('runs.form.oneOf', { values: JSON.stringify(values) }),
  const: (value, t) => t('runs.form.oneOf', { values: JSON.stringify(value) }),
  minimum: (least, t) => t('runs.form.atLeast', { least: Number(least) }),
  maximum: (most, t) => t('runs.form.atMost', { most: Number(most) }),
  exclusiveMinimum: (least, t) => t('runs.form.moreThan', { least: Number(least) }),
  exclusiveMaximum: (most, t) => t('runs.form.lessThan', { most: Number(most) }),
  minLength: (least, t) => t('runs.form.longer', { least: Number(least) }),
  maxLength: (most, t) => t('runs.form.shorter', { most: Number(most) }),
  minItems: (least, t) => t('runs.form.moreItems', { least: Number(least) }),
  maxItems: (most, t) => t('runs.form.fewerItems', { most: Number(most) }),
  format: (format, t) => t('runs.form.format', { format: text(format) }),
  pattern: (_, t) => t('runs.form.pattern'),
  false: (_, t) => t('runs.form.unknown'),
};

const inWords = ({ keyword, expected, message }: Problem, t: Translate): string =>
  words[keyword]?.(expected, t) ?? message;

function typesInWords(types: Json, t: Translate): string {
  const names = [types]
    .flat()
    .map((type) => text(type))
    .map((name) => (name in typeNames ? t(typeNames[name as keyof typeof typeNames]) : name));
  return names.join(' / ');
}

const text = (value: Json): string => (typeof value === 'string' ? value : JSON.stringify(value));
