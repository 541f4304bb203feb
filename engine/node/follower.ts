import type Database from 'better-sqlite3';
import type { Recorded } from '../core/event.ts';
import type { Appended, Projection } from './projection.ts';

/**
 * Feeds projections from the journal, in the order of all appends, each batch in one transaction with its checkpoint.
 * Behind by its delay at most, so that it never stands between a run and its next step.
 */
export interface Follower {
  /** Something was appended. */
  notify(): void;
  /** Brings all up to date, now. */
  catchUp(): void;
  /** Drops all and feeds them from the beginning. */
  rebuild(): void;
  stop(): void;
}

const DELAY_MS = 200;
const AFTER_FAILURE_MS = 5_000;
const BATCH = 500;

export function follower(
  database: Database.Database,
  projections: readonly Projection[],
  warn: (message: string, error?: unknown) => void,
): Follower {
  const feed = feeder(database);
  const failures = new Map<string, string>();
  let timer: NodeJS.Timeout | null = null;
  let stopped = false;

  const schedule = (delayMs: number): void => {
    if (timer === null && !stopped && projections.length > 0) timer = setTimeout(pass, delayMs);
  };
  /** One batch of each; a projection that fails is tried again later and holds up nobody. */
  const pass = (): void => {
    timer = null;
    const states = projections.map(attempt);
    if (states.includes('more')) schedule(0);
    else if (states.includes('failed')) schedule(AFTER_FAILURE_MS);
  };
  const attempt = (projection: Projection): 'more' | 'done' | 'failed' => {
    try {
      const more = feed.next(projection);
      failures.delete(projection.name);
      return more ? 'more' : 'done';
    } catch (error) {
      const text = String(error);
      if (failures.get(projection.name) !== text)
        warn(`The projection ${projection.name} could not be brought up to date.`, error);
      failures.set(projection.name, text);
      return 'failed';
    }
  };
  const drain = (projection: Projection): void => {
    let more = true;
    while (more) more = feed.next(projection);
  };

  for (const projection of projections) feed.prepare(projection);
  schedule(0);
  return {
    notify: () => schedule(DELAY_MS),
    catchUp: () => projections.forEach(drain),
    rebuild() {
      for (const projection of projections) feed.reset(projection);
      projections.forEach(drain);
    },
    stop() {
      stopped = true;
      if (timer !== null) clearTimeout(timer);
    },
  };
}

interface Row {
  readonly position: number;
  readonly runId: string;
  readonly events: string;
}

function feeder(database: Database.Database) {
  const checkpoint = database.prepare<[string], { version: number; position: number }>(
    'SELECT version, position FROM checkpoints WHERE projection = ?',
  );
  const save = database.prepare<[string, number, number]>('INSERT OR REPLACE INTO checkpoints VALUES (?, ?, ?)');
  const rowsAfter = database.prepare<[number, number], Row>(
    `SELECT position, run_id AS runId, journal.events AS events FROM journal JOIN runs USING (run)
     WHERE position > ? ORDER BY position LIMIT ?`,
  );
  const reset = database.transaction((projection: Projection) => {
    projection.reset(database);
    projection.migrate(database);
    save.run(projection.name, projection.version, 0);
  });
  const prepare = database.transaction((projection: Projection) => {
    if (checkpoint.get(projection.name)?.version !== projection.version) return reset(projection);
    return projection.migrate(database);
  });
  /** True when there may be more. */
  const next = database.transaction((projection: Projection): boolean => {
    const rows = rowsAfter.all(checkpoint.get(projection.name)?.position ?? 0, BATCH);
    const last = rows.at(-1);
    if (last === undefined) return false;
    projection.apply(database, rows.map(appendedOf));
    save.run(projection.name, projection.version, last.position);
    return rows.length === BATCH;
  });
  return {
    prepare: (projection: Projection) => prepare.immediate(projection),
    reset: (projection: Projection) => reset.immediate(projection),
    next: (projection: Projection) => next.immediate(projection),
  };
}

function appendedOf({ position, runId, events }: Row): Appended {
  return { position, runId, events: JSON.parse(events) as Recorded[] };
}
