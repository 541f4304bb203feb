import { describe, expect, test } from 'vitest';
import { cronFault, isTimeZone, neverComes } from './cron.ts';

describe('[LI5] a cron expression', () => {
  test.each(['0 9 * * 1-5', '*/15 * * * *', '30 0 9 * * MON', '0 0 L * *', '0 9 15W * *', '0 0 * * FRI#2', '@daily'])(
    '%s is one',
    (text) => expect([cronFault(text), neverComes(text)]).toEqual([null, false]),
  );

  test.each(['', '* * * *', '* * * * * * *', '60 * * * *', '0 24 * * *', 'a b c d e', '2026-01-31T12:00:00Z', '@soon'])(
    '%s is none',
    (text) => expect(cronFault(text)).toMatch(/.+/),
  );

  test.each(['0 0 30 2 *', '0 0 31 2,4,6,9,11 *', '0 0 0 30,31 FEB *'])('%s never comes', (text) => {
    expect([cronFault(text), neverComes(text)]).toEqual([null, true]);
  });

  test.each(['0 0 29 2 *', '0 0 31 2,3 *', '0 0 30 2 MON', '0 0 30,1 2 *'])('%s comes', (text) => {
    expect(neverComes(text)).toBe(false);
  });
});

test.each([
  ['Europe/Berlin', true],
  ['UTC', true],
  ['Etc/GMT+5', true],
  ['Europe/Berlinn', false],
  ['+01:00', false],
  ['', false],
])('[LI5] %s is a time zone: %s', (name, is) => {
  expect(isTimeZone(name)).toBe(is);
});
