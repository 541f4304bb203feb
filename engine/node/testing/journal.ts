import Database from 'better-sqlite3';
import type { Recorded } from '../../core/index.ts';
import { migrate } from '../migrations.ts';
import { prepareViews } from '../views/file.ts';

/** A journal written by hand: for what is to be seen of histories that no engine ran. */
export interface HandJournal {
  readonly database: Database.Database;
  append(runId: string, events: readonly Recorded[]): void;
}

export function handJournal(database = inMemory()): HandJournal {
  const begin = database.prepare(
    `INSERT OR IGNORE INTO runs (run_id, workflow, hash, status, undo, started_at, output, events, at)
     VALUES (?, 'test', 'h', 'running', 'none', 0, 'null', 0, 0)`,
  );
  const grow = database.prepare('UPDATE runs SET events = ?, ended_at = ? WHERE run_id = ?');
  const insert = database.prepare(
    'INSERT INTO journal (run, first_seq, last_seq, events) SELECT run, ?, ?, ? FROM runs WHERE run_id = ?',
  );
  return {
    database,
    append(runId, events) {
      const [first, last] = [events[0], events.at(-1)];
      if (!first || !last) return;
      begin.run(runId);
      insert.run(first.seq, last.seq, JSON.stringify(events), runId);
      grow.run(last.seq, last.type === 'RunEnded' ? last.at : null, runId);
    },
  };
}

function inMemory(): Database.Database {
  const database = new Database(':memory:');
  migrate(database);
  return database;
}

export function memoryViews(): Database.Database {
  const database = new Database(':memory:');
  prepareViews(database);
  return database;
}

/** All tables of the views, row by row. */
export function contentsOf(database: Database.Database): Readonly<Record<string, readonly unknown[]>> {
  const tables = database
    .prepare<[], string>("SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name")
    .pluck()
    .all();
  return Object.fromEntries(tables.map((name) => [name, database.prepare(`SELECT * FROM ${name}`).all()]));
}
