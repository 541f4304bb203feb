import type Database from 'better-sqlite3';

/** Blocks deleted in one transaction, so that what is received passes in between. */
const BLOCKS = 64;

/** They are gone at once; their spans go after them (`sweep`), in small transactions. How many there were. */
export function removeTraces(database: Database.Database, traceIds: readonly string[]): number {
  const drop = database.prepare<[string], number>('DELETE FROM traces WHERE trace_id = ? RETURNING trace').pluck();
  const note = database.prepare<[number]>('INSERT INTO removals (trace) VALUES (?)');
  return database
    .transaction(() => {
      let removed = 0;
      for (const traceId of traceIds) {
        const trace = drop.get(traceId);
        if (trace === undefined) continue;
        note.run(trace);
        removed++;
      }
      return removed;
    })
    .immediate();
}

/** One small transaction of what removed traces left; false: there is nothing more. */
export function sweep(database: Database.Database): boolean {
  const next = database.prepare<[], number>('SELECT trace FROM removals LIMIT 1').pluck();
  const slice = database.prepare<[number, number]>(
    'DELETE FROM blocks WHERE block IN (SELECT block FROM blocks WHERE trace = ? LIMIT ?)',
  );
  const done = database.prepare<[number]>('DELETE FROM removals WHERE trace = ?');
  return database
    .transaction(() => {
      let room = BLOCKS;
      while (room > 0) {
        const trace = next.get();
        if (trace === undefined) return false;
        const { changes } = slice.run(trace, room);
        room -= Math.max(1, changes);
        if (changes < BLOCKS) done.run(trace);
      }
      return true;
    })
    .immediate();
}
