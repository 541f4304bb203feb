import type { Json } from '@sagaloom/engine/core';
import { expect, test } from 'vitest';
import { fieldOf } from './field.ts';
import { initialValue, withItem, withNewItem, withProperty } from './value.ts';

const order: Json = {
  type: 'object',
  required: ['orderId', 'items'],
  properties: {
    orderId: { type: 'string', title: 'Order' },
    amount: { type: 'integer', default: 5 },
    express: { type: 'boolean' },
    carrier: { enum: ['post', 'bike'] },
    items: { type: 'array', items: { $ref: '#/$defs/item' } },
    extra: { oneOf: [{ type: 'string' }, { type: 'number' }] },
  },
  $defs: { item: { type: 'object', properties: { sku: { type: 'string' }, note: { type: ['string', 'null'] } } } },
};

test('a schema becomes fields, in its own order', () => {
  const field = fieldOf(order);
  expect(
    field.kind === 'group' && field.properties.map(({ name, required, field: f }) => [name, f.kind, required]),
  ).toEqual([
    ['orderId', 'text', true],
    ['amount', 'number', false],
    ['express', 'boolean', false],
    ['carrier', 'choice', false],
    ['items', 'list', true],
    ['extra', 'json', false],
  ]);
});

test('a form opens with the declared defaults and what is required', () => {
  expect(initialValue(fieldOf(order))).toEqual({ amount: 5, express: false, items: [] });
});

test('a reference is followed, and null beside a type does not make it JSON', () => {
  const field = fieldOf(order);
  const items = field.kind === 'group' ? field.properties.find(({ name }) => name === 'items')?.field : undefined;
  expect(
    items?.kind === 'list' && items.item.kind === 'group' && items.item.properties.map((p) => p.field.kind),
  ).toEqual(['text', 'text']);
});

test('what is said beside a reference comes before what it leads to says', () => {
  const time = { type: 'string', title: 'Time', description: 'Any time.' };
  const said = { $ref: '#/$defs/time', description: 'When it ends.' };
  const field = fieldOf({ type: 'object', properties: { end: said }, $defs: { time } });
  expect(field.kind === 'group' && field.properties[0]?.field).toMatchObject({
    kind: 'text',
    title: 'Time',
    hint: 'When it ends.',
  });
});

test('a schema that holds itself ends in JSON, not in a hang', () => {
  const tree: Json = { type: 'object', properties: { child: { $ref: '#' } } };
  let field = fieldOf(tree);
  for (let depth = 0; field.kind === 'group' && depth < 50; depth += 1) field = field.properties[0]!.field;
  expect(field.kind).toBe('json');
});

test('no schema, or one of another kind, is edited as JSON', () => {
  expect([undefined, true, { type: 'object' }, {}].map((schema) => fieldOf(schema).kind)).toEqual([
    'json',
    'json',
    'json',
    'json',
  ]);
});

test('what is emptied is taken out, and what is set keeps its place', () => {
  expect(JSON.stringify(withProperty({ a: 1, b: 2 }, 'a', 3))).toBe('{"a":3,"b":2}');
  expect(withProperty({ a: 1, b: 2 }, 'a', undefined)).toEqual({ b: 2 });
  expect(withItem([1, 2, 3], 1, undefined)).toEqual([1, 3]);
  expect(withNewItem(undefined, fieldOf({ type: 'string' }))).toEqual(['']);
});
