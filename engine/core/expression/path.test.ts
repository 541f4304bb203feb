import fc from 'fast-check';
import jsonata from 'jsonata';
import { describe, expect, test } from 'vitest';
import type { Json, JsonObject } from '../json.ts';
import type { Node } from './ast.ts';
import { plainPath, readPath } from './path.ts';
import { toJson } from './result.ts';

const pathOf = (source: string) => plainPath(jsonata(source).ast() as unknown as Node);

const names = ['a', 'b', 'c', 'sequence', '_jsonata_lambda', '__proto__', 'length'];
const scalar = fc.oneof(fc.integer({ min: 0, max: 9 }), fc.constantFrom<Json>('x', '', null, true, false));

/** Few names and shallow arrays, so that paths mostly lead somewhere. */
const { value } = fc.letrec<{ value: Json }>((tie) => ({
  value: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    scalar,
    fc.array(tie('value'), { maxLength: 3 }),
    fc.dictionary(fc.constantFrom(...names), tie('value'), { maxKeys: 4 }).map((object) => ({ ...object })),
  ),
}));
const scope = fc.record({ a: value, b: value, c: value }) as fc.Arbitrary<JsonObject>;

const step = fc
  .tuple(
    fc.constantFrom('a', 'b', 'c', '`sequence`', '"a"'),
    fc.array(fc.integer({ min: -2, max: 2 }), { maxLength: 2 }),
  )
  .map(([name, indexes]) => name + indexes.map((index) => `[${index}]`).join(''));
const source = fc
  .tuple(fc.constantFrom('a', 'b[0]', 'c', 'a[-1]'), fc.array(step, { maxLength: 4 }))
  .map(([first, rest]) => [first, ...rest].join('.'));

describe('plain paths', () => {
  test('give exactly what JSONata gives', async () => {
    let defined = 0;
    await fc.assert(
      fc.asyncProperty(source, scope, async (text, data) => {
        const path = pathOf(text);
        expect(path).not.toBeNull();
        const expected: unknown = await jsonata(text).evaluate(structuredClone(data));
        if (expected !== undefined) defined += 1;
        expect(path && readPath(path, data)).toEqual(expected === undefined ? undefined : toJson(expected));
      }),
      { numRuns: 4_000 },
    );
    expect(defined).toBeGreaterThan(400);
  }, 60_000);

  test.each([
    'input.order.id',
    'steps.a.output.body[0].x',
    'vars.total',
    'steps.`pay-now`.output',
    'input.list[-1]',
    'input."a b".c',
  ])('%s is one', (text) => {
    expect(pathOf(text)).not.toBeNull();
  });

  test.each([
    'a.b[]',
    'a[x]',
    'a[1.5 + 1]',
    '$.a',
    '$$.a',
    'a.*',
    '**.a',
    'a.%',
    'a^(b)',
    'a{b: c}',
    'a@$x.b',
    'a#$i.b',
    'a.$f()',
    'a.(b)',
    '$x.a',
    '[a].b',
    'a & b',
    '"a"',
    '1',
    'a[0][b]',
    'a.{"x": b}',
  ])('%s is left to JSONata', (text) => {
    expect(pathOf(text)).toBeNull();
  });
});
