import type { AttributeTerm } from '../runs-filter.ts';
import { valueOf, valuesOf, written } from './words.ts';

const START = 'attr.';

/** Two ends, each in quotation marks or with none in it. */
const RANGE = /^(?<low>"(?:\\.|[^"\\])*"|[^",]+?)\.\.(?<high>"(?:\\.|[^"\\])*"|[^",]+)$/u;

export const isAttribute = (word: string): boolean => word.toLowerCase().startsWith(START);

/** `attr.customer=42`, `attr.region=eu,us`, `attr.total>=10`, `attr.total=10..20`, `attr.vip` (has it). Null: none of them. */
export function attributeWord(word: string): AttributeTerm | null {
  const pattern = /^(?<name>(?:"(?:\\.|[^"\\])+"|[^=:<>"])+)(?:(?<sign>[<>]=?|[=:])(?<value>.*))?$/u;
  const found = pattern.exec(word.slice(START.length))?.groups;
  if (!found) return null;
  const name = valueOf(found['name'] ?? '').text;
  const sign = found['sign'];
  const value = found['value'] ?? '';
  if (sign === undefined) return { name };
  if (value === '') return null;
  const range = /^[<>]/u.test(sign) ? undefined : RANGE.exec(value)?.groups;
  if (range) return { name, from: boundOf(range['low'] ?? ''), to: boundOf(range['high'] ?? '') };
  if (sign === '=' || sign === ':') return { name, anyOf: valuesOf(value).flatMap(readings) };
  const bound = boundOf(value);
  const excluded = sign.length === 1;
  return sign.startsWith('<')
    ? { name, to: bound, toExcluded: excluded }
    : { name, from: bound, fromExcluded: excluded };
}

/** `42` may be a number or a text, and is looked for as both; between quotation marks it is a text. */
function readings({ text, isQuoted }: ReturnType<typeof valueOf>): readonly (string | number | boolean)[] {
  if (isQuoted) return [text];
  if (text === 'true' || text === 'false') return [text === 'true', text];
  return isNumber(text) ? [Number(text), text] : [text];
}

const isNumber = (text: string): boolean => text.trim() !== '' && Number.isFinite(Number(text));

function boundOf(part: string): string | number {
  const { text, isQuoted } = valueOf(part);
  return !isQuoted && isNumber(text) ? Number(text) : text;
}

/** The word that is read as this. */
export function attributeText(term: AttributeTerm): string {
  const name = `${START}${written(term.name, /[=:<>]/u.test(term.name))}`;
  if ('anyOf' in term) return `${name}=${valueTexts(term.anyOf).join(',')}`;
  const { from, to } = term;
  if (from !== undefined && to !== undefined) return `${name}=${bound(from)}..${bound(to)}`;
  if (from !== undefined) return `${name}>${term.fromExcluded === true ? '' : '='}${bound(from)}`;
  if (to !== undefined) return `${name}<${term.toExcluded === true ? '' : '='}${bound(to)}`;
  return name;
}

const bound = (value: string | number): string =>
  typeof value === 'number'
    ? String(value)
    : written(value, isNumber(value) || value.includes('..') || value.startsWith('='));

/** A number beside its text is one word without quotation marks. */
function valueTexts(values: readonly (string | number | boolean)[]): readonly string[] {
  const plain = values.filter((value) => typeof value !== 'string').map(String);
  const texts = values.filter((value) => typeof value === 'string' && !plain.includes(value));
  return [
    ...plain,
    ...texts.map((text) =>
      written(
        String(text),
        readings({ text: String(text), isQuoted: false }).length > 1 || String(text).includes('..'),
      ),
    ),
  ];
}
