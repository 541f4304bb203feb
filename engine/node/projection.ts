import type Database from 'better-sqlite3';
import type { EventType, Recorded } from '../core/event.ts';

/**
 * A read model: tables in the file of the views, fed from the journal in the order of all appends. Never more than about a second
 * behind, never the truth, dropped and rebuilt at any time with an equal result (HO4): so what it holds must follow from the events
 * alone, however they are cut into batches.
 */
export interface Projection {
  /** Unique; its tables begin with it. */
  readonly name: string;
  /** When it changes, the projection is reset and fed from the beginning. */
  readonly version: number;
  /**
   * Of a run that has ended by now, only appends that hold one of these are fed: a run that began and ended since the last batch
   * then costs next to nothing. Such appends say `hasEnded`. Default: all appends of all runs.
   */
  readonly ofEnded?: readonly EventType[] | undefined;
  /** Creates its tables where they are not there. */
  migrate(database: Database.Database): void;
  /** In one transaction with the checkpoint: a batch is applied once, or not at all. */
  apply(database: Database.Database, batch: readonly Appended[]): void;
  /** Ended runs that are no longer kept, by their numbers. */
  forget?(database: Database.Database, runs: readonly number[]): void;
  /** Drops its tables. */
  reset(database: Database.Database): void;
}

/** One append, as it stands in the journal. */
export interface Appended {
  /** Its place in the order of all appends; there may be gaps. */
  readonly position: number;
  /** The number of its run in the database: short, and never given to another. */
  readonly run: number;
  readonly runId: string;
  /** The run has ended by now, in this append or a later one. */
  readonly hasEnded: boolean;
  /** Number of its last event. */
  readonly lastSeq: number;
  /** Parsed when they are first asked for. */
  readonly events: readonly Recorded[];
  /** All events of the run before these. */
  earlier(): readonly Recorded[];
  /** The run as the index has it now, after this append or a later one; null where it was deleted since. */
  indexRow(): IndexRow | null;
}

/** What the index of runs says of a run. Times are epoch ms. */
export interface IndexRow {
  readonly workflow: string;
  readonly hash: string;
  readonly status: string;
  readonly startedAt: number;
  readonly endedAt: number | null;
  /** Of one that has ended: how many events it has. */
  readonly events: number;
  /** What kind of error it ended with. */
  readonly errorType: string | null;
}

/** Projections are made where they are fed, in a thread of their own: hence a module, and the name of the function that makes them. */
export interface ProjectionModule {
  /** A URL: `new URL('./mine.ts', import.meta.url).href`. */
  readonly module: string;
  /** Of an export that takes nothing and gives a `Projection`. */
  readonly name: string;
}
