import type Database from 'better-sqlite3';

/** `Saga`: tells our databases from anybody else's. */
export const APPLICATION_ID = 0x53616761;

/**
 * One step a version; a step is never edited once released, and runs in a transaction of its own with its `user_version`.
 *
 * `journal` and `definitions` are the truth; all else is derived and can be rebuilt. One row is one append, all its events in one
 * JSON array: measured on two cores with 64 runs in one commit, 83,000 appends of two events a second, against 64,000 with one row
 * an event and 42,000 clustered by run. Runs have a small number beside their id, because a key of text costs another fifth.
 */
const steps: readonly string[] = [
  `
  CREATE TABLE definitions (
    hash TEXT PRIMARY KEY,
    workflow TEXT NOT NULL,
    definition TEXT NOT NULL
  ) STRICT, WITHOUT ROWID;

  CREATE TABLE journal (
    position INTEGER PRIMARY KEY,
    run INTEGER NOT NULL,
    first_seq INTEGER NOT NULL,
    last_seq INTEGER NOT NULL,
    events TEXT NOT NULL,
    UNIQUE (run, first_seq)
  ) STRICT;

  CREATE TABLE runs (
    run INTEGER PRIMARY KEY,
    run_id TEXT NOT NULL UNIQUE,
    workflow TEXT NOT NULL,
    hash TEXT NOT NULL,
    status TEXT NOT NULL,
    undo TEXT NOT NULL,
    started_at INTEGER NOT NULL,
    ended_at INTEGER,
    traceparent TEXT,
    output TEXT NOT NULL,
    error TEXT,
    events INTEGER NOT NULL,
    at INTEGER NOT NULL,
    wake_at INTEGER
  ) STRICT;
  CREATE INDEX runs_by_status ON runs (status, run);
  CREATE INDEX runs_by_workflow ON runs (workflow, run);
  CREATE INDEX runs_by_wake ON runs (wake_at) WHERE wake_at IS NOT NULL;
  CREATE INDEX runs_open ON runs (run) WHERE ended_at IS NULL;

  CREATE TABLE attention (
    run INTEGER NOT NULL,
    kind TEXT NOT NULL,
    path TEXT NOT NULL,
    visit INTEGER NOT NULL,
    step_id TEXT NOT NULL,
    error TEXT NOT NULL,
    since INTEGER NOT NULL,
    attempts INTEGER NOT NULL,
    PRIMARY KEY (run, kind, path, visit)
  ) STRICT, WITHOUT ROWID;

  CREATE TABLE snapshots (
    run INTEGER PRIMARY KEY,
    seq INTEGER NOT NULL,
    state TEXT NOT NULL
  ) STRICT;

  CREATE TABLE checkpoints (
    projection TEXT PRIMARY KEY,
    version INTEGER NOT NULL,
    position INTEGER NOT NULL
  ) STRICT, WITHOUT ROWID;

  CREATE TABLE engine (
    one INTEGER PRIMARY KEY CHECK (one = 1),
    pid INTEGER NOT NULL,
    since INTEGER NOT NULL
  ) STRICT;
  PRAGMA application_id = ${APPLICATION_ID};
  `,
  // Deployed versions, what runs wait for beside attempts, and what is published.
  `
  CREATE TABLE deployments (
    workflow TEXT NOT NULL,
    version INTEGER NOT NULL,
    hash TEXT NOT NULL,
    at INTEGER NOT NULL,
    deployed_by TEXT NOT NULL,
    PRIMARY KEY (workflow, version)
  ) STRICT, WITHOUT ROWID;

  CREATE TABLE slots (
    run INTEGER PRIMARY KEY,
    workflow TEXT NOT NULL,
    slot_key TEXT NOT NULL,
    queued INTEGER NOT NULL
  ) STRICT;
  CREATE INDEX slots_by_key ON slots (workflow, slot_key, queued, run);

  CREATE TABLE domain_events (
    position INTEGER PRIMARY KEY,
    event_key TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    payload TEXT NOT NULL,
    at INTEGER NOT NULL,
    run_id TEXT
  ) STRICT;

  CREATE TABLE schedules (
    workflow TEXT NOT NULL,
    trigger_name TEXT NOT NULL,
    paused INTEGER NOT NULL,
    last INTEGER,
    last_run TEXT,
    problem TEXT,
    next INTEGER,
    PRIMARY KEY (workflow, trigger_name)
  ) STRICT, WITHOUT ROWID;

  CREATE TABLE blobs (
    hash TEXT PRIMARY KEY,
    content TEXT NOT NULL
  ) STRICT, WITHOUT ROWID;
  `,
  // Views have a file of their own from here on. `removals`: runs that retention deleted, for the views to forget.
  `
  DROP TABLE checkpoints;
  DROP TABLE IF EXISTS spans;
  DROP TABLE IF EXISTS spans_open;

  CREATE TABLE removals (
    removal INTEGER PRIMARY KEY AUTOINCREMENT,
    run INTEGER NOT NULL
  ) STRICT;
  `,
  // What came to triggers, starts that are not due yet, and what the last moments of a schedule started.
  `
  CREATE TABLE deliveries (
    position INTEGER PRIMARY KEY AUTOINCREMENT,
    id TEXT NOT NULL UNIQUE,
    workflow TEXT NOT NULL,
    trigger_name TEXT,
    type TEXT NOT NULL,
    delivery_key TEXT NOT NULL,
    at INTEGER NOT NULL,
    due_at INTEGER NOT NULL,
    payload TEXT NOT NULL,
    about TEXT NOT NULL,
    started_by TEXT NOT NULL,
    status TEXT NOT NULL,
    settled_at INTEGER,
    run_id TEXT,
    problem TEXT,
    duplicates INTEGER NOT NULL
  ) STRICT;
  CREATE INDEX deliveries_by_workflow ON deliveries (workflow, position);
  CREATE INDEX deliveries_pending ON deliveries (due_at) WHERE status = 'pending';
  CREATE INDEX deliveries_settled ON deliveries (settled_at) WHERE settled_at IS NOT NULL;

  ALTER TABLE schedules ADD COLUMN recent TEXT NOT NULL DEFAULT '[]';
  `,
  // What a person set for this database, and what is under way in it: small JSON documents by name.
  `
  CREATE TABLE settings (
    name TEXT PRIMARY KEY,
    value TEXT NOT NULL
  ) STRICT, WITHOUT ROWID;
  `,
];

export const SCHEMA_VERSION = steps.length;

export function migrate(database: Database.Database, list: readonly string[] = steps): void {
  for (const [version, sql] of list.entries()) {
    if (version < userVersion(database)) continue;
    database
      .transaction(() => {
        database.exec(sql);
        database.pragma(`user_version = ${version + 1}`);
      })
      .immediate();
  }
}

export function userVersion(database: Database.Database): number {
  return Number(database.pragma('user_version', { simple: true }));
}
