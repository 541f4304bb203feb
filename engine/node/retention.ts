/**
 * Deletes ended runs that need not be kept, with all that belongs to them.
 *
 *   RE1  only runs that have ended, and are older than their status is kept
 *   RE2  each transaction is small and does not wait for the disk, so that appends pass in between; it may fail, and is tried again
 *   RE3  a run is gone at once, in one transaction; its events go after it, in slices. What a crash leaves is in `removals`
 *   RE4  numbers of runs and positions of appends are never given again: the newest run, and that of the last append, stay
 *   RE5  a definition goes when no run and no deployment is of it, and no history of a migrated run begins with it
 *   RE6  a delivery goes after the run it started, and no sooner than any run: until then its key starts no other
 */
import type Database from 'better-sqlite3';
import type { EndStatus } from '../core/event.ts';

/** How long ended runs are kept, in ms since their end; null is for ever. */
export interface RetentionPolicy {
  readonly keepMs: number | null;
  /** Where it is not the same for all. */
  readonly byStatus?: Readonly<Partial<Record<EndStatus, number | null>>> | undefined;
}

export interface Retention {
  /** One small transaction; `done` when there is nothing more to do for now. */
  next(): 'more' | 'done';
  /** How many runs were deleted since it was last asked. */
  taken(): number;
}

/** A round through all runs. Times are epoch ms. */
export interface RetentionPass {
  readonly startedAt: number;
  readonly endedAt: number;
  readonly deleted: number;
}

/** Runs looked at, runs deleted, events (appends) deleted in one transaction. */
const LOOKED_AT = 500;
const RUNS = 25;
const APPENDS = 500;
const DELIVERIES = 500;

interface Ended {
  readonly run: number;
  readonly hash: string;
  readonly status: EndStatus;
  readonly endedAt: number | null;
}

interface Bounds {
  readonly run: number | null;
  readonly position: number | null;
}

/** `database` writes to the journal, and has the views attached where there are any. */
export function retention(
  database: Database.Database,
  policyNow: () => RetentionPolicy,
  now: () => number,
  hasViews: () => boolean,
): Retention {
  const page = database.prepare<[number, number], Ended>(
    'SELECT run, hash, status, ended_at AS endedAt FROM runs WHERE run > ? ORDER BY run LIMIT ?',
  );
  const removal = remover(database);
  const sweep = sweeper(database, hasViews);
  let cursor = 0;
  let taken = 0;

  /** RE1. */
  const isOver = ({ status, endedAt }: Ended): boolean => {
    const keep = keptFor(policyNow(), status);
    return endedAt !== null && keep !== null && endedAt + keep <= now();
  };
  const remove = database.transaction((runs: readonly Ended[]): void => {
    for (const run of runs) {
      if (!removal.remove(run)) continue;
      sweep.left(run.run, run.hash);
      taken += 1;
    }
  });
  /** Looks without keeping anybody from writing. True when there may be more. */
  const pass = (): boolean => {
    const looked = page.all(cursor, LOOKED_AT);
    const over = looked.filter(isOver).slice(0, RUNS);
    if (over.length > 0) remove.immediate(over);
    cursor = (over.length === RUNS ? over.at(-1)?.run : looked.at(-1)?.run) ?? 0;
    return looked.length > 0;
  };
  const forget = deliveriesSweeper(database, policyNow, now);
  return {
    next() {
      if (sweep.events()) return 'more';
      const isIdle = keepsAll(policyNow());
      if (!isIdle && (pass() || forget())) return 'more';
      cursor = 0;
      if (!isIdle || sweep.hasLeft()) sweep.definitions();
      return 'done';
    },
    taken() {
      const before = taken;
      taken = 0;
      return before;
    },
  };
}

/** In ms since their end; null is for ever. */
export function keptFor(policy: RetentionPolicy, status: EndStatus): number | null {
  const own = policy.byStatus?.[status];
  return own === undefined ? policy.keepMs : own;
}

const keepsAll = ({ keepMs, byStatus = {} }: RetentionPolicy): boolean =>
  keepMs === null && Object.values(byStatus).every((keep) => keep === null);

type Removable = Pick<Ended, 'run'>;

/** Takes a run out of the index; its events go after it (RE3). */
export function remover(database: Database.Database) {
  const newest = database.prepare<[], Bounds>(
    `SELECT (SELECT max(run) FROM runs) AS run,
       (SELECT run FROM journal ORDER BY position DESC LIMIT 1) AS position`,
  );
  const drops = ['attention', 'snapshots', 'slots', 'runs'].map((table) =>
    database.prepare<[number]>(`DELETE FROM ${table} WHERE run = ?`),
  );
  const note = database.prepare<[number]>('INSERT INTO removals (run) VALUES (?)');
  return {
    /** False: it stays (RE4). In a transaction of the caller's. */
    remove({ run }: Removable): boolean {
      const bounds = newest.get();
      if (run === bounds?.run || run === bounds?.position) return false;
      for (const drop of drops) drop.run(run);
      note.run(run);
      return true;
    },
  };
}

/** RE6. True when there may be more. */
function deliveriesSweeper(database: Database.Database, policyNow: () => RetentionPolicy, now: () => number) {
  const drop = database.prepare<[number, number]>(
    `DELETE FROM deliveries WHERE position IN
       (SELECT position FROM deliveries WHERE settled_at <= ?
          AND NOT EXISTS (SELECT 1 FROM runs WHERE runs.run_id = deliveries.run_id) ORDER BY settled_at LIMIT ?)`,
  );
  return (): boolean => {
    const { keepMs } = policyNow();
    return keepMs !== null && drop.run(now() - keepMs, DELIVERIES).changes === DELIVERIES;
  };
}

interface Removal {
  readonly removal: number;
  readonly run: number;
}

/** What deleted runs leave behind. */
function sweeper(database: Database.Database, hasViews: () => boolean) {
  const opened = database.prepare<[], number | null>('SELECT max(position) FROM journal').pluck().get() ?? 0;
  const begun = database
    .prepare<[number, number], 1>('SELECT 1 FROM journal WHERE run = ? AND position > ? LIMIT 1')
    .pluck();
  const removed = database.prepare<[number, number], Removal>(
    'SELECT removal, run FROM removals WHERE removal > ? ORDER BY removal LIMIT ?',
  );
  const slice = database.prepare<[number, number]>(
    `DELETE FROM journal WHERE position IN
       (SELECT position FROM journal WHERE run = ? ORDER BY first_seq DESC LIMIT ?)`,
  );
  const forget = database.prepare<[number]>('DELETE FROM removals WHERE removal <= ?');
  /** Used since the engine was opened: it remembers that they are there. */
  const inUse = new Set<string>();
  /** The events of those up to here are gone. */
  let emptied = 0;
  let hasLeft = true;

  /** True when there may be more. */
  const events = database.transaction((): boolean => {
    const runs = removed.all(emptied, RUNS);
    let room = APPENDS;
    for (const { removal, run } of runs) {
      const { changes } = slice.run(run, room);
      room -= changes;
      if (room === 0) break;
      emptied = removal;
    }
    return runs.length > 0;
  });
  const seenByViews = (): number =>
    hasViews()
      ? (database.prepare<[], number | null>('SELECT min(removal) FROM views.checkpoints').pluck().get() ?? 0)
      : 0;
  /** The views are there, and as far as that. */
  const knowsDefinitions = (): boolean =>
    hasViews() &&
    database.prepare("SELECT 1 FROM views.sqlite_schema WHERE name = 'used_definitions_by'").get() !== undefined;
  return {
    left(run: number, hash: string): void {
      hasLeft = true;
      if (begun.get(run, opened) !== undefined) inUse.add(hash);
    },
    events: () => (removed.all(emptied, 1).length > 0 ? events.immediate() : false),
    /** Runs were deleted, here or by a person, and something of them may be left. */
    hasLeft: () => removed.all(0, 1).length > 0,
    /** Looked for once runs were deleted, and the views have forgotten them. */
    definitions(): void {
      forget.run(Math.min(emptied, seenByViews()));
      if (!hasLeft || !knowsDefinitions() || seenByViews() < emptied) return;
      hasLeft = false;
      for (const hash of unusedDefinitions(database)) if (!inUse.has(hash)) dropDefinition(database, hash);
    },
  };
}

/** RE5, as far as can be seen without keeping others from writing. */
function unusedDefinitions(database: Database.Database): readonly string[] {
  return database
    .prepare<[], string>(
      `SELECT hash FROM definitions
       WHERE hash NOT IN (SELECT hash FROM runs) AND hash NOT IN (SELECT hash FROM deployments)
         AND hash NOT IN (SELECT hash FROM views.used_definitions_by)`,
    )
    .pluck()
    .all();
}

/** And once more for what was written since, with the lock. */
function dropDefinition(database: Database.Database, hash: string): void {
  const isNamedSince = database.prepare<[string], 1>(
    `SELECT 1 FROM journal WHERE instr(events, ?) AND position >
       (SELECT coalesce(min(position), 0) FROM views.checkpoints WHERE projection = 'used_definitions')`,
  );
  database
    .transaction(() => {
      if (isNamedSince.get(hash) !== undefined) return;
      database
        .prepare('DELETE FROM definitions WHERE hash = :hash AND hash NOT IN (SELECT hash FROM deployments)')
        .run({ hash });
    })
    .immediate();
}
