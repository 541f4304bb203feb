import { Type } from 'protobufjs';
import { isObject, type Json, type JsonObject, put } from '../../core/json.ts';
import { type MessageShape, shapeOf } from './message.ts';
import { base64Bytes, base64Text, FitError } from './scalars.ts';

/**
 * A message of any type, which it names: `{ "@type": "type.googleapis.com/NAME", …fields }`; one that is no object in JSON is under
 * `value`. A type that the schema does not have stays bytes: `{ "@type": …, "$base64": … }`.
 */
export function anyFields(shape: MessageShape, json: Json, encode: (type: Type, json: Json) => Uint8Array): JsonObject {
  const url = isObject(json) ? json['@type'] : undefined;
  if (!isObject(json) || typeof url !== 'string') throw new FitError('it has to be an object with @type');
  const { '@type': _, ...rest } = json;
  if (typeof rest['$base64'] === 'string') return { type_url: url, value: base64Text(base64Bytes(rest['$base64'])) };
  const type = typeAt(shape, url);
  if (type === null) throw new FitError(`the schema has no message ${url.slice(0, 200)}`);
  return { type_url: url, value: base64Text(encode(type, isSpecial(type) ? (rest['value'] ?? null) : rest)) };
}

export function anyJson(
  shape: MessageShape,
  fields: JsonObject,
  decode: (type: Type, bytes: Uint8Array) => Json,
): Json {
  const url = typeof fields['typeUrl'] === 'string' ? fields['typeUrl'] : '';
  const value = typeof fields['value'] === 'string' ? fields['value'] : '';
  const type = typeAt(shape, url);
  if (type === null) return { '@type': url, $base64: value };
  const inner = decode(type, Buffer.from(value, 'base64'));
  const json: Record<string, Json> = { '@type': url };
  if (isSpecial(type) || !isObject(inner)) return { ...json, value: inner };
  for (const [name, each] of Object.entries(inner)) put(json, name, each);
  return json;
}

const isSpecial = (type: Type): boolean => {
  const { name, special } = shapeOf(type);
  return special !== null || name === 'google.protobuf.Any';
};

function typeAt({ root }: MessageShape, url: string): Type | null {
  const found = root.lookup(url.slice(url.lastIndexOf('/') + 1));
  return found instanceof Type ? found : null;
}
