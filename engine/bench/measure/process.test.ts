import { expect, test } from 'vitest';
import { descendants, parseStat } from './process.ts';

test('a process whose name holds brackets and spaces is read right', () => {
  const line = '42 (a) b (c) S 7 42 42 0 -1 4194560 1 2 3 4 100 20 3 4 20 0 1 0 9 0 0';
  expect(parseStat(line)).toEqual({ pid: 42, parent: 7, ticks: 127 });
});

test('a family is a process and all that stem from it, and nobody else', () => {
  const one = (pid: number, parent: number) => ({ pid, parent, ticks: 0 });
  const all = [one(1, 0), one(2, 1), one(3, 2), one(4, 2), one(5, 1), one(6, 5)];
  expect(descendants(2, all).map(({ pid }) => pid)).toEqual([2, 3, 4]);
});
