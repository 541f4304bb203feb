import { expect, test } from 'vitest';
import { selfTimes, table } from './self-time.ts';

const frame = (functionName: string, url: string, lineNumber: number) => ({
  functionName,
  scriptId: '0',
  url,
  lineNumber,
  columnNumber: 0,
});
const profile = {
  nodes: [
    { id: 1, callFrame: frame('(root)', '', -1), children: [2, 3] },
    { id: 2, callFrame: frame('append', 'file:///app/engine/journal.ts', 9), children: [4] },
    { id: 3, callFrame: frame('append', 'file:///app/engine/journal.ts', 9) },
    { id: 4, callFrame: frame('', '', -1) },
  ],
  samples: [2, 4, 3, 4],
  timeDeltas: [1_000, 4_000, 2_000, 3_000],
};

test('times of one function from several places are one, and native functions say who called', () => {
  const found = selfTimes(profile, '/app');
  expect(found.map(({ name, place, selfMs }) => [name, place, selfMs])).toEqual([
    ['(anonymous)', '(native) called by append  engine/journal.ts:10', 7],
    ['append', 'engine/journal.ts:10', 3],
  ]);
  expect(found.map(({ share }) => share)).toEqual([0.7, 0.3]);
  expect(table(found, 1)).toContain('70.0 %');
});
