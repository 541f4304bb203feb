import type Database from 'better-sqlite3';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { initialState } from '../core/index.ts';
import { append, entry, event, journalContract } from '../runtime/testing/journal-contract.ts';
import { openWritable } from './database.ts';
import { sqliteJournal } from './journal.ts';
import { testFolder } from './testing/folder.ts';

journalContract('the journal in SQLite', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'sagaloom-journal-'));
  const file = join(folder, 'runs.db');
  const database = openWritable(file);
  const journal = sqliteJournal(database, file);
  return {
    journal,
    remove: async () => {
      await journal.close();
      database.close();
      rmSync(folder, { recursive: true });
    },
  };
});

function openFile(file: string, pages?: number) {
  const database = openWritable(file);
  if (pages !== undefined) database.pragma(`max_page_count = ${pages}`);
  return { database, journal: sqliteJournal(database, file) };
}

test('[JO1] it is there after the process is gone: opened again, everything is as it was', async () => {
  const file = join(testFolder(), 'runs.db');
  const first = openFile(file);
  await first.journal.append(append(0, 2));
  first.database.close();
  const { database, journal } = openFile(file);
  expect(await journal.append(append(2, 1))).toEqual({ kind: 'appended' });
  expect(await journal.history('run-1', 0, 10)).toEqual([1, 2, 3].map(event));
  database.close();
});

test('a snapshot shortens the tail, and goes when the run ends', async () => {
  const { database, journal } = openFile(join(testFolder(), 'runs.db'));
  const snapshot = { ...initialState(), seq: 3, at: 1_003 };
  await journal.append(append(0, 3, {}, { snapshot }));
  await journal.append(append(3, 2));
  expect(await journal.load('run-1')).toEqual({
    entry: entry({ events: 5, at: 1_005 }),
    snapshot,
    tail: [4, 5].map(event),
  });
  await journal.append(append(5, 1, { endedAt: 9, status: 'completed', wakeAt: null }));
  expect((await journal.load('run-1'))?.snapshot).toBeNull();
  database.close();
});

test('a full disk refuses what does not fit, says so, and keeps what was there', async () => {
  const { database, journal } = openFile(join(testFolder(), 'runs.db'), 40);
  await journal.append(append(0, 1, { runId: 'before' }));
  const big = append(0, 1, { runId: 'big', output: 'x'.repeat(1_000_000) });
  await expect(journal.append(big)).rejects.toMatchObject({
    code: 'database.full',
    message: expect.stringMatching(
      /^The disk is full: .*runs\.db cannot grow\. .*nothing that was recorded is lost\.$/,
    ),
  });
  expect(await journal.entry('big')).toBeNull();
  expect(await journal.append(append(1, 1, { runId: 'before' }))).toEqual({ kind: 'appended' });
  expect(await journal.history('before', 0, 10)).toEqual([1, 2].map(event));
  database.close();
});

test('[HO2] the index and the journal agree after appends that came in one commit and some of which conflicted', async () => {
  const { database, journal } = openFile(join(testFolder(), 'runs.db'));
  await Promise.all([journal.append(append(0, 1)), journal.append(append(0, 2)), journal.append(append(1, 3))]);
  expect((await journal.entry('run-1'))?.events).toBe(4);
  expect(await journal.history('run-1', 0, 10)).toEqual([1, 2, 3, 4].map(event));
  database.close();
});

test('[JO2] somebody who wrote on another connection is seen, whatever this one remembers', async () => {
  const file = join(testFolder(), 'runs.db');
  const ours = openFile(file);
  const theirs = openFile(file);
  await ours.journal.append(append(0, 1));
  expect(await theirs.journal.append(append(1, 2))).toEqual({ kind: 'appended' });
  expect(await ours.journal.append(append(1, 1))).toEqual({ kind: 'conflict', version: 3 });
  expect(await ours.journal.append(append(4, 1))).toEqual({ kind: 'conflict', version: 3 });
  expect(await ours.journal.append(append(3, 1))).toEqual({ kind: 'appended' });
  expect(await ours.journal.append(append(0, 1))).toEqual({ kind: 'conflict', version: 4 });
  expect(await theirs.journal.entry('run-1')).toEqual(entry({ events: 4, at: 1_004 }));
  for (const { database } of [ours, theirs]) database.close();
});

test('in the midst of a run an append writes the journal and nothing else', async () => {
  const { database, journal } = openFile(join(testFolder(), 'runs.db'));
  await journal.append(append(0, 1));
  const before = { row: database.prepare('SELECT * FROM runs').get(), changes: totalChanges(database) };
  await journal.append(append(1, 2));
  expect(totalChanges(database) - before.changes).toBe(1);
  expect(database.prepare('SELECT * FROM runs').get()).toEqual(before.row);
  expect(await journal.entry('run-1')).toEqual(entry({ events: 3, at: 1_003 }));
  database.close();
});

function totalChanges(database: Database.Database): number {
  return Number(database.prepare('SELECT total_changes()').pluck().get());
}
