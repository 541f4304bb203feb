import { isObject, type Json, type JsonObject } from '../../core/json.ts';
import type { Random } from '../random.ts';

/** A document with something wrong in its structure: a part gone, put elsewhere, doubled, or of another kind. */
export function mutated(document: Json, random: Random, times: number): Json {
  let made = document;
  for (let i = 0; i < times; i += 1) {
    const path = random.pick(pathsIn(made)) ?? [];
    made = changedAt(made, path, (value) => otherThan(value, made, random));
  }
  return made;
}

/** A text with something wrong in its bytes. */
export function mutatedText(text: string, random: Random, times: number): string {
  let made = text;
  for (let i = 0; i < times; i += 1) {
    const at = random.below(made.length + 1);
    const until = at + (random.chance(0.9) ? random.below(3) : random.below(200));
    made = made.slice(0, at) + bit(made, random) + made.slice(until);
  }
  return made;
}

function bit(text: string, random: Random): string {
  const from = random.below(text.length + 1);
  const piece = text.slice(from, from + random.below(40));
  return random.oneOf([
    '',
    '',
    piece,
    '"',
    '{',
    '}',
    '[',
    ']',
    ',',
    ':',
    '\\',
    '\0',
    '\u2028',
    '1e999',
    'null',
    '{%',
    '%}',
  ]);
}

const isList = (value: Json): value is readonly Json[] => Array.isArray(value);

type Path = readonly (string | number)[];

function pathsIn(value: Json, path: Path = []): readonly Path[] {
  if (isList(value)) return [path, ...value.flatMap((item, i) => pathsIn(item, [...path, i]))];
  if (!isObject(value)) return [path];
  return [path, ...Object.entries(value).flatMap(([name, item]) => pathsIn(item, [...path, name]))];
}

/** `undefined` takes it away. */
function changedAt(value: Json, [first, ...rest]: Path, change: (value: Json) => Json | undefined): Json {
  if (first === undefined) return change(value) ?? null;
  const edit = (item: Json): Json | undefined => (rest.length > 0 ? changedAt(item, rest, change) : change(item));
  if (isList(value))
    return value.flatMap((item, i) => {
      const edited = i === first ? edit(item) : item;
      return edited === undefined ? [] : [edited];
    });
  if (!isObject(value)) return value;
  const entries = Object.entries(value).flatMap(([name, item]) => {
    const edited = name === first ? edit(item) : item;
    return edited === undefined ? [] : [[name, edited] as const];
  });
  return fromEntries(entries);
}

const odd: readonly [Json, ...Json[]] = [
  null,
  true,
  0,
  -1,
  1e21,
  '',
  ' ',
  'nowhere',
  '__proto__',
  'P1M',
  '10s',
  '{% %}',
  '{% 1 +',
  '{% $x($ %}',
  '{% $eval("1") %}',
  '{% $map([1..1000000], function($v) { $v }) %}',
  '{% steps.s1.output %}',
  '{% vars.none %}',
  [],
  {},
  [[]],
  { type: 'task' },
  { type: 'saga' },
  { start: 's1', steps: {} },
];

function otherThan(value: Json, whole: Json, random: Random): Json | undefined {
  const kind = random.below(6);
  if (kind === 0) return undefined;
  if (kind === 1) return random.oneOf(odd);
  if (kind === 2) return partOf(whole, random);
  if (kind === 3 && isObject(value)) return renamed(value, random);
  if (kind === 4 && isObject(value))
    return fromEntries([...Object.entries(value), [oddName(random), random.oneOf(odd)]]);
  if (typeof value === 'string') return mutatedText(value, random, 1);
  return isList(value) ? [...value, ...value] : random.oneOf(odd);
}

const oddName = (random: Random): string =>
  random.oneOf([
    '',
    '__proto__',
    'constructor',
    'toString',
    'next',
    'type',
    'steps',
    'catch',
    'compensate',
    's1',
    'a/b',
    '~0',
    '#1',
  ]);

function partOf(whole: Json, random: Random): Json {
  let part: Json = whole;
  for (const key of random.pick(pathsIn(whole)) ?? []) {
    const inner: Json | undefined = isList(part) ? part[Number(key)] : isObject(part) ? part[key] : undefined;
    if (inner === undefined) return part;
    part = inner;
  }
  return part;
}

function renamed(value: JsonObject, random: Random): JsonObject {
  const entries = Object.entries(value);
  const at = random.below(entries.length);
  return fromEntries(entries.map(([name, item], i) => [i === at ? oddName(random) : name, item] as const));
}

/** As JSON.parse makes it: `__proto__` is a name like any other. */
function fromEntries(entries: readonly (readonly [string, Json])[]): JsonObject {
  return Object.fromEntries(entries);
}
