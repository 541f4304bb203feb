import { copyFileSync, existsSync, readFileSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import type { Activities } from '../../runtime/index.ts';
import { chain, definitionOf, request } from '../../runtime/testing/documents.ts';
import { completed } from '../../runtime/testing/held-activities.ts';
import { backupDatabase, type NodeEngine, openEngine, openReader } from '../index.ts';
import { testFolder } from '../testing/folder.ts';
import { removeViews, viewsFile } from './file.ts';

vi.setConfig({ testTimeout: 60_000 });

const instant: Activities = { perform: async ({ stepId }) => completed(stepId) };
const nap = definitionOf({ nap: { type: 'wait', for: '30d' } });

async function open(file: string): Promise<NodeEngine> {
  const engine = await openEngine({ database: file, activities: instant });
  onTestFinished(() => engine.close());
  return engine;
}

async function begin(engine: NodeEngine, runId: string): Promise<void> {
  await engine.start(request(nap, { runId }));
}

const waiting = ({ reader }: Pick<NodeEngine, 'reader'>): readonly string[] =>
  reader.views.timers().items.map(({ runId }) => runId);

async function database(): Promise<string> {
  const file = join(testFolder(), 'runs.db');
  const engine = await open(file);
  await begin(engine, 'a');
  await engine.close();
  return file;
}

describe('[HO4] the file of the views', () => {
  test('is made beside the database, for its owner only', async () => {
    const file = await database();
    expect(statSync(viewsFile(file)).mode & 0o777).toBe(0o600);
    const reader = openReader(file);
    expect(waiting({ reader })).toEqual(['a']);
    expect(reader.views.lag().map(({ behindAppends, behindMs }) => [behindAppends, behindMs])).toEqual(
      Array.from({ length: 6 }, () => [0, 0]),
    );
    reader.close();
  });

  test.each<[string, (views: string) => void]>([
    ['gone', removeViews],
    ['cut off', (views) => truncateSync(views, 5_000)],
    ['no database', (views) => writeFileSync(views, 'x'.repeat(9_000))],
    ['torn in the midst', (views) => writeFileSync(views, readFileSync(views).fill(0xa5, 4_096, 30_000))],
    ['empty', (views) => writeFileSync(views, '')],
    ['of another version', (views) => vandal(views, 'PRAGMA user_version = 99')],
  ])('%s, is made anew when the database is opened', async (_, harm) => {
    const file = await database();
    harm(viewsFile(file));
    const engine = await open(file);
    await begin(engine, 'b');
    await engine.projected();
    expect(waiting(engine)).toEqual(['a', 'b']);
  });

  test('deleted while an engine follows, is made anew, and readers find it', async () => {
    const file = await database();
    const engine = await open(file);
    await engine.projected();
    const beside = openReader(file);
    expect(waiting({ reader: beside })).toEqual(['a']);
    removeViews(viewsFile(file));
    expect(waiting({ reader: beside })).toEqual([]);
    await begin(engine, 'b');
    await expect.poll(() => waiting({ reader: beside }), { timeout: 20_000 }).toEqual(['a', 'b']);
    beside.close();
  });

  test('of another program is left alone, and runs go on without views', async () => {
    const file = await database();
    removeViews(viewsFile(file));
    vandal(viewsFile(file), 'CREATE TABLE theirs (x)');
    const warnings: string[] = [];
    const engine = await openEngine({
      database: file,
      activities: instant,
      onWarning: (message) => warnings.push(message),
    });
    await engine.start(request(chain(2), { runId: 'c' }));
    expect(await engine.settled('c')).toMatchObject({ status: 'completed' });
    await engine.close();
    expect(warnings).toHaveLength(1);
    const theirs = new Database(viewsFile(file));
    expect(theirs.prepare('SELECT name FROM sqlite_schema').pluck().all()).toEqual(['theirs']);
    theirs.close();
  });

  test('ahead of a backup that was put back in place, is made anew', async () => {
    const file = await database();
    const copy = join(testFolder(), 'copy.db');
    await backupDatabase(file, copy);
    const engine = await open(file);
    await begin(engine, 'b');
    await engine.close();
    for (const end of ['', '-wal', '-shm']) rmSync(`${file}${end}`, { force: true });
    copyFileSync(copy, file);
    const again = await open(file);
    await begin(again, 'c');
    await begin(again, 'd');
    await again.projected();
    expect(waiting(again)).toEqual(['a', 'c', 'd']);
  });

  test('is not needed to read histories', async () => {
    const file = await database();
    removeViews(viewsFile(file));
    const reader = openReader(file);
    expect([reader.run('a')?.status, reader.views.tasks().items, reader.views.lag()]).toEqual(['running', [], []]);
    expect(reader.runs({ attributes: { customer: 'ada' } }).items).toEqual([]);
    reader.close();
    expect(existsSync(viewsFile(file))).toBe(false);
  });
});

function vandal(file: string, sql: string): void {
  const theirs = new Database(file);
  theirs.exec(sql);
  theirs.close();
}
