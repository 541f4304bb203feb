import { isObject, type Json, type JsonObject, put } from '../../core/json.ts';
import { MAX_DEPTH, MAX_SIZE, MAX_VALUES } from './limits.ts';
import { refuse } from './problem.ts';
import { Extension, isList, isMap, Tagged, type Value } from './value.ts';

/**
 * The JSON form of what JSON does not hold. An object has one of these meanings only if it is exactly what this file would write;
 * every other is an object like any other. So JSON that becomes a value and JSON again is what it was, and so is a value that becomes JSON.
 *
 *   { "$base64": "aGk=" }                bytes
 *   { "$bigint": "9007199254740993" }    an integer that a number would not hold exactly
 *   { "$date": "2026-01-31T09:00:00.000Z" }
 *   { "$number": "NaN" }                 also Infinity, -Infinity, -0
 *   { "$map": [[1, "one"]] }             an object with names that are no texts, or one that would read as one of these
 *   { "$undefined": true }               of CBOR
 *   { "$tag": [32, "https://a.b"] }      of CBOR
 *   { "$ext": [5, "aGk="] }              of MessagePack
 */
const shapes: Readonly<Record<string, (given: Json) => boolean>> = {
  $base64: (given) => isText(given) && Buffer.from(given, 'base64').toString('base64') === given,
  $bigint: (given) => isText(given) && /^-?[1-9]\d{15,}$/.test(given) && !isExact(BigInt(given)),
  $date: (given) => isText(given) && dateOf(given)?.toISOString() === given,
  $number: (given) => isText(given) && /^(?:NaN|-?Infinity|-0)$/.test(given),
  $map: isPairs,
  $undefined: (given) => given === true,
  $tag: (given) => isPair(given) && Number.isSafeInteger(given[0]) && Number(given[0]) >= 0,
  $ext: (given) => isPair(given) && isByte(given[0]) && shapes['$base64']?.(given[1]) === true,
};

const isText = (given: Json): given is string => typeof given === 'string';
const isPair = (given: Json): given is readonly [Json, Json] => Array.isArray(given) && given.length === 2;
const isByte = (given: Json): boolean => Number.isInteger(given) && Number(given) >= -128 && Number(given) <= 127;

/** Only what could not be written as an object: names that are no texts, or one name that makes it one of the forms. */
function isPairs(given: Json): boolean {
  if (!Array.isArray(given) || !given.every(isPair)) return false;
  const pairs: readonly (readonly [Json, Json])[] = given;
  if (new Set(pairs.map(([name]) => JSON.stringify(name))).size < pairs.length) return false;
  if (pairs.some(([name]) => isObject(name) && name['$number'] === '-0')) return false; // as a name it is 0
  const [first] = pairs;
  if (pairs.length === 1 && first !== undefined && isText(first[0])) return isForm(first[0], first[1]);
  return pairs.some(([name]) => !isText(name));
}

const isForm = (name: string, given: Json): boolean => Object.hasOwn(shapes, name) && shapes[name]?.(given) === true;

/** Null: an object like any other. */
function formOf(json: JsonObject): { readonly name: string; readonly given: Json } | null {
  const [name, more] = Object.keys(json);
  if (name === undefined || more !== undefined) return null;
  const given = json[name] ?? null;
  return isForm(name, given) ? { name, given } : null;
}

export function valueOf(json: Json, depth = 0): Value {
  if (depth > MAX_DEPTH) return refuse('limit', `The data is nested deeper than ${MAX_DEPTH}.`);
  if (Array.isArray(json)) return json.map((each: Json) => valueOf(each, depth + 1));
  if (typeof json !== 'object' || json === null) return json;
  const object = json as JsonObject;
  const form = formOf(object);
  if (form !== null) return special(form.name, form.given, depth);
  return new Map(Object.entries(object).map(([name, each]) => [name, valueOf(each, depth + 1)]));
}

/** Of the shape that its name asks for. */
function special(name: string, given: Json, depth: number): Value {
  if (isText(given)) {
    if (name === '$base64') return Buffer.from(given, 'base64');
    if (name === '$bigint') return BigInt(given);
    return name === '$date' ? dateOf(given) : Number(given);
  }
  if (!Array.isArray(given)) return undefined;
  const list: readonly Json[] = given;
  if (name === '$map') return new Map(list.map((pair) => pairOf(pair, depth + 2)));
  const [type = null, inner = null] = list;
  return name === '$tag' || !isText(inner)
    ? new Tagged(Number(type), valueOf(inner, depth + 1))
    : new Extension(Number(type), Buffer.from(inner, 'base64'));
}

function pairOf(pair: Json, depth: number): [Value, Value] {
  const [name = null, each = null] = pair as readonly Json[];
  return [valueOf(name, depth), valueOf(each, depth)];
}

function dateOf(text: string): Date | null {
  const date = new Date(text);
  return Number.isNaN(date.getTime()) ? null : date;
}

export const jsonOf = (value: Value): Json => new Writing().json(value, 0);

/** One value on its way to JSON: counts what it makes. */
class Writing {
  #values = 0;
  #size = 0;

  json(value: Value, depth: number): Json {
    this.#count(depth, typeof value === 'string' ? value.length : 8);
    if (isList(value)) return value.map((each) => this.json(each, depth + 1));
    if (isMap(value)) return this.#object(value, depth);
    switch (typeof value) {
      case 'number':
        return Number.isFinite(value) && !Object.is(value, -0)
          ? value
          : { $number: Object.is(value, -0) ? '-0' : `${value}` };
      case 'bigint':
        return isExact(value) ? Number(value) : { $bigint: `${value}` };
      case 'undefined':
        return { $undefined: true };
      case 'object':
        return value === null ? null : this.#special(value, depth);
      default:
        return value;
    }
  }

  #special(value: Exclude<Value & object, readonly Value[] | ReadonlyMap<Value, Value>>, depth: number): Json {
    if (value instanceof Date) return { $date: dateText(value) };
    if (value instanceof Tagged) return { $tag: [value.tag, this.json(value.value, depth + 1)] };
    if (value instanceof Extension) return { $ext: [value.type, this.#base64(value.bytes, depth)] };
    if (value instanceof Uint8Array) return { $base64: this.#base64(value, depth) };
    return refuse('value', 'The data holds something that has no JSON form.');
  }

  #base64(bytes: Uint8Array, depth: number): string {
    this.#count(depth, (bytes.length * 4) / 3);
    return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('base64');
  }

  #object(map: ReadonlyMap<Value, Value>, depth: number): Json {
    const entries = [...map];
    if (!entries.every((entry): entry is [string, Value] => typeof entry[0] === 'string'))
      return this.#pairs(map, depth);
    const json: Record<string, Json> = {};
    for (const [name, each] of entries) {
      this.#count(depth, name.length);
      put(json, name, this.json(each, depth + 1));
    }
    return formOf(json) === null ? json : this.#pairs(map, depth);
  }

  #pairs(map: ReadonlyMap<Value, Value>, depth: number): Json {
    return { $map: Array.from(map, ([name, each]) => [this.json(name, depth + 2), this.json(each, depth + 2)]) };
  }

  #count(depth: number, size: number): void {
    if (depth > MAX_DEPTH) refuse('limit', `The data is nested deeper than ${MAX_DEPTH}.`);
    this.#values += 1;
    if (this.#values > MAX_VALUES) refuse('limit', `The data has more than ${MAX_VALUES} values.`);
    this.#size += size;
    if (this.#size > MAX_SIZE) refuse('limit', `The data would be larger than ${MAX_SIZE / 1024 / 1024} MiB.`);
  }
}

/** A number is that integer, or is written as it. */
const isExact = (value: bigint): boolean => {
  const number = Number(value);
  return Number.isFinite(number) && (BigInt(number) === value || String(number) === String(value));
};

/** Of integers some formats give bigint: what a number holds exactly is one. */
export const integer = (value: bigint): number | bigint => (isExact(value) ? Number(value) : value);

export function dateText(date: Date): string {
  return Number.isNaN(date.getTime()) ? refuse('value', 'A date is outside what dates can be.') : date.toISOString();
}
