import type Database from 'better-sqlite3';
import type { RunEntry } from '../runtime/entry.ts';
import { isEnvironmentError } from '../runtime/environment.ts';
import type { Append, Appended, Journal } from '../runtime/ports.ts';
import { deployments } from './deployments.ts';
import { guarded } from './failure.ts';
import { groupCommit } from './groupCommit.ts';
import { journalReader } from './journalReader.ts';
import { runIndex } from './runIndex.ts';
import { slotTable } from './slots.ts';

/** The journal in SQLite (JO1 to JO6). Synchronous transactions on one connection; many runs' appends share one. */
export function sqliteJournal(database: Database.Database, file: string, onCommit: () => void = () => {}): Journal {
  const writer = appender(database);
  const reading = journalReader(database);
  const deployed = deployments(database);
  const slots = slotTable(database);
  const commits = groupCommit<Append, Appended>({
    all: (changes) => {
      const results = guarded(file, () => writer.all(changes));
      onCommit();
      return results;
    },
    isGeneral: isEnvironmentError,
  });
  /** Reads and writes both reject with what the person can act on. */
  const answer = <T>(read: () => T): Promise<T> => new Promise((resolve) => resolve(guarded(file, read)));
  return {
    append: (change) => commits.write(change),
    load: (runId) => answer(() => reading.load(runId)),
    entry: (runId) => answer(() => reading.entry(runId)),
    history: (runId, after, limit) => answer(() => reading.history(runId, after, limit)),
    definition: (hash) => answer(() => reading.definition(hash)),
    sleepers: (from, to) => answer(() => reading.sleepers.all(from, to)),
    nextWake: (after) => answer(() => reading.nextWake.get(after) ?? null),
    deploy: (deploy) => answer(() => deployed.deploy(deploy)),
    latest: (workflow) => answer(() => deployed.latest(workflow)),
    deployments: () => answer(() => deployed.all()),
    slots: (workflow, key) => answer(() => slots.of(workflow, key)),
    close: () => answer(() => commits.flush()),
  };
}

interface Known {
  readonly run: number;
  readonly entry: RunEntry;
}

/** Runs whose number and last entry are remembered, so that a steady append is two statements. */
const REMEMBERED = 50_000;

function appender(database: Database.Database): { all(changes: readonly Append[]): readonly Appended[] } {
  const index = runIndex(database);
  const slots = slotTable(database);
  const known = new Map<string, Known>();
  const defined = new Set<string>();
  const insert = database.prepare<[number, number, number, string]>(
    'INSERT INTO journal (run, first_seq, last_seq, events) VALUES (?, ?, ?, ?)',
  );
  const define = database.prepare<[string, string, string]>('INSERT OR IGNORE INTO definitions VALUES (?, ?, ?)');
  const migrated = database.prepare<[string, number]>('UPDATE runs SET hash = ? WHERE run = ?');
  const snapshot = database.prepare<[number, number, string]>('INSERT OR REPLACE INTO snapshots VALUES (?, ?, ?)');
  const dropSnapshot = database.prepare<[number]>('DELETE FROM snapshots WHERE run = ?');

  /** The run's number, or null when it is not at the version expected. */
  const advance = ({ runId, expected, entry }: Append): number | null => {
    if (expected === 0) return index.insert(entry);
    const before = known.get(runId);
    const run = before?.run ?? index.numberOf(runId);
    return run !== undefined && index.update(run, expected, before?.entry, entry) ? run : null;
  };
  const append = (change: Append): Appended => {
    const { runId, expected, events, entry, definition } = change;
    const run = advance(change);
    if (run === null) return { kind: 'conflict', version: index.versionOf(runId) }; // JO2
    insert.run(run, expected + 1, expected + events.length, JSON.stringify(events));
    if (definition && !defined.has(entry.hash)) define.run(entry.hash, entry.workflow, JSON.stringify(definition));
    if (definition && expected > 0) migrated.run(entry.hash, run);
    if (change.slot !== undefined) slots.write(run, entry.workflow, change.slot);
    if (change.snapshot) snapshot.run(run, entry.events, JSON.stringify(change.snapshot));
    if (entry.endedAt !== null) dropSnapshot.run(run);
    known.set(runId, { run, entry });
    return { kind: 'appended' };
  };
  const remember = (changes: readonly Append[]): void => {
    for (const { entry, definition } of changes) {
      if (definition) defined.add(entry.hash);
      if (entry.endedAt !== null) known.delete(entry.runId);
    }
    if (known.size > REMEMBERED) known.clear();
  };
  const transaction = database.transaction((changes: readonly Append[]) => changes.map(append)); // JO3
  return {
    all(changes) {
      try {
        const results = transaction.immediate(changes);
        remember(changes);
        return results;
      } catch (error) {
        for (const { runId } of changes) known.delete(runId); // rolled back: what was remembered is not so
        throw error;
      }
    },
  };
}
