import type { Diagnostic, Json, JsonObject } from '@sagaloom/engine/core';
import { diagnose } from '@sagaloom/engine/core';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Answer, type Ask, Checker } from './checker.ts';
import { Checks, type Found } from './checks.ts';
import { applyDelta, deltaBetween } from './delta.ts';

const json = fc.letrec<{ value: Json }>((tie) => ({
  value: fc.oneof(
    { depthSize: 'small' },
    fc.constantFrom<Json>(null, true, 0, 1, '', 'a'),
    fc.array(tie('value'), { maxLength: 3 }),
    fc.dictionary(fc.constantFrom('a', 'b', 'c', '__proto__', 'length'), tie('value'), { maxKeys: 4 }),
  ),
})).value;

describe('a delta', () => {
  test('makes of one value the other, order of keys included', () => {
    fc.assert(
      fc.property(json, json, (before, after) => {
        const delta = deltaBetween(before, after);
        const made = delta === null ? before : applyDelta(before, delta);
        expect(JSON.stringify(made)).toBe(JSON.stringify(after));
      }),
      { numRuns: 2_000 },
    );
  });

  test('of a new step tells of no other step, and leaves them the same objects', () => {
    const steps = Object.fromEntries(Array.from({ length: 50 }, (_, at) => [`s${at}`, { type: 'task' }]));
    const before = { steps };
    const after = { steps: { ...steps, added: { type: 'wait' } } };
    const delta = deltaBetween(before, after) ?? { set: null };
    expect(JSON.stringify(delta).length).toBeLessThan(600);
    expect((applyDelta(before, delta) as typeof before).steps['s7']).toBe(steps['s7']);
  });
});

const document = (activity: string): JsonObject => ({
  format: 'sagaloom/v1',
  name: 'x',
  start: 'a',
  steps: { a: { type: 'task', activity } },
});

/** A checker that answers when it is told to. */
function byHand() {
  const checker = new Checker();
  const open: Ask[] = [];
  const found: Found[] = [];
  let answered: (answer: Answer) => void = () => undefined;
  let lose: () => void = () => undefined;
  const checks = new Checks(
    (one) => found.push(one),
    (onAnswer, onLost) => {
      answered = onAnswer;
      lose = onLost;
      return { send: (ask) => open.push(JSON.parse(JSON.stringify(ask)) as Ask) };
    },
  );
  const answer = (): void => {
    for (const ask of open.splice(0)) {
      const given = checker.take(ask);
      if (given) answered(given);
    }
  };
  return { checks, open, found, answer, answered: (given: Answer) => answered(given), lose: () => lose() };
}

const said = (found: Found | undefined): readonly string[] => (found?.diagnostics ?? []).map(({ code }) => code);

describe('checks', () => {
  test('skip what was typed meanwhile: only the latest is asked about', () => {
    const { checks, open, found, answer } = byHand();
    const typed = ['h', 'ht', 'htt', 'http'].map(document);
    for (const one of typed) checks.check('d', one);
    expect(open).toHaveLength(1);
    answer();
    answer();
    expect(found.map(({ of }) => of)).toEqual([typed[0], typed[3]]);
  });

  test('say the same as the compiler, whatever the way of edits', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(json, fc.boolean()), { maxLength: 8 }), (edits) => {
        const { checks, found, answer } = byHand();
        for (const [steps, isAnswered] of edits) {
          const edited = { ...document('http'), steps };
          checks.check('d', edited);
          if (isAnswered) answer();
        }
        answer();
        answer();
        for (const { of, diagnostics } of found) expect(diagnostics).toEqual(diagnose(of));
      }),
      { numRuns: 200 },
    );
  });

  test('look anew when other activities are known', () => {
    const { checks, found, answer } = byHand();
    checks.check('d', document('htp'));
    answer();
    checks.know([{ name: 'http' }]);
    answer();
    expect(found.map(said)).toEqual([[], ['ACTIVITY_UNKNOWN']]);
  });

  test('give the same list again where nothing else is wrong than before', () => {
    const { checks, found, answer } = byHand();
    const broken: JsonObject = { ...document('http'), start: 'b' };
    checks.check('d', broken);
    answer();
    checks.check('d', { ...broken, description: 'more' });
    answer();
    expect(found).toHaveLength(2);
    expect(found[1]?.diagnostics).toBe(found[0]?.diagnostics);
  });

  test('say nothing of a document that was closed', () => {
    const { checks, found, answer } = byHand();
    checks.check('d', document('http'));
    checks.forget('d');
    answer();
    expect(found).toEqual([]);
  });

  test('send all again when the checker has no copy', () => {
    const { checks, open, found, answer, answered } = byHand();
    checks.check('d', document('http'));
    answer();
    checks.check('d', document('sql'));
    const [asked] = open.splice(0);
    if (asked?.kind !== 'check') throw new Error('nothing asked');
    answered({ document: 'd', version: asked.version, found: 'whole' });
    expect(open).toMatchObject([{ base: null }]);
    answer();
    expect(found).toHaveLength(2);
  });

  test('go on in this thread when the worker is lost', async () => {
    const { checks, found, lose } = byHand();
    checks.know([{ name: 'http' }]);
    checks.check('d', document('htp'));
    lose();
    await expect.poll(() => found.map(said)).toEqual([['ACTIVITY_UNKNOWN']]);
    const later: readonly Diagnostic[] = found[0]?.diagnostics ?? [];
    expect(later[0]?.says?.values).toMatchObject({ near: 'http' });
  });
});
