/** Traces that come from elsewhere: received, imported, kept in a file of their own beside the database, and read. */
export { openTraceStore, type TraceStore } from './thread/store.ts';
export { appendAll } from './import/append-all.ts';
export { piecesOf } from './import/pieces.ts';
