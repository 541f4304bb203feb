import { join } from 'node:path';
import type Database from 'better-sqlite3';
import { expect, onTestFinished, test, vi } from 'vitest';
import type { Activities } from '../runtime/index.ts';
import { chain, definitionOf, request } from '../runtime/testing/documents.ts';
import { completed } from '../runtime/testing/held-activities.ts';
import { openWritable } from './database.ts';
import { openEngine } from './index.ts';
import { rebuildIndex } from './rebuild.ts';
import { testFolder } from './testing/folder.ts';

vi.setConfig({ testTimeout: 60_000 });

const instant: Activities = { perform: async ({ stepId }) => completed(stepId) };
const nap = definitionOf({ nap: { type: 'wait', for: '30d' } });

async function filled(runs: number): Promise<string> {
  const file = join(testFolder(), 'runs.db');
  const engine = await openEngine({ database: file, activities: instant });
  const ids = Array.from({ length: runs }, (_, i) => `r${i}`);
  await Promise.all(ids.map((runId, i) => engine.start(request(i % 5 === 0 ? nap : chain(3), { runId }))));
  await Promise.all(ids.flatMap((runId, i) => (i % 5 === 0 ? [] : [engine.settled(runId)])));
  await engine.close();
  return file;
}

const rowsOf = (database: Database.Database): unknown => database.prepare('SELECT * FROM runs ORDER BY run').all();

const HARM =
  "UPDATE runs SET status = 'failed', output = '1', wake_at = 3, hash = 'x'; DELETE FROM runs WHERE run % 3 = 0";

test('[HO4] the index is made anew in slices that let others go on', async () => {
  const file = await filled(1_500);
  const engine = await openEngine({ database: file, activities: instant });
  onTestFinished(() => engine.close());
  let turns = 0;
  const timer = setInterval(() => {
    turns += 1;
  }, 1);
  const rebuilt = engine.rebuildProjections();
  const outcome = await engine.start(request(chain(3), { runId: 'meanwhile' }));
  expect(outcome.kind).toBe('accepted');
  expect(await engine.settled('meanwhile')).toMatchObject({ status: 'completed' });
  await rebuilt;
  clearInterval(timer);
  expect(turns).toBeGreaterThan(3);
  expect(engine.reader.run('meanwhile')).toMatchObject({ status: 'completed', output: 's3' });
});

test('[HO4] a rebuild that is cut off anywhere is finished by the next one', async () => {
  const file = await filled(400);
  const database = openWritable(file);
  onTestFinished(() => void database.close());
  const before = rowsOf(database);
  database.exec(HARM);
  void rebuildIndex(database).catch(() => {}); // its first slice; then the process is gone
  const half = openWritable(file);
  onTestFinished(() => void half.close());
  await rebuildIndex(half);
  expect(rowsOf(half)).toEqual(before);
});

test('[HO9] a history that cannot be folded is told, and all else is made anew', async () => {
  const file = await filled(20);
  const database = openWritable(file);
  onTestFinished(() => void database.close());
  const before = rowsOf(database) as readonly { run: number }[];
  database.exec(`${HARM}; UPDATE journal SET events = '[{"type":"Nothing"}]' WHERE run = 7`);
  await expect(rebuildIndex(database)).rejects.toMatchObject({
    code: 'database.corrupt',
    message: expect.stringContaining('number 7') as string,
  });
  const others = (rows: unknown): unknown => (rows as { run: number }[]).filter(({ run }) => run !== 7);
  expect(others(rowsOf(database))).toEqual(others(before));
});
