import { closeSync, openSync, rmSync } from 'node:fs';
import Database from 'better-sqlite3';
import { codeOf } from '../../node/failure.ts';
import { orClosed } from '../../node/orClosed.ts';
import { viewsFile } from '../../node/views/file.ts';
import type { JournalReading, Since } from './journal.ts';

/**
 * How far spans were sent: a file beside the database, durable but for a power cut, after which some are sent again. Whoever deletes it
 * has sending begin anew.
 */
export interface Checkpoint {
  readonly position: number;
  readonly since: Since;
  save(position: number): void;
  close(): void;
}

interface Row {
  readonly position: number;
  readonly seen: string;
  readonly since: number;
  readonly sinceRun: number;
}

const fileOf = (database: string): string => viewsFile(database).replace(/\.views$/, '.telemetry');

/** `SagT` */
const APPLICATION_ID = 0x53616754;

/**
 * Where none is there it begins at the end of the history, as nobody asked before for what lies behind; where it is of another history
 * (a backup was put back in place), with all of it.
 */
export function openCheckpoint(database: string, journal: JournalReading): Checkpoint {
  const file = openFile(fileOf(database));
  const known = file.prepare<[], Row>('SELECT position, seen, since, since_run AS sinceRun FROM checkpoint').get();
  const write = file.prepare('INSERT OR REPLACE INTO checkpoint VALUES (1, ?, ?, ?, ?)');
  const save = ({ position, since }: { readonly position: number; readonly since: Since }): void =>
    void write.run(position, journal.seenAt(position) ?? '', since.position, since.run);
  const at = known ? whereItWas(known, journal) : whereItEnds(journal);
  save(at);
  return {
    ...at,
    save: (position) => save({ position, since: at.since }),
    close: () => void file.close(),
  };
}

/** Sending was turned off: what happens from here on is not sent. */
export function forgetCheckpoint(database: string): void {
  for (const end of ['', '-wal', '-shm', '-journal']) rmSync(`${fileOf(database)}${end}`, { force: true });
}

function whereItEnds(journal: JournalReading): { readonly position: number; readonly since: Since } {
  const position = journal.end();
  return { position, since: { position, run: journal.newestRun() } };
}

function whereItWas({ position, seen, since, sinceRun }: Row, journal: JournalReading) {
  const isOfThisHistory = position <= journal.end() && (journal.seenAt(position) ?? seen) === seen;
  if (isOfThisHistory) return { position, since: { position: since, run: sinceRun } };
  return { position: 0, since: { position: 0, run: 0 } };
}

/** One that is damaged is made anew. */
function openFile(file: string): Database.Database {
  try {
    return open(file);
  } catch (error) {
    if (!/^SQLITE_(CORRUPT|NOTADB)/.test(codeOf(error) ?? '')) throw error;
    for (const end of ['', '-wal', '-shm', '-journal']) rmSync(`${file}${end}`, { force: true });
    return open(file);
  }
}

function open(file: string): Database.Database {
  closeSync(openSync(file, 'a', 0o600));
  const database = new Database(file, { timeout: 5_000 });
  return orClosed(database, () => {
    database.pragma('journal_mode = WAL');
    database.pragma('synchronous = NORMAL');
    database.exec(`
      CREATE TABLE IF NOT EXISTS checkpoint (
        one INTEGER PRIMARY KEY CHECK (one = 1),
        position INTEGER NOT NULL,
        seen TEXT NOT NULL,
        since INTEGER NOT NULL,
        since_run INTEGER NOT NULL
      ) STRICT;
      PRAGMA application_id = ${APPLICATION_ID};
    `);
    return database;
  });
}
