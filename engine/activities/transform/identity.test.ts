import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Json } from '../../core/json.ts';
import { jsonOf, valueOf } from './forms.ts';
import type { Side } from './protocol.ts';
import {
  anyOf,
  base64,
  expectSame,
  json,
  keys,
  name,
  number,
  objectOf,
  sorted,
  text,
  utf8,
  whole,
} from './testing/identity.ts';

describe('the forms of what JSON does not hold', () => {
  test('whatever JSON becomes a value becomes the same JSON again', () => {
    fc.assert(
      fc.property(anyOf({ text, name, leaf: whole, keys }), (data) => {
        expect(sorted(jsonOf(valueOf(data)))).toBe(sorted(data));
      }),
      { numRuns: 2_000 },
    );
  });

  test('a $map that could be an object, has a name twice, or would lose a name, is an object', () => {
    for (const $map of [
      [['a', 1]],
      [],
      [
        [1, 1],
        [1, 2],
      ],
      [[{ $number: '-0' }, 1]],
      [['$base64', 5]],
      [1],
      [[1]],
    ] as Json[]) {
      expect(jsonOf(valueOf({ $map }))).toEqual({ $map });
      expect(valueOf({ $map })).toEqual(new Map([['$map', valueOf($map)]]));
    }
    expect(valueOf({ $map: [['$base64', 'aGk=']] })).toEqual(new Map([['$base64', 'aGk=']]));
  });
});

describe('JSON there and back', () => {
  const everything = anyOf({ text, name, leaf: whole, keys });

  test.each<readonly [string, Side]>([
    ['json', json],
    ['a text of JSON', { format: 'json', options: { format: 'json', text: true, indent: 2 } }],
  ])('%s', (_, side) => expectSame(side, everything));

  test('JSON Lines', () =>
    expectSame({ format: 'json', options: { format: 'json', lines: true } }, fc.array(everything, { maxLength: 4 })));

  test('yaml', () =>
    expectSame({ format: 'yaml', options: { format: 'yaml' } }, anyOf({ text: utf8, name: utf8, leaf: whole, keys })));

  test('yaml of several documents', () =>
    expectSame(
      { format: 'yaml', options: { format: 'yaml', documents: true } },
      fc.array(anyOf({ text: utf8, name: utf8, leaf: whole, keys }), { minLength: 1, maxLength: 4 }),
    ));

  /** The library reads no others, and refuses this one. */
  const msgpackNames = utf8.filter((each) => each !== '__proto__');
  const msgpackKeys = fc.oneof<fc.Arbitrary<Json>[]>(
    fc.integer(),
    msgpackNames,
    fc.double({ noNaN: true, noDefaultInfinity: true, noInteger: true }),
  );

  test('msgpack', () =>
    expectSame(
      { format: 'msgpack' },
      anyOf({
        text: utf8,
        name: msgpackNames,
        leaf: fc.oneof(
          whole,
          fc.record({ $ext: fc.tuple(fc.integer({ min: 0, max: 127 }), base64) }) as fc.Arbitrary<Json>,
        ),
        keys: msgpackKeys,
      }),
    ));

  test('cbor', () => {
    const leaf = fc.oneof(
      whole,
      fc.constant<Json>({ $undefined: true }),
      fc.record({ $tag: fc.tuple(fc.integer({ min: 4, max: 1_000_000 }), number) }) as fc.Arbitrary<Json>,
      fc.bigInt({ min: -(2n ** 200n), max: 2n ** 200n }).map((value): Json => ({ $bigint: `${value}` })),
    );
    return expectSame({ format: 'cbor' }, anyOf({ text: utf8, name: utf8, leaf, keys }));
  });

  test('csv with a header', () => {
    const record = (names: readonly string[]) =>
      fc
        .tuple(...names.map(() => text))
        .map((fields) => objectOf(names.map((each, index) => [each, fields[index] ?? ''])));
    const records = fc
      .uniqueArray(name, { minLength: 1, maxLength: 4 })
      .filter((names) => names.every((each) => !/^[$\uFEFF]/.test(each)) && names.join('') !== '')
      .chain((names) => fc.array(record(names), { minLength: 1, maxLength: 5 }));
    return Promise.all([
      expectSame({ format: 'csv', options: { format: 'csv' } }, records as fc.Arbitrary<Json>),
      expectSame(
        { format: 'csv', options: { format: 'csv', delimiter: ';', quote: "'", quoteAll: true, lineBreak: 'crlf' } },
        records as fc.Arbitrary<Json>,
      ),
    ]);
  });

  test('csv without a header', () => {
    const records = fc
      .integer({ min: 1, max: 4 })
      .chain((length) =>
        fc.array(fc.array(text, { minLength: length, maxLength: length }), { minLength: 1, maxLength: 5 }),
      );
    return expectSame({ format: 'csv', options: { format: 'csv', header: false } }, records);
  });

  test('csv with types', () => {
    const row = fc.record({
      n: fc.option(number),
      i: fc.option(
        fc.oneof(
          fc.integer(),
          fc
            .bigInt({ min: 2n ** 53n, max: 2n ** 80n })
            .map((value) => value * 2n ** 60n + 1n)
            .map((value) => ({ $bigint: `${value}` })),
        ),
      ),
      b: fc.option(fc.boolean()),
      j: fc.array(anyOf({ text, name, leaf: whole, keys: null }), { maxLength: 3 }),
    });
    const options = { format: 'csv', types: { n: 'number', i: 'integer', b: 'boolean', j: 'json' } } as const;
    return expectSame({ format: 'csv', options }, fc.array(row, { minLength: 1, maxLength: 3 }));
  });

  const xmlName = fc.constantFrom('a', 'b', 'c-d', 'e.f', 'n:g', '_h', 'ö', 'Prototype');
  // oxlint-disable-next-line no-control-regex
  const xmlText = utf8.filter((each) => !/[\u0000-\u0008\u000B\u000C\u000E-\u001F\uFFFE\uFFFF]/.test(each));

  test('xml in order', () => {
    const tree = fc.letrec<{ element: Json }>((tie) => ({
      element: fc
        .tuple(
          xmlName,
          fc.dictionary(xmlName, xmlText, { maxKeys: 3 }),
          fc.array(fc.oneof({ maxDepth: 4 }, xmlText, tie('element')), { maxLength: 4 }),
        )
        .map(([tag, attributes, children]) => {
          const joined = children.reduce<Json[]>((all, child) => {
            const last = all.at(-1);
            if (child === '') return all;
            return typeof child === 'string' && typeof last === 'string'
              ? [...all.slice(0, -1), last + child]
              : [...all, child];
          }, []);
          return {
            name: tag,
            ...(Object.keys(attributes).length > 0 && { attributes }),
            ...(joined.length > 0 && { children: joined }),
          };
        }),
    })).element;
    return expectSame({ format: 'xml', options: { format: 'xml', order: true } }, tree);
  });

  test('xml as an object', () => {
    const element = fc.letrec<{ content: Json }>((tie) => ({
      content: fc.oneof(
        { maxDepth: 4 },
        xmlText,
        fc.dictionary(xmlName, fc.oneof(tie('content'), fc.array(tie('content'), { minLength: 2, maxLength: 3 })), {
          minKeys: 1,
          maxKeys: 3,
        }),
        fc.record({ '@id': xmlText, '#text': xmlText.filter((each) => each !== '') }),
      ),
    })).content;
    return Promise.all([
      expectSame(
        { format: 'xml', options: { format: 'xml' } },
        element.map((root): Json => ({ root })),
      ),
      expectSame(
        { format: 'xml', options: { format: 'xml', indent: 2 } },
        element.map((root): Json => ({ root })),
      ),
    ]);
  });
});
