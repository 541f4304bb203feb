import fc from 'fast-check';
import { expect, test } from 'vitest';
import { median, medianRatio, percentile, round } from './statistics.ts';

const values = fc.array(fc.double({ noNaN: true, min: -1e6, max: 1e6 }), { minLength: 1 });

test('the median has as many values above it as below', () => {
  fc.assert(
    fc.property(values, (list) => {
      const middle = median(list) ?? Number.NaN;
      const below = list.filter((value) => value < middle).length;
      const above = list.filter((value) => value > middle).length;
      expect(Math.max(below, above)).toBeLessThanOrEqual(list.length / 2);
    }),
  );
  expect(median([3, 1, 2])).toBe(2);
  expect(median([4, 1, 2, 3])).toBe(2.5);
  expect(median([])).toBeNull();
});

test('a percentile is one of the values, and at least that share is not above it', () => {
  fc.assert(
    fc.property(values, fc.double({ noNaN: true, min: 0.01, max: 1 }), (list, share) => {
      const value = percentile(list, share) ?? Number.NaN;
      expect(list).toContain(value);
      expect(list.filter((each) => each <= value).length).toBeGreaterThanOrEqual(share * list.length);
    }),
  );
  expect(percentile([10, 20, 30, 40], 0.5)).toBe(20);
  expect(percentile([], 0.5)).toBeNull();
});

test('the ratio is the median of pairs, so that one disturbed round counts for nothing, and not a ratio of medians', () => {
  const pairs = [
    [10, 1],
    [10, 10],
    [100, 50],
  ] as const;
  expect(medianRatio(pairs)).toBe(2);
  expect(medianRatio([[5, 0]])).toBeNull();
});

test('three digits are kept', () => {
  expect([round(123_456), round(0.012_345), round(0)]).toEqual([123_000, 0.0123, 0]);
});
