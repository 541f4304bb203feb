import { expressionFunctions } from '@sagaloom/engine/core';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { completionsAt, type Offer, pointedAt } from './completions.ts';
import { functions } from './functions.ts';
import { brief, named, nothingKnown, type Shape, shapeOf, typeOf } from './shape.ts';
import { tokensOf } from './tokens.ts';

const input = {
  type: 'object',
  properties: {
    orderId: { type: 'string', title: 'Order' },
    items: { type: 'array', items: { $ref: '#/$defs/line' } },
    'odd name': { type: 'number' },
    地址: { type: 'string' },
  },
  $defs: { line: { type: 'object', properties: { sku: { type: 'string' }, price: { type: 'number' } } } },
};

const output = shapeOf({ type: 'object', properties: { status: { type: 'integer' }, body: {} } }, [
  { status: 200, body: { total: 3270, lines: [{ sku: 'tea' }] } },
]);

const scope: Shape = named([
  { name: 'input', kind: 'root', shape: shapeOf(input) },
  { name: 'vars', kind: 'root', shape: named([{ name: 'total', kind: 'variable', shape: shapeOf(undefined, [5]) }]) },
  {
    name: 'steps',
    kind: 'root',
    shape: named([
      {
        name: 'check',
        kind: 'step',
        shape: named([{ name: 'output', kind: 'member', shape: output }]),
        detail: 'Check order',
      },
      {
        name: 'pay-now',
        kind: 'step',
        shape: named([{ name: 'output', kind: 'member', shape: nothingKnown }]),
        isUncertain: true,
      },
    ]),
  },
]);

/** The caret stands at `|`. */
function at(text: string): readonly Offer[] | null {
  return completionsAt(text.replace('|', ''), text.indexOf('|'), scope)?.offers ?? null;
}
const labels = (text: string): readonly string[] =>
  (at(text) ?? []).filter(({ kind }) => kind !== 'function').map(({ label }) => label);

describe('completionsAt', () => {
  test.each([
    ['|', ['input', 'vars', 'steps']],
    [' inp|', ['input', 'vars', 'steps']],
    ['1 + |', ['input', 'vars', 'steps']],
    ['input.|', ['orderId', 'items', 'odd name', '地址']],
    ['input.地|', ['orderId', 'items', 'odd name', '地址']],
    ['input.items.|', ['sku', 'price']],
    ['input.items[0].|', ['sku', 'price']],
    ['input.items[-1].pr|', ['sku', 'price']],
    ['input.items[|', ['sku', 'price', '$$']],
    ['input.items[price > 3 and |', ['sku', 'price', '$$']],
    ['input.items[price > 3].|', ['sku', 'price']],
    ['input.items.{ "a": | }', ['sku', 'price', '$$']],
    ['input.items.(|)', ['sku', 'price', '$$']],
    ['input.items^(>|)', ['sku', 'price', '$$']],
    ['input.items[$$.|', ['input', 'vars', 'steps']],
    ['$sum(input.items.|)', ['sku', 'price']],
    ['$sum(|)', ['input', 'vars', 'steps']],
    ['$filter(input.items, function($i) { $i.| })', ['sku', 'price']],
    ['$map(input.items, function($i, $n) { $n.| })', []],
    ['$filter(input.items, λ($x){$x.price > 1}).|', ['sku', 'price']],
    ['(input.items).|', ['sku', 'price']],
    ['( $l := input.items; $l.| )', ['sku', 'price']],
    ['( $l := input.items; | )', ['input', 'vars', 'steps', '$l']],
    ['steps.|', ['check', 'pay-now']],
    ['steps.check.output.|', ['status', 'body']],
    ['steps.`check`.output.body.|', ['total', 'lines']],
    ['steps.check.output.body.lines.|', ['sku']],
    ['vars.|', ['total']],
    ['input . orderId & vars . |', ['total']],
    ['/* input. */ vars.|', ['total']],
    ['{ "a": input.|', ['orderId', 'items', 'odd name', '地址']],
    ['nothing.|', []],
  ])('%s', (text, expected) => expect(labels(text)).toEqual(expected));

  test.each(['"input.|"', "'a|", 'input.orderId |', '3|', '/a|b/', 'input.items[0] |', 'vars.total)|'])(
    'nothing can be begun at %s',
    (text) => expect(at(text)).toBeNull(),
  );

  test('a name that is no word is quoted, and of a step its output is read', () => {
    const inserts = (text: string): readonly string[] => (at(text) ?? []).map(({ insert }) => insert);
    expect(inserts('input.|')).toEqual(['orderId', 'items', '`odd name`', '地址']);
    expect(inserts('steps.|')).toEqual(['check.output', '`pay-now`.output']);
  });

  test('says type, the value seen, the name people know, and what need not be there', () => {
    expect(at('steps.check.output.|')?.[0]).toMatchObject({ type: 'integer', example: '200' });
    expect(at('steps.|')).toMatchObject([
      { detail: 'Check order', isUncertain: false },
      { detail: null, isUncertain: true },
    ]);
    expect(at('input.|')?.[0]).toMatchObject({ type: 'string', detail: 'Order' });
    expect(at('input.|')?.[1]?.type).toBe('object[]');
  });

  test('replaces the word under the caret', () => {
    expect(completionsAt('1 + input.ord', 13, scope)).toMatchObject({ from: 10, to: 13, isBegun: true });
    expect(completionsAt('1 + ', 4, scope)).toMatchObject({ from: 4, to: 4, isBegun: false });
    expect(completionsAt('$su', 3, scope)).toMatchObject({ from: 0, to: 3 });
  });

  test('functions are those of the core, each with a signature, the caret inside', () => {
    expect(functions.map(({ name }) => name)).toEqual(expressionFunctions);
    expect(functions.filter(({ signature }) => signature === '(…)')).toEqual([]);
    const offers = at('$s|') ?? [];
    expect(offers.find(({ label }) => label === '$sum')).toMatchObject({ insert: '$sum()', caret: 5 });
    expect(offers.find(({ label }) => label === '$now')).toMatchObject({ caret: 5 });
    expect(offers.find(({ label }) => label === '$uuid')).toMatchObject({ caret: 7 });
  });

  const pieces = fc.constantFrom(
    'input',
    '.',
    'items',
    '[',
    ']',
    '(',
    ')',
    '{',
    '}',
    '$',
    '$x',
    ':=',
    ';',
    '"',
    '`',
    '/',
    '*',
    ' ',
    ',',
    '地',
    '%',
    'function',
    '^',
    '@',
  );
  test('whatever is written, it answers, within what is written', () => {
    fc.assert(
      fc.property(fc.array(pieces, { maxLength: 25 }), fc.nat(80), (parts, place) => {
        const source = parts.join('');
        const offset = Math.min(place, source.length);
        const offers = completionsAt(source, offset, scope);
        if (offers) expect(offers.from <= offers.to && offers.to === offset && offers.from >= 0).toBe(true);
        pointedAt(source, offset, scope);
      }),
      { numRuns: 2_000 },
    );
  });

  test('parts cover all but white space, in order', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 40 }), (source) => {
        let end = 0;
        for (const { from, to, text } of tokensOf(source)) {
          expect(source.slice(end, from).trim()).toBe('');
          expect(source.slice(from, to)).toBe(text);
          end = to;
        }
        expect(source.slice(end).trim()).toBe('');
      }),
    );
  });
});

describe('what is pointed at', () => {
  test('has its path, type and last value', () => {
    expect(pointedAt('1 + steps.check.output.body.total', 30, scope)).toEqual({
      from: 28,
      to: 33,
      path: 'steps.check.output.body.total',
      type: 'number',
      value: 3270,
    });
    expect(pointedAt('input.items', 8, scope)).toMatchObject({ type: 'object[]' });
    expect(pointedAt('"input"', 3, scope)).toBeNull();
  });
});

test('a value is said on one line, however large', () => {
  expect(brief({ order: 'ord-7f21', items: [1, 2, 3], deep: { a: { b: 'x'.repeat(500) } } }, 40)).toBe(
    '{ order: "ord-7f21", … }',
  );
  fc.assert(fc.property(fc.jsonValue(), (value) => brief(value as never, 60).length <= 60));
  expect(typeOf(shapeOf({ anyOf: [{ type: 'string' }, { type: 'null' }] }))).toBe('string | null');
});
