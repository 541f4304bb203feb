import type Database from 'better-sqlite3';
import type { Recorded } from '../../core/event.ts';

export interface Lag {
  readonly projection: string;
  /** Appends it has not seen. */
  readonly behindAppends: number;
  /** Since the first of them; 0 when it has seen all. */
  readonly behindMs: number;
}

interface Checkpoint {
  readonly projection: string;
  readonly position: number;
}

export function lagOf(database: Database.Database, now: number): readonly Lag[] {
  const all = database
    .prepare<[], Checkpoint>('SELECT projection, position FROM views.checkpoints ORDER BY projection')
    .all();
  const count = database.prepare<[number], number>('SELECT count(*) FROM main.journal WHERE position > ?').pluck();
  const first = database
    .prepare<[number], string>('SELECT events FROM main.journal WHERE position > ? ORDER BY position LIMIT 1')
    .pluck();
  return all.map(({ projection, position }) => {
    const unseen = first.get(position);
    if (unseen === undefined) return { projection, behindAppends: 0, behindMs: 0 };
    const at = (JSON.parse(unseen) as readonly Recorded[]).at(-1)?.at ?? now;
    return { projection, behindAppends: count.get(position) ?? 0, behindMs: Math.max(0, now - at) };
  });
}
