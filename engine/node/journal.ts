import type Database from 'better-sqlite3';
import { isEnvironmentError } from '../runtime/environment.ts';
import type { Append, Appended, Journal } from '../runtime/ports.ts';
import { appender } from './appender.ts';
import { deployments } from './deployments.ts';
import { guarded } from './failure.ts';
import { groupCommit } from './groupCommit.ts';
import { journalReader } from './journalReader.ts';
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
