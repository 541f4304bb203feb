import type { Json } from '@sagaloom/engine/core';
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { backoffOf, mainRule, shortTime, worstCase } from './backoff.ts';

const limits = (attemptMs: number | null, allMs: number | null = null) => ({ attemptMs, queueMs: null, allMs });

test('three attempts of 30 s with waits of 1 s and 2 s take 93 s at most', () => {
  expect(backoffOf({ maxAttempts: 3 })).toMatchObject({ attempts: 3, waitsMs: [1_000, 2_000], waitingMs: 3_000 });
  expect(worstCase([{ maxAttempts: 3 }], limits(30_000))).toEqual({
    attempts: 3,
    totalMs: 93_000,
    waitingMs: 3_000,
    fitting: null,
  });
});

test('no wait is longer than the longest one, and a million attempts are counted as well', () => {
  expect(backoffOf({ maxAttempts: 5, initialInterval: '40s' })).toMatchObject({
    waitsMs: [40_000, 60_000, 60_000, 60_000],
    capMs: 60_000,
  });
  const many = { maxAttempts: 1_000_000, initialInterval: '1m' };
  expect(worstCase([many], limits(60_000)).totalMs).toBe(1_000_000 * 60_000 + 999_999 * 60_000);
  expect(worstCase([{ ...many, maxInterval: '100d', initialInterval: '100d' }], limits(60_000)).totalMs).toBeNull();
});

test('rules count each for itself, and the first attempt is one for all', () => {
  const rules = [{ maxAttempts: 20, initialInterval: '100ms', backoffCoefficient: 1 }, { maxAttempts: 3 }];
  expect(worstCase(rules, limits(5_000))).toMatchObject({ attempts: 22, waitingMs: 1_900 + 3_000, totalMs: 114_900 });
  expect(worstCase([], limits(5_000))).toMatchObject({ attempts: 1, totalMs: 5_000 });
});

test('the limit of all cuts attempts short: none begins at it or after it', () => {
  // They begin at 0, 31 s and 63 s.
  expect(worstCase([{ maxAttempts: 3 }], limits(30_000, 63_001))).toMatchObject({ fitting: null, totalMs: 63_001 });
  expect(worstCase([{ maxAttempts: 3 }], limits(30_000, 63_000))).toMatchObject({ fitting: 2, totalMs: 63_000 });
  expect(worstCase([{ maxAttempts: 3 }], limits(30_000, 20_000))).toMatchObject({ fitting: 1, totalMs: 20_000 });
  expect(worstCase([{ maxAttempts: 3 }], limits(null, 20_000))).toMatchObject({ fitting: null, totalMs: 20_000 });
  expect(worstCase([{ maxAttempts: 3 }], limits(null)).totalMs).toBeNull();
});

const rule = fc.record({
  maxAttempts: fc.integer({ min: 1, max: 90 }),
  initialInterval: fc.nat(90_000).map((ms) => `${ms}ms`),
  backoffCoefficient: fc.integer({ min: 1, max: 4 }),
  maxInterval: fc.nat(600_000).map((ms) => `${ms}ms`),
});

test('what is counted is what would be added one by one', () => {
  fc.assert(
    fc.property(rule, (one) => {
      const { waitsMs, waitingMs, attempts, capMs } = backoffOf(one);
      expect(waitsMs.length).toBe(attempts - 1);
      expect(waitingMs).toBe(waitsMs.reduce((sum, ms) => sum + ms, 0));
      if (capMs !== null) expect(Math.max(...waitsMs)).toBe(capMs);
    }),
  );
});

test('a limit of all is never passed, and one that is long enough changes nothing', () => {
  fc.assert(
    fc.property(fc.array(rule, { maxLength: 3 }), fc.nat(100_000), fc.nat(10_000_000), (rules, each, all) => {
      const free = worstCase(rules, limits(each));
      const cut = worstCase(rules, limits(each, all));
      expect(cut.totalMs).toBe(Math.min(free.totalMs ?? 0, all));
      if (all > (free.totalMs ?? 0)) expect(cut.fitting).toBeNull();
      if (cut.fitting !== null) expect(cut.fitting).toBeLessThan(cut.attempts);
    }),
  );
});

test('whatever a half-drawn rule says, the waits are numbers', () => {
  fc.assert(
    fc.property(fc.array(fc.jsonValue()), (rules) => {
      const { totalMs, waitingMs, attempts } = worstCase(rules as readonly Json[], limits(1_000));
      expect([waitingMs, attempts, totalMs ?? 0].every(Number.isFinite)).toBe(true);
      expect(backoffOf(rules[0] as Json).waitsMs.every(Number.isFinite)).toBe(true);
    }),
  );
});

test('a rule for lost workers is not the one people mean', () => {
  expect(mainRule([{ errors: ['worker'] }, { errors: ['http'] }])).toBe(1);
  expect(mainRule([{ errors: ['worker.lost'] }])).toBe(0);
});

test.each([
  [300, 300, 'ms'],
  [1_500, 1.5, 's'],
  [93_000, 93, 's'],
  [600_000, 10, 'min'],
  [10_800_000, 3, 'h'],
  [259_200_000, 3, 'd'],
])('%i ms reads %d %s', (ms, value, unit) => {
  expect(shortTime(ms)).toEqual({ value, unit });
});
