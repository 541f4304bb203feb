import type Database from 'better-sqlite3';
import type { TraceKeep } from '../../contract/traces.ts';
import { sweep } from './remove.ts';
import { keepIn } from './settings.ts';

/** Traces removed in one transaction. */
const TRACES = 200;
/** Pages given back to the disk in one go. */
const PAGES = 2_000;
const EVERY_MS = 60_000;

/** One small transaction of what is due; false: nothing more for now. Those that grew last stay longest. */
export function keepHouse(database: Database.Database, now: number): boolean {
  if (sweep(database)) return true;
  if (removeOver(database, keepIn(database), now)) return true;
  database.pragma(`incremental_vacuum(${PAGES})`);
  return Number(database.pragma('freelist_count', { simple: true })) > PAGES;
}

function removeOver(database: Database.Database, { maxAgeMs, maxBytes }: TraceKeep, now: number): boolean {
  const oldest = database.prepare<
    [number],
    { readonly trace: number; readonly bytes: number; readonly updated: number }
  >('SELECT trace, bytes, updated FROM traces ORDER BY updated, trace LIMIT ?');
  const total = database.prepare<[], number | null>('SELECT sum(bytes) FROM traces').pluck();
  const drop = database.prepare<[number]>('DELETE FROM traces WHERE trace = ?');
  const note = database.prepare<[number]>('INSERT INTO removals (trace) VALUES (?)');
  return database
    .transaction(() => {
      let left = maxBytes === null ? 0 : (total.get() ?? 0);
      let removed = 0;
      for (const { trace, bytes, updated } of oldest.all(TRACES)) {
        const isOld = maxAgeMs !== null && updated + maxAgeMs <= now;
        const isTooMuch = maxBytes !== null && left > maxBytes;
        if (!isOld && !isTooMuch) break;
        drop.run(trace);
        note.run(trace);
        left -= bytes;
        removed++;
      }
      return removed > 0;
    })
    .immediate();
}

/** In the background: what is received or read passes in between. */
export function keepingHouse(database: Database.Database, warn: (error: unknown) => void) {
  let timer: NodeJS.Timeout | null = null;
  let isClosed = false;
  const later = (ms: number): void => {
    if (timer !== null) clearTimeout(timer);
    timer = isClosed ? null : setTimeout(pass, ms).unref();
  };
  const pass = (): void => {
    let isMore = false;
    try {
      isMore = keepHouse(database, Date.now());
    } catch (error) {
      warn(error); // and tried again
    }
    later(isMore ? 5 : EVERY_MS);
  };
  later(1_000);
  return {
    /** Something is due. */
    soon: () => later(5),
    close(): void {
      isClosed = true;
      later(0);
    },
  };
}
