/** What stands between two formats: more than JSON holds, and nothing of any one library. */
export type Value =
  | null
  | undefined
  | boolean
  | number
  | bigint
  | string
  | Uint8Array
  | Date
  | Extension
  | Tagged
  | readonly Value[]
  | ReadonlyMap<Value, Value>;

/** Of MessagePack: a number from -128 to 127, and bytes that only its maker understands. */
export class Extension {
  readonly type: number;
  readonly bytes: Uint8Array;

  constructor(type: number, bytes: Uint8Array) {
    this.type = type;
    this.bytes = bytes;
  }
}

/** Of CBOR: a value with a number that says what it means. */
export class Tagged {
  readonly tag: number;
  readonly value: Value;

  constructor(tag: number, value: Value) {
    this.tag = tag;
    this.value = value;
  }
}

export const isList = (value: Value): value is readonly Value[] => Array.isArray(value);
export const isMap = (value: Value): value is ReadonlyMap<Value, Value> => value instanceof Map;

/** In words, for messages. */
export function kindOf(value: Value): string {
  if (value === null) return 'null';
  if (isList(value)) return 'a list';
  if (isMap(value)) return 'an object';
  if (value instanceof Uint8Array) return 'bytes';
  if (value instanceof Date) return 'a date';
  if (value instanceof Extension) return 'an extension of MessagePack';
  if (value instanceof Tagged) return 'a tagged value of CBOR';
  return typeof value === 'undefined' ? 'undefined' : `a ${typeof value === 'string' ? 'text' : typeof value}`;
}
