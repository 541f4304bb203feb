// The form of an activity is made of its schema: in Chinese every word of it must come from the table.
import { expect, test } from 'vitest';
import { activityInfo } from '../../../../engine/activities/infos.ts';
import { builtinActivities } from '../../../../engine/activities/index.ts';
import { en } from '../../../locales/en/index.ts';
import { translate } from '../../../locales/index.ts';
import {
  activityDefaults,
  activityExamples,
  activityFields,
  activityOptions,
} from '../../../locales/zh/activity-fields.ts';
import { type Field, fieldOf } from '../../../runs/form/field.ts';
import { exampleTitle, fallbackIn, wordsOf } from './words.ts';

interface Shown {
  readonly activity: string;
  readonly path: string;
  readonly field: Field;
}

const infos = [...builtinActivities.values()].map((activity) => activityInfo(activity, 'builtin'));
const shown = infos.flatMap(({ name, input }) => within(name, '', fieldOf(input)));

/** Every field a form of this one shows, groups and what is in them. */
function within(activity: string, scope: string, field: Field): readonly Shown[] {
  if (field.kind !== 'group') return [];
  return field.properties.flatMap((property) => {
    const path = `${scope}${property.name}`;
    return [{ activity, path, field: property.field }, ...within(activity, `${path}.`, property.field)];
  });
}

const choicesOf = (field: Field): readonly string[] =>
  field.kind === 'choice'
    ? field.options.map((option) => (typeof option === 'string' ? option : JSON.stringify(option)))
    : [];

const isChinese = (text: string | undefined): boolean => /[\u4e00-\u9fff]/.test(text ?? '');
const nameOf = ({ activity, path }: Shown): string => `${activity}.${path}`;

/** Called the same in every language. */
const isProperName = (text: string): boolean => /^(?:TLS|GraphQL|JSON)$/.test(text);
const isAsSent = (option: string): boolean => /^(?:[A-Z]+|json|base64|utf-\w+|latin1)$/.test(option);
const isValue = (text: string): boolean => /^(?:|null|json|\{\}|\d+\w*|utf-8|Idempotency-Key)$/.test(text);

test('every field of every activity that comes with the engine is called something in Chinese', () => {
  const missing = shown.filter((place) => {
    const { label } = wordsOf(place, translate, 'zh');
    return activityFields[place.activity]?.[place.path] === undefined || !(isChinese(label) || isProperName(label));
  });
  expect(missing.map(nameOf)).toEqual([]);
});

test('and has help where the schema has some, and no other', () => {
  const differing = shown.filter((place) => {
    const said = activityFields[place.activity]?.[place.path]?.[1];
    return (wordsOf(place, translate, 'en').hint === undefined) !== (said === undefined);
  });
  expect(differing.map(nameOf)).toEqual([]);
  expect(shown.filter((place) => !isChinese(wordsOf(place, translate, 'zh').hint)).map(nameOf)).toEqual([
    'http.method',
    'log.level',
  ]);
});

test('every choice and every default has its words, or is a value', () => {
  const options = shown.flatMap((place) =>
    choicesOf(place.field)
      .filter((option) => !isAsSent(option) && !isChinese(wordsOf(place, translate, 'zh').options[option]))
      .map((option) => `${nameOf(place)}: ${option}`),
  );
  const defaults = shown
    .map((place) => ({ name: nameOf(place), fallback: wordsOf(place, translate, 'zh').fallback }))
    .filter(({ fallback }) => !isChinese(fallback) && !isValue(fallback) && !/^\dxx$/.test(fallback));
  expect([options, defaults]).toEqual([[], []]);
});

test('every example has a title, and a warning is said in words of the catalogue', () => {
  const untitled = infos.flatMap(({ name, examples }) =>
    examples.filter(({ title }) => !isChinese(exampleTitle(name, title, 'zh')) && !isProperName(title)),
  );
  expect(untitled).toEqual([]);
  const said: Readonly<Record<string, string>> = en;
  for (const { name, unverified } of infos) expect(said[`palette.${name}.unverified`] ?? null).toBe(unverified);
});

test('there are no words for what is not there', () => {
  const known = new Set(shown.map(nameOf));
  const fields = Object.entries(activityFields)
    .filter(([activity]) => activity !== 'openapi.operation')
    .flatMap(([activity, paths]) => Object.keys(paths).map((path) => `${activity}.${path}`));
  const titles = new Set(infos.flatMap(({ name, examples }) => examples.map(({ title }) => `${name}: ${title}`)));
  const examples = Object.entries(activityExamples).flatMap(([name, by]) =>
    Object.keys(by).map((title) => `${name}: ${title}`),
  );
  const fallbacks = new Set(shown.map(({ field }) => fallbackIn(field)));
  expect([...fields, ...Object.keys(activityOptions)].filter((name) => !known.has(name))).toEqual([]);
  expect(examples.filter((title) => !titles.has(title))).toEqual([]);
  expect(Object.keys(activityDefaults).filter((words) => !fallbacks.has(words))).toEqual([]);
});

test('what a name means elsewhere is not said of an activity', () => {
  const label = (activity: string, path: string): string => {
    const place = shown.find((one) => one.activity === activity && one.path === path)!;
    return wordsOf(place, translate, 'en').label;
  };
  expect([label('file', 'to'), label('sql', 'readOnly'), label('shell', 'timeout')]).toEqual([
    'To',
    'Read only',
    'Timeout',
  ]);
});

test('a default ends where its sentence does', () => {
  const ends = { initial: undefined, hint: 'It is replaced. Default: no, it is the error file.exists. More.' };
  expect(fallbackIn(ends)).toBe('no, it is the error file.exists');
});
