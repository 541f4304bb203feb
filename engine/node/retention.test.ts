import { join } from 'node:path';
import type Database from 'better-sqlite3';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import type { JsonObject } from '../core/json.ts';
import type { Activities } from '../runtime/index.ts';
import { chain, definitionOf, request } from '../runtime/testing/documents.ts';
import { completed } from '../runtime/testing/held-activities.ts';
import { openWritable } from './database.ts';
import { type NodeEngine, openEngine, openReader } from './index.ts';
import { retention, type RetentionPolicy } from './retention.ts';
import { testFolder } from './testing/folder.ts';
import { attachViews } from './views/attach.ts';
import { viewsFile } from './views/file.ts';

vi.setConfig({ testTimeout: 60_000 });

const instant: Activities = {
  perform: async ({ stepId, activity }) =>
    activity === 'refuse'
      ? { kind: 'failed', error: { type: 'no', message: 'no' }, effect: 'none' }
      : completed(stepId),
};
const refused = definitionOf({ s1: { type: 'task', activity: 'refuse', retry: [{ maxAttempts: 1 }] } });
const waiting = definitionOf({ nap: { type: 'wait', for: '30d' } });

async function open(file: string, keep?: RetentionPolicy): Promise<NodeEngine> {
  const engine = await openEngine({ database: file, activities: instant, retention: keep });
  onTestFinished(() => engine.close());
  return engine;
}

async function run(engine: NodeEngine, definition: JsonObject, runId: string): Promise<void> {
  const outcome = await engine.start(request(definition, { runId }));
  if (outcome.kind === 'rejected') throw new Error(outcome.reason);
  if (definition !== waiting) await engine.settled(runId);
}

/** A database with runs of all kinds that no engine holds. */
async function filled(): Promise<string> {
  const file = join(testFolder(), 'runs.db');
  const engine = await open(file);
  for (let i = 0; i < 30; i += 1) await run(engine, chain(3), `done${i}`);
  await run(engine, waiting, 'open');
  await run(engine, refused, 'failed');
  await run(engine, chain(1), 'last');
  await engine.close();
  return file;
}

function keepOnly(file: string, policy: RetentionPolicy, steps = Infinity): Database.Database {
  const database = openWritable(file);
  onTestFinished(() => void database.close());
  const keeping = retention(database, () => policy, Date.now, attachViews(database, viewsFile(file)));
  for (let i = 0; i < steps && keeping.next() === 'more'; i += 1);
  return database;
}

const idsIn = (file: string): readonly string[] => {
  const reader = openReader(file);
  const ids = reader.runs({ limit: 500 }).items.map(({ runId }) => runId);
  reader.close();
  return ids;
};
const count = (database: Database.Database, table: string): unknown =>
  database.prepare(`SELECT count(*) FROM ${table}`).pluck().get();

describe('[HO8] retention', () => {
  test('[TR1] keeps a delivery as long as the run it started, and what has no outcome for good', async () => {
    const file = join(testFolder(), 'runs.db');
    const engine = await open(file);
    const hooked = { ...chain(1), triggers: { hook: { type: 'webhook', when: '{% trigger.payload != 0 %}' } } };
    await engine.deploy({ ...request(hooked), by: 'me' });
    const deliver = (key: string, payload: number) =>
      engine.deliver({ workflow: 'test', trigger: 'hook', key, payload });
    for (let i = 0; i < 4; i += 1) await deliver(`k${i}`, i); // the first is passed by
    for (const { runId } of await engine.deliveries({ limit: 9 })) if (runId !== null) await engine.settled(runId);
    await engine.startLater(request(chain(1), { runId: 'later' }), Date.now() + 1e9);
    await engine.close();
    const left = (policy: RetentionPolicy): unknown =>
      keepOnly(file, policy).prepare('SELECT delivery_key FROM deliveries ORDER BY position').pluck().all();
    expect(left({ keepMs: 60_000 })).toEqual(['k0', 'k1', 'k2', 'k3', 'later']);
    expect(left({ keepMs: 0, byStatus: { completed: null } })).toEqual(['k1', 'k2', 'k3', 'later']);
    expect(left({ keepMs: 0 })).toEqual(['k3', 'later']); // of the newest run, which stays
  });

  test('deletes ended runs with all that belongs to them, and never the open or the newest', async () => {
    const file = await filled();
    const database = keepOnly(file, { keepMs: 0 });
    expect(idsIn(file)).toEqual(['last', 'open']);
    expect(
      database.prepare('SELECT DISTINCT run_id FROM journal JOIN runs USING (run) ORDER BY run_id').pluck().all(),
    ).toEqual(['last', 'open']);
    expect(count(database, 'journal WHERE run NOT IN (SELECT run FROM runs)')).toBe(0);
    await (await open(file)).close(); // the views forget them
    keepOnly(file, { keepMs: 0 });
    expect(count(database, 'definitions')).toBe(2); // of the open one, and of the last
    expect(count(database, 'removals')).toBe(0);
  });

  test('keeps what is young, and by status', async () => {
    const file = await filled();
    keepOnly(file, { keepMs: 3_600_000 });
    expect(idsIn(file)).toHaveLength(33);
    keepOnly(file, { keepMs: null, byStatus: { failed: 0 } });
    expect(idsIn(file)).toHaveLength(32);
    keepOnly(file, { keepMs: 0, byStatus: { completed: null } });
    expect(idsIn(file)).toHaveLength(32);
  });

  test.each([1, 2, 3, 5])(
    'stopped after %i transactions, it goes on where it was, and a rebuild brings nobody back',
    async (steps) => {
      const file = await filled();
      keepOnly(file, { keepMs: 0 }, steps);
      const before = idsIn(file);
      const engine = await open(file);
      await engine.rebuildProjections();
      expect(idsIn(file)).toEqual(before);
      await engine.close();
      keepOnly(file, { keepMs: 0 });
      expect(idsIn(file)).toEqual(['last', 'open']);
    },
  );

  test('works in the background of an engine: the views forget as well, runs go on, and a definition comes back with a run', async () => {
    const file = await filled();
    const engine = await open(file, { keepMs: 0 });
    await expect
      .poll(() => engine.reader.runs().items.map(({ runId }) => runId), { timeout: 30_000 })
      .toEqual(['last', 'open']);
    await run(engine, chain(3), 'done0'); // its id is free again
    expect(engine.reader.run('done0')).toMatchObject({ status: 'completed', output: 's3' });
    const uses = async (): Promise<readonly number[]> => {
      await engine.projected();
      return engine.reader.views.usedDefinitions().items.map(({ runs }) => runs);
    };
    await expect.poll(uses, { timeout: 30_000 }).toEqual([1, 1]); // of the open one and of the newest; `last` is that no more
    const used = await uses();
    await engine.rebuildProjections();
    expect(engine.reader.views.usedDefinitions().items.map(({ runs }) => runs)).toEqual(used);
    expect(engine.reader.definition(engine.reader.run('done0')?.hash ?? '')).toEqual(chain(3));
  });
});
