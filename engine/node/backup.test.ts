import { existsSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { expect, onTestFinished, test, vi } from 'vitest';
import type { Activities } from '../runtime/index.ts';
import { chain, request } from '../runtime/testing/documents.ts';
import { completed } from '../runtime/testing/held-activities.ts';
import { backupDatabase, openEngine, openReader } from './index.ts';
import { testFolder } from './testing/folder.ts';

vi.setConfig({ testTimeout: 60_000 });

const instant: Activities = { perform: async ({ stepId }) => completed(stepId) };

const definition = chain(5, { retry: [{ maxAttempts: 5, initialInterval: '1ms' }] });

test('[HO7] a backup under load is whole, holds a prefix of every history, and runs go on from it', async () => {
  const folder = testFolder();
  const [file, copy] = [join(folder, 'runs.db'), join(folder, 'kept', 'copy.db')];
  const engine = await openEngine({ database: file, activities: instant });
  onTestFinished(() => engine.close());
  let begun = 0;
  const copied = new AbortController();
  const lane = async (): Promise<void> => {
    while (!copied.signal.aborted || begun < 200) {
      begun += 1;
      const outcome = await engine.start(request(definition, { runId: `r${begun}` }));
      if (outcome.kind === 'accepted') await engine.settled(outcome.entry.runId);
    }
  };
  const lanes = Array.from({ length: 16 }, lane);
  await expect.poll(() => begun, { timeout: 20_000 }).toBeGreaterThan(100);
  await engine.backup(copy);
  copied.abort();
  await Promise.all(lanes);

  expect(statSync(copy).mode & 0o777).toBe(0o600);
  const bare = new Database(copy, { readonly: true });
  expect(bare.pragma('integrity_check', { simple: true })).toBe('ok');
  bare.close();
  const kept = openReader(copy);
  onTestFinished(() => kept.close());
  const { items } = kept.runs({ limit: 500 });
  expect(items.length).toBeGreaterThan(50);
  for (const { runId, events } of items) {
    const there = kept.history(runId).items;
    expect(there).toHaveLength(events);
    expect(engine.reader.history(runId).items.slice(0, there.length)).toEqual(there);
  }
  const again = await openEngine({ database: copy, activities: instant });
  onTestFinished(() => again.close());
  for (const { runId } of items) expect(await again.settled(runId)).toMatchObject({ status: 'completed' });
});

test('a backup overwrites nothing and leaves nothing half done', async () => {
  const folder = testFolder();
  const [file, copy] = [join(folder, 'runs.db'), join(folder, 'copy.db')];
  const engine = await openEngine({ database: file, activities: instant });
  await engine.close();
  writeFileSync(copy, 'mine');
  await expect(backupDatabase(file, copy)).rejects.toMatchObject({ name: 'EnvironmentError' });
  await expect(backupDatabase(join(folder, 'none.db'), join(folder, 'b.db'))).rejects.toMatchObject({
    code: 'database.missing',
  });
  await expect(backupDatabase(file, join(copy, 'b.db'))).rejects.toMatchObject({ name: 'EnvironmentError' });
  expect(existsSync(`${copy}.part`)).toBe(false);
  await backupDatabase(file, join(folder, 'b.db')); // no engine holds it
  expect(openReader(join(folder, 'b.db')).counts()).toEqual({ open: 0, attention: 0 });
});
