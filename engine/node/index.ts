/** The engine on one machine: SQLite journal and projections, recovery, the composition root. */
export { type NodeEngine, openEngine, type OpenOptions } from './open.ts';
export { isFolder, makeFolder } from './makeFolder.ts';
export type { Appended, Projection, ProjectionModule } from './projection.ts';
export { randomIds } from './randomIds.ts';
export { type Counts, type NodeReader, openReader, type RunsQuery } from './reader.ts';
export { backupDatabase } from './backup.ts';
export { keptFor, type RetentionPolicy } from './retention.ts';
export type { Lag } from './views/lag.ts';
export type { AttributeQuery, ViewsReader } from './views/reader.ts';
export type { LedgerRow, TaskRow, TimerRow, UsedDefinition } from './views/rows.ts';
export { systemClock } from './systemClock.ts';
