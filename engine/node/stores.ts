import type Database from 'better-sqlite3';
import type { Json } from '../core/json.ts';
import type {
  Blobs,
  DomainEvents,
  ScheduleEntry,
  Schedules,
  StoredEvent,
  Stores,
  UnbegunAttempts,
} from '../runtime/ports.ts';
import { sqliteDeliveries } from './deliveries.ts';
import { guarded } from './failure.ts';
import { keptIn } from './kept.ts';

/** Blobs, domain events, schedules and deliveries in the engine's database. Each write is a commit of its own: durable when it returns. */
export function sqliteStores(database: Database.Database, file: string): Stores {
  const answer = <T>(work: () => T): Promise<T> => new Promise((resolve) => resolve(guarded(file, work)));
  return {
    blobs: blobs(database, answer),
    events: events(database, answer),
    schedules: schedules(database, answer),
    deliveries: sqliteDeliveries(database, file),
    unbegun: unbegun(database, answer),
  };
}

type Answer = <T>(work: () => T) => Promise<T>;

function blobs(database: Database.Database, answer: Answer): Blobs {
  const put = database.prepare<[string, string]>('INSERT OR IGNORE INTO blobs VALUES (?, ?)');
  const get = database.prepare<[string], string>('SELECT content FROM blobs WHERE hash = ?').pluck();
  return {
    put: (hash, text) => answer(() => void put.run(hash, text)),
    get: (hash) => answer(() => get.get(hash) ?? null),
  };
}

const UNBEGUN = 'unbegun:';

function unbegun(database: Database.Database, answer: Answer): UnbegunAttempts {
  const kept = keptIn(database);
  return {
    all: () =>
      answer(() =>
        kept.beginning(UNBEGUN).map(({ name, value }) => ({
          runId: name.slice(UNBEGUN.length),
          attempts: value as readonly string[], // written here
        })),
      ),
    save: ({ runId, attempts }) =>
      answer(() => (attempts.length > 0 ? kept.set(UNBEGUN + runId, attempts) : kept.remove(UNBEGUN + runId))),
  };
}

type EventRow = Omit<StoredEvent, 'payload'> & { readonly payload: string };

function events(database: Database.Database, answer: Answer): DomainEvents {
  const insert = database.prepare(
    'INSERT OR IGNORE INTO domain_events (event_key, name, payload, at, run_id) VALUES (?, ?, ?, ?, ?)',
  );
  const after = database.prepare<[number, number], EventRow>(
    `SELECT position, event_key AS key, name, payload, at, run_id AS runId FROM domain_events
     WHERE position > ? ORDER BY position LIMIT ?`,
  );
  return {
    publish: ({ key, name, payload, at, runId }) =>
      answer(() => insert.run(key, name, JSON.stringify(payload), at, runId).changes > 0),
    read: (position, limit) =>
      answer(() => after.all(position, limit).map((row) => ({ ...row, payload: JSON.parse(row.payload) as Json }))),
  };
}

type ScheduleRow = Omit<ScheduleEntry, 'paused' | 'recent'> & { readonly paused: number; readonly recent: string };

function schedules(database: Database.Database, answer: Answer): Schedules {
  const all = database.prepare<[], ScheduleRow>(
    `SELECT workflow, trigger_name AS trigger, paused, last, last_run AS lastRun, problem, next, recent FROM schedules
     ORDER BY workflow, trigger_name`,
  );
  const save = database.prepare('INSERT OR REPLACE INTO schedules VALUES (?, ?, ?, ?, ?, ?, ?, ?)');
  return {
    all: () => answer(() => all.all().map(scheduleOf)),
    save: ({ workflow, trigger, paused, last, lastRun, problem, next, recent }) =>
      answer(
        () => void save.run(workflow, trigger, paused ? 1 : 0, last, lastRun, problem, next, JSON.stringify(recent)),
      ),
  };
}

const scheduleOf = (row: ScheduleRow): ScheduleEntry => ({
  ...row,
  paused: row.paused === 1,
  recent: JSON.parse(row.recent) as ScheduleEntry['recent'],
});
