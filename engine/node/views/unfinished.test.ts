import { copyFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { expect, test } from 'vitest';
import { openEngine } from '../index.ts';
import { openReader } from '../reader.ts';
import { testFolder } from '../testing/folder.ts';
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

/** A file with a hot journal beside it: what a kill leaves, taken while the write is under way. */
function leaveUnfinished(made: string, as: string): void {
  const database = new Database(made);
  database.pragma('cache_size = 1');
  database.exec('BEGIN IMMEDIATE; CREATE TABLE filler (text TEXT)');
  const fill = database.prepare('INSERT INTO filler VALUES (?)');
  for (let i = 0; i < 200; i += 1) fill.run('x'.repeat(4_000));
  copyFileSync(made, as);
  copyFileSync(`${made}-journal`, `${as}-journal`);
  database.close();
}
