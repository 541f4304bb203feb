import { expect, test } from 'vitest';
import { startsDay } from './days.ts';

const at = (day: number, hour: number) => ({ at: new Date(2026, 0, day, hour).getTime() });
const starts = (events: readonly { readonly at: number }[]) => events.map((_, index) => startsDay(events, index));

test('a history that goes past midnight says where each day begins', () => {
  expect(starts([at(1, 22), at(1, 23), at(2, 0), at(4, 9), at(4, 10)])).toEqual([true, false, true, true, false]);
});

test('a history within a day says no date', () => {
  expect(starts([at(1, 0), at(1, 12), at(1, 23)])).toEqual([false, false, false]);
});
