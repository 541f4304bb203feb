/** The engine on one machine: SQLite journal and projections, recovery, the composition root. */
export { type NodeEngine, openEngine, type OpenOptions } from './open.ts';
export { isFolder, makeFolder } from './makeFolder.ts';
export type { Appended, Projection } from './projection.ts';
export { randomIds } from './randomIds.ts';
export { type Counts, type NodeReader, openReader, type RunsQuery } from './reader.ts';
export { systemClock } from './systemClock.ts';
