import type { Figures } from '../measure/figures.ts';
import { eventLog } from '../log/event-log.ts';

/** What better-sqlite3 gives at `synchronous=FULL`, so many rows a transaction. */
export function rowsPerSecond(database: string, seconds: number, perTransaction: number): Figures {
  const log = eventLog(database);
  const started = performance.now();
  let rows = 0;
  while (performance.now() - started < seconds * 1_000) {
    log.appendMany(perTransaction);
    rows += perTransaction;
  }
  const elapsed = (performance.now() - started) / 1_000;
  log.close();
  return { rowsPerSecond: rows / elapsed };
}
