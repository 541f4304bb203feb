/** The engine on one machine: SQLite journal and projections, recovery, the composition root. */
export type { Appended, Projection } from './projection.ts';
export type { NodeReader, RunsQuery } from './reader.ts';
export type { NodeEngine, OpenOptions } from './open.ts';
