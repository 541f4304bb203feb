import type Database from 'better-sqlite3';
import type { RunEntry } from '../runtime/entry.ts';
import type { Append } from '../runtime/ports.ts';
import { Registry } from '../runtime/registry.ts';
import type { RunIndex } from './runIndex.ts';

/** What the last append of a run left. */
export interface Known {
  readonly run: number;
  readonly entry: RunEntry;
  readonly hasSnapshot: boolean;
}

/** Runs under way, by memory; others by the database. */
export interface KnownRuns {
  /** The number of a run that was there before, and what is known of it; null when it is not at the version expected (JO2). */
  find(change: Append): { readonly run: number; readonly before: Known | undefined } | null;
  versionOf(runId: string): number;
  remember(runId: string, known: Known): void;
  forget(changes: readonly Append[]): void;
}

/** So many are remembered, so that a steady append is one statement. */
const REMEMBERED = 50_000;

export function knownRuns(database: Database.Database, index: RunIndex): KnownRuns {
  const known = new Registry<Known>();
  const lastEvent = database
    .prepare<[number], number>('SELECT last_seq FROM journal WHERE run = ? ORDER BY first_seq DESC LIMIT 1')
    .pluck();
  const lastOf = (run: number | undefined): number => (run === undefined ? 0 : (lastEvent.get(run) ?? 0));
  return {
    find({ runId, expected }) {
      const before = known.get(runId);
      const run = before?.run ?? index.numberOf(runId);
      const version = before ? before.entry.events : lastOf(run);
      return run !== undefined && version === expected ? { run, before } : null;
    },
    versionOf: (runId) => lastOf(index.numberOf(runId)),
    remember(runId, one) {
      if (known.size >= REMEMBERED) known.clear();
      known.set(runId, one);
    },
    forget: (changes) => {
      for (const { runId } of changes) known.delete(runId);
    },
  };
}
