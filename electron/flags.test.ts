import path from 'node:path';
import { expect, test } from 'vitest';
import { readPlaces } from './flags.ts';

const home = path.resolve('home');

test('the workspace is the home folder unless told otherwise, and holds its database', () => {
  expect(readPlaces([], home)).toEqual({ workspace: home, database: path.join(home, '.sagaloom', 'runs.db') });
});

test('takes the flags of `sagaloom serve`', () => {
  const workspace = path.resolve('flows');
  expect(readPlaces(['--workflows', 'flows', '--db=runs.db'], home)).toEqual({
    workspace,
    database: path.resolve('runs.db'),
  });
});

test('is not confused by switches of Chromium', () => {
  expect(readPlaces(['--no-sandbox', '--inspect=0', '.'], home).workspace).toBe(home);
});
