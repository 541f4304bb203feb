export { engine, type EngineClient, keepOpen, live, retryNow, useConnection, wire } from './client.ts';
export { type ConnectionState, EngineUnreachable } from './connection.ts';
export { watchChanges, watchRun } from './watch.ts';
