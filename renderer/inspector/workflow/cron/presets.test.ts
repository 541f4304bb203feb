import { cronFault, momentsOf, nextMoments } from '@sagaloom/engine/core';
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { describeCron } from './describe.ts';
import { cronOf, parseTime, type Preset, presetKinds, presetOf, timeText, withKind } from './presets.ts';

const time = fc.record({ hour: fc.integer({ min: 0, max: 23 }), minute: fc.integer({ min: 0, max: 59 }) });
const preset: fc.Arbitrary<Preset> = fc.oneof(
  fc.record({ kind: fc.constant('minutes' as const), every: fc.integer({ min: 1, max: 59 }) }),
  fc.record({ kind: fc.constant('hourly' as const), minute: fc.integer({ min: 0, max: 59 }) }),
  fc.record({ kind: fc.constantFrom('daily' as const, 'weekdays' as const), time }),
  fc.record({ kind: fc.constant('weekly' as const), day: fc.integer({ min: 0, max: 6 }), time }),
  fc.record({ kind: fc.constant('monthly' as const), day: fc.integer({ min: 1, max: 31 }), time }),
);

test('a preset is legal cron, and read back it is the same preset', () => {
  fc.assert(
    fc.property(preset, (one) => {
      const cron = cronOf(one) ?? '';
      expect(cronFault(cron)).toBeNull();
      expect(presetOf(cron)).toEqual(one);
    }),
  );
});

test('cron of one’s own is never taken for a preset that says something else', () => {
  const field = fc.constantFrom('*', '0', '5', '*/7', '1-5', '1,3', 'L', 'MON', '07');
  fc.assert(
    fc.property(fc.array(field, { minLength: 5, maxLength: 6 }), (fields) => {
      const cron = fields.join(' ');
      const read = presetOf(cron);
      if (read.kind !== 'own') expect(cronOf(read)?.replace('*/1 ', '* ')).toBe(cron.replace('*/1 ', '* '));
    }),
  );
});

test('a change of kind keeps the time', () => {
  const before = presetOf('30 6 * * *');
  expect(presetKinds.map((kind) => cronOf(withKind(kind, before)))).toEqual([
    '*/15 * * * *',
    '0 * * * *',
    '30 6 * * *',
    '30 6 * * 1-5',
    '30 6 * * 1',
    '30 6 1 * *',
    null,
  ]);
});

test('a time is shown and read alike', () => {
  fc.assert(
    fc.property(time, (one) => {
      expect(parseTime(timeText(one))).toEqual(one);
    }),
  );
});

test('cron is said in words of both languages, and what is none is not', async () => {
  expect(await describeCron('0 2 * * 1-5', 'en')).toBe('At 02:00, Monday through Friday');
  expect(await describeCron('0 2 * * 1-5', 'zh')).toContain('星期一');
  expect(await describeCron('soon', 'en')).toBeNull();
});

test('moments are those of the time zone, also over the change to summer time', () => {
  const from = Date.parse('2026-03-28T12:00:00Z');
  const moments = nextMoments(momentsOf({ type: 'schedule', cron: '0 9 * * *', timeZone: 'Europe/Berlin' }), from, 2);
  expect(moments.map((at) => new Date(at).toISOString())).toEqual([
    '2026-03-29T07:00:00.000Z',
    '2026-03-30T07:00:00.000Z',
  ]);
});
