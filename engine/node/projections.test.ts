import { join } from 'node:path';
import Database from 'better-sqlite3';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import type { Json } from '../core/json.ts';
import type { Activities } from '../runtime/index.ts';
import { chain, definitionOf, request, task } from '../runtime/testing/documents.ts';
import { completed } from '../runtime/testing/held-activities.ts';
import { openEngine, type NodeEngine, type ProjectionModule } from './index.ts';
import { testFolder } from './testing/folder.ts';

vi.setConfig({ testTimeout: 60_000 }); // the machine may be busy

const instant: Activities = { perform: async ({ stepId }) => completed(stepId) };

const made = (name: 'counts' | 'countsOfTomorrow' | 'faultyCounts'): ProjectionModule => ({
  module: new URL('./testing/counts.ts', import.meta.url).href,
  name,
});

function tables(database: Database.Database, names: readonly string[]): Json {
  return Object.fromEntries(
    names.map((name) => [name, database.prepare(`SELECT * FROM ${name} ORDER BY 1, 2`).all() as Json[]]),
  );
}

async function open(file: string, projections: readonly ProjectionModule[], activities = instant): Promise<NodeEngine> {
  const engine = await openEngine({ database: file, activities, projections });
  onTestFinished(() => engine.close());
  return engine;
}

async function run(engine: NodeEngine, definition: ReturnType<typeof chain>): Promise<string> {
  const outcome = await engine.start(request(definition));
  if (outcome.kind === 'rejected') throw new Error(outcome.reason);
  await engine.settled(outcome.entry.runId);
  return outcome.entry.runId;
}

const count = (engine: NodeEngine, type: string): number =>
  Number(engine.reader.database.prepare('SELECT n FROM views.counts_types WHERE type = ?').pluck().get(type) ?? 0);

describe('a projection', () => {
  test('follows by itself, within a second, in order', async () => {
    const engine = await open(join(testFolder(), 'runs.db'), [made('counts')]);
    await Promise.all([run(engine, chain(3)), run(engine, chain(3))]);
    await expect.poll(() => count(engine, 'RunEnded'), { timeout: 20_000 }).toBe(2);
    const order = engine.reader.database
      .prepare('SELECT position FROM views.counts_order ORDER BY i')
      .pluck()
      .all() as number[];
    expect(order).toEqual(order.toSorted((a, b) => a - b));
  });

  test('sees each append once, over closing and opening', async () => {
    const file = join(testFolder(), 'runs.db');
    for (let i = 1; i <= 3; i += 1) {
      const engine = await open(file, [made('counts')]);
      await run(engine, chain(2));
      await engine.projected();
      expect(count(engine, 'RunStarted')).toBe(i);
      await engine.close();
    }
  });

  test('that fails holds nobody up, leaves nothing half done, and catches up', async () => {
    const warnings: string[] = [];
    const onWarning = (message: string): number => warnings.push(message);
    const engine = await openEngine({
      database: join(testFolder(), 'runs.db'),
      activities: instant,
      projections: [made('faultyCounts')],
      onWarning,
    });
    onTestFinished(() => engine.close());
    await run(engine, chain(2));
    await expect.poll(() => warnings, { timeout: 20_000 }).toHaveLength(1);
    await engine.projected();
    expect(count(engine, 'RunStarted')).toBe(1);
  });

  test('of a new version is made anew from the beginning', async () => {
    const file = join(testFolder(), 'runs.db');
    const old = await open(file, [made('counts')]);
    await run(old, chain(2));
    await old.close();
    const engine = await open(file, [made('countsOfTomorrow')]);
    await engine.projected();
    expect(count(engine, 'RunStarted')).toBe(1);
  });
});

describe('[HO4] a rebuild', () => {
  test('gives every read model as it was', async () => {
    const stuck: Activities = {
      perform: async ({ stepId, undo }) =>
        undo || stepId === 'fails'
          ? { kind: 'failed', error: { type: 'no', message: 'no' }, effect: 'none' }
          : completed(stepId),
    };
    const engine = await open(join(testFolder(), 'runs.db'), [made('counts')], stuck);
    const saga = definitionOf({
      saga: {
        type: 'saga',
        start: 'pay',
        steps: {
          pay: task({ compensate: { activity: 'refund', retry: [{ maxAttempts: 1 }] }, next: 'fails' }),
          fails: task(),
        },
      },
    });
    await run(engine, saga);
    await run(engine, chain(3));
    void engine.start(request(definitionOf({ nap: { type: 'wait', for: '30d' } })));
    await expect.poll(() => engine.reader.counts(), { timeout: 20_000 }).toEqual({ open: 2, attention: 1 });
    await engine.projected();
    const names = ['runs', 'attention', 'counts_types', 'counts_order', 'checkpoints'];
    const before = tables(engine.reader.database, names);
    await engine.rebuildProjections();
    expect(tables(engine.reader.database, names)).toEqual(before);
    const [item] = engine.reader.attention();
    const skipped = await engine.command(item?.runId ?? '', {
      type: 'undoSkip',
      path: 'pay',
      visit: 1,
      by: 'me',
      why: 'done by hand',
    });
    expect(skipped).toMatchObject({ kind: 'accepted', entry: { status: 'failed', undo: 'partial', attention: [] } });
    expect(engine.reader.attention()).toEqual([]);
  });

  test('a planted fault in the index is gone after it', async () => {
    const file = join(testFolder(), 'runs.db');
    const engine = await open(file, []);
    const runId = await run(engine, chain(1));
    const vandal = new Database(file);
    vandal.exec("UPDATE runs SET status = 'failed', wake_at = 0, output = '1'; DELETE FROM attention;");
    vandal.close();
    expect(engine.reader.run(runId)?.status).toBe('failed');
    await engine.rebuildProjections();
    expect(engine.reader.run(runId)).toMatchObject({ status: 'completed', output: 's1' });
  });
});

describe('the reader', () => {
  test('pages through runs by key, filters, and misses none that was there', async () => {
    const engine = await open(join(testFolder(), 'runs.db'), []);
    const other = { ...chain(1), name: 'other' };
    const ids: string[] = [];
    for (let i = 0; i < 7; i += 1) ids.unshift(await run(engine, i % 3 === 0 ? other : chain(1)));
    const seen: string[] = [];
    let cursor: string | null = null;
    do {
      const page = engine.reader.runs({ cursor, limit: 3 });
      seen.push(...page.items.map(({ runId }) => runId));
      cursor = page.next;
      if (seen.length === 3) await run(engine, chain(1)); // begun meanwhile: not in what follows
    } while (cursor !== null);
    expect(seen).toEqual(ids);
    expect(engine.reader.runs({ workflow: 'other' }).items).toHaveLength(3);
    expect(engine.reader.runs({ status: 'failed' }).items).toEqual([]);
    expect(engine.reader.runs({ status: 'completed', workflow: 'test', limit: 500 }).items).toHaveLength(5);
    expect(engine.reader.runs({ cursor: 'nonsense' }).items).toEqual([]);
  });

  test('gives a run, its history in pages, and its definition', async () => {
    const engine = await open(join(testFolder(), 'runs.db'), []);
    const definition = chain(4);
    const runId = await run(engine, definition);
    const summary = engine.reader.run(runId);
    expect(summary).toMatchObject({
      status: 'completed',
      output: 's4',
      attention: 0,
      startedAt: expect.stringMatching(/Z$/) as string,
    });
    expect(engine.reader.definition(summary?.hash ?? '')).toEqual(definition);
    const first = engine.reader.history(runId, 0, 3);
    expect(first.items.map(({ seq }) => seq)).toEqual([1, 2, 3]);
    const rest = engine.reader.history(runId, Number(first.next));
    expect(rest).toMatchObject({ next: null });
    expect(rest.items.at(-1)).toMatchObject({ type: 'RunEnded', seq: summary?.events });
    expect(engine.reader.run('none')).toBeNull();
    expect(engine.reader.history('none')).toEqual({ items: [], next: null });
  });
});
