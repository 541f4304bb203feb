import { expect, test } from 'vitest';
import { formatSpan } from './format.ts';

test('a span has three figures or two units, so that two can be compared', () => {
  const spans = [0, 118, 999, 1_000, 2_134, 59_940, 60_000, 125_500, 3_600_000, 12_000_000, 187_200_000];
  expect(spans.map(formatSpan)).toEqual([
    '0 ms',
    '118 ms',
    '999 ms',
    '1.00 s',
    '2.13 s',
    '59.9 s',
    '1 m 00 s',
    '2 m 06 s',
    '1 h 00 m',
    '3 h 20 m',
    '2 d 4 h',
  ]);
});

test('rounding never shows a span that does not exist', () => {
  expect([999.6, 9_999, 59_999].map(formatSpan)).toEqual(['1.00 s', '10.0 s', '1 m 00 s']);
});
