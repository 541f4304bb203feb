import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { formatDuration, parseDuration } from './duration.ts';
import { matchesType, strongest } from './failure.ts';

describe('durations', () => {
  test.each([
    ['500ms', 500],
    ['30s', 30_000],
    ['1.5h', 5_400_000],
    ['1d', 86_400_000],
    ['PT1H30M', 5_400_000],
    ['P1DT12H', 129_600_000],
    ['PT0.5S', 500],
  ])('[DF6] %s is %i ms', (text, ms) => {
    expect(parseDuration(text)).toBe(ms);
  });

  test.each(['', '5', 's', '1y', 'P1M', 'P1Y', 'PT', 'P', '-5s', '5 s', '1m30s', '999999999999999d'])(
    '[DF6] %j is none',
    (text) => {
      expect(parseDuration(text)).toBeNull();
    },
  );

  test('[DF6] what is written is read back', () => {
    fc.assert(fc.property(fc.nat(10 ** 12), (ms) => parseDuration(formatDuration(ms)) === ms));
  });
});

describe('errors', () => {
  test('[ER1] types match by whole segments', () => {
    expect(matchesType('http', 'http.503')).toBe(true);
    expect(matchesType('http', 'httpx')).toBe(false);
    expect(matchesType('*', 'anything')).toBe(true);
    expect(matchesType('*', 'cancelled')).toBe(false);
    expect(matchesType('*', 'timeout.run')).toBe(false);
  });

  test('[AT2] unknown is stronger than none, done than unknown', () => {
    expect([strongest('none', 'unknown'), strongest('done', 'unknown'), strongest('none', 'none')]).toEqual([
      'unknown',
      'done',
      'none',
    ]);
  });
});
