import { closeSync, existsSync, openSync, realpathSync, rmSync, statSync } from 'node:fs';
import Database from 'better-sqlite3';
import { codeOf } from '../failure.ts';
import { orClosed } from '../orClosed.ts';
import { versionOf } from '../whose.ts';

/** `SagV`: the file of the views, beside that of the histories. */
const APPLICATION_ID = 0x53616756;
/** Of the table of checkpoints; the tables of projections have versions of their own. */
const VERSION = 1;
const BUSY_TIMEOUT_MS = 5_000;
/** Pages in the write-ahead log before it is moved into the file: 16 MiB, since each time waits for the disk. */
const CHECKPOINT_PAGES = 4_000;

/** Through a link to the same database, the same file. */
export function viewsFile(database: string): string {
  return `${existsSync(database) ? realpathSync(database) : database}.views`;
}

/**
 * For the one that feeds it. Never the truth, so it need not be durable, only whole; one that is damaged, or of another time, is
 * thrown away and made anew. Only a good database of somebody else's is left alone.
 */
export function openViews(file: string): Database.Database {
  try {
    return open(file);
  } catch (error) {
    if (!isDamaged(error)) throw error;
    removeViews(file);
    return open(file);
  }
}

export function removeViews(file: string): void {
  for (const end of ['', '-wal', '-shm', '-journal']) rmSync(`${file}${end}`, { force: true });
}

/** The file is gone, or another one has its name. */
export function isReplaced(file: string, inode: number): boolean {
  return inodeOf(file) !== inode;
}

export function inodeOf(file: string): number | null {
  return statSync(file, { throwIfNoEntry: false })?.ino ?? null;
}

export function isDamaged(error: unknown): boolean {
  const code = codeOf(error) ?? '';
  return code.startsWith('SQLITE_CORRUPT') || code.startsWith('SQLITE_NOTADB') || code === OLD;
}

const OLD = 'VIEWS_OLD';

function open(file: string): Database.Database {
  closeSync(openSync(file, 'a', 0o600)); // readable by its owner only, as the histories are
  const database = new Database(file, { timeout: BUSY_TIMEOUT_MS });
  return orClosed(database, () => {
    check(database, file);
    database.pragma('journal_mode = WAL');
    database.pragma('synchronous = NORMAL');
    database.pragma(`wal_autocheckpoint = ${CHECKPOINT_PAGES}`);
    prepareViews(database);
    return database;
  });
}

function check(database: Database.Database, file: string): void {
  const version = versionOf(database, file, APPLICATION_ID);
  if (version !== null && version !== VERSION)
    throw Object.assign(new Error('views of another version'), { code: OLD });
}

/** `seen` says which append stood at the checkpoint, so that views of another history are found out. */
export function prepareViews(database: Database.Database): void {
  database.exec(`
    BEGIN IMMEDIATE;
    CREATE TABLE IF NOT EXISTS checkpoints (
      projection TEXT PRIMARY KEY,
      version INTEGER NOT NULL,
      position INTEGER NOT NULL,
      seen TEXT NOT NULL,
      removal INTEGER NOT NULL
    ) STRICT, WITHOUT ROWID;
    PRAGMA application_id = ${APPLICATION_ID};
    PRAGMA user_version = ${VERSION};
    COMMIT;
  `);
}
