import { validate, version } from 'uuid';
import { expect, test } from 'vitest';
import { randomIds } from './randomIds.ts';

test('run ids are UUIDs of version 7, none twice, in the order in which they were made', () => {
  const ids = Array.from({ length: 20_000 }, () => randomIds.runId());
  expect(new Set(ids).size).toBe(ids.length);
  expect(ids.toSorted()).toEqual(ids);
  for (const id of ids) if (!validate(id) || version(id) !== 7) expect.fail(`${id} is no UUID of version 7`);
});

test('seeds are 128 bits each, none twice', () => {
  const seeds = Array.from({ length: 2_000 }, () => randomIds.seed());
  expect(new Set(seeds).size).toBe(seeds.length);
  for (const seed of seeds) expect(seed).toMatch(/^[0-9a-f]{32}$/);
});
