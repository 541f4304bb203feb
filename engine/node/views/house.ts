import Database from 'better-sqlite3';
import { codeOf } from '../failure.ts';
import { retention, type RetentionPolicy } from '../retention.ts';
import { attachViews } from './attach.ts';
import { viewsFile } from './file.ts';

/** Between two transactions: appends go first. */
const PAUSE_MS = 20;
/** Between two rounds through all runs. */
const ROUND_MS = 60_000;
/** Somebody else writes. */
const BUSY_TIMEOUT_MS = 200;

/** Retention, for as long as this thread lives. */
export function keepHouse(
  file: string,
  policy: RetentionPolicy,
  warn: (message: string, error?: unknown) => void,
): void {
  const database = new Database(file, { timeout: BUSY_TIMEOUT_MS });
  database.pragma('synchronous = NORMAL'); // RE2: a deletion that power loss undoes is made again
  const keeping = retention(database, policy, Date.now, attachViews(database, viewsFile(file)));
  const turn = (): void => {
    let pause = ROUND_MS;
    try {
      if (keeping.next() === 'more') pause = PAUSE_MS;
    } catch (error) {
      if (!codeOf(error)?.startsWith('SQLITE_BUSY')) warn('Old runs could not be deleted; trying again later.', error);
      else pause = PAUSE_MS;
    }
    setTimeout(turn, pause).unref();
  };
  turn();
}
