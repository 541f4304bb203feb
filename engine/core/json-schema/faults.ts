import { type OutputUnit, type Schema, Validator } from '@cfworker/json-schema';
import { isObject, type Json } from '../json.ts';

/** Where a value breaks a schema, with the facts that a sentence about it needs. */
export interface Fault {
  /** Into the value. */
  readonly pointer: string;
  /** Into the schema, as it was walked; tells the parts of a choice apart. */
  readonly place: string;
  readonly keyword: string;
  readonly expected: Json;
  readonly actual: Json;
  /** With `false`: the names that are known beside the one that may not be there. */
  readonly known: readonly string[];
}

const validators = new WeakMap<object, Validator>();

/** Looking up a schema's references costs more than the check, and schemas do not change. */
function validatorOf(schema: Json): Validator {
  const make = (): Validator => new Validator(schema as Schema | boolean, '2020-12', false);
  if (typeof schema !== 'object' || schema === null) return make();
  const known = validators.get(schema);
  if (known) return known;
  const made = make();
  validators.set(schema, made);
  return made;
}

/** All the validator finds, in its order: each choice before what its parts say. */
export function faultsOf(schema: Json, value: Json): readonly Fault[] {
  const { valid, errors } = validatorOf(schema).validate(value);
  if (valid) return [];
  const seen = new Set<string>();
  return errors.flatMap((error, i) => {
    if (onTheWay.has(error.keyword)) return [];
    const id = `${error.keyword} ${error.keywordLocation} ${error.instanceLocation}`;
    if (error.keyword === 'required' && seen.has(id)) return []; // one error a name; the first gives them all
    seen.add(id);
    return faultOf(schema, value, error, errors[i - 1]);
  });
}

/** The validator also reports each schema on the way down to what is wrong. */
const onTheWay: ReadonlySet<string> = new Set([
  '$ref',
  '$dynamicRef',
  '$recursiveRef',
  'properties',
  'patternProperties',
  'additionalProperties',
  'unevaluatedProperties',
  'items',
  'prefixItems',
  'additionalItems',
  'unevaluatedItems',
  'allOf',
  'if',
  'dependentSchemas',
]);

function faultOf(schema: Json, value: Json, error: OutputUnit, before: OutputUnit | undefined): readonly Fault[] {
  const { keyword, keywordLocation, instanceLocation } = error;
  const path = segments(instanceLocation);
  const pointer = pointerOf(path);
  const actual = follow(value, path) ?? null;
  const base = { pointer, keyword, actual, known: [] };
  if (keyword === 'false') {
    const header = before?.keywordLocation ?? '#'; // itself it says no place
    return [{ ...base, place: `${header}/false`, expected: false, known: knownNames(schema, header) }];
  }
  const expected = inSchema(schema, segments(keywordLocation)) ?? null;
  if (keyword !== 'required') return [{ ...base, place: keywordLocation, expected }];
  const names = Array.isArray(expected) ? expected : [];
  return names.flatMap((name: Json) =>
    typeof name === 'string' && isObject(actual) && !Object.hasOwn(actual, name)
      ? [{ ...base, place: keywordLocation, expected: name }]
      : [],
  );
}

function knownNames(schema: Json, header: string): readonly string[] {
  const properties = inSchema(schema, [...segments(header).slice(0, -1), 'properties']);
  return isObject(properties) ? Object.keys(properties) : [];
}

/** What the walk through a schema, references included, came to. */
function inSchema(schema: Json, path: readonly string[]): Json | undefined {
  let at: Json | undefined = schema;
  for (const segment of path) {
    const inner: Json | undefined = step(at, segment);
    at = segment === '$ref' && typeof inner === 'string' ? referred(schema, inner) : inner;
  }
  return at;
}

/** By pointer, from the root; any other reference is not looked up, and its sentence is a general one. */
function referred(schema: Json, reference: string): Json | undefined {
  return reference.startsWith('#') ? inSchema(schema, segments(reference)) : undefined;
}

function follow(value: Json, path: readonly string[]): Json | undefined {
  let at: Json | undefined = value;
  for (const segment of path) at = step(at, segment);
  return at;
}

function step(at: Json | undefined, segment: string): Json | undefined {
  if (Array.isArray(at)) return at[Number(segment)] as Json | undefined;
  return isObject(at) && Object.hasOwn(at, segment) ? at[segment] : undefined;
}

/** Of `#/a~1b/c`, as in a URI. */
function segments(fragment: string): readonly string[] {
  const [, ...parts] = fragment.split('/');
  return parts.map((part) => decodeURIComponent(part).replaceAll('~1', '/').replaceAll('~0', '~'));
}

function pointerOf(path: readonly string[]): string {
  return path.map((part) => `/${part.replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');
}
