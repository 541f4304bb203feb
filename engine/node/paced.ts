import type Database from 'better-sqlite3';
import type { Append, Journal, StoredRun } from '../runtime/ports.ts';

/**
 * A journal for many runs at once.
 *
 *   PA1  loads take turns with all else: ten thousand runs that are to be carried on do not stand before the first step of the first
 *   PA2  a snapshot is written once the events since the last are worth its size, so that writing snapshots costs no more than
 *        writing history does, and reading a run no more than twice its state
 */
export function pacedJournal(journal: Journal, snapshotOf: (runId: string) => StoredSnapshot | undefined): Journal {
  const turns = takeTurns();
  return {
    ...journal,
    load: (runId) => turns(() => journal.load(runId)),
    append: (change) =>
      journal.append(change.snapshot && !isWorth(change, snapshotOf(change.runId)) ? without(change) : change),
  };
}

export interface StoredSnapshot {
  /** Number of the last event it holds. */
  readonly seq: number;
  readonly bytes: number;
}

export function storedSnapshots(database: Database.Database): (runId: string) => StoredSnapshot | undefined {
  const stored = database.prepare<[string], StoredSnapshot>(
    `SELECT seq, octet_length(state) AS bytes FROM snapshots WHERE run = (SELECT run FROM runs WHERE run_id = ?)`,
  );
  return (runId) => stored.get(runId);
}

/** About what an event takes. */
const EVENT_BYTES = 200;

/** PA2. */
function isWorth({ entry }: Append, stored: StoredSnapshot | undefined): boolean {
  return stored === undefined || (entry.events - stored.seq) * EVENT_BYTES >= stored.bytes;
}

function without({ snapshot: _, ...change }: Append): Append {
  return change;
}

/** So long a turn may be: the loop is then free for what is under way. */
const TURN_MS = 8;

/** PA1. At once while there is time left in this turn of the event loop, then first come, first served. */
function takeTurns() {
  const waiting: (() => void)[] = [];
  let until: number | null = null;

  const begin = (): number => {
    setImmediate(serve);
    return performance.now() + TURN_MS;
  };
  const serve = (): void => {
    until = null;
    if (waiting.length === 0) return;
    until = begin();
    while (waiting.length > 0 && performance.now() < until) waiting.shift()?.();
  };
  return (load: () => Promise<StoredRun | null>): Promise<StoredRun | null> => {
    until ??= begin();
    if (waiting.length === 0 && performance.now() < until) return load();
    return new Promise((resolve) => {
      waiting.push(() => resolve(load()));
    });
  };
}
