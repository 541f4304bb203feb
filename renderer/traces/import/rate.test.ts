import fc from 'fast-check';
import { expect, test } from 'vitest';
import { formatBytes } from './bytes.ts';
import { fraction, rateOf, type Sample, withSample } from './rate.ts';

test('what goes evenly has its own rate, however many samples there are', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 500_000 }),
      fc.array(fc.integer({ min: 1, max: 900 }), { minLength: 1, maxLength: 50 }),
      (perSecond, steps) => {
        let at = 0;
        let samples: readonly Sample[] = [{ at, spans: 0 }];
        for (const step of steps) {
          at += step;
          samples = withSample(samples, { at, spans: (perSecond * at) / 1_000 });
        }
        expect(rateOf(samples)).toBeCloseTo(perSecond, 3);
      },
    ),
  );
});

test('the figure is of the last moments: what was slow at first is forgotten', () => {
  let samples: readonly Sample[] = [{ at: 0, spans: 0 }];
  for (let at = 100; at <= 10_000; at += 100)
    samples = withSample(samples, { at, spans: at <= 5_000 ? 0 : (at - 5_000) * 10 });
  expect(rateOf(samples)).toBeCloseTo(10_000, 6);
  expect(samples.length).toBeLessThan(25);
});

test('there is no rate before there is time', () => {
  expect(rateOf([])).toBeNull();
  expect(rateOf([{ at: 5, spans: 9 }])).toBeNull();
  expect(
    rateOf([
      { at: 5, spans: 9 },
      { at: 5, spans: 20 },
    ]),
  ).toBeNull();
});

test('a part is from nothing to all, and an empty file is done', () => {
  expect([fraction(0, 10), fraction(5, 10), fraction(11, 10), fraction(0, 0)]).toEqual([0, 0.5, 1, 1]);
});

test('bytes are told in the largest unit they fill', () => {
  expect([0, 999, 1_000, 1_500_000, 2_340_000_000].map((bytes) => formatBytes(bytes, 'en'))).toEqual([
    '0 byte',
    '999 byte',
    '1 kB',
    '1.5 MB',
    '2.3 GB',
  ]);
});
