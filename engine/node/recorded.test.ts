import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import type { Activities } from '../runtime/index.ts';
import { completed } from '../runtime/testing/held-activities.ts';
import { type NodeEngine, openEngine, openReader } from './index.ts';
import { SCHEMA_VERSION, userVersion } from './migrations.ts';
import { dumpOf, restoreDump } from './testing/dump.ts';
import { testFolder } from './testing/folder.ts';

vi.setConfig({ testTimeout: 60_000 });

const folder = new URL('./testing/recorded/', import.meta.url);
const versions = readdirSync(folder).map((name) => name.replace('.sql', ''));
const activities: Activities = { perform: async ({ stepId }) => completed(stepId) };

function restored(version: string): string {
  const file = join(testFolder(), 'runs.db');
  restoreDump(file, readFileSync(new URL(`${version}.sql`, folder), 'utf8'));
  return file;
}

/** Each event as it was written then. */
function historiesIn(file: string): Readonly<Record<string, readonly unknown[]>> {
  const database = new Database(file, { readonly: true });
  const rows = database
    .prepare<[], { run_id: string; events: string }>(
      'SELECT run_id, journal.events FROM journal JOIN runs USING (run) ORDER BY position',
    )
    .all();
  database.close();
  const histories: Record<string, unknown[]> = {};
  for (const { run_id: runId, events } of rows) (histories[runId] ??= []).push(...(JSON.parse(events) as unknown[]));
  return histories;
}

async function opened(file: string): Promise<NodeEngine> {
  const engine = await openEngine({ database: file, activities });
  onTestFinished(() => engine.close());
  return engine;
}

describe.each(versions)('[HO10] a database recorded with schema %s', (version) => {
  test('opens, is brought up to date, and loses nothing', async () => {
    const file = restored(version);
    const before = historiesIn(file);
    expect(Object.keys(before).toSorted()).toEqual(['ended', 'long', 'open', 'stuck']);
    const engine = await opened(file);
    expect(userVersion(engine.reader.database)).toBe(SCHEMA_VERSION);
    for (const [runId, events] of Object.entries(before))
      expect(engine.reader.history(runId).items.slice(0, events.length)).toEqual(events);
  });

  test('goes on: what was under way, what sleeps with a snapshot, what waits for a person', async () => {
    const engine = await opened(restored(version));
    expect(engine.reader.run('ended')).toMatchObject({ status: 'completed', output: 'two' });
    expect(await engine.settled('open')).toMatchObject({ status: 'completed', output: 'three' });
    expect(await engine.command('long', { type: 'cancel', by: 'me' })).toMatchObject({ kind: 'accepted' });
    expect(await engine.settled('long')).toMatchObject({ status: 'cancelled' });
    expect(engine.reader.attention()).toMatchObject([{ runId: 'stuck', kind: 'undo', path: 'pay' }]);
    expect(await engine.command('stuck', { type: 'undoRetry', path: 'pay', visit: 1, by: 'me' })).toMatchObject({
      kind: 'accepted',
    });
    expect(await engine.settled('stuck')).toMatchObject({ status: 'compensated' });
  });

  test('has an index and views that a rebuild gives as well', async () => {
    const file = restored(version);
    const engine = await openEngine({ database: file, activities, carriesOn: () => false });
    await engine.projected();
    const shown = (): unknown => [
      engine.reader.runs(),
      engine.reader.attention(),
      engine.reader.views.tasks(),
      engine.reader.views.timers(),
    ];
    const before = shown();
    expect(engine.reader.views.timers().items).toMatchObject([{ runId: 'long', kind: 'wait' }]);
    await engine.rebuildProjections();
    expect(shown()).toEqual(before);
    await engine.close();
    const schema = (dump: string): readonly string[] => dump.split(';\n').filter((line) => line.startsWith('CREATE'));
    const fresh = join(testFolder(), 'fresh.db');
    await (await openEngine({ database: fresh, activities })).close();
    expect(schema(dumpOf(file)).toSorted()).toEqual(schema(dumpOf(fresh)).toSorted());
    openReader(file).close();
  });
});
