import type Database from 'better-sqlite3';
import type { SpanRecord } from '../contract/index.ts';
import type { JsonObject } from '../core/index.ts';
import { bySpanStart, TraceFold } from './fold.ts';

/** Spans in SQLite: those that have ended, one row each, and for each open run what is needed to go on. */
export function createTables(database: Database.Database): void {
  database.exec(`
    CREATE TABLE IF NOT EXISTS spans (
      run_id TEXT NOT NULL,
      span_id TEXT NOT NULL,
      trace_id TEXT NOT NULL,
      parent_span_id TEXT,
      name TEXT NOT NULL,
      kind TEXT NOT NULL,
      start_ms REAL NOT NULL,
      end_ms REAL NOT NULL,
      status TEXT NOT NULL,
      status_message TEXT,
      attributes TEXT NOT NULL,
      events TEXT NOT NULL,
      PRIMARY KEY (run_id, span_id)
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE IF NOT EXISTS spans_open (
      run_id TEXT PRIMARY KEY,
      seq INTEGER NOT NULL,
      state TEXT NOT NULL
    ) STRICT, WITHOUT ROWID;
  `);
}

export function dropTables(database: Database.Database): void {
  database.exec('DROP TABLE IF EXISTS spans; DROP TABLE IF EXISTS spans_open;');
}

interface SpanRow {
  readonly span_id: string;
  readonly trace_id: string;
  readonly parent_span_id: string | null;
  readonly name: string;
  readonly kind: SpanRecord['kind'];
  readonly start_ms: number;
  readonly end_ms: number;
  readonly status: SpanRecord['status'];
  readonly status_message: string | null;
  readonly attributes: string;
  readonly events: string;
}

export interface SpanWriter {
  put(runId: string, span: SpanRecord): void;
  open(runId: string, fold: TraceFold): void;
  opened(runId: string): { readonly seq: number; readonly state: string } | undefined;
  close(runId: string): void;
}

/** Putting a span twice is harmless: its id says which it is. */
export function spanWriter(database: Database.Database): SpanWriter {
  const put = database.prepare(
    `INSERT OR REPLACE INTO spans VALUES (@run_id, @span_id, @trace_id, @parent_span_id, @name, @kind, @start_ms, @end_ms,
     @status, @status_message, @attributes, @events)`,
  );
  const open = database.prepare('INSERT OR REPLACE INTO spans_open VALUES (?, ?, ?)');
  const opened = database.prepare<[string], { seq: number; state: string }>(
    'SELECT seq, state FROM spans_open WHERE run_id = ?',
  );
  const close = database.prepare('DELETE FROM spans_open WHERE run_id = ?');
  return {
    put: (runId, span) => put.run({ run_id: runId, ...rowOf(span) }),
    open: (runId, fold) => open.run(runId, fold.seq, fold.freeze()),
    opened: (runId) => opened.get(runId),
    close: (runId) => close.run(runId),
  };
}

/** All spans of a run as far as they are projected, closed and open, by start. Empty where there is no such run. */
export function readTrace(database: Database.Database, runId: string): readonly SpanRecord[] {
  const rows = database.prepare<[string], SpanRow>('SELECT * FROM spans WHERE run_id = ?').all(runId);
  const opened = spanWriter(database).opened(runId);
  const open = opened ? TraceFold.thaw(opened).open() : [];
  return [...rows.map(recordOf), ...open].toSorted(bySpanStart);
}

function rowOf(span: SpanRecord): SpanRow {
  return {
    span_id: span.spanId,
    trace_id: span.traceId,
    parent_span_id: span.parentSpanId,
    name: span.name,
    kind: span.kind,
    start_ms: span.startMs,
    end_ms: span.endMs ?? span.startMs,
    status: span.status,
    status_message: span.statusMessage,
    attributes: JSON.stringify(span.attributes),
    events: JSON.stringify(span.events),
  };
}

function recordOf(row: SpanRow): SpanRecord {
  return {
    traceId: row.trace_id,
    spanId: row.span_id,
    parentSpanId: row.parent_span_id,
    name: row.name,
    kind: row.kind,
    startMs: row.start_ms,
    endMs: row.end_ms,
    status: row.status,
    statusMessage: row.status_message,
    attributes: JSON.parse(row.attributes) as JsonObject,
    events: JSON.parse(row.events) as SpanRecord['events'],
  };
}
