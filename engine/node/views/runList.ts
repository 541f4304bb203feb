import { createHash } from 'node:crypto';
import type Database from 'better-sqlite3';
import type { Appended, IndexRow, Projection } from '../projection.ts';
import { prepared } from './prepared.ts';

/**
 * The index of runs once more, with what lists of runs are sorted and filtered by. It is here and not in the journal's file, where
 * each index would cost every run a write before it goes on.
 *
 * Runs of one workflow, definition and status are a *group*. How many there are of each is counted as they change; and since each
 * way to sort has an index that begins with the group, any choice of workflows, versions and statuses is read in order from the
 * first row on, by merging groups (`runList/merge.ts`). Ids of groups are digests, so that a rebuild gives the same ones.
 */
export function runListProjection(): Projection {
  return {
    name: 'run_list',
    version: 1,
    ofEnded: ['RunStarted', 'RunEnded'],
    migrate: (database) => void database.exec(SCHEMA),
    reset: (database) => void database.exec('DROP TABLE IF EXISTS run_list; DROP TABLE IF EXISTS run_list_groups'),
    forget(database, runs) {
      const { groupOf, drop } = statements(database);
      const changes = new Changes(database);
      for (const run of runs) {
        const group = groupOf.get(run);
        if (group === undefined) continue;
        changes.add(group, -1);
        drop.run(run);
      }
      changes.write();
    },
    apply(database, batch) {
      const changes = new Changes(database);
      for (const append of latestOf(batch)) put(database, append, changes);
      changes.write();
    },
  };
}

/** `run_key`: null where it is the run's id. `duration`: null until the run has ended. Times are epoch ms. */
const SCHEMA = `
  CREATE TABLE IF NOT EXISTS run_list_groups (
    grp INTEGER PRIMARY KEY,
    workflow TEXT NOT NULL,
    hash TEXT NOT NULL,
    status TEXT NOT NULL,
    is_open INTEGER NOT NULL,
    runs INTEGER NOT NULL
  ) STRICT;
  CREATE TABLE IF NOT EXISTS run_list (
    run INTEGER PRIMARY KEY,
    grp INTEGER NOT NULL,
    started_at INTEGER NOT NULL,
    ended_at INTEGER,
    duration INTEGER,
    events INTEGER NOT NULL,
    run_key TEXT,
    parent TEXT,
    error_type TEXT
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX IF NOT EXISTS run_list_started ON run_list (grp, started_at, run);
  CREATE INDEX IF NOT EXISTS run_list_ended ON run_list (grp, ended_at, run);
  CREATE INDEX IF NOT EXISTS run_list_duration ON run_list (grp, duration, run);
  CREATE INDEX IF NOT EXISTS run_list_events ON run_list (grp, events, run);
  CREATE INDEX IF NOT EXISTS run_list_key ON run_list (run_key) WHERE run_key IS NOT NULL;
  CREATE INDEX IF NOT EXISTS run_list_parent ON run_list (parent) WHERE parent IS NOT NULL;
  CREATE INDEX IF NOT EXISTS run_list_error ON run_list (error_type) WHERE error_type IS NOT NULL;
`;

const statements = prepared((database) => ({
  groupOf: database.prepare<[number], number>('SELECT grp FROM run_list WHERE run = ?').pluck(),
  drop: database.prepare<[number]>('DELETE FROM run_list WHERE run = ?'),
  insert: database.prepare('INSERT INTO run_list VALUES (?,?,?,?,?,?,?,?,?)'),
  change: database.prepare(
    'UPDATE run_list SET grp = ?, ended_at = ?, duration = ?, events = ?, error_type = ? WHERE run = ?',
  ),
  addTo: database.prepare('UPDATE run_list_groups SET runs = runs + ? WHERE grp = ?'),
  begin: database.prepare('INSERT INTO run_list_groups VALUES (?,?,?,?,?,?)'),
  sweep: database.prepare('DELETE FROM run_list_groups WHERE runs <= 0'),
}));

interface Latest {
  readonly first: Appended;
  readonly last: Appended;
}

/** Of each run the batch speaks of: its first append there, which may begin it, and its last. */
function latestOf(batch: readonly Appended[]): Iterable<Latest> {
  const found = new Map<number, Latest>();
  for (const append of batch) {
    const known = found.get(append.run);
    found.set(append.run, { first: known?.first ?? append, last: append });
  }
  return found.values();
}

/** As the index of runs has it now, which is never before this append. One that retention has deleted since is left out. */
function put(database: Database.Database, { first, last }: Latest, changes: Changes): void {
  const row = last.indexRow();
  if (row === null) return;
  const { run } = last;
  const group = changes.groupOf(row);
  const { groupOf, insert, change } = statements(database);
  const before = groupOf.get(run);
  const duration = row.endedAt === null ? null : row.endedAt - row.startedAt;
  const events = row.endedAt === null ? last.lastSeq : row.events;
  if (before === undefined) {
    const { key, parent } = beginning(first, last.runId);
    insert.run(run, group, row.startedAt, row.endedAt, duration, events, key, parent, row.errorType);
  } else {
    change.run(group, row.endedAt, duration, events, row.errorType, run);
  }
  if (before === group) return;
  if (before !== undefined) changes.add(before, -1);
  changes.add(group, 1, row);
}

interface Beginning {
  readonly key: string | null;
  readonly parent: string | null;
}

/** The first append of a branch begins with the events of another run: a fork is nobody's child, a reset run its parent's. */
function beginning(first: Appended, runId: string): Beginning {
  const { events } = first;
  const [started] = events;
  if (started?.type !== 'RunStarted') return { key: null, parent: null };
  const branches = events.filter((event) => event.type === 'RunBranched');
  const runKey = branches.at(-1)?.runKey ?? started.runKey;
  const isFork = started.runId !== runId && branches.some(({ kind }) => kind === 'fork');
  return { key: runKey === runId ? null : runKey, parent: isFork ? null : (started.parent?.runId ?? null) };
}

/** How many runs each group gains, written once a batch. */
class Changes {
  private readonly gained = new Map<number, { readonly by: number; readonly row: IndexRow | null }>();
  private readonly ids = new Map<string, number>();
  private readonly database: Database.Database;

  constructor(database: Database.Database) {
    this.database = database;
  }

  groupOf({ workflow, hash, status, endedAt }: IndexRow): number {
    const name = JSON.stringify([workflow, hash, status, endedAt === null]);
    const known = this.ids.get(name);
    if (known !== undefined) return known;
    const id = createHash('sha256').update(name).digest().readUIntBE(0, 6);
    this.ids.set(name, id);
    return id;
  }

  add(group: number, by: number, row: IndexRow | null = null): void {
    const known = this.gained.get(group);
    this.gained.set(group, { by: (known?.by ?? 0) + by, row: row ?? known?.row ?? null });
  }

  write(): void {
    const { addTo, begin, sweep } = statements(this.database);
    for (const [group, { by, row }] of this.gained) {
      if (by === 0) continue;
      const { changes } = addTo.run(by, group);
      if (changes === 0 && row) begin.run(group, row.workflow, row.hash, row.status, row.endedAt === null ? 1 : 0, by);
    }
    sweep.run();
  }
}
