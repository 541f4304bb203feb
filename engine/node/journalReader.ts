import type Database from 'better-sqlite3';
import type { Recorded } from '../core/event.ts';
import type { JsonObject } from '../core/json.ts';
import type { RunState } from '../core/index.ts';
import type { RunEntry } from '../runtime/entry.ts';
import type { Sleeper, StoredRun } from '../runtime/ports.ts';
import { type AttentionRow, entryOf, RUN_COLUMNS, type RunRow } from './rows.ts';

/** What the engine and the readers ask of the journal. */
export function journalReader(database: Database.Database) {
  const byId = database.prepare<[string], RunRow>(`SELECT ${RUN_COLUMNS} FROM runs WHERE run_id = ?`);
  const attentionOf = database.prepare<[number], AttentionRow>(
    'SELECT * FROM attention WHERE run = ? ORDER BY since, path, visit',
  );
  /** From the append that holds the first event wanted: no walk through what came before. */
  const chunks = database
    .prepare<[{ runId: string; after: number; limit: number }], string>(
      `WITH this AS (SELECT run FROM runs WHERE run_id = :runId)
     SELECT events FROM journal WHERE run = (SELECT run FROM this) AND last_seq > :after AND first_seq >=
       coalesce((SELECT max(first_seq) FROM journal WHERE run = (SELECT run FROM this) AND first_seq <= :after + 1), 0)
     ORDER BY first_seq LIMIT :limit`,
    )
    .pluck();
  const eventsAfter = (runId: string, after: number, limit: number): readonly Recorded[] => {
    const rows = chunks.all({ runId, after, limit: Number.isFinite(limit) ? limit : -1 });
    const events = rows.flatMap((text) => JSON.parse(text) as Recorded[]);
    return events.filter(({ seq }) => seq > after).slice(0, limit); // an append may begin before, and end after, what was asked for
  };
  const snapshotOf = database.prepare<[string], { readonly state: string }>(
    'SELECT state FROM snapshots WHERE run = (SELECT run FROM runs WHERE run_id = ?)',
  );
  const definitionOf = database.prepare<[string], string>('SELECT definition FROM definitions WHERE hash = ?').pluck();
  const entry = (runId: string): RunEntry | null => {
    const row = byId.get(runId);
    return row ? entryOf(row, attentionOf.all(row.run)) : null;
  };
  return {
    entry,
    sleepers: database.prepare<[number, number], Sleeper>(
      'SELECT run_id AS runId, wake_at AS wakeAt FROM runs WHERE wake_at BETWEEN ? AND ? ORDER BY wake_at',
    ),
    nextWake: database
      .prepare<[number], number>('SELECT wake_at FROM runs WHERE wake_at > ? ORDER BY wake_at LIMIT 1')
      .pluck(),
    history: eventsAfter,
    definition(hash: string): JsonObject | null {
      const text = definitionOf.get(hash);
      return text === undefined ? null : (JSON.parse(text) as JsonObject);
    },
    load(runId: string): StoredRun | null {
      const found = entry(runId);
      if (found === null) return null;
      const text = snapshotOf.get(runId)?.state;
      const snapshot = text === undefined ? null : (JSON.parse(text) as RunState);
      return { entry: found, snapshot, tail: eventsAfter(runId, snapshot?.seq ?? 0, Infinity) };
    },
  };
}
