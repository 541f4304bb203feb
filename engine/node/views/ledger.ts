import type Database from 'better-sqlite3';
import type { Place, RunView, StepView } from '../../core/index.ts';
import { viewOf } from '../../core/fold.ts';
import type { Projection } from '../projection.ts';
import { type Moved, type OpenRuns, placeKey } from './openRuns.ts';
import { openProjection } from './openProjection.ts';
import { prepared } from './prepared.ts';

/**
 * The saga ledgers: each effect that will be, is being or was undone, in its order. Of open runs all of it; of ended runs only where
 * something was left that nobody undid, since that is what a person looks for.
 */
export function ledgerProjection(open: OpenRuns): Projection {
  return openProjection(open, {
    name: 'ledger',
    version: 1,
    schema: `
      CREATE TABLE IF NOT EXISTS ledger (
        run INTEGER NOT NULL,
        path TEXT NOT NULL,
        visit INTEGER NOT NULL,
        run_id TEXT NOT NULL,
        step_id TEXT NOT NULL,
        outcome TEXT NOT NULL,
        undo TEXT NOT NULL,
        attempts INTEGER NOT NULL,
        place_in_order INTEGER,
        is_left INTEGER NOT NULL,
        PRIMARY KEY (run, path, visit)
      ) STRICT, WITHOUT ROWID;
      CREATE INDEX IF NOT EXISTS ledger_by_undo ON ledger (undo, run, path, visit);
      CREATE INDEX IF NOT EXISTS ledger_left ON ledger (run) WHERE is_left = 1;
    `,
    write,
  });
}

const statements = prepared((database) => ({
  put: database.prepare('INSERT OR REPLACE INTO ledger VALUES (?,?,?,?,?,?,?,?,?,?)'),
  drop: database.prepare('DELETE FROM ledger WHERE run = ? AND path = ? AND visit = ?'),
}));

function write(database: Database.Database, moved: Moved): void {
  if (moved.after === null) writeLeft(database, moved);
  else writeOpen(database, moved, moved.after.view);
}

function writeOpen(database: Database.Database, { run, runId, before }: Moved, { steps }: RunView): void {
  const { put, drop } = statements(database);
  const was = before?.view.steps ?? [];
  for (const [i, step] of steps.entries()) {
    const old = was[i];
    if (old === step) continue;
    if (step.undo !== 'none') put.run(...rowOf(run, runId, step, false));
    else if (old && old.undo !== 'none') drop.run(run, step.path, step.visit);
  }
}

/** Seldom: then its whole history is looked at. */
function writeLeft(database: Database.Database, { run, runId, last }: Moved): void {
  const end = last.events.at(-1);
  if (end?.type !== 'RunEnded' || end.left.length === 0) return;
  const { put } = statements(database);
  const left = new Set(end.left.map((place: Place) => placeKey(place)));
  const { steps } = viewOf([...last.earlier(), ...last.events]);
  for (const step of steps) {
    const isLeft = left.has(placeKey(step));
    if (isLeft || step.undo !== 'none') put.run(...rowOf(run, runId, step, isLeft));
  }
}

function rowOf(run: number, runId: string, step: StepView, isLeft: boolean): readonly unknown[] {
  const { path, visit, id, outcome, undo, undoAttempts, undoOrder } = step;
  return [run, path, visit, runId, id, outcome, undo, undoAttempts, undoOrder, isLeft ? 1 : 0];
}
