import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { bucketBounds, bucketOf, count, emptyHistogram, histogramOf, merge, quantile } from './histogram.ts';

const duration = fc.oneof(
  fc.double({ min: 0, max: 10, noNaN: true }),
  fc.double({ min: 0, max: 1e4, noNaN: true }),
  fc.double({ min: 0, max: 1e10, noNaN: true }),
);
const durations = fc.array(duration, { minLength: 1, maxLength: 300 });

function counted(values: readonly number[]) {
  const tally = emptyHistogram();
  for (const value of values) count(tally, value);
  return tally;
}

/** The same by sorting: the value of which a share is at or below. */
function exactly(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.max(1, Math.ceil(share * sorted.length)) - 1]!;
}

test('no quantile is off by more than 2 %, nor, below the smallest bucket, by more than a microsecond', () => {
  fc.assert(
    fc.property(durations, fc.double({ min: 0, max: 1, noNaN: true }), (values, share) => {
      const wanted = exactly(values, share);
      const found = quantile(histogramOf(counted(values)), share);
      expect(Math.abs(found! - wanted)).toBeLessThanOrEqual(Math.max(wanted * 0.02, 0.001));
    }),
    { numRuns: 500 },
  );
});

test('two of them are merged as if all had been counted in one, in either order', () => {
  fc.assert(
    fc.property(durations, durations, (one, other) => {
      const [ab, ba] = [counted(one), counted(other)];
      merge(ab, histogramOf(counted(other)));
      merge(ba, counted(one));
      const whole = histogramOf(counted([...one, ...other]));
      for (const { buckets, count: all, max } of [histogramOf(ab), histogramOf(ba)])
        expect({ buckets, all, max }).toEqual({ buckets: whole.buckets, all: whole.count, max: whole.max });
    }),
  );
});

test('buckets follow each other without a gap, and each holds what it says', () => {
  for (let bucket = 0; bucket < 1_500; bucket += 1) {
    const [from, to] = bucketBounds(bucket);
    expect(bucketBounds(bucket + 1)[0]).toBe(to);
    expect(bucketOf(from)).toBe(bucket);
  }
});

test('what is no duration counts as none', () => {
  const { count: all, sum, buckets } = histogramOf(counted([-5, NaN, -Infinity]));
  expect({ all, sum, buckets }).toEqual({ all: 3, sum: 0, buckets: [[0, 3]] });
  expect(quantile(histogramOf(emptyHistogram()), 0.5)).toBeNull();
});
