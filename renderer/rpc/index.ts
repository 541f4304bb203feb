export { engine, keepOpen, poster, retryNow, useConnection, wire } from './client.ts';
export { EngineUnreachable } from './connection.ts';
export { watchActivities, watchChanges, watchFiles, watchRun, watchTraces } from './watch.ts';
