import type Database from 'better-sqlite3';
import type { AttentionItem, Page, RunSummary } from '../contract/types.ts';
import type { Recorded } from '../core/event.ts';
import type { JsonObject } from '../core/json.ts';

export interface RunsQuery {
  readonly cursor?: string | null | undefined;
  /** Default 50. */
  readonly limit?: number | undefined;
  readonly workflow?: string | undefined;
  readonly status?: string | undefined;
}

/** Reads beside a running engine, or where none runs. Synchronous: SQLite is. */
export interface NodeReader {
  /** The latest started first. */
  runs(query?: RunsQuery): Page<RunSummary>;
  run(runId: string): RunSummary | null;
  history(runId: string, after?: number, limit?: number): Page<Recorded>;
  definition(hash: string): JsonObject | null;
  /** The longest waiting first. */
  attention(): readonly AttentionItem[];
  counts(): { readonly open: number; readonly attention: number };
  /** For a projection's own tables. Read only. */
  readonly database: Database.Database;
  close(): void;
}
