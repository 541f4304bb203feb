import { isObject, type Json } from '../../core/json.ts';
import type { Parameter } from './operations.ts';

type Encode = (text: string) => string;

/** Percent-encoded but for unreserved characters, as URLs want it. */
const strict: Encode = (text) =>
  encodeURIComponent(text.toWellFormed()).replaceAll(
    /[!'()*]/g,
    (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`,
  );

/** Reserved characters stay; what would end the query, or begin another value, does not. */
const reserved: Encode = (text) =>
  encodeURI(text.toWellFormed()).replaceAll(/[#&+]/g, strict).replaceAll('%5B', '[').replaceAll('%5D', ']');

const plain: Encode = (text) => text;

/** A scalar as text; what is none is JSON, since a style says nothing of what lies deeper. */
const textOf = (value: Json): string => (typeof value === 'string' ? value : JSON.stringify(value));

interface Shape {
  readonly list: readonly string[] | null;
  readonly members: readonly (readonly [string, string])[] | null;
  readonly one: string;
}

function shapeOf(value: Json, encode: Encode): Shape {
  const text = (part: Json): string => encode(textOf(part));
  if (Array.isArray(value)) return { list: (value as readonly Json[]).map(text), members: null, one: '' };
  if (!isObject(value)) return { list: null, members: null, one: text(value) };
  return {
    list: null,
    members: Object.entries(value).map(([name, part]) => [encode(name), text(part)] as const),
    one: '',
  };
}

const joined = ({ list, members, one }: Shape, between: string, equals: string): string =>
  list?.join(between) ?? members?.map((member) => member.join(equals)).join(between) ?? one;

/** Of the path: what stands for `{name}`. */
export function inPath({ name, style, explode, isJson }: Parameter, value: Json): string {
  if (isJson) return strict(JSON.stringify(value));
  const shape = shapeOf(value, strict);
  const equals = explode ? '=' : ',';
  if (style === 'label') return `.${joined(shape, explode ? '.' : ',', equals)}`;
  if (style !== 'matrix') return joined(shape, ',', equals);
  if (explode && shape.list !== null) return shape.list.map((part) => `;${name}=${part}`).join('');
  if (explode && shape.members !== null) return shape.members.map(([member, part]) => `;${member}=${part}`).join('');
  return `;${name}=${joined(shape, ',', ',')}`;
}

/** Of the query: `a=1&a=2`, without what stands before it. */
export function inQuery({ name: raw, style, explode, allowReserved, isJson }: Parameter, value: Json): string {
  const name = strict(raw);
  if (isJson) return `${name}=${strict(JSON.stringify(value))}`;
  const shape = shapeOf(value, allowReserved ? reserved : strict);
  const { list, members } = shape;
  if (style === 'deepObject' && members !== null)
    return members.map(([member, part]) => `${name}%5B${member}%5D=${part}`).join('&');
  if (explode && list !== null) return list.map((part) => `${name}=${part}`).join('&');
  if (explode && members !== null) return members.map(([member, part]) => `${member}=${part}`).join('&');
  const between = style === 'spaceDelimited' ? '%20' : style === 'pipeDelimited' ? '%7C' : ',';
  return `${name}=${joined(shape, between, between)}`;
}

export function inHeader({ explode, isJson }: Parameter, value: Json): string {
  return isJson ? JSON.stringify(value) : joined(shapeOf(value, plain), ',', explode ? '=' : ',');
}

/** Of the cookie header: `a=1; b=2`. */
export function inCookie({ name, explode, isJson }: Parameter, value: Json): string {
  if (isJson) return `${name}=${strict(JSON.stringify(value))}`;
  const shape = shapeOf(value, strict);
  if (explode && shape.list !== null) return shape.list.map((part) => `${name}=${part}`).join('; ');
  if (explode && shape.members !== null) return shape.members.map((member) => member.join('=')).join('; ');
  return `${name}=${joined(shape, ',', ',')}`;
}
