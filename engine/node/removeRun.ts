import type Database from 'better-sqlite3';
import { remover } from './retention.ts';

/** `open`: only what has ended can be deleted. `newest`: it keeps its number from being given again, until there is a newer one. */
export type Removed = 'removed' | 'absent' | 'open' | 'newest';

interface Found {
  readonly run: number;
  readonly endedAt: number | null;
}

/** The run is gone at once; its events are taken away in the background, as retention does. */
export function removeRun(database: Database.Database, runId: string, onRemoved: () => void): Removed {
  const find = database.prepare<[string], Found>('SELECT run, ended_at AS endedAt FROM runs WHERE run_id = ?');
  const remove = database.transaction((): Removed => {
    const found = find.get(runId);
    if (!found) return 'absent';
    if (found.endedAt === null) return 'open';
    return remover(database).remove(found) ? 'removed' : 'newest';
  });
  const removed = remove.immediate();
  if (removed === 'removed') onRemoved();
  return removed;
}
