import type Database from 'better-sqlite3';
import type { Append, Slots } from '../runtime/ports.ts';

/** Open runs with a concurrency key (JO6), written with the append that changes it. Run numbers rise in the order of starting. */
export interface SlotTable {
  write(run: number, workflow: string, slot: NonNullable<Append['slot']> | null): void;
  of(workflow: string, key: string): Slots;
}

export function slotTable(database: Database.Database): SlotTable {
  const put = database.prepare('INSERT OR REPLACE INTO slots VALUES (?, ?, ?, ?)');
  const free = database.prepare('DELETE FROM slots WHERE run = ?');
  const taken = database
    .prepare<[string, string], number>('SELECT count(*) FROM slots WHERE workflow = ? AND slot_key = ? AND queued = 0')
    .pluck();
  const next = database
    .prepare<[string, string], string>(
      `SELECT run_id FROM slots JOIN runs USING (run)
       WHERE slots.workflow = ? AND slot_key = ? AND queued = 1 ORDER BY run LIMIT 1`,
    )
    .pluck();
  return {
    write: (run, workflow, slot) =>
      void (slot === null ? free.run(run) : put.run(run, workflow, slot.key, slot.queued ? 1 : 0)),
    of: (workflow, key) => ({ taken: taken.get(workflow, key) ?? 0, next: next.get(workflow, key) ?? null }),
  };
}
