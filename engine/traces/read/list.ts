import type Database from 'better-sqlite3';
import type { TraceSummary } from '../../contract/traces.ts';
import type { Page } from '../../contract/types.ts';
import { type SummaryRow, summaryColumns, summaryOf } from './summary.ts';

export interface TracesQuery {
  readonly cursor?: string | null | undefined;
  readonly limit?: number | undefined;
  readonly text?: string | undefined;
  readonly workflow?: string | undefined;
  readonly errors?: boolean | undefined;
}

const PAGE = 50;

/** Of what came last first; what came with it by its start. A page goes on where the one before ended, whatever came since. */
export function listTraces(database: Database.Database, query: TracesQuery): Page<TraceSummary> {
  const limit = query.limit ?? PAGE;
  const cursor = cursorOf(query.cursor);
  const text = query.text?.trim() ?? '';
  const conditions = [
    ...(query.workflow ? ['workflow = :workflow'] : []),
    ...(query.errors === true ? ['errors > 0'] : []),
    ...(text === '' ? [] : [matches]),
    ...(cursor === null ? [] : ['(source, started, trace) < (:source, :started, :trace)']),
  ];
  const rows = database
    .prepare<[object], SummaryRow>(
      `SELECT ${summaryColumns} FROM traces ${conditions.length === 0 ? '' : `WHERE ${conditions.join(' AND ')}`}
       ORDER BY source DESC, started DESC, trace DESC LIMIT :limit`,
    )
    .all({ ...cursor, workflow: query.workflow, text: `%${text.replaceAll(/[\\%_]/g, '\\$&')}%`, limit: limit + 1 });
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  return {
    items: shown.map(summaryOf),
    next:
      rows.length > limit && last
        ? Buffer.from(JSON.stringify([last.source, last.started, last.trace])).toString('base64url')
        : null,
  };
}

const matches = `(${['name', 'service', 'workflow', 'run_id', 'trace_id'].map((column) => `${column} LIKE :text ESCAPE '\\'`).join(' OR ')})`;

interface Cursor {
  readonly source: number;
  readonly started: number;
  readonly trace: number;
}

/** One that is none begins at the beginning. */
function cursorOf(text: string | null | undefined): Cursor | null {
  try {
    const value: unknown = JSON.parse(Buffer.from(text ?? '', 'base64url').toString('utf8'));
    if (!Array.isArray(value) || value.length !== 3) return null;
    const [source, started, trace] = value.map(Number);
    return { source: source ?? 0, started: started ?? 0, trace: trace ?? 0 };
  } catch {
    return null;
  }
}
