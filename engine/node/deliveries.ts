import type Database from 'better-sqlite3';
import type { Json } from '../core/json.ts';
import { isEnvironmentError } from '../runtime/environment.ts';
import type {
  Deliveries,
  DeliveriesQuery,
  DeliveryAbout,
  DeliveryEntry,
  DeliveryOutcome,
  NewDelivery,
} from '../runtime/ports.ts';
import { guarded } from './failure.ts';
import { groupCommit } from './groupCommit.ts';

interface Row extends Omit<DeliveryEntry, 'payload' | 'about' | 'problem'> {
  readonly payload: string;
  readonly about: string;
  readonly problem: string | null;
}

const COLUMNS = `position, id, workflow, trigger_name AS trigger, type, delivery_key AS key, at, due_at AS dueAt, payload, about,
  started_by AS "by", status, settled_at AS settledAt, run_id AS runId, problem, duplicates`;

type Change =
  | { readonly kind: 'record'; readonly delivery: NewDelivery }
  | { readonly kind: 'settle'; readonly id: string; readonly outcome: DeliveryOutcome };

type Recorded = Awaited<ReturnType<Deliveries['record']>>;

/** DL1 to DL3 in SQLite. What arrives in one turn of the event loop shares a commit. */
export function sqliteDeliveries(database: Database.Database, file: string): Deliveries {
  const changes = changer(database);
  const get = database.prepare<[string], Row>(`SELECT ${COLUMNS} FROM deliveries WHERE id = ?`);
  const due = database.prepare<[number, number], Row>(
    `SELECT ${COLUMNS} FROM deliveries WHERE status = 'pending' AND due_at <= ? ORDER BY due_at, position LIMIT ?`,
  );
  const nextDue = database
    .prepare<[number], number | null>(`SELECT min(due_at) FROM deliveries WHERE status = 'pending' AND due_at > ?`)
    .pluck();
  const commits = groupCommit<Change, Recorded | boolean>({
    all: (given) => guarded(file, () => changes.immediate(given)),
    isGeneral: isEnvironmentError,
  });
  const answer = <T>(work: () => T): Promise<T> => new Promise((resolve) => resolve(guarded(file, work)));
  return {
    record: async (delivery) => (await commits.write({ kind: 'record', delivery })) as Recorded, // as `apply` answers
    settle: async (id, outcome) => (await commits.write({ kind: 'settle', id, outcome })) === true,
    get: (id) => answer(() => entryOf(get.get(id))),
    due: (by, limit) => answer(() => due.all(by, limit).map(known)),
    nextDue: (after) => answer(() => nextDue.get(after) ?? null),
    list: (query) => answer(() => listed(database, query)),
  };
}

function changer(database: Database.Database) {
  const get = database.prepare<[string], Row>(`SELECT ${COLUMNS} FROM deliveries WHERE id = ?`);
  const insert = database.prepare(
    `INSERT INTO deliveries (id, workflow, trigger_name, type, delivery_key, at, due_at, payload, about, started_by, status, duplicates)
     VALUES (:id, :workflow, :trigger, :type, :key, :at, :dueAt, :payload, :about, :by, 'pending', 0)`,
  );
  const reopen = database.prepare(
    `UPDATE deliveries SET at = :at, due_at = :dueAt, payload = :payload, about = :about, started_by = :by, status = 'pending',
       settled_at = NULL, run_id = NULL, problem = NULL, duplicates = duplicates + 1 WHERE id = :id`,
  );
  const count = database.prepare('UPDATE deliveries SET duplicates = duplicates + 1 WHERE id = ?');
  const settle = database.prepare(
    `UPDATE deliveries SET status = :status, settled_at = :at, run_id = :runId, problem = :problem
     WHERE id = :id AND status = 'pending'`,
  );
  const record = (delivery: NewDelivery): Recorded => {
    const { id, at, dueAt, by } = delivery;
    const texts = { payload: JSON.stringify(delivery.payload), about: JSON.stringify(delivery.about) };
    const before = get.get(id);
    const isNew = before === undefined || before.status === 'refused';
    if (before === undefined) insert.run({ ...delivery, ...texts });
    else if (isNew) reopen.run({ id, at, dueAt, by, ...texts });
    else count.run(id);
    return { isNew, entry: known(get.get(id)) };
  };
  return database.transaction((changes: readonly Change[]): readonly (Recorded | boolean)[] =>
    changes.map((change) => {
      if (change.kind === 'record') return record(change.delivery);
      const { status, at, runId, problem } = change.outcome;
      return settle.run({ id: change.id, status, at, runId, problem: problem && JSON.stringify(problem) }).changes > 0;
    }),
  );
}

const conditions = {
  before: 'position < :before',
  workflow: 'workflow = :workflow',
  trigger: 'trigger_name = :trigger',
  type: 'type = :type',
  status: 'status = :status',
} as const;

function listed(database: Database.Database, { limit, ...query }: DeliveriesQuery): readonly DeliveryEntry[] {
  const asked = Object.entries(query).filter(([, value]) => value !== undefined);
  const where = asked.map(([name]) => conditions[name as keyof typeof conditions]).join(' AND ');
  return database
    .prepare<[object], Row>(
      `SELECT ${COLUMNS} FROM deliveries ${where && `WHERE ${where}`} ORDER BY position DESC LIMIT :limit`,
    )
    .all({ ...Object.fromEntries(asked), limit })
    .map(known);
}

const entryOf = (row: Row | undefined): DeliveryEntry | null => (row === undefined ? null : known(row));

function known(row: Row | undefined): DeliveryEntry {
  if (row === undefined) throw new Error('a delivery that was written is not there');
  return {
    ...row,
    payload: JSON.parse(row.payload) as Json,
    about: JSON.parse(row.about) as DeliveryAbout,
    problem: row.problem === null ? null : (JSON.parse(row.problem) as DeliveryEntry['problem']),
  };
}
