import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { backoffOf, mainRule, shortTime } from './backoff.ts';

test('three attempts of 30 s with waits of 1 s and 2 s take 93 s at most', () => {
  expect(backoffOf({ maxAttempts: 3 }, '30s')).toEqual({ attempts: 3, waitsMs: [1_000, 2_000], totalMs: 93_000 });
});

test('no wait is longer than the longest one, and a rule without end has no total', () => {
  expect(backoffOf({ maxAttempts: 5, initialInterval: '40s' }, '1s').waitsMs).toEqual([40_000, 60_000, 60_000, 60_000]);
  expect(backoffOf({ maxAttempts: 1_000_000 }, '1s').totalMs).toBeNull();
});

test('whatever a half-drawn rule says, the waits are numbers', () => {
  fc.assert(
    fc.property(fc.jsonValue(), fc.jsonValue(), (rule, limit) => {
      const { waitsMs, totalMs } = backoffOf(rule as never, limit as never);
      expect([...waitsMs, totalMs ?? 0].every(Number.isFinite)).toBe(true);
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
])('%i ms reads %d %s', (ms, value, unit) => {
  expect(shortTime(ms)).toEqual({ value, unit });
});
