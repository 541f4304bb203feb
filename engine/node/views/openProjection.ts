import type Database from 'better-sqlite3';
import type { Projection } from '../projection.ts';
import type { Moved, OpenRuns } from './openRuns.ts';
import { forgetIn } from './prepared.ts';

/** A projection of what is open, in one table. */
interface Shown {
  /** Of its table too, whose column `run` is the run's number. */
  readonly name: string;
  readonly version: number;
  /** Makes the table where it is not there. */
  readonly schema: string;
  /** What a batch did to a run; of one that is over, nothing is left in the table by then. */
  readonly write: (database: Database.Database, moved: Moved) => void;
}

export function openProjection(open: OpenRuns, { name, version, schema, write }: Shown): Projection {
  const forget = forgetIn(name);
  return {
    name,
    version,
    ofEnded: ['RunEnded'],
    migrate: (database) => void database.exec(schema),
    reset: (database) => void database.exec(`DROP TABLE IF EXISTS ${name}`),
    forget,
    apply(database, batch) {
      const moved = open.movedBy(batch);
      const over = moved.filter(({ after }) => after === null).map(({ run }) => run);
      forget(database, over);
      for (const each of moved) write(database, each);
    },
  };
}
