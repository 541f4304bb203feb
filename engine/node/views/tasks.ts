import type Database from 'better-sqlite3';
import type { StepView } from '../../core/index.ts';
import type { Projection } from '../projection.ts';
import { type Moved, type OpenRuns, placeKey, RECENT } from './openRuns.ts';
import { openProjection } from './openProjection.ts';
import { prepared } from './prepared.ts';

/** Of each open run: the steps that are open, and those among the last that were entered. Of ended runs nothing: their histories have it. */
export function tasksProjection(open: OpenRuns): Projection {
  return openProjection(open, {
    name: 'tasks',
    version: 1,
    schema: `
      CREATE TABLE IF NOT EXISTS tasks (
        run INTEGER NOT NULL,
        path TEXT NOT NULL,
        visit INTEGER NOT NULL,
        run_id TEXT NOT NULL,
        step_id TEXT NOT NULL,
        type TEXT NOT NULL,
        status TEXT NOT NULL,
        attempt INTEGER NOT NULL,
        since INTEGER NOT NULL,
        started_at INTEGER NOT NULL,
        ended_at INTEGER,
        until INTEGER,
        PRIMARY KEY (run, path, visit)
      ) STRICT, WITHOUT ROWID;
      CREATE INDEX IF NOT EXISTS tasks_by_status ON tasks (status, since, run, path, visit);
    `,
    write,
  });
}

const statements = prepared((database) => ({
  put: database.prepare('INSERT OR REPLACE INTO tasks VALUES (?,?,?,?,?,?,?,?,?,?,?,?)'),
  drop: database.prepare('DELETE FROM tasks WHERE run = ? AND path = ? AND visit = ?'),
}));

function write(database: Database.Database, { run, runId, before, after, touched }: Moved): void {
  if (after === null) return;
  const { put, drop } = statements(database);
  const was = before?.view.steps ?? [];
  const { steps } = after.view;
  for (const [i, step] of steps.entries()) {
    const old = was[i];
    const wasShown = old !== undefined && isShown(old, i, was.length);
    if (!isShown(step, i, steps.length)) {
      if (wasShown) drop.run(run, step.path, step.visit);
    } else if (!wasShown || old !== step || touched.has(placeKey(step))) {
      put.run(...rowOf(run, runId, step, after.since));
    }
  }
}

const isShown = ({ endedAt }: StepView, i: number, steps: number): boolean => endedAt === null || i >= steps - RECENT;

function rowOf(run: number, runId: string, step: StepView, since: ReadonlyMap<string, number>): readonly unknown[] {
  const { path, visit, id, type, status, attempts, startedAt, endedAt, until } = step;
  const heard = since.get(placeKey(step)) ?? startedAt;
  return [run, path, visit, runId, id, type, status, attempts, heard, startedAt, endedAt, until];
}
