import { isObject, type JsonObject } from '@sagaloom/engine/core';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
import { evaluateAll, hiddenSecret } from './evaluate.ts';
import { outputsIn, scopeIn, scopeOfSamples } from './scope.ts';
import { simulate } from './simulate.ts';

const scope: JsonObject = {
  input: { id: 7, lines: [{ price: 2 }, { price: 3 }] },
  steps: { a: { output: { ok: true } } },
};
const tried = (template: Parameters<typeof evaluateAll>[0]) => evaluateAll(template, scope, 0);

describe('an expression that is tried out', () => {
  test('gives its value, and each of a template its own', async () => {
    expect(
      (await tried({ sum: '{% $sum(input.lines.price) %}', plain: 1, none: '{% input.nothing %}' })).value,
    ).toEqual({
      sum: 5,
      plain: 1,
      none: null,
    });
  });

  test('says which name leads nowhere, and where', async () => {
    const { failed } = await tried({ a: ['{% 1 + input.ids.x %}'] });
    expect(failed).toEqual([
      {
        path: ['a', 0],
        outcome: { kind: 'undefined', missing: 'ids', of: 'input', offset: 7, length: 9 },
      },
    ]);
  });

  test('that comes to something without a name says so as well', async () => {
    const { failed, absent } = await tried('{% "n" & steps.a.output.no %}');
    expect([failed, absent[0]?.outcome]).toMatchObject([[], { missing: 'no', of: 'steps.a.output' }]);
    expect((await tried('{% input.no ?? 1 %}')).absent).toEqual([]);
  });

  test('says why it fails, with its place', async () => {
    const [failed] = (await tried('{% $number("x") %}')).failed;
    expect(failed?.outcome).toMatchObject({
      kind: 'error',
      message: expect.stringContaining('Unable to cast') as string,
    });
    expect(typeof failed?.outcome.offset).toBe('number');
  });

  test('is bounded', async () => {
    const [failed] = (await tried('{% ($f := function() { $f() }; $f()) %}')).failed;
    expect(failed?.outcome).toMatchObject({ kind: 'error' });
  });

  test('never shows a secret', async () => {
    expect((await tried({ key: '{% secrets.KEY %}' })).value).toEqual({ key: hiddenSecret });
  });
});

const example = (file: string): JsonObject => {
  const json: unknown = JSON.parse(readFileSync(resolve(import.meta.dirname, '../../../../examples', file), 'utf8'));
  if (!isObject(json as never)) throw new Error(file);
  return json as JsonObject;
};

describe('a run that is played for its data', () => {
  const document = example('order-saga/order.saga.json');
  const play = (outputs: JsonObject, mocks: JsonObject = {}) =>
    simulate({ document, input: example('order-saga/input.json'), outputs, mocks, signals: [] });

  test('has what every step saw, by a scenario of mocks', async () => {
    const run = await play({}, example('order-saga/mocks/ok.json'));
    expect(run?.unanswered).toBeNull();
    if (!run) return;
    const found = scopeIn({ runId: null, ...run }, document, ['steps', 'place', 'steps', 'ship', 'with']);
    expect(Object.keys(outputsIn(run.events))).toContain('pay');
    if (!found.ok) expect(found).toMatchObject({ why: 'notReached' });
  });

  test('ends where nothing answers, and says at which step', async () => {
    expect((await play({}))?.unanswered).toBe('check');
  });

  test('is none of a document that does not compile', async () => {
    expect(await simulate({ document: {}, input: null, outputs: {}, mocks: null, signals: [] })).toBeNull();
  });
});

test('samples alone are enough for what reads them', () => {
  const document = { config: { URL: { default: 'there' } }, variables: { n: 1, m: '{% input %}' } };
  expect(scopeOfSamples(document, { a: 1 }, { pay: 5 })).toMatchObject({
    ok: true,
    scope: { input: { a: 1 }, config: { URL: 'there' }, vars: { n: 1 }, steps: { pay: { output: 5 } } },
  });
});
