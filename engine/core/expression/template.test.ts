import { describe, expect, test } from 'vitest';
import type { Json, JsonObject } from '../json.ts';
import { compileTemplate, evaluateCondition, evaluateTemplate, isExpression, type Evaluated } from './index.ts';

const scope: JsonObject = {
  input: {
    order: {
      id: 'o1',
      items: [
        { sku: 'tea', n: 2 },
        { sku: 'mug', n: 1 },
      ],
    },
    off: false,
  },
  vars: { total: 300 },
  steps: { a: { output: { body: [{ x: 7 }] } } },
};
const entropy = { nowMs: 1_700_000_000_000, seed: 'run:1' };

const evaluate = async (template: Json, more: Partial<typeof entropy> = {}): Promise<Evaluated> =>
  evaluateTemplate(compileTemplate(template), scope, { ...entropy, ...more });
const valueOf = async (template: Json): Promise<Json> => {
  const evaluated = await evaluate(template);
  if (!evaluated.ok) throw new Error(evaluated.error.message);
  return evaluated.value;
};
const errorOf = async (template: Json): Promise<string> => {
  const evaluated = await evaluate(template);
  return evaluated.ok ? 'no error' : `${evaluated.error.type}: ${evaluated.error.message}`;
};

describe('templates', () => {
  test('a string from mark to mark is an expression, all else is literal', async () => {
    expect(['{% 1 %}', '{%1%}', '{%\n1\n%}'].every(isExpression)).toBe(true);
    expect(['', '{%}', 'a {% 1 %}', '{% 1 %} ', '{{ 1 }}'].some(isExpression)).toBe(false);
    expect(await valueOf({ a: ['{% 1 + 1 %}', 'x {% 1 %}'], b: null })).toEqual({ a: [2, 'x {% 1 %}'], b: null });
  });

  test('literals and plain paths need no promise', () => {
    const template = compileTemplate({
      id: '{% input.order.id %}',
      x: ['{% steps.a.output.body[0].x %}', 1],
      lit: { a: 'b' },
    });
    expect(evaluateTemplate(template, scope, entropy)).toEqual({
      ok: true,
      value: { id: 'o1', x: [7, 1], lit: { a: 'b' } },
    });
  });

  test('the other expressions are JSONata', async () => {
    expect(await valueOf('{% $sum(input.order.items.n) * 2 %}')).toBe(6);
    expect(await valueOf('{% input.order.items[n > 1].sku %}')).toBe('tea');
    expect(await valueOf({ all: '{% input.order.items.{ "s": sku } %}' })).toEqual({
      all: [{ s: 'tea' }, { s: 'mug' }],
    });
  });

  test('give plain JSON: no flags on arrays, no objects without prototype, no -0', async () => {
    const list = (await valueOf('{% input.order.items.sku %}')) as readonly Json[];
    expect(Object.getOwnPropertyNames(list)).toEqual(['0', '1', 'length']);
    expect(Object.getPrototypeOf(await valueOf('{% { "a": 1 } %}'))).toBe(Object.prototype);
    expect(Object.is(await valueOf('{% 0 * -1 %}'), 0)).toBe(true);
    expect(Object.keys((await valueOf('{% { "__proto__": 1 } %}')) as JsonObject)).toEqual(['__proto__']);
  });

  test('the first error in the order of the document is the error', async () => {
    expect(await errorOf({ a: 1, b: '{% input.nothing %}', c: '{% $error("later") %}' })).toBe(
      'expression.undefined: {% input.nothing %} is undefined.',
    );
  });
});

describe('[DA3] errors', () => {
  test.each([
    ['{% input.nothing %}', 'expression.undefined: {% input.nothing %} is undefined.'],
    ['{% $string(input.nothing) %}', 'expression.undefined: {% $string(input.nothing) %} is undefined.'],
    ['{% $sum %}', 'expression.function: {% $sum %} gives a function where a value is needed.'],
    [
      '{% { "f": function($x) { $x } } %}',
      'expression.function: {% { "f": function($x) { $x } } %} gives a function where a value is needed.',
    ],
    [
      '{% 1 / 0 %}',
      'expression.number: {% 1 / 0 %} gives no number: it divides by zero, or leaves the range of numbers.',
    ],
    [
      '{% [0 / 0] %}',
      'expression.number: {% [0 / 0] %} gives no number: it divides by zero, or leaves the range of numbers.',
    ],
    ['{% 1 + "a" %}', 'expression.type: {% 1 + "a" %}: The right side of the "+" operator must evaluate to a number'],
    ['{% $number("x") %}', 'expression.value: {% $number("x") %}: Unable to cast value to a number: "x"'],
    ['{% $error("no stock") %}', 'expression.raised: {% $error("no stock") %}: no stock'],
    ['{% ( %}', 'expression.syntax: {% ( %} does not parse: Expected ")" before end of expression.'],
  ])('%s', async (template, error) => {
    expect(await errorOf(template)).toBe(error);
  });

  test('quote a long expression shortly', async () => {
    expect((await errorOf(`{% input.${'x'.repeat(500)} %}`)).length).toBeLessThan(110);
  });

  test.each<[string, string]>([
    ['{% input.off %}', 'false'],
    ['{% vars.total > 3 %}', 'true'],
    ['{% input.nothing %}', 'expression.undefined'],
    ['{% vars.total %}', 'expression.condition: {% vars.total %} must be true or false, not a number.'],
    ['{% input.order.items %}', 'expression.condition: {% input.order.items %} must be true or false, not an array.'],
  ])('a condition must be boolean: %s', async (when, expected) => {
    const verdict = await evaluateCondition(compileTemplate(when), scope, entropy);
    expect(verdict.ok ? String(verdict.value) : `${verdict.error.type}: ${verdict.error.message}`).toContain(expected);
  });
});

describe('[DA4] time and chance', () => {
  const drawn = {
    at: '{% $now() %}',
    ms: '{% $millis() %}',
    n: '{% $random() %}',
    id: '{% $uuid() %}',
    list: '{% $shuffle([1..20]) %}',
  };

  test('derive from the entropy given', async () => {
    const first = await evaluate(drawn);
    expect(first).toMatchObject({ value: { at: '2023-11-14T22:13:20.000Z', ms: 1_700_000_000_000 } });
    expect(await evaluate(drawn)).toEqual(first);
    expect(await evaluate(drawn, { seed: 'run:2' })).not.toEqual(first);
  });

  test('are what they were: a replay elsewhere must draw the same', async () => {
    expect(await valueOf('{% $random() %}')).toBe(PINNED.random);
    expect(await valueOf('{% $uuid() %}')).toBe(PINNED.uuid);
    expect(await valueOf('{% $shuffle([1..5]) %}')).toEqual(PINNED.shuffled);
  });

  test('are drawn anew by each expression of a template, and by each call', async () => {
    const ids = (await valueOf(['{% $uuid() %}', '{% $uuid() %}', '{% [$uuid(), $uuid()] %}'])) as readonly Json[];
    expect(new Set(ids.flat()).size).toBe(4);
    expect(ids[0]).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  });

  test('random numbers are spread over [0, 1)', async () => {
    const drawnNumbers = (await valueOf('{% $map([1..2000], function($i) { $random() }) %}')) as readonly number[];
    const mean = drawnNumbers.reduce((sum, n) => sum + n, 0) / drawnNumbers.length;
    expect(Math.min(...drawnNumbers)).toBeGreaterThanOrEqual(0);
    expect(Math.max(...drawnNumbers)).toBeLessThan(1);
    expect(Math.abs(mean - 0.5)).toBeLessThan(0.05);
  });

  test('what a picture leaves out comes from the entropy, a time without offset is UTC', async () => {
    expect(await valueOf('{% $toMillis("10:00", "[H]:[m]") %}')).toBe(Date.UTC(2023, 10, 14, 10));
    expect(await valueOf('{% $toMillis("2018-01-01T00:00:00") %}')).toBe(Date.UTC(2018, 0, 1));
    expect(await valueOf('{% $toMillis("2018-01-01T00:00:00.25+01:30") %}')).toBe(
      Date.UTC(2017, 11, 31, 22, 30, 0, 250),
    );
    expect(await valueOf('{% $toMillis("2018") %}')).toBe(Date.UTC(2018, 0));
    expect(await errorOf('{% $toMillis("2018-13-01") %}')).toMatch(/^expression.value: .*ISO 8601/);
  });

  test('evaluations of one template that overlap keep to their own', async () => {
    const template = compileTemplate('{% $map([1..50], function($i) { $millis() & ":" & $random() }) %}');
    const alone = async (nowMs: number) => evaluateTemplate(template, scope, { nowMs, seed: String(nowMs) });
    const apart = [await alone(1), await alone(2), await alone(3)];
    expect(await Promise.all([alone(1), alone(2), alone(3)])).toEqual(apart);
    expect(new Set(apart.map((one) => JSON.stringify(one))).size).toBe(3);
  });
});

test('what an evaluation that failed left under way does not meet the next one', async () => {
  const template = compileTemplate('{% [bad ? $error("x") : 1, $map([1..200], function($i) { $random() })] %}');
  const run = async (bad: boolean, nowMs: number) => evaluateTemplate(template, { bad }, { nowMs, seed: `${bad}` });
  const alone = await run(false, 1);
  expect(await run(true, 2)).toMatchObject({ ok: false, error: { type: 'expression.raised' } });
  expect(await run(false, 1)).toEqual(alone);
});

const PINNED = {
  random: 0.6422388599974804,
  uuid: 'a47c6dbe-0d3c-4670-804c-71083e985c40',
  shuffled: [5, 3, 4, 1, 2],
};
