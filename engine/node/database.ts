import { closeSync, existsSync, openSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import Database from 'better-sqlite3';
import { EnvironmentError } from '../runtime/environment.ts';
import { codeOf, guarded } from './failure.ts';
import { makeFolder, PRIVATE } from './makeFolder.ts';
import { APPLICATION_ID, migrate, SCHEMA_VERSION, userVersion } from './migrations.ts';
import { orClosed } from './orClosed.ts';

const BUSY_TIMEOUT_MS = 5_000;
/** Pages in the write-ahead log before it is moved into the file: 8 MiB. */
const CHECKPOINT_PAGES = 2_000;
const WAL_LIMIT_BYTES = 64 * 1024 * 1024;

/** The one connection that writes. Made where there is none, migrated where it is older, and left alone where it is not ours. */
export function openWritable(file: string): Database.Database {
  return guarded(file, () => {
    create(file);
    const probed = probe(file, () => undefined, { mayMend: true });
    try {
      return opened(file);
    } finally {
      probed?.close(); // not before: what a kill left in the write-ahead log is read once for both
    }
  });
}

function opened(file: string): Database.Database {
  const database = new Database(file, { timeout: BUSY_TIMEOUT_MS });
  return orClosed(database, () => {
    database.pragma('journal_mode = WAL');
    database.pragma('synchronous = FULL');
    database.pragma('foreign_keys = ON');
    database.pragma(`wal_autocheckpoint = ${CHECKPOINT_PAGES}`);
    database.pragma(`journal_size_limit = ${WAL_LIMIT_BYTES}`);
    migrate(database);
    return database;
  });
}

/** Throws an `EnvironmentError` where it is not. */
export function mustBeThere(file: string): void {
  guarded(file, () => {
    if (!existsSync(file)) throw Object.assign(new Error(`no such file: ${file}`), { code: 'ENOENT' });
  });
}

/** A connection that cannot write, beside the engine or without one. */
export function openReadable(file: string): Database.Database {
  return guarded(file, () => {
    mustBeThere(file);
    const check: Check = (version) => {
      if (version < SCHEMA_VERSION) throw older(file);
    };
    return probe(file, check, { mayMend: false }) ?? new Database(file, { readonly: true, timeout: BUSY_TIMEOUT_MS });
  });
}

/** Readable by its owner only: histories hold what users put in. SQLite gives its companion files the same permissions. */
function create(file: string): void {
  makeFolder(dirname(file), PRIVATE);
  closeSync(openSync(file, 'a', 0o600));
}

type Check = (version: number) => void;

/**
 * Looks before anything is written, with a connection that could not, and answers with it; null where there is nothing yet. Only where a
 * write was cut off by a kill or a power cut, before the database was in WAL mode, does SQLite have to take that back first.
 */
function probe(file: string, check: Check, { mayMend }: { readonly mayMend: boolean }): Database.Database | null {
  if (statSync(file).size === 0) {
    check(0);
    return null;
  }
  try {
    return inspect(file, check, { readonly: true });
  } catch (error) {
    if (!isCutOff(error)) throw error;
    if (!mayMend) throw cutOff(file);
    return inspect(file, check, { readonly: false });
  }
}

function isCutOff(error: unknown): boolean {
  const code = codeOf(error);
  return code === 'SQLITE_READONLY_ROLLBACK' || code === 'SQLITE_READONLY_RECOVERY';
}

function inspect(file: string, check: Check, { readonly }: { readonly readonly: boolean }): Database.Database {
  const database = new Database(file, { readonly, timeout: BUSY_TIMEOUT_MS });
  return orClosed(database, () => {
    const version = userVersion(database);
    if (!isOurs(database)) throw foreign(file);
    if (version > SCHEMA_VERSION) throw newer(file, version);
    check(version);
    return database;
  });
}

function isOurs(database: Database.Database): boolean {
  if (database.pragma('application_id', { simple: true }) === APPLICATION_ID) return true;
  return database.prepare('SELECT 1 FROM sqlite_schema LIMIT 1').get() === undefined;
}

function foreign(file: string): EnvironmentError {
  return new EnvironmentError(
    'database.foreign',
    `${file} is a database of another program. It was left as it is; choose another file with --db.`,
  );
}

function newer(file: string, version: number): EnvironmentError {
  return new EnvironmentError(
    'database.newer',
    `${file} was written by a newer Sagaloom (schema ${version}, this one knows ${SCHEMA_VERSION}). It was left as it is; update Sagaloom.`,
  );
}

function cutOff(file: string): EnvironmentError {
  return new EnvironmentError(
    'database.older',
    `${file} was left in the midst of its first write. Open it once with the engine (sagaloom serve) to put it right.`,
  );
}

function older(file: string): EnvironmentError {
  return new EnvironmentError(
    'database.older',
    `${file} was written by an older Sagaloom. Open it once with the engine (sagaloom serve) to bring it up to date.`,
  );
}
