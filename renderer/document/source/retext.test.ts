import type { Json, JsonObject } from '@sagaloom/engine/core';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { commentsIn, lostComments, retext } from './retext.ts';
import { placeOf } from './scan.ts';
import { isSame, sharing } from './same.ts';
import { parseSource, type Source } from './source.ts';

function read(text: string): Source {
  const opened = parseSource(text);
  if (!opened.ok) throw new Error(`${opened.problem} at ${opened.offset}: ${text}`);
  return opened.source;
}

const after = (text: string, change: (document: Record<string, Record<string, unknown>>) => void): string => {
  const source = read(text);
  const copy = JSON.parse(JSON.stringify(source.document)) as Record<string, Record<string, unknown>>;
  change(copy);
  return retext(source, copy as JsonObject);
};

const leaf = fc.oneof(fc.integer(), fc.boolean(), fc.constant(null), fc.string({ maxLength: 6 }));
const key = fc.oneof(
  fc.constantFrom('a', 'b', 'c', 'next', 'steps', '__proto__', '//', ','),
  fc.string({ maxLength: 4 }),
);
const { tree } = fc.letrec<{ tree: Json }>((tie) => ({
  tree: fc.oneof(
    { maxDepth: 4, withCrossShrink: true },
    leaf,
    fc.array(tie('tree'), { maxLength: 4 }),
    fc.array(fc.tuple(key, tie('tree')), { maxLength: 5 }).map((entries) => Object.fromEntries(entries)),
  ),
}));
const object = fc.array(fc.tuple(key, tree), { maxLength: 6 }).map((entries) => Object.fromEntries(entries));

const space = fc.constantFrom('', ' ', '\n', '\n  ', '\t', '\r\n\t');
const trivia = fc.oneof(
  { weight: 6, arbitrary: space },
  { weight: 1, arbitrary: fc.constantFrom(' // note, with a comma\n', ' /* , */ ') },
);

/** JSON as any hand might write it. */
function written(value: Json, next: () => string): string {
  if (Array.isArray(value)) {
    return `[${(value as readonly Json[]).map((item) => next() + written(item, next) + next()).join(',')}${next()}]`;
  }
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const members = Object.entries(value).map(
    ([name, held]) => `${next()}${JSON.stringify(name)}${next()}:${next()}${written(held, next)}${next()}`,
  );
  return `{${members.join(',')}${next()}}`;
}

const anyText = fc.tuple(object, fc.infiniteStream(trivia)).map(([value, stream]) => {
  const next = (): string => stream.next().value as string;
  return { value, text: next() + written(value, next) + next() };
});

describe('the text of a document', () => {
  test('says what the document says, in its order, whatever the file looked like', () => {
    fc.assert(
      fc.property(anyText, object, ({ text, value }, changed) => {
        const source = read(text);
        expect(isSame(source.document, value)).toBe(true);
        expect(retext(source, value)).toBe(text);
        expect(isSame(read(retext(source, changed)).document, changed)).toBe(true);
      }),
      { numRuns: 1_500 },
    );
  });

  test('one changed place changes nothing else, and loses no comment elsewhere', () => {
    fc.assert(
      fc.property(anyText, fc.nat(), leaf, ({ text, value }, at, put) => {
        const keys = Object.keys(value);
        const name = keys[at % Math.max(1, keys.length)];
        if (name === undefined) return;
        const result = retext(
          read(text),
          Object.fromEntries(Object.entries(value).map(([k, v]) => [k, k === name ? put : v])),
        );
        const inside = JSON.stringify(value[name]);
        expect(lostComments(text, result).length).toBeLessThanOrEqual(commentsIn(text).length);
        if (!inside.startsWith('{') && !inside.startsWith('[')) expect(lostComments(text, result)).toEqual([]);
        expect(isSame(read(result).document[name], put)).toBe(true);
      }),
      { numRuns: 500 },
    );
  });

  test('whatever is set deep inside, all before it and all after it stay byte for byte', () => {
    fc.assert(
      fc.property(anyText, fc.nat(), leaf, ({ text, value }, at, put) => {
        const paths = pathsIn(value);
        const path = paths[at % Math.max(1, paths.length)];
        const place = path && placeOf(text, path);
        if (!path || !place) return;
        const result = retext(read(text), replacedIn(value, path, put) as JsonObject);
        expect(result.startsWith(text.slice(0, place.value.from))).toBe(true);
        expect(result.endsWith(text.slice(place.value.to))).toBe(true);
      }),
      { numRuns: 2_000 },
    );
  });

  test('of five thousand steps, an edit of one is written without a wait', () => {
    const names = Array.from({ length: 5_000 }, (_, index) => `step${index}`);
    const steps = Object.fromEntries(names.map((name) => [name, { type: 'wait', for: '1s', with: { a: [1, 2, 3] } }]));
    const source = read(JSON.stringify({ name: 'x', steps }, null, 2));
    const began = performance.now();
    retext(source, { ...source.document, steps: { ...(source.document['steps'] as JsonObject), fresh: {} } });
    expect(performance.now() - began).toBeLessThan(1_500); // some 30 ms where nothing else runs; minutes when it is quadratic
  });

  test('what is added looks like what is there', () => {
    expect(after('{\n    "a": 1\n}\n', (d) => Object.assign(d, { b: { c: [1] } }))).toBe(
      '{\n    "a": 1,\n    "b": {\n        "c": [\n            1\n        ]\n    }\n}\n',
    );
    expect(after('{ "a": 1, "b": 2 }', (d) => Object.assign(d, { c: { d: [] } }))).toBe(
      '{ "a": 1, "b": 2, "c": { "d": [] } }',
    );
    expect(after('{\t"a":1}\r\n', (d) => Object.assign(d, { a: 2 }))).toBe('{\t"a":2}\r\n');
    expect(after('{\n\t"a": {}\n}', (d) => Object.assign(d['a'] ?? {}, { x: 1 }))).toBe(
      '{\n\t"a": {\n\t\t"x": 1\n\t}\n}',
    );
  });

  test('comments stay with what they speak of; those that go are named', () => {
    const text = '{\n  // first\n  "a": 1, // of a\n  "b": 2 // of b\n  // at the end\n}\n';
    expect(after(text, (d) => Object.assign(d, { c: 3 }))).toBe(
      '{\n  // first\n  "a": 1, // of a\n  "b": 2, // of b\n  "c": 3\n  // at the end\n}\n',
    );
    const without = after(text, (d) => delete d['a']);
    expect(without).toBe('{\n  "b": 2 // of b\n  // at the end\n}\n');
    expect(lostComments(text, without)).toEqual(['// first', '// of a']);
  });

  test('a step that is renamed, or removed, leaves the others as they were', () => {
    const text =
      '{\n  "steps": {\n    "a": { "type": "task",   "activity": "log" },\n    "b": { "type":"wait" }\n  }\n}';
    const renamed = after(text, (d) => Object.assign(d, { steps: { z: d['steps']?.['a'], b: d['steps']?.['b'] } }));
    expect(renamed).toBe(text.replace('"a"', '"z"'));
    expect(after(text, (d) => delete d['steps']?.['a'])).toBe('{\n  "steps": {\n    "b": { "type":"wait" }\n  }\n}');
  });
});

test('what two readings have in common is shared', () => {
  fc.assert(
    fc.property(object, object, (a, b) => {
      const copy = structuredClone(a);
      expect(isSame(sharing(a, b), b)).toBe(true);
      if (!Object.hasOwn(a, '__proto__')) expect(sharing(a, copy)).toBe(a);
    }),
  );
});

function pathsIn(value: Json, at: readonly string[] = []): readonly (readonly string[])[] {
  if (typeof value !== 'object' || value === null) return [at];
  const inner = Object.entries(value).flatMap(([name, held]) => pathsIn(held, [...at, name]));
  return at.length === 0 ? inner : [at, ...inner];
}

function replacedIn(value: Json, [name, ...rest]: readonly string[], put: Json): Json {
  if (name === undefined) return put;
  const entries = Object.entries(value as object) as [string, Json][];
  const replaced = entries.map(([key, held]) => [key, key === name ? replacedIn(held, rest, put) : held] as const);
  return Array.isArray(value) ? replaced.map(([, held]) => held) : Object.fromEntries(replaced);
}
