import type { AttentionItem, RunSummary } from '../contract/types.ts';
import type { RunStatus, UndoStatus } from '../core/event.ts';
import type { Failure } from '../core/failure.ts';
import type { Json } from '../core/json.ts';
import type { AttentionEntry, RunEntry } from '../runtime/entry.ts';

/** Rows as SQLite gives them, and what they mean. What is JSON in a column was written by us, so its type is taken at its word. */
export interface RunRow {
  readonly run: number;
  readonly run_id: string;
  readonly workflow: string;
  readonly hash: string;
  readonly status: RunStatus;
  readonly undo: UndoStatus;
  readonly started_at: number;
  readonly ended_at: number | null;
  readonly traceparent: string | null;
  readonly output: string;
  readonly error: string | null;
  readonly wake_at: number | null;
  /** See `RUN_COLUMNS`. */
  readonly last_event: number;
  readonly last_at: number;
}

/** Of an open run number and time of the last event stand in the journal alone. */
export const RUN_COLUMNS = `runs.*,
  iif(ended_at IS NULL, ${ofLastAppend('last_seq')}, runs.events) AS last_event,
  iif(ended_at IS NULL, ${ofLastAppend("json_extract(journal.events, '$[#-1].at')")}, runs.at) AS last_at`;

function ofLastAppend(value: string): string {
  return `(SELECT ${value} FROM journal WHERE journal.run = runs.run ORDER BY first_seq DESC LIMIT 1)`;
}

export interface AttentionRow {
  readonly kind: 'step' | 'undo';
  readonly path: string;
  readonly visit: number;
  readonly step_id: string;
  readonly error: string;
  readonly since: number;
  readonly attempts: number;
}

export interface AttentionItemRow extends AttentionRow {
  readonly run_id: string;
  readonly workflow: string;
}

export function entryOf(row: RunRow, attention: readonly AttentionRow[]): RunEntry {
  return {
    runId: row.run_id,
    workflow: row.workflow,
    hash: row.hash,
    status: row.status,
    undo: row.undo,
    startedAt: row.started_at,
    endedAt: row.ended_at,
    traceparent: row.traceparent,
    output: JSON.parse(row.output) as Json,
    error: failureOf(row.error),
    attention: attention.map(attentionOf),
    events: row.last_event,
    at: row.last_at,
    wakeAt: row.wake_at,
  };
}

function attentionOf(row: AttentionRow): AttentionEntry {
  const { kind, path, visit, step_id: stepId, error, since, attempts } = row;
  return { kind, path, visit, stepId, error: JSON.parse(error) as Failure, since, attempts };
}

export function attentionItemOf(row: AttentionItemRow): AttentionItem {
  return { ...attentionOf(row), runId: row.run_id, workflow: row.workflow, since: iso(row.since) };
}

export interface SummaryRow extends RunRow {
  readonly attention: number;
}

export function summaryOfRow(row: SummaryRow): RunSummary {
  return { ...summaryOf(entryOf(row, [])), attention: row.attention };
}

/** What the contract shows of a run. */
export function summaryOf(entry: RunEntry): RunSummary {
  return {
    runId: entry.runId,
    workflow: entry.workflow,
    hash: entry.hash,
    status: entry.status,
    undo: entry.undo,
    startedAt: iso(entry.startedAt),
    endedAt: entry.endedAt === null ? null : iso(entry.endedAt),
    output: entry.output,
    error: entry.error,
    attention: entry.attention.length,
    events: entry.events,
  };
}

function failureOf(text: string | null): Failure | null {
  return text === null ? null : (JSON.parse(text) as Failure);
}

function iso(at: number): string {
  return new Date(at).toISOString();
}
