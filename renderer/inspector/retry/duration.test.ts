import { parseDuration } from '@sagaloom/engine/core';
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { durationWords, stepped } from './duration.ts';

test.each([
  ['500ms', '500 ms', '500毫秒'],
  ['30s', '30 seconds', '30秒钟'],
  ['1d', '1 day', '1天'],
  ['PT2H30M', '2 hours 30 minutes', '2小时30分钟'],
  ['90s', '1 minute 30 seconds', '1分钟30秒钟'],
  ['1.5h', '1 hour 30 minutes', '1小时30分钟'],
  ['0s', '0 seconds', '0秒钟'],
])('%s reads %s, and %s', (text, en, zh) => {
  const ms = parseDuration(text) ?? Number.NaN;
  expect([durationWords(ms, 'en'), durationWords(ms, 'zh-CN')]).toEqual([en, zh]);
});

test('arrows step by the unit it is written in, and never below nothing', () => {
  expect([stepped('30s', 1), stepped('5m', -1), stepped('1.5h', 1), stepped('0ms', -1), stepped('PT2H', 1)]).toEqual([
    '31s',
    '4m',
    '2.5h',
    '0ms',
    '3h',
  ]);
  expect([stepped('soon', 1), stepped('{% x %}', 1), stepped('', 1)]).toEqual([null, null, null]);
});

test('what is stepped is a duration again, and one step back is where it was', () => {
  const text = fc.tuple(fc.integer({ min: 1, max: 10_000 }), fc.constantFrom('ms', 's', 'm', 'h', 'd'));
  fc.assert(
    fc.property(text, fc.integer({ min: 1, max: 10 }), ([count, unit], by) => {
      const more = stepped(`${count}${unit}`, by) ?? '';
      expect(parseDuration(more)).not.toBeNull();
      expect(stepped(more, -by)).toBe(`${count}${unit}`);
    }),
  );
});
