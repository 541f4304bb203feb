import type { Json } from '@sagaloom/engine/core';
import * as fc from 'fast-check';
import { findNodeAtLocation, parseTree } from 'jsonc-parser';
import { describe, expect, test } from 'vitest';
import { locate, placeOf, placesOf } from './scan.ts';

const name = fc.oneof(fc.constantFrom('a', 'b', 'steps', '{', '//', '"', '\\', 'ä'), fc.string({ maxLength: 4 }));
const { tree } = fc.letrec<{ tree: Json }>((tie) => ({
  tree: fc.oneof(
    { maxDepth: 4 },
    fc.constantFrom<Json>(1, true, null, '', '}', '"', 'x // y', -1.5e3),
    fc.array(tie('tree'), { maxLength: 3 }),
    fc.uniqueArray(fc.tuple(name, tie('tree')), { maxLength: 4, selector: ([key]) => key }).map(Object.fromEntries),
  ),
}));

function pathsOf(value: Json, at: readonly string[] = []): readonly (readonly string[])[] {
  if (typeof value !== 'object' || value === null) return [at];
  return [at, ...Object.entries(value).flatMap(([key, held]) => pathsOf(held, [...at, key]))];
}

const spaced = (text: string): string => text.replaceAll('\n', ' // a " comment }\n/* { */');

describe('places in a text', () => {
  test('are where a parser finds them, comments or not', () => {
    fc.assert(
      fc.property(tree, fc.boolean(), (value, hasComments) => {
        fc.pre(typeof value === 'object' && value !== null && !hasProto(value));
        const plain = JSON.stringify(value, null, 2);
        const text = hasComments ? spaced(plain) : plain;
        const parsed = parseTree(text);
        const paths = pathsOf(value).slice(1);
        const places = placesOf(text, paths);
        for (const path of paths) {
          const node = parsed && findNodeAtLocation(parsed, segments(value, path));
          const place = places.get(path)?.value;
          expect([place?.from, place && place.to - place.from]).toEqual([node?.offset, node?.length]);
        }
      }),
      { numRuns: 800 },
    );
  });

  test('are found the other way as well', () => {
    fc.assert(
      fc.property(tree, (value) => {
        fc.pre(typeof value === 'object' && value !== null && !hasProto(value));
        const text = spaced(JSON.stringify(value, null, 2));
        for (const path of pathsOf(value).slice(1)) {
          const place = placeOf(text, path);
          expect(place).not.toBeNull();
          if (place?.key) expect(locate(text, place.key.from + 1)).toMatchObject({ path, part: 'key' });
          const at = place ? locate(text, place.value.from) : null;
          expect(at?.path).toEqual(path);
        }
      }),
      { numRuns: 500 },
    );
  });

  test('a broken text is read as far as it goes, and never for ever', () => {
    fc.assert(
      fc.property(tree, fc.nat(), fc.string({ maxLength: 3 }), (value, cut, put) => {
        const whole = JSON.stringify(value, null, 2);
        const at = cut % (whole.length + 1);
        const text = whole.slice(0, at) + put;
        for (let offset = 0; offset <= text.length; offset += 3) expect(locate(text, offset)).toBeDefined();
        placesOf(text, pathsOf(value));
      }),
      { numRuns: 800 },
    );
    expect(placeOf('{ "a": { "b": 1, "c" ', ['a', 'b'])?.value).toEqual({ from: 14, to: 15 });
  });
});

const hasProto = (value: Json): boolean => JSON.stringify(value).includes('"__proto__"');

function segments(root: Json, path: readonly string[]): (string | number)[] {
  let value: Json | undefined = root;
  return path.map((part) => {
    const isList = Array.isArray(value);
    value = (value as Readonly<Record<string, Json>>)[part];
    return isList ? Number(part) : part;
  });
}
