import { isObject, type Json, type JsonObject, validateAgainst } from '@sagaloom/engine/core';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readAt } from '../../document/index.ts';
import {
  addProperty,
  moveProperty,
  removeProperty,
  renameProperty,
  setRequired,
  textOfValue,
  valueOf,
  withNull,
  withType,
} from './edit.ts';
import { completed, schemaOfSamples } from './infer.ts';
import { childrenOf, isShown, keptOf, schemaTypes, shapeOf } from './shape.ts';

/** Not of digits alone: an object puts such names first, whoever writes it. */
const name = fc.stringMatching(/^[a-z_$][a-zA-Z0-9 ./~-]{0,6}$/).filter((text) => text !== '__proto__');

const keyword = fc.constantFrom(
  'type',
  'title',
  'description',
  'default',
  'enum',
  'format',
  'pattern',
  'minLength',
  'minimum',
  'uniqueItems',
  'additionalProperties',
  'required',
  'items',
  'properties',
  '$ref',
  'oneOf',
  'const',
  '$defs',
  'x-own',
  'if',
);

/** Schemas as people write them, and as nobody should. */
const { schema } = fc.letrec<{ schema: Json; property: JsonObject }>((tie) => ({
  property: fc.dictionary(name, tie('schema'), { maxKeys: 3 }),
  schema: fc.oneof(
    { maxDepth: 3, depthSize: 'small' },
    fc.boolean(),
    fc.dictionary(keyword, fc.jsonValue({ maxDepth: 1 }) as fc.Arbitrary<Json>, { maxKeys: 4 }),
    fc
      .record({
        rest: fc.dictionary(keyword, fc.jsonValue({ maxDepth: 1 }) as fc.Arbitrary<Json>, { maxKeys: 3 }),
        properties: tie('property'),
        isAll: fc.boolean(),
      })
      .map(({ rest, properties, isAll }) => ({
        ...rest,
        type: 'object',
        properties,
        ...(isAll ? { required: Object.keys(properties) } : {}),
      })),
    tie('schema').map((items) => ({ type: 'array', items })),
  ),
}));

/** With properties; names of digits alone have an order of their own, which nobody can change. */
const object = schema.filter(
  (one): one is JsonObject =>
    isObject(one) &&
    isObject(one.properties ?? null) &&
    !Object.keys(one.properties as JsonObject).some((key) => /^\d+$/.test(key)),
);

/** The tree put together again: what is shown, what is kept, and the children, each at its place. */
function rebuilt(given: Json): Json {
  const shape = shapeOf(given);
  if (shape.kind === 'raw' || !isObject(given)) return given;
  const kept = new Set(keptOf(given));
  const children = new Map(childrenOf(given).map((child) => [child.path.join('\n'), rebuilt(child.schema)]));
  return Object.fromEntries(
    Object.entries(given).map(([key, value]) => {
      expect(kept.has(key)).toBe(!isShown(given, shape.type, key));
      if (kept.has(key)) return [key, value];
      if (key === 'items') return [key, children.has('items') ? (children.get('items') ?? null) : value];
      if (key !== 'properties') return [key, value];
      const names = Object.keys(value as JsonObject);
      return [
        key,
        Object.fromEntries(
          names.map((one) => [
            one,
            children.has(`properties\n${one}`) ? (children.get(`properties\n${one}`) ?? null) : 'lost',
          ]),
        ),
      ];
    }),
  );
}

const text = (value: unknown): string => JSON.stringify(value);

describe('the tree of a schema', () => {
  test('has all of it: put together again it is the same, to the letter', () => {
    fc.assert(
      fc.property(schema, (given) => {
        expect(text(rebuilt(given))).toBe(text(given));
      }),
    );
  });

  test('a path of a child leads to it', () => {
    fc.assert(
      fc.property(schema, (given) => {
        for (const child of childrenOf(given)) expect(readAt(given, child.path)).toBe(child.schema);
      }),
    );
  });
});

describe('an edit of one property', () => {
  const untouched = (before: JsonObject, after: JsonObject, but: readonly string[]): void => {
    const rest = (one: JsonObject) => text(Object.entries(one).filter(([key]) => !but.includes(key)));
    expect(rest(after)).toBe(rest(before));
  };
  const others = (given: JsonObject, but: readonly string[]): string =>
    text(Object.entries((given.properties ?? {}) as JsonObject).filter(([key]) => !but.includes(key)));

  test('leaves the others as they are, in their order', () => {
    fc.assert(
      fc.property(object, name, fc.boolean(), fc.nat(4), (given, fresh, isRequired, at) => {
        const names = Object.keys(given.properties as JsonObject);
        const one = names[at % Math.max(1, names.length)] ?? fresh;
        const edits: readonly (readonly [JsonObject, readonly string[]])[] = [
          [addProperty(given, fresh), [fresh]],
          [removeProperty(given, one), [one]],
          [setRequired(given, one, isRequired), []],
          [moveProperty(given, one, at), [one]],
        ];
        for (const [edited, but] of edits) {
          untouched(given, edited, ['properties', 'required']);
          expect(others(edited, but)).toBe(others(given, but));
        }
      }),
    );
  });

  test('renamed, it stays in its place and as required as it was; named back, all is as it was', () => {
    fc.assert(
      fc.property(object, name, (given, to) => {
        const names = Object.keys(given.properties as JsonObject);
        const [from] = names;
        fc.pre(from !== undefined && !names.includes(to) && !(text(given.required ?? []) ?? '').includes(text(to)));
        const renamed = renameProperty(given, from ?? '', to);
        expect(Object.keys(renamed.properties as JsonObject)).toEqual([to, ...names.slice(1)]);
        expect(childrenOf(renamed)[0]?.isRequired).toBe(childrenOf(given)[0]?.isRequired);
        expect(text(renameProperty(renamed, to, from ?? ''))).toBe(text(given));
      }),
    );
  });

  test('another type takes only what bounded the old one', () => {
    const given = { title: 'T', type: ['string', 'null'], minLength: 1, format: 'date', 'x-own': 1, description: 'D' };
    expect(withType(given, 'integer')).toEqual({ title: 'T', type: ['integer', 'null'], 'x-own': 1, description: 'D' });
    expect(withType({ type: 'integer', minimum: 1 }, 'number')).toEqual({ type: 'number', minimum: 1 });
    expect(withType(given, 'any')).toEqual({ title: 'T', 'x-own': 1, description: 'D' });
    expect(withNull({ type: 'string' }, true)).toEqual({ type: ['string', 'null'] });
  });

  test('whatever it was, it then has the type', () => {
    fc.assert(
      fc.property(schema, fc.constantFrom(...schemaTypes), (given, type) => {
        fc.pre(shapeOf(given).kind === 'tree' && isObject(given) && type !== 'any');
        expect(shapeOf(withType(given, type))).toMatchObject({ kind: 'tree', type });
      }),
    );
  });

  test('a value is typed and shown alike', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.constantFrom(...schemaTypes), (value, type) => {
        fc.pre(type !== 'string' || typeof value === 'string');
        expect(valueOf(textOfValue(value as Json, type), type)).toEqual(JSON.parse(text(value)));
      }),
    );
  });
});

describe('a schema made of samples', () => {
  const samples = fc.array(fc.jsonValue({ maxDepth: 3 }) as fc.Arbitrary<Json>, { minLength: 1, maxLength: 4 });

  test('takes every one of them', () => {
    fc.assert(
      fc.property(samples, (all) => {
        const made = schemaOfSamples(all);
        for (const sample of all) expect(validateAgainst(made, sample)).toEqual({ ok: true });
      }),
    );
  });

  test('says what a person would', () => {
    expect(
      schemaOfSamples([
        {
          id: 'a',
          at: '2026-01-31',
          lines: [
            { sku: 'x', n: 1 },
            { sku: 'y', n: 1.5 },
          ],
        },
      ]),
    ).toEqual({
      type: 'object',
      properties: {
        id: { type: 'string' },
        at: { type: 'string', format: 'date' },
        lines: {
          type: 'array',
          items: {
            type: 'object',
            properties: { sku: { type: 'string' }, n: { type: 'number' } },
            required: ['sku', 'n'],
          },
        },
      },
      required: ['id', 'at', 'lines'],
    });
  });

  test('added to what is there, takes nothing away', () => {
    fc.assert(
      fc.property(object, samples, (given, all) => {
        const after = completed(given, schemaOfSamples(all)) as JsonObject;
        expect(Object.keys(after)).toEqual(Object.keys(given));
        for (const [key, value] of Object.entries(given)) if (key !== 'properties') expect(after[key]).toEqual(value);
        // Names of digits alone come first in any object, so new ones may stand before the old.
        const names = Object.keys(given.properties as JsonObject);
        expect(Object.keys(after.properties as JsonObject).filter((one) => names.includes(one))).toEqual(names);
      }),
    );
  });
});
