import type Database from 'better-sqlite3';
import type { RunEntry } from '../runtime/entry.ts';

/**
 * The table of runs and the list of what needs attention, written with each append.
 * In the steady state of a run only its version and time change; columns that have an index are left alone then.
 */
export interface RunIndex {
  /** False when there is such a run already. */
  insert(entry: RunEntry): number | null;
  /** False, and nothing is written, when the run is not at `expected`. */
  update(run: number, expected: number, before: RunEntry | undefined, entry: RunEntry): boolean;
  numberOf(runId: string): number | undefined;
  versionOf(runId: string): number;
  clear(): void;
  /** For a rebuild: with the number the journal knows it by. */
  restore(run: number, entry: RunEntry): void;
}

const COLUMNS =
  'run, run_id, workflow, hash, status, undo, started_at, ended_at, traceparent, output, error, events, at, wake_at';

export function runIndex(database: Database.Database): RunIndex {
  const insertRun = database.prepare(`INSERT OR IGNORE INTO runs (${COLUMNS}) VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?)`);
  const touch = database.prepare<[number, number, number, number]>(
    'UPDATE runs SET events = ?, at = ? WHERE run = ? AND events = ?',
  );
  const change = database.prepare(
    'UPDATE runs SET events = ?, at = ?, status = ?, undo = ?, ended_at = ?, output = ?, error = ?, wake_at = ? WHERE run = ? AND events = ?',
  );
  const numberById = database.prepare<[string], number>('SELECT run FROM runs WHERE run_id = ?').pluck();
  const versionById = database.prepare<[string], number>('SELECT events FROM runs WHERE run_id = ?').pluck();
  const forget = database.prepare<[number]>('DELETE FROM attention WHERE run = ?');
  const note = database.prepare(
    'INSERT INTO attention (run, kind, path, visit, step_id, error, since, attempts) VALUES (?,?,?,?,?,?,?,?)',
  );

  const writeAttention = (run: number, before: RunEntry | undefined, entry: RunEntry): void => {
    if (before?.attention === entry.attention) return;
    if (before === undefined || before.attention.length > 0) forget.run(run);
    for (const { kind, path, visit, stepId, error, since, attempts } of entry.attention) {
      note.run(run, kind, path, visit, stepId, JSON.stringify(error), since, attempts);
    }
  };
  const insert = (run: number | null, entry: RunEntry): number | null => {
    const { changes, lastInsertRowid } = insertRun.run(run, ...columnsOf(entry));
    if (changes === 0) return null;
    writeAttention(Number(lastInsertRowid), undefined, entry);
    return Number(lastInsertRowid);
  };
  return {
    insert: (entry) => insert(null, entry),
    restore: (run, entry) => void insert(run, entry),
    update(run, expected, before, entry) {
      const done =
        before !== undefined && isSteady(before, entry)
          ? touch.run(entry.events, entry.at, run, expected)
          : change.run(entry.events, entry.at, ...changing(entry), run, expected);
      if (done.changes === 0) return false;
      writeAttention(run, before, entry);
      return true;
    },
    numberOf: (runId) => numberById.get(runId),
    versionOf: (runId) => versionById.get(runId) ?? 0,
    clear() {
      database.exec('DELETE FROM attention; DELETE FROM runs;');
    },
  };
}

function isSteady(before: RunEntry, entry: RunEntry): boolean {
  return (
    before.status === entry.status &&
    before.undo === entry.undo &&
    before.endedAt === entry.endedAt &&
    before.wakeAt === entry.wakeAt
  );
}

function changing(entry: RunEntry): unknown[] {
  const { status, undo, endedAt, output, error, wakeAt } = entry;
  return [status, undo, endedAt, JSON.stringify(output), errorText(error), wakeAt];
}

function columnsOf(entry: RunEntry): unknown[] {
  const { runId, workflow, hash, status, undo, startedAt, endedAt, traceparent, error, events, at, wakeAt } = entry;
  const output = JSON.stringify(entry.output);
  const columns = { runId, workflow, hash, status, undo, startedAt, endedAt, traceparent, output };
  return [...Object.values(columns), errorText(error), events, at, wakeAt];
}

function errorText(error: RunEntry['error']): string | null {
  return error === null ? null : JSON.stringify(error);
}
