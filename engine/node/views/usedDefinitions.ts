import type Database from 'better-sqlite3';
import type { Projection } from '../projection.ts';
import { prepared } from './prepared.ts';

/** Which definitions the kept runs are of, since when, and how many. A run that was migrated counts for the one it is of now. */
export function usedDefinitionsProjection(): Projection {
  return {
    name: 'used_definitions',
    version: 1,
    ofEnded: ['RunStarted', 'DefinitionMigrated'],
    migrate: (database) =>
      void database.exec(`
        CREATE TABLE IF NOT EXISTS used_definitions (
          hash TEXT PRIMARY KEY,
          workflow TEXT NOT NULL,
          runs INTEGER NOT NULL,
          first_used INTEGER NOT NULL,
          last_used INTEGER NOT NULL
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE IF NOT EXISTS used_definitions_by (
          run INTEGER NOT NULL,
          hash TEXT NOT NULL,
          workflow TEXT NOT NULL,
          used_at INTEGER NOT NULL,
          is_current INTEGER NOT NULL,
          PRIMARY KEY (run, hash)
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX IF NOT EXISTS used_definitions_by_hash ON used_definitions_by (hash, is_current, used_at);
      `),
    reset: (database) =>
      void database.exec('DROP TABLE IF EXISTS used_definitions; DROP TABLE IF EXISTS used_definitions_by'),
    forget(database, runs) {
      const { hashOf, drop } = statements(database);
      const hashes = runs.flatMap((run) => hashOf.all(run));
      for (const run of runs) drop.run(run);
      count(database, hashes);
    },
    apply(database, batch) {
      const hashes: string[] = [];
      for (const { run, events } of batch) {
        for (const event of events) {
          if (event.type === 'RunStarted') hashes.push(...begin(database, run, event));
          else if (event.type === 'DefinitionMigrated') hashes.push(...migrated(database, run, event));
        }
      }
      count(database, hashes);
    },
  };
}

const statements = prepared((database) => ({
  hashOf: database.prepare<[number], string>('SELECT hash FROM used_definitions_by WHERE run = ?').pluck(),
  put: database.prepare('INSERT OR REPLACE INTO used_definitions_by VALUES (?,?,?,?,1)'),
  leave: database.prepare('UPDATE used_definitions_by SET is_current = 0 WHERE run = ?'),
  join: database.prepare(
    `INSERT OR REPLACE INTO used_definitions_by
     SELECT run, :hash, min(workflow), :at, 1 FROM used_definitions_by WHERE run = :run GROUP BY run`,
  ),
  drop: database.prepare('DELETE FROM used_definitions_by WHERE run = ?'),
  add: database.prepare(
    `INSERT INTO used_definitions VALUES (:hash, :workflow, 1, :at, :at) ON CONFLICT DO UPDATE SET
       runs = runs + 1, first_used = min(first_used, :at), last_used = max(last_used, :at)`,
  ),
  clear: database.prepare('DELETE FROM used_definitions WHERE hash = ?'),
  count: database.prepare(
    `INSERT INTO used_definitions SELECT hash, min(workflow), count(*), min(used_at), max(used_at)
     FROM used_definitions_by WHERE hash = ? AND is_current = 1 GROUP BY hash`,
  ),
}));

/** A new run only adds; the answer is what has to be counted anew. */
function begin(
  database: Database.Database,
  run: number,
  { hash, workflow, at }: { readonly hash: string; readonly workflow: string; readonly at: number },
): readonly string[] {
  const { put, add } = statements(database);
  put.run(run, hash, workflow, at);
  add.run({ hash, workflow, at });
  return [];
}

/** The definition it leaves is still that of its earlier events. */
function migrated(
  database: Database.Database,
  run: number,
  { hash, at }: { readonly hash: string; readonly at: number },
): readonly string[] {
  const { hashOf, leave, join } = statements(database);
  const before = hashOf.all(run);
  leave.run(run);
  join.run({ run, hash, at });
  return [...before, hash];
}

function count(database: Database.Database, hashes: readonly string[]): void {
  const { clear, count: recount } = statements(database);
  for (const hash of new Set(hashes)) {
    clear.run(hash);
    recount.run(hash);
  }
}
