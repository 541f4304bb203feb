import Database from 'better-sqlite3';

/** Of the size a step's events have. */
const EVENT = JSON.stringify({ type: 'StepCompleted', path: 's1', visit: 1, output: null, data: 'x'.repeat(130) });

export interface EventLog {
  /** Resolves when the row is durable. */
  append(run: number, seq: number): Promise<void>;
  /** So many rows in one transaction, now. */
  appendMany(rows: number): void;
  close(): void;
}

/**
 * A log without an engine: one row a step, and whatever waits shares a transaction and its fsync. No state, no index, no recovery,
 * no timers: as fast as SQLite lets anybody be who makes each step durable before the next, and so the ceiling.
 */
export function eventLog(file: string): EventLog {
  const database = new Database(file);
  database.pragma('journal_mode = WAL');
  database.pragma('synchronous = FULL');
  database.exec('CREATE TABLE log (id INTEGER PRIMARY KEY, run INTEGER, seq INTEGER, event TEXT NOT NULL) STRICT');
  const insert = database.prepare<[number, number, string]>('INSERT INTO log (run, seq, event) VALUES (?, ?, ?)');
  let waiting: { readonly run: number; readonly seq: number; readonly resolve: () => void }[] = [];

  const write = database.transaction((rows: typeof waiting) => {
    for (const { run, seq } of rows) insert.run(run, seq, EVENT);
  });
  const writeMany = database.transaction((rows: number) => {
    for (let i = 0; i < rows; i += 1) insert.run(0, i, EVENT);
  });
  const commit = (): void => {
    const batch = waiting;
    waiting = [];
    write.immediate(batch);
    for (const { resolve } of batch) resolve();
  };
  return {
    append: (run, seq) =>
      new Promise((resolve) => {
        if (waiting.length === 0) setImmediate(commit);
        waiting.push({ run, seq, resolve });
      }),
    appendMany: (rows) => writeMany.immediate(rows),
    close: () => database.close(),
  };
}
