import type { Json } from '@sagaloom/engine/core';
import { en } from '../../../locales/en/index.ts';
import type { MessageKey, Translate } from '../../../locales/index.ts';
import type { Field } from '../../../runs/form/field.ts';

/** The catalogue's word where it has one, then the schema's own title, then the name as people write it: `rowLimit`, Row limit. */
export function labelOf(activity: string, name: string, { title }: Field, t: Translate): string {
  const key = [`inspector.field.${activity}.${name}`, `inspector.field.${name}`].find(isKey);
  return key === undefined ? (title ?? spelled(name)) : t(key);
}

const isKey = (key: string): key is MessageKey => Object.hasOwn(en, key);

function spelled(name: string): string {
  const words = name
    .replaceAll(/([a-z0-9])([A-Z])/g, '$1 $2')
    .replaceAll(/[_-]+/g, ' ')
    .trim()
    .toLowerCase();
  return words === '' ? name : `${words[0]?.toUpperCase() ?? ''}${words.slice(1)}`;
}

const fallbackPattern = /\s*Default: ([^.]+(?:\.\d+)?)\./;

/** What holds where nothing is said, as the schema or its description has it. */
export function fallbackIn({ initial, hint }: Field): string {
  const said = fallbackPattern.exec(hint ?? '')?.[1];
  if (said !== undefined) return said;
  return initial === undefined ? '' : typeof initial === 'string' ? initial : JSON.stringify(initial);
}

/** It is shown in the field itself. */
export function withoutFallback(hint: string | null): string | null {
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
