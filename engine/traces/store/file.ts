import { closeSync, existsSync, openSync, realpathSync } from 'node:fs';
import { dirname } from 'node:path';
import Database from 'better-sqlite3';
import { guarded } from '../../node/failure.ts';
import { versionOf } from '../../node/whose.ts';
import { makeFolder, PRIVATE } from '../../node/makeFolder.ts';
import { orClosed } from '../../node/orClosed.ts';
import { EnvironmentError } from '../../runtime/environment.ts';

/** `SagT`: the file of traces from elsewhere, beside that of the histories. */
const APPLICATION_ID = 0x53616754;
const VERSION = 1;
const BUSY_TIMEOUT_MS = 5_000;
const PAGE_BYTES = 8_192;
/** Pages in the write-ahead log before it is moved into the file: 32 MiB, since each time waits for the disk. */
const CHECKPOINT_PAGES = 4_000;
const WAL_LIMIT_BYTES = 64 * 1024 * 1024;

/** Through a link to the same database, the same file. */
export function tracesFile(database: string): string {
  return `${existsSync(database) ? realpathSync(database) : database}.traces`;
}

/**
 * The truth about what was received and imported: nothing else has it. What is acknowledged is on the disk (`synchronous=FULL`; requests
 * that come together share a commit), so it outlives a kill and a power cut.
 */
export function openTraces(file: string): Database.Database {
  return guarded(file, () => {
    makeFolder(dirname(file), PRIVATE);
    closeSync(openSync(file, 'a', 0o600)); // readable by its owner only, as the histories are
    const database = new Database(file, { timeout: BUSY_TIMEOUT_MS });
    return orClosed(database, () => {
      check(database, file);
      database.pragma(`page_size = ${PAGE_BYTES}`);
      database.pragma('auto_vacuum = INCREMENTAL');
      database.pragma('journal_mode = WAL');
      database.pragma('synchronous = FULL');
      database.pragma(`wal_autocheckpoint = ${CHECKPOINT_PAGES}`);
      database.pragma(`journal_size_limit = ${WAL_LIMIT_BYTES}`);
      prepare(database);
      return database;
    });
  });
}

/** Reads beside whoever writes. */
export function openTracesReadable(file: string): Database.Database {
  return guarded(file, () => {
    const database = new Database(file, { readonly: true, timeout: BUSY_TIMEOUT_MS });
    return orClosed(database, () => {
      check(database, file);
      return database;
    });
  });
}

function check(database: Database.Database, file: string): void {
  const version = versionOf(database, file, APPLICATION_ID) ?? VERSION;
  if (version > VERSION)
    throw new EnvironmentError(
      'database.newer',
      `${file} was written by a newer Sagaloom. It was left as it is; update Sagaloom.`,
    );
}

/**
 * `traces.source`: of what it came with first; requests and imports are counted up. `blocks.columns` is as contract/columns-wire.ts has it,
 * `blocks.bodies` as bodies.ts. A trace that is removed is gone at once, its blocks go after it.
 */
function prepare(database: Database.Database): void {
  database.exec(`
    BEGIN IMMEDIATE;
    CREATE TABLE IF NOT EXISTS traces (
      trace INTEGER PRIMARY KEY AUTOINCREMENT,
      trace_id TEXT NOT NULL UNIQUE,
      source INTEGER NOT NULL,
      imported INTEGER NOT NULL,
      started REAL NOT NULL,
      ended REAL NOT NULL,
      root_rank INTEGER NOT NULL,
      root_start REAL NOT NULL,
      name TEXT NOT NULL,
      service TEXT NOT NULL,
      spans INTEGER NOT NULL,
      errors INTEGER NOT NULL,
      bytes INTEGER NOT NULL,
      workflow TEXT,
      run_id TEXT,
      updated INTEGER NOT NULL
    ) STRICT;
    CREATE INDEX IF NOT EXISTS traces_by_source ON traces (source DESC, started DESC, trace DESC);
    CREATE INDEX IF NOT EXISTS traces_by_workflow ON traces (workflow, source DESC, started DESC, trace DESC) WHERE workflow IS NOT NULL;
    CREATE INDEX IF NOT EXISTS traces_by_updated ON traces (updated);
    CREATE TABLE IF NOT EXISTS blocks (
      block INTEGER PRIMARY KEY,
      trace INTEGER NOT NULL,
      source INTEGER NOT NULL,
      spans INTEGER NOT NULL,
      columns BLOB NOT NULL,
      bodies BLOB NOT NULL
    ) STRICT;
    CREATE INDEX IF NOT EXISTS blocks_by_trace ON blocks (trace, block);
    CREATE TABLE IF NOT EXISTS contexts (
      context INTEGER PRIMARY KEY,
      hash BLOB NOT NULL UNIQUE,
      text TEXT NOT NULL
    ) STRICT;
    CREATE TABLE IF NOT EXISTS settings (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;
    CREATE TABLE IF NOT EXISTS removals (trace INTEGER PRIMARY KEY) STRICT;
    PRAGMA application_id = ${APPLICATION_ID};
    PRAGMA user_version = ${VERSION};
    COMMIT;
  `);
}
