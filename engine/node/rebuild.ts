import { setImmediate } from 'node:timers/promises';
import type Database from 'better-sqlite3';
import { foldHistory, plan, type Recorded } from '../core/index.ts';
import { EnvironmentError } from '../runtime/environment.ts';
import type { RunEntry } from '../runtime/entry.ts';
import { entryAfter, slotAfter } from '../runtime/project.ts';
import { guarded } from './failure.ts';
import { journalReader } from './journalReader.ts';
import { runIndex } from './runIndex.ts';
import { slotTable } from './slots.ts';
import { storedPrograms } from './storedPrograms.ts';

/** The event loop, and whoever appends, are never kept waiting much longer than that. */
const SLICE_MS = 10;

/**
 * Makes the index of runs anew from the journal, run by run, while the engine goes on: each run has its old row or its new one, and a
 * crash in the midst leaves the rest for the next time. Snapshots go, and come again. A history that cannot be folded is left as it
 * is, and told at the end.
 */
export async function rebuildIndex(database: Database.Database, file = database.name): Promise<void> {
  const next = database
    .prepare<[{ run: number }], number | null>(
      `SELECT min(run) FROM (SELECT min(run) AS run FROM runs WHERE run > :run UNION ALL
         SELECT min(run) FROM journal WHERE run > :run)`,
    )
    .pluck();
  const rebuild = rebuilder(database);
  const slice = database.transaction((after: number): number | null => {
    const until = performance.now() + SLICE_MS;
    let run: number | null = after;
    do {
      run = next.get({ run }) ?? null;
      if (run !== null) rebuild.run(run);
    } while (run !== null && performance.now() < until);
    return run;
  });
  const from = (after: number): number | null => guarded(file, () => slice.immediate(after));
  for (let run = from(0); run !== null; run = from(run)) await setImmediate();
  const [lost] = rebuild.lost;
  if (lost) throw unreadable(file, rebuild.lost.length, lost);
}

interface Lost {
  readonly run: number;
  readonly error: unknown;
}

function rebuilder(database: Database.Database) {
  const index = runIndex(database);
  const slots = slotTable(database);
  const stored = journalReader(database);
  const chunks = database
    .prepare<[number], string>('SELECT events FROM journal WHERE run = ? ORDER BY first_seq')
    .pluck();
  const isRemoved = database.prepare<[number], 1>('SELECT 1 FROM removals WHERE run = ?').pluck();
  const drops = ['attention', 'snapshots', 'slots', 'runs'].map((table) =>
    database.prepare<[number]>(`DELETE FROM ${table} WHERE run = ?`),
  );
  const dropSnapshot = database.prepare<[number]>('DELETE FROM snapshots WHERE run = ?');
  const idOf = database.prepare<[number], string>('SELECT run_id FROM runs WHERE run = ?').pluck();
  const programOf = storedPrograms((hash) => stored.definition(hash));
  const lost: Lost[] = [];

  const replace = (run: number, history: readonly Recorded[]): void => {
    const state = foldHistory(programOf, history);
    const entry = entryAfter(null, state, history, plan(programOf(state.run?.hash ?? ''), state));
    const slot = slotAfter(null, state);
    if (isSame(stored.entry(idOf.get(run) ?? entry.runId), entry)) dropSnapshot.run(run);
    else {
      for (const drop of drops) drop.run(run);
      index.restore(run, entry);
    }
    if (slot !== undefined) slots.write(run, entry.workflow, slot);
  };
  return {
    lost,
    run(run: number): void {
      const rows = chunks.all(run);
      if (rows.length === 0 || isRemoved.get(run) !== undefined) {
        for (const drop of drops) drop.run(run);
        return;
      }
      try {
        replace(
          run,
          rows.flatMap((text) => JSON.parse(text) as Recorded[]),
        );
      } catch (error) {
        lost.push({ run, error });
      }
    },
  };
}

function isSame(before: RunEntry | null, after: RunEntry): boolean {
  return before !== null && JSON.stringify(before) === JSON.stringify(after);
}

function unreadable(file: string, count: number, { run, error }: Lost): EnvironmentError {
  const which = count === 1 ? 'The history of one run' : `The histories of ${count} runs`;
  return new EnvironmentError(
    'database.corrupt',
    `${which} in ${file} cannot be folded (run number ${run}${count === 1 ? '' : ' is the first'}). All else was made anew; restore a backup for these.`,
    { cause: error },
  );
}
