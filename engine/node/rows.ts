import type { AttentionItem, RunSummary } from '../contract/types.ts';
import type { RunStatus, UndoStatus } from '../core/event.ts';
import type { Failure } from '../core/failure.ts';
import type { Json, JsonObject } from '../core/json.ts';
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
  readonly parent: string | null;
  readonly next: string | null;
  readonly queued: 0 | 1;
}

/** The first append of a branch begins with the events of another run; what is not JSON any more names nobody. */
const PARENT = `(SELECT CASE
    WHEN NOT json_valid(events) THEN NULL
    WHEN json_extract(events, '$[0].runId') = runs.run_id OR NOT EXISTS (
      SELECT 1 FROM json_each(events) WHERE json_extract(value, '$.type') = 'RunBranched' AND json_extract(value, '$.kind') = 'fork'
    ) THEN json_extract(events, '$[0].parent.runId') END
  FROM journal WHERE journal.run = runs.run AND first_seq = 1)`;

const NEXT = `(SELECT iif(json_valid(events), json_extract(events, '$[#-1].next'), NULL)
  FROM journal WHERE journal.run = runs.run ORDER BY first_seq DESC LIMIT 1)`;

/** LI4: one that was reset after its end does not say so itself. */
const FOLLOWING = '(SELECT run_id FROM runs AS following WHERE following.run_id = next_run_id(runs.run_id))';

/** For a connection that has `next_run_id`. */
export const SUMMARY_COLUMNS = `${RUN_COLUMNS},
  (SELECT count(*) FROM attention WHERE attention.run = runs.run) AS attention,
  ${PARENT} AS parent,
  iif(ended_at IS NULL, NULL, coalesce(iif(status IN ('continuedAsNew', 'terminated'), ${NEXT}, NULL), ${FOLLOWING})) AS next,
  EXISTS (SELECT 1 FROM slots WHERE slots.run = runs.run AND slots.queued = 1) AS queued`;

export function summaryOfRow(row: SummaryRow, attributes: JsonObject): RunSummary {
  const { attention, parent, next, queued } = row;
  return { ...summaryOf(entryOf(row, [])), attention, parent, next, queued: queued === 1, attributes };
}

/** What an entry alone tells of a run. */
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
    parent: null,
    next: null,
    queued: false,
    attributes: {},
  };
}

function failureOf(text: string | null): Failure | null {
  return text === null ? null : (JSON.parse(text) as Failure);
}

function iso(at: number): string {
  return new Date(at).toISOString();
}
