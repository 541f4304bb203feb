import { closeSync, openSync, realpathSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import Database from 'better-sqlite3';
import { EnvironmentError } from '../runtime/environment.ts';
import { codeOf, guarded } from './failure.ts';
import { makeFolder, PRIVATE } from './makeFolder.ts';

/**
 * One engine a database.
 *
 *   LE1  the lock is the operating system's, on a file beside the database: it ends with the process, however that ends
 *   LE2  readers do not need it
 *
 * Node has no file locks; SQLite has. So the lock is an exclusive transaction on an empty database, held for life.
 */
export interface Lease {
  release(): void;
}

export function takeLease(file: string): Lease {
  return guarded(file, () => {
    makeFolder(dirname(file), PRIVATE);
    const path = `${realFile(file)}.lock`;
    closeSync(openSync(path, 'a', 0o600));
    const database = new Database(path, { timeout: 0 });
    try {
      database.pragma('journal_mode = MEMORY'); // nothing is ever written: no file to make, and none to clear up after a kill
      database.exec('BEGIN EXCLUSIVE');
    } catch (error) {
      database.close();
      throw isTaken(error) ? inUse(file) : error;
    }
    return { release: () => database.close() };
  });
}

/** Through a link to the same file, the same lock. */
function realFile(file: string): string {
  try {
    return realpathSync(file);
  } catch {
    return join(realpathSync(dirname(file)), basename(file)); // not there yet
  }
}

function isTaken(error: unknown): boolean {
  return codeOf(error)?.startsWith('SQLITE_BUSY') ?? false;
}

function inUse(file: string): EnvironmentError {
  const pid = holder(file);
  return new EnvironmentError(
    'database.inUse',
    `${file} is in use by another engine${pid === null ? '' : ` (process ${pid})`}. Stop that one, or choose another file with --db.`,
  );
}

/** Written there by the engine that holds the lease, for this message only. */
function holder(file: string): number | null {
  try {
    const database = new Database(file, { readonly: true });
    try {
      const pid: unknown = database.prepare('SELECT pid FROM engine').pluck().get();
      return typeof pid === 'number' ? pid : null;
    } finally {
      database.close();
    }
  } catch {
    return null; // it is just being made
  }
}

export function signLease(database: Database.Database, pid: number, since: number): void {
  database.prepare('INSERT OR REPLACE INTO engine (one, pid, since) VALUES (1, ?, ?)').run(pid, since);
}
