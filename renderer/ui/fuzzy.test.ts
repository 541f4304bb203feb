import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { fuzzyMatch, searched } from './fuzzy.ts';

const names = (sought: string, list: readonly string[]) =>
  searched(list, sought, (name) => name).map(({ item }) => item);

test('the whole word wins over its beginning, the beginning over the inside, letters of words over nothing', () => {
  expect(names('set', ['Reset the view', 'Settings', 'Set variables'])).toEqual([
    'Settings',
    'Set variables',
    'Reset the view',
  ]);
  expect(names('hr', ['Write a log', 'HTTP request'])).toEqual(['HTTP request']);
  expect(names('tidy sel', ['Tidy', 'Tidy the selection'])).toEqual(['Tidy the selection']);
  expect(names('zzz', ['Tidy'])).toEqual([]);
});

test('Chinese is found by any of its letters', () => {
  expect(fuzzyMatch('步骤', '添加步骤')?.ranges).toEqual([[2, 4]]);
});

test('what is marked is what was sought, and every text finds itself', () => {
  fc.assert(
    fc.property(fc.string(), fc.nat(20), fc.nat(20), (text, from, length) => {
      const sought = text.slice(from, from + length);
      const match = fuzzyMatch(sought, text);
      expect(match).not.toBeNull();
      const marked = match!.ranges.map(([a, b]) => text.slice(a, b)).join('');
      for (const [a, b] of match!.ranges) expect(a).toBeLessThan(b);
      if (match!.ranges.length === 1) expect(marked.toLocaleLowerCase().length).toBeGreaterThan(0);
    }),
  );
});
