import type Database from 'better-sqlite3';
import type { Recorded } from '../../core/index.ts';
import { sqliteJournal } from '../../node/journal.ts';
import { type Programs, RunWatch } from './watch.ts';

/** All runs of a database, each folded anew and held against its index. */
export interface StoredRuns {
  readonly histories: ReadonlyMap<string, readonly Recorded[]>;
  readonly faults: readonly string[];
}

export async function storedRuns(database: Database.Database, file: string): Promise<StoredRuns> {
  const integrity: unknown = database.pragma('integrity_check', { simple: true });
  const faults: string[] = integrity === 'ok' ? [] : [`the database is damaged: ${String(integrity)}`];
  const journal = sqliteJournal(database, file);
  const ids = database.prepare<[], string>('SELECT run_id FROM runs ORDER BY run').pluck().all();
  const histories = new Map<string, readonly Recorded[]>();
  const programs: Programs = new Map();
  for (const runId of ids) {
    const events = await journal.history(runId, 0, Infinity);
    const entry = await journal.entry(runId);
    histories.set(runId, events);
    const definition = entry ? await journal.definition(entry.hash) : null;
    if (!entry || !definition) faults.push(`${runId} is listed, and its entry or its definition is not there`);
    else {
      const watch = new RunWatch(runId, { programs });
      faults.push(...watch.commit({ runId, expected: 0, events, entry, definition }), ...watch.finish());
    }
  }
  return { histories, faults };
}

/** As plan names them: the attempts that a history has begun, undos included. */
export function attemptsBegun(events: readonly Recorded[]): ReadonlySet<string> {
  return new Set(
    events.flatMap((event): readonly string[] => {
      if (event.type === 'CompensationStarted')
        return event.entries.map(({ path, visit }) => `undo:${path}#${visit}:1`);
      if (event.type === 'StepStarted') return [`attempt:${event.path}#${event.visit}:1`];
      if (event.type !== 'AttemptStarted') return [];
      return [`${event.undo ? 'undo' : 'attempt'}:${event.path}#${event.visit}:${event.attempt}`];
    }),
  );
}
