import type Database from 'better-sqlite3';
import type { Append, Appended } from '../runtime/ports.ts';
import { type Known, knownRuns } from './knownRuns.ts';
import { runIndex } from './runIndex.ts';
import { slotTable } from './slots.ts';

/** Writes appends, each batch in one transaction: all of it or nothing (JO3). */
export interface Appender {
  all(changes: readonly Append[]): readonly Appended[];
}

const appended: Appended = { kind: 'appended' };

export function appender(database: Database.Database): Appender {
  const index = runIndex(database);
  const runs = knownRuns(database, index);
  const insert = database.prepare<[number, number, number, string]>(
    'INSERT OR IGNORE INTO journal (run, first_seq, last_seq, events) VALUES (?, ?, ?, ?)',
  );
  const writeBeside = besides(database);

  const conflict = (change: Append): Appended => {
    runs.forget([change]); // what was remembered may be why
    return { kind: 'conflict', version: runs.versionOf(change.runId) };
  };
  /** JO2. The key of the journal is the last word: on another connection somebody else may have written. */
  const append = (change: Append): Appended => {
    const { runId, expected, events, entry } = change;
    const found = expected === 0 ? begun(index.insert(entry)) : runs.find(change);
    if (!found) return conflict(change);
    const { run, before } = found;
    const { changes } = insert.run(run, expected + 1, expected + events.length, JSON.stringify(events));
    if (changes === 0) return conflict(change);
    if (expected > 0) index.update(run, before?.entry, entry);
    runs.remember(runId, { run, entry, hasSnapshot: writeBeside(run, change, before) });
    return appended;
  };
  const transaction = database.transaction((changes: readonly Append[]) => changes.map(append));
  return {
    all(changes) {
      try {
        const results = transaction.immediate(changes);
        runs.forget(changes.filter(({ entry }) => entry.endedAt !== null));
        return results;
      } catch (error) {
        runs.forget(changes); // rolled back: what was remembered is not so
        throw error;
      }
    },
  };
}

function begun(run: number | null): { readonly run: number; readonly before: undefined } | null {
  return run === null ? null : { run, before: undefined };
}

/** What only some appends bring: a definition, a slot, a snapshot. The answer says whether the run has a snapshot then. */
function besides(database: Database.Database): (run: number, change: Append, before: Known | undefined) => boolean {
  const slots = slotTable(database);
  const isDefined = database.prepare<[string], 1>('SELECT 1 FROM definitions WHERE hash = ?').pluck();
  const define = database.prepare<[string, string, string]>('INSERT INTO definitions VALUES (?, ?, ?)');
  const migrate = database.prepare<[string, number]>('UPDATE runs SET hash = ? WHERE run = ?');
  const snapshot = database.prepare<[number, number, string]>('INSERT OR REPLACE INTO snapshots VALUES (?, ?, ?)');
  const dropSnapshot = database.prepare<[number]>('DELETE FROM snapshots WHERE run = ?');

  return (run, { entry, expected, definition, slot, snapshot: taken }, before) => {
    // asked each time, since retention may have removed it; only its text is dear
    if (definition && isDefined.get(entry.hash) === undefined)
      define.run(entry.hash, entry.workflow, JSON.stringify(definition));
    if (definition && expected > 0) migrate.run(entry.hash, run);
    if (slot !== undefined) slots.write(run, entry.workflow, slot);
    if (taken) snapshot.run(run, entry.events, JSON.stringify(taken));
    const hasSnapshot = taken !== undefined || (before?.hasSnapshot ?? expected > 0);
    if (entry.endedAt !== null && hasSnapshot) dropSnapshot.run(run);
    return hasSnapshot;
  };
}
