import { copyFileSync } from 'node:fs';
import Database from 'better-sqlite3';

/** A file with a hot journal beside it: what a kill leaves, taken while the write is under way. */
export function leaveUnfinished(made: string, as: string): void {
  const database = new Database(made);
  database.pragma('cache_size = 1');
  database.exec('BEGIN IMMEDIATE; CREATE TABLE filler (text TEXT)');
  const fill = database.prepare('INSERT INTO filler VALUES (?)');
  for (let i = 0; i < 200; i += 1) fill.run('x'.repeat(4_000));
  copyFileSync(made, as);
  copyFileSync(`${made}-journal`, `${as}-journal`);
  database.close();
}
