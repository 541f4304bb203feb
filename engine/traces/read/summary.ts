import type { TraceSummary } from '../../contract/traces.ts';

export interface SummaryRow {
  readonly trace: number;
  readonly source: number;
  readonly traceId: string;
  readonly name: string;
  readonly service: string;
  readonly started: number;
  readonly ended: number;
  readonly spans: number;
  readonly errors: number;
  readonly imported: 0 | 1;
  readonly workflow: string | null;
  readonly runId: string | null;
  readonly updated: number;
}

export const summaryColumns = `trace, source, trace_id AS traceId, name, service, started, ended, spans, errors, imported,
  workflow, run_id AS runId, updated`;

export function summaryOf(row: SummaryRow): TraceSummary {
  return {
    traceId: row.traceId,
    name: row.name,
    service: row.service.startsWith('\u0000') ? '' : row.service, // its file is still being read
    startedAt: iso(row.started),
    durationMs: Math.max(0, Math.round((row.ended - row.started) * 1000) / 1000), // ms since the epoch hold no more
    spans: row.spans,
    errors: row.errors,
    source: row.imported === 1 ? 'imported' : 'received',
    workflow: row.workflow,
    runId: row.runId,
    updatedAt: iso(row.updated),
  };
}

/** The latest and earliest a date can be. */
const LARGEST_DATE = 8.64e15;

const iso = (ms: number): string => new Date(Math.min(LARGEST_DATE, Math.max(-LARGEST_DATE, ms))).toISOString();
