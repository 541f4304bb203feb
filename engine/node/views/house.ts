import Database from 'better-sqlite3';
import { codeOf } from '../failure.ts';
import { retention, type RetentionPolicy } from '../retention.ts';
import { retentionBook } from '../retentionBook.ts';
import { attachViews } from './attach.ts';
import { viewsFile } from './file.ts';

/** Between two transactions: appends go first. */
const PAUSE_MS = 20;
/** Between two rounds. */
const ROUND_MS = 60_000;
/** When something happened since: another run may be the newest by now, or the policy is another. */
const SOON_MS = 2_000;
/** Somebody else writes. */
const BUSY_TIMEOUT_MS = 200;

export interface House {
  /** A round is due soon. */
  wake(): void;
}

/** Retention, for as long as this thread lives: by the policy that was given, else by the one that the database keeps. */
export function keepHouse(
  file: string,
  given: RetentionPolicy | undefined,
  warn: (message: string, error?: unknown) => void,
): House {
  const database = new Database(file, { timeout: BUSY_TIMEOUT_MS });
  database.pragma('synchronous = NORMAL'); // RE2: a deletion that power loss undoes is made again
  const book = retentionBook(database);
  const policy = (): RetentionPolicy => given ?? book.policy() ?? { keepMs: null };
  const keeping = retention(database, policy, Date.now, attachViews(database, viewsFile(file)));
  let began = 0;
  let timer: NodeJS.Timeout | null = null;
  let isSoon = false;
  const later = (ms: number): void => {
    timer = setTimeout(turn, ms).unref();
  };
  const turn = (): void => {
    timer = null;
    isSoon = false;
    if (began === 0) began = Date.now();
    let pause = ROUND_MS;
    try {
      if (keeping.next() === 'more') pause = PAUSE_MS;
      else {
        book.passed({ startedAt: began, endedAt: Date.now(), deleted: keeping.taken() });
        began = 0;
      }
    } catch (error) {
      if (!codeOf(error)?.startsWith('SQLITE_BUSY')) warn('Old runs could not be deleted; trying again later.', error);
      else pause = PAUSE_MS;
    }
    later(pause);
  };
  turn();
  return {
    wake() {
      if (timer === null || began !== 0 || isSoon) return;
      isSoon = true;
      clearTimeout(timer);
      later(SOON_MS);
    },
  };
}
