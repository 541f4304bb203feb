import type Database from 'better-sqlite3';
import type { RunStatus } from '../../core/event.ts';
import type { JsonObject } from '../../core/json.ts';

/** A run as a test says it is. Times are epoch ms. */
export interface TableRun {
  readonly runId: string;
  readonly runKey: string;
  readonly workflow: string;
  readonly hash: string;
  readonly status: RunStatus;
  readonly startedAt: number;
  readonly endedAt: number | null;
  readonly events: number;
  readonly parent: string | null;
  readonly errorType: string | null;
  readonly attributes: JsonObject;
}

/** Writes runs into the index and the journal by hand: histories no engine ran, but as the projections read them. */
export function runTable(database: Database.Database) {
  const insert = database.prepare(
    `INSERT INTO runs (run_id, workflow, hash, status, undo, started_at, ended_at, output, error, events, at)
     VALUES (:runId, :workflow, :hash, :status, 'none', :startedAt, :endedAt, 'null', :error, :ended, 0)`,
  );
  const change = database.prepare(
    `UPDATE runs SET hash = :hash, status = :status, ended_at = :endedAt, error = :error, events = :ended WHERE run_id = :runId`,
  );
  const append = database.prepare(
    'INSERT INTO journal (run, first_seq, last_seq, events) SELECT run, ?, ?, ? FROM runs WHERE run_id = ?',
  );
  const values = (run: TableRun): object => ({
    ...run,
    attributes: undefined,
    error: run.errorType === null ? null : JSON.stringify({ type: run.errorType, message: '' }),
    ended: run.endedAt === null ? 0 : run.events,
  });
  const started = (run: TableRun): string =>
    JSON.stringify([
      {
        type: 'RunStarted',
        seq: 1,
        at: run.startedAt,
        runId: run.runId,
        runKey: run.runKey,
        workflow: run.workflow,
        hash: run.hash,
        input: null,
        attributes: run.attributes,
        ...(run.parent === null ? {} : { parent: { runId: run.parent } }),
      },
    ]);
  const later = (run: TableRun): string =>
    JSON.stringify([{ type: run.endedAt === null ? 'RunPaused' : 'RunEnded', seq: run.events, at: run.startedAt }]);
  return {
    begin: database.transaction((run: TableRun): void => {
      insert.run(values(run));
      append.run(1, 1, started(run), run.runId);
      if (run.events > 1) append.run(2, run.events, later(run), run.runId);
    }),
    /** It has more events than before. */
    change: database.transaction((before: TableRun, run: TableRun): void => {
      change.run(values(run));
      append.run(before.events + 1, run.events, later(run), run.runId);
    }),
    /** As retention does. */
    remove: database.transaction((runId: string): void => {
      database.prepare('INSERT INTO removals (run) SELECT run FROM runs WHERE run_id = ?').run(runId);
      database.prepare('DELETE FROM journal WHERE run = (SELECT run FROM runs WHERE run_id = ?)').run(runId);
      database.prepare('DELETE FROM runs WHERE run_id = ?').run(runId);
    }),
  };
}
