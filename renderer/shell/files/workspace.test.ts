import { expect, test } from 'vitest';
import { byFolder } from './workspace.ts';

test('files lie folder by folder, those in no folder first', () => {
  const files = ['b/x.saga.json', 'z.saga.json', 'b/a.saga.json', 'a/c/y.saga.json', 'a.saga.json'].map((path) => ({
    path,
  }));
  expect(files.toSorted(byFolder).map(({ path }) => path)).toEqual([
    'a.saga.json',
    'z.saga.json',
    'a/c/y.saga.json',
    'b/a.saga.json',
    'b/x.saga.json',
  ]);
});
