import type Database from 'better-sqlite3';
import type { Recorded } from '../core/event.ts';

/**
 * A read model in the same database, fed from the journal in global order. It is never more than about a second behind, and can be
 * dropped and rebuilt at any time.
 */
export interface Projection {
  /** Unique; its tables begin with it. */
  readonly name: string;
  /** When it changes, the projection is reset and fed from the beginning. */
  readonly version: number;
  /** Creates its tables where they are not there. */
  migrate(database: Database.Database): void;
  /** In one transaction with the checkpoint: a batch is applied once, or not at all. */
  apply(database: Database.Database, batch: readonly Appended[]): void;
  /** Drops its tables. */
  reset(database: Database.Database): void;
}

/** One append, as it stands in the journal. */
export interface Appended {
  /** Its place in the order of all appends; there may be gaps. */
  readonly position: number;
  readonly runId: string;
  readonly events: readonly Recorded[];
}
