import { evaluateExpression, expressionSource, type Json } from '@sagaloom/engine/core';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { embeddedAt, embeddedIn } from './embedded.ts';
import { begunExpression, toExpression, toLiteral } from './marks.ts';

/** Names that JSONata reads as something of its own are no matter here. */
const json = fc
  .jsonValue({ maxDepth: 3 })
  .map((value) => JSON.parse(JSON.stringify(value)) as Json)
  .filter((value) => !/\{%|_jsonata/.test(JSON.stringify(value)));

describe('a value made an expression', () => {
  test('says the same value', async () => {
    await fc.assert(
      fc.asyncProperty(json, async (value) => {
        fc.pre(value !== '');
        const source = expressionSource(toExpression(value)) ?? '';
        const answer = await evaluateExpression(source, {}, { nowMs: 0, seed: '' });
        expect(answer).toEqual({ ok: true, value });
      }),
      { numRuns: 200 },
    );
  });

  test('is the same value again when it is made a literal', () => {
    fc.assert(
      fc.property(json, (value) => {
        fc.pre(value !== '');
        expect(toLiteral(toExpression(value))).toEqual({ isKept: true, value });
      }),
    );
  });

  test('keeps the expressions within it', () => {
    expect(toExpression({ a: '{% input.a %}', b: ['{% x, y %}', 1] })).toBe('{% { "a": input.a, "b": [(x, y), 1] } %}');
    expect(toExpression('{% input %}')).toBe('{% input %}');
    expect(toExpression(undefined)).toBe('{%  %}');
  });

  test('what is no literal is not kept as one', () => {
    expect(toLiteral('{% input.a %}')).toEqual({ isKept: false });
    expect(toLiteral("{% 'it' %}")).toEqual({ isKept: true, value: 'it' });
  });
});

test('marks that are typed begin an expression', () => {
  expect(begunExpression('{%')).toBe('{%  %}');
  expect(begunExpression(' {% a')).toBe('{% a %}');
  expect(begunExpression('{% a %}')).toBe('{% a %}');
  expect(begunExpression('a {% b %}')).toBeNull();
});

describe('expressions in the text of an editor', () => {
  test('in JSON are found behind their escapes, place by place', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.nat(40), (source, place) => {
        fc.pre(!source.includes('%}'));
        const text = JSON.stringify({ before: 'plain', value: `{%${source}%}` }, null, 2);
        const [found, ...more] = embeddedIn(text, 'json');
        expect([found?.source, more.length]).toEqual([source, 0]);
        const offset = Math.min(place, source.length);
        const position = found?.toEditor(offset) ?? 0;
        expect(found?.toSource(position)).toBe(offset);
        expect(embeddedAt(text, position, 'json')?.source).toBe(source);
        const inserted = text.slice(0, position) + (found?.encode('"\n') ?? '') + text.slice(position);
        expect(JSON.parse(inserted)).toMatchObject({
          value: `{%${source.slice(0, offset)}"\n${source.slice(offset)}%}`,
        });
      }),
    );
  });

  test('may lack their end', () => {
    expect(embeddedIn('{ "a": "{% input.', 'json').map(({ source }) => source)).toEqual([' input.']);
    expect(embeddedIn('{% input', 'expression').map(({ source }) => source)).toEqual([' input']);
    expect(embeddedIn('plain {% a %}', 'expression')).toEqual([]);
  });
});
