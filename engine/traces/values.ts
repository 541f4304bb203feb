import type { Json, JsonObject } from '../core/json.ts';
import type { AnyValue, KeyValue } from './model.ts';

/** As screens show it: whole numbers as numbers where they are exact, else as text; bytes as base64. */
export function plain(value: AnyValue): Json {
  if ('stringValue' in value) return value.stringValue ?? '';
  if ('boolValue' in value) return value.boolValue ?? false;
  if ('intValue' in value) return whole(value.intValue);
  if ('doubleValue' in value) return value.doubleValue ?? 0;
  if ('arrayValue' in value) return (value.arrayValue?.values ?? []).map(plain);
  if ('kvlistValue' in value) return plainObject(value.kvlistValue?.values);
  if ('bytesValue' in value) return value.bytesValue ?? '';
  return null;
}

export function plainObject(attributes: readonly KeyValue[] | undefined): JsonObject {
  const object: Record<string, Json> = {};
  for (const { key, value } of attributes ?? []) set(object, key, plain(value));
  return object;
}

/** `__proto__` is a name like any other. */
function set(object: Record<string, Json>, key: string, value: Json): void {
  Object.defineProperty(object, key, { value, enumerable: true, configurable: true, writable: true });
}

function whole(text: string): Json {
  const number = Number(text);
  return Number.isSafeInteger(number) ? number : text;
}

/** `service.name` of a resource. */
export function serviceOf(attributes: readonly KeyValue[] | undefined): string {
  const found = attributes?.find(({ key }) => key === 'service.name')?.value;
  const value = found === undefined ? '' : plain(found);
  return typeof value === 'string' ? value : JSON.stringify(value);
}
