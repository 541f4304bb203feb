import type { RunSummary } from '../../contract/types.ts';
import { type ExitCode, SUCCESS } from '../codes.ts';
import { withReader } from '../database.ts';
import { readInteger } from '../inputs.ts';
import { fail, print, printJson, say } from '../terminal.ts';
import { table } from '../text/table.ts';

export interface RunsOptions {
  readonly db: string;
  readonly workflow?: string;
  readonly status?: string;
  readonly limit: string;
  readonly cursor?: string;
  readonly json?: true;
}

export async function runs({ db, limit, json, ...query }: RunsOptions): Promise<ExitCode> {
  const count = readInteger('--limit', limit, 1, 500);
  if (!count.ok) return fail(count);
  const page = await withReader(db, (reader) => reader.runs({ ...query, limit: count.value }));
  if (json) printJson(page);
  else if (page.items.length === 0) say('There are no such runs.');
  else print(table(['RUN', 'WORKFLOW', 'STATUS', 'UNDO', 'STARTED', 'ENDED'], page.items.map(cells)));
  if (!json && page.next !== null) say(`There are more: --cursor ${page.next}`);
  return SUCCESS;
}

const cells = ({ runId, workflow, status, undo, startedAt, endedAt }: RunSummary): readonly string[] => [
  runId,
  workflow,
  status,
  undo,
  startedAt,
  endedAt ?? '',
];
