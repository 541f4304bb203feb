import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openEngine } from '../index.ts';
import { openReader } from '../reader.ts';
import { testFolder } from '../testing/folder.ts';
import { leaveUnfinished } from '../testing/unfinished.ts';
import { removeViews, viewsFile } from './file.ts';

test('[HO4] views whose maker was killed in the midst of a write are as if there were none; the next engine makes them', async () => {
  const folder = testFolder();
  const file = join(folder, 'runs.db');
  const activities = { perform: async () => ({ kind: 'completed', output: null }) as const };
  await (await openEngine({ database: file, activities })).close();
  removeViews(viewsFile(file));
  leaveUnfinished(join(folder, 'made.db'), viewsFile(file));

  const reader = openReader(file);
  expect(reader.runs().items).toEqual([]);
  expect(reader.views.lag()).toEqual([]);
  reader.close();

  const engine = await openEngine({ database: file, activities });
  await engine.projected();
  expect(engine.reader.views.lag()).not.toEqual([]);
  await engine.close();
});
