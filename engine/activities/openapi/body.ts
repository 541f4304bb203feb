import { isObject, type Json } from '../../core/json.ts';
import { inputFailure } from '../activity.ts';
import { Refusal } from '../http/refusal.ts';
import type { HttpInput } from '../http/schema.ts';
import type { Part } from '../http/schema-body.ts';
import type { Bundle, Located } from './bundle.ts';
import { kindOf } from './describe.ts';
import { type Media, objectOf } from './operations.ts';
import { resolved } from './refs.ts';

type Sent = Pick<HttpInput, 'body' | 'form' | 'multipart' | 'text' | 'base64' | 'file'>;

/** A body as its kind is sent. Throws a Refusal. */
export function sentBody(bundle: Bundle, media: Media, body: Json): Sent {
  const kind = kindOf(media.type);
  if (kind === 'text') return { text: textOf(body) };
  if (kind === 'bytes') return bytesOf(body);
  if (kind === 'form') return { form: formOf(body) };
  if (kind === 'multipart') return { multipart: partsOf(bundle, media, body) };
  return { body };
}

const textOf = (value: Json): string => (typeof value === 'string' ? value : JSON.stringify(value));

function bytesOf(body: Json): Sent {
  const file = fileOf(body);
  if (file !== null) return { file };
  if (typeof body !== 'string' || !isBase64(body))
    throw wrong('The body is bytes: give base64, or { file } of the workspace.');
  return { base64: body };
}

const fileOf = (value: Json): string | null => {
  const file = isObject(value) && Object.keys(value).length === 1 ? value['file'] : null;
  return typeof file === 'string' ? file : null;
};

const isBase64 = (text: string): boolean => text.length % 4 === 0 && /^[A-Za-z0-9+/]*={0,2}$/.test(text);

function formOf(body: Json): NonNullable<Sent['form']> {
  if (!isObject(body)) throw wrong('The body is a form: give an object.');
  const entries = Object.entries(body).map(([name, value]) => {
    const each = Array.isArray(value) ? (value as readonly Json[]).map(textOf) : value === null ? null : textOf(value);
    return [name, each] as const;
  });
  return Object.fromEntries(entries);
}

/** Lists are several parts of a name. */
function partsOf(bundle: Bundle, { schema }: Media, body: Json): Part[] {
  if (!isObject(body) || Object.keys(body).length === 0)
    throw wrong('The body is multipart: give an object that is not empty.');
  return Object.entries(body).flatMap(([name, value]) => {
    const member = schema === null ? null : memberOf(bundle, schema, name);
    if (!Array.isArray(value)) return [partOf(name, value, isBinary(member))];
    const items = member && resolved(bundle, { file: member.file, value: objectOf(member.value)['items'] ?? null });
    return (value as readonly Json[]).map((each) => partOf(name, each, isBinary(items)));
  });
}

function partOf(name: string, value: Json, isBytes: boolean): Part {
  const file = fileOf(value);
  if (file !== null) return { name, file };
  if (!isBytes) return { name, value };
  if (typeof value !== 'string' || !isBase64(value))
    throw wrong(`The part ${name} is bytes: give base64, or { file } of the workspace.`);
  return { name, base64: value };
}

function memberOf(bundle: Bundle, schema: Located, name: string): Located | null {
  const { file, value } = resolved(bundle, schema);
  const properties = objectOf(objectOf(value)['properties']);
  const member = Object.hasOwn(properties, name) ? properties[name] : undefined;
  return member === undefined ? null : resolved(bundle, { file, value: member });
}

/** As OpenAPI 3.0 says it, and as 3.1 does. */
function isBinary(schema: Located | null): boolean {
  const { format, type, contentMediaType, contentEncoding } = objectOf(schema?.value);
  return format === 'binary' || (type === undefined && contentMediaType !== undefined && contentEncoding === undefined);
}

const wrong = (message: string): Refusal => new Refusal(inputFailure(message));
