import type { Json } from '@sagaloom/engine/core';
import type { Locale, MessageKey, Translate } from '../../../locales/index.ts';
import {
  activityDefaults,
  activityExamples,
  activityFields,
  activityOptions,
  type FieldWords,
} from '../../../locales/zh/activity-fields.ts';
import type { Field } from '../../../runs/form/field.ts';

type Table<T> = Readonly<Record<string, T>>;

interface Tables {
  /** By activity, then by the path of a field in its input. */
  readonly fields: Table<Table<FieldWords>>;
  readonly options: Table<Table<string>>;
  readonly defaults: Table<string>;
  readonly examples: Table<Table<string>>;
}

/** In English the schemas of the activities speak for themselves. */
const tables: Readonly<Record<Locale, Tables>> = {
  en: { fields: {}, options: {}, defaults: {}, examples: {} },
  zh: {
    fields: activityFields,
    options: activityOptions,
    defaults: activityDefaults,
    examples: activityExamples,
  },
};

export interface ActivityWords {
  readonly label: string;
  readonly hint: string | undefined;
  /** What holds where nothing is said; empty where that is not said either. */
  readonly fallback: string;
  /** Of choices: those that have words beside what the file holds. */
  readonly options: Table<string>;
}

interface Place {
  readonly activity: string;
  /** In the input: `tls.ca`. */
  readonly path: string;
  readonly field: Field;
}

/** What a form says of a field: the words of the language where it has some, then what the schema says. */
export function wordsOf({ activity, path, field }: Place, t: Translate, locale: Locale): ActivityWords {
  const { fields, options: optionsOf, defaults } = tables[locale];
  const [label, help] = held(held(fields, activity) ?? {}, path) ?? [];
  const options = held(optionsOf, `${activity}.${path}`) ?? {};
  const fallback = fallbackIn(field);
  return {
    label: label ?? labelOf(path.slice(path.lastIndexOf('.') + 1), field, t),
    hint: help ?? withoutFallback(field.hint) ?? undefined,
    fallback: held(options, fallback) ?? held(defaults, fallback) ?? fallback,
    options,
  };
}

export function exampleTitle(activity: string, title: string, locale: Locale): string {
  return held(held(tables[locale].examples, activity) ?? {}, title) ?? title;
}

const held = <T>(table: Table<T>, name: string): T | undefined =>
  Object.hasOwn(table, name) ? table[name] : undefined;

/** Names that mean the same wherever they stand; that of others depends on whose they are: the `to` of a copy is no run. */
const general: Table<MessageKey> = {
  name: 'inspector.field.name',
  description: 'inspector.field.description',
  url: 'inspector.field.url',
  method: 'inspector.field.method',
  body: 'inspector.field.body',
  message: 'inspector.field.message',
  level: 'inspector.field.level',
  data: 'inspector.field.data',
  value: 'inspector.field.value',
  input: 'inspector.field.input',
  output: 'inspector.field.output',
};

/** The schema's own title, then a word that fits everywhere, then the name as people write it: `rowLimit`, Row limit. */
function labelOf(name: string, { title }: Field, t: Translate): string {
  const key = held(general, name);
  return title ?? (key === undefined ? spelled(name) : t(key));
}

function spelled(name: string): string {
  const words = name
    .replaceAll(/([a-z0-9])([A-Z])/g, '$1 $2')
    .replaceAll(/[_-]+/g, ' ')
    .trim()
    .toLowerCase();
  return words === '' ? name : `${words[0]?.toUpperCase() ?? ''}${words.slice(1)}`;
}

/** Up to the end of the sentence; a point within a name or a number is none. */
const fallbackPattern = /\s*Default: (.+?)\.(?=\s|$)/;

/** What holds where nothing is said, as the schema or its description has it. */
export function fallbackIn({ initial, hint }: Pick<Field, 'initial' | 'hint'>): string {
  const said = fallbackPattern.exec(hint ?? '')?.[1];
  if (said !== undefined) return said;
  return initial === undefined ? '' : typeof initial === 'string' ? initial : JSON.stringify(initial);
}

/** It is shown in the field itself. */
function withoutFallback(hint: string | null): string | null {
  const rest = (hint ?? '').replace(fallbackPattern, '').trim();
  return rest === '' ? null : rest;
}

const longNames = new Set([
  'code',
  'statement',
  'query',
  'content',
  'text',
  'stdin',
  'proto',
  'data',
  'body',
  'message',
]);

/** Written over several lines, by its name or because it is so already. */
export const isLongText = (name: string, value: Json | undefined): boolean =>
  longNames.has(name) || (typeof value === 'string' && (value.length > 60 || value.includes('\n')));
