import type { Projection } from '../projection.ts';

/** Counts events by type, and notes the order in which appends came: a projection of all there is, as somebody else would add it. */
export function counts(version = 1): Projection & { faults: number } {
  return {
    name: 'counts',
    version,
    faults: 0,
    migrate: (db) =>
      void db.exec(
        'CREATE TABLE IF NOT EXISTS counts_types (type TEXT PRIMARY KEY, n INTEGER); CREATE TABLE IF NOT EXISTS counts_order (i INTEGER PRIMARY KEY, position INTEGER)',
      ),
    reset: (db) => void db.exec('DROP TABLE IF EXISTS counts_types; DROP TABLE IF EXISTS counts_order'),
    apply(db, batch) {
      for (const { position, events } of batch) {
        db.prepare('INSERT INTO counts_order (position) VALUES (?)').run(position);
        for (const { type } of events) {
          db.prepare('INSERT INTO counts_types VALUES (?, 1) ON CONFLICT DO UPDATE SET n = n + 1').run(type);
        }
      }
      if (this.faults > 0) {
        this.faults -= 1;
        throw new Error('planted');
      }
    },
  };
}

export const countsOfTomorrow = (): Projection => counts(2);

export const faultyCounts = (): Projection => Object.assign(counts(), { faults: 1 });
