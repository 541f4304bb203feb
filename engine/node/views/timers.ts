import type Database from 'better-sqlite3';
import type { Place } from '../../core/index.ts';
import type { Projection } from '../projection.ts';
import { type Moved, type OpenRun, type OpenRuns, placeKey } from './openRuns.ts';
import { openProjection } from './openProjection.ts';
import { prepared } from './prepared.ts';

/**
 * What each open run waits for, and until when: waits, receives, retries of steps, blocks and undos, time limits of blocks and of the
 * run. A limit of a block that is closing already stays listed until the block has ended.
 */
export function timersProjection(open: OpenRuns): Projection {
  return openProjection(open, {
    name: 'timers',
    version: 1,
    schema: `
      CREATE TABLE IF NOT EXISTS timers (
        run INTEGER NOT NULL,
        kind TEXT NOT NULL,
        path TEXT NOT NULL,
        visit INTEGER NOT NULL,
        run_id TEXT NOT NULL,
        at INTEGER NOT NULL,
        PRIMARY KEY (run, kind, path, visit)
      ) STRICT, WITHOUT ROWID;
      CREATE INDEX IF NOT EXISTS timers_by_time ON timers (at, run, kind, path, visit);
    `,
    write,
  });
}

export type TimerKind = 'wait' | 'retry' | 'undoRetry' | 'blockTimeout' | 'runTimeout';

interface Timer extends Place {
  readonly kind: TimerKind;
  readonly at: number;
}

const statements = prepared((database) => ({
  put: database.prepare('INSERT OR REPLACE INTO timers VALUES (?,?,?,?,?,?)'),
  drop: database.prepare('DELETE FROM timers WHERE run = ? AND kind = ? AND path = ? AND visit = ?'),
}));

function write(database: Database.Database, { run, runId, before, after }: Moved): void {
  if (after === null) return;
  const { put, drop } = statements(database);
  const was = timersOf(before);
  const is = timersOf(after);
  for (const [key, { kind, path, visit }] of was) if (!is.has(key)) drop.run(run, kind, path, visit);
  for (const [key, { kind, path, visit, at }] of is)
    if (was.get(key)?.at !== at) put.run(run, kind, path, visit, runId, at);
}

/** By kind and place. */
function timersOf(open: OpenRun | null): ReadonlyMap<string, Timer> {
  const timers = open ? [...untilOf(open), ...limitsOf(open)] : [];
  return new Map(timers.map((timer) => [`${timer.kind}:${placeKey(timer)}`, timer]));
}

function untilOf({ view }: OpenRun): readonly Timer[] {
  return view.steps.flatMap(({ path, visit, status, endedAt, until }): readonly Timer[] => {
    if (endedAt !== null || until === null) return [];
    return [{ kind: status === 'retrying' ? 'retry' : 'wait', path, visit, at: until }];
  });
}

const kinds = { run: 'runTimeout', block: 'blockTimeout', undo: 'undoRetry' } as const;

/** Of an undoing that was stopped nothing more is tried. */
function limitsOf({ view, limits }: OpenRun): readonly Timer[] {
  const stopped = new Set(view.undoing.flatMap((each) => (each.stopped ? each.entries.map(placeKey) : [])));
  return Array.from(limits.values(), ({ kind, path, visit, at }) => ({ kind: kinds[kind], path, visit, at })).filter(
    (timer) => timer.kind !== 'undoRetry' || !stopped.has(placeKey(timer)),
  );
}
