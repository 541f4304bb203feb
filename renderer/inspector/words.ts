import { en } from '../locales/en/index.ts';
import type { MessageKey, Translate } from '../locales/index.ts';
import type { FieldSpec } from './schema.ts';

const has = (key: string): key is MessageKey => Object.hasOwn(en, key);

/** The keys under which the words of a field may stand; a scope is whose field it is, where one word does not fit all. */
export function labelKey(name: string, scope?: string): MessageKey | null {
  return first(scopedKeys('field', name, scope), [`inspector.field.${name}`, `schemas.field.${name}`]);
}

/** A scoped field says only what is meant for it: the help of another field with its name could be wrong. */
export function helpKey(name: string, scope?: string): MessageKey | null {
  const general = [`schemas.help.${name}`, `inspector.help.${name}`];
  return first(scopedKeys('help', name, scope), scope === undefined ? general : []);
}

const scopedKeys = (kind: string, name: string, scope?: string): readonly string[] =>
  scope === undefined ? [] : [`schemas.${kind}.${scope}.${name}`, `inspector.${kind}.${scope}.${name}`];

const first = (scoped: readonly string[], general: readonly string[]): MessageKey | null =>
  [...scoped, ...general].find(has) ?? null;

export function labelOf({ name }: FieldSpec, t: Translate, scope?: string): string {
  const key = labelKey(name, scope);
  return key === null ? name : t(key);
}

/** A field newer than the catalogue shows its own description. */
export function helpOf({ name, description }: FieldSpec, t: Translate, scope?: string): string | undefined {
  const key = helpKey(name, scope);
  if (key !== null) return t(key);
  return description === '' ? undefined : description;
}

/** What holds where nothing is said: a value as it is written, or a few words of the catalogue. */
export function fallbackWords(fallback: string | null, t: Translate): string {
  if (fallback === null) return '';
  const key = fallbackKey(fallback);
  return has(key) ? t(key) : fallback;
}

/** `the last step's output` is `schemas.default.theLastStepsOutput`. */
export function fallbackKey(fallback: string): string {
  const [head = '', ...rest] = fallback.replaceAll(/[^A-Za-z0-9 ]/g, '').split(' ');
  return `schemas.default.${head}${rest.map((word) => `${word.slice(0, 1).toUpperCase()}${word.slice(1)}`).join('')}`;
}

export function optionKey(name: string, option: string): MessageKey | null {
  return first([], [`inspector.option.${name}.${option}`, `schemas.option.${name}.${option}`]);
}

export function optionLabel(name: string, option: string, t: Translate): string {
  const key = optionKey(name, option);
  return key === null ? option : t(key);
}
