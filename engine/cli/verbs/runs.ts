import type { RunSummary } from '../../contract/types.ts';
import type { RunsQuery } from '../../node/index.ts';
import { type ExitCode, ok, type Result, SUCCESS } from '../codes.ts';
import { withReader } from '../database.ts';
import { jsonOrText, readInteger, readNamed } from '../inputs.ts';
import { fail, print, printJson, say } from '../terminal.ts';
import { table } from '../text/table.ts';

export interface RunsOptions {
  readonly db: string;
  readonly workflow?: string;
  readonly status?: string;
  readonly attribute: readonly string[];
  readonly limit: string;
  readonly cursor?: string;
  readonly json?: true;
}

export async function runs({ db, limit, json, attribute, ...query }: RunsOptions): Promise<ExitCode> {
  const count = readInteger('--limit', limit, 1, 500);
  if (!count.ok) return fail(count);
  const wanted = readAttributes(attribute);
  if (!wanted.ok) return fail(wanted);
  const { page, toCome } = await withReader(db, (reader) => ({
    page: reader.runs({ ...query, ...wanted.value, limit: count.value }),
    toCome: reader.startsToCome(),
  }));
  if (json) printJson(page);
  else if (page.items.length === 0) say('There are no such runs.');
  else print(table(['RUN', 'WORKFLOW', 'STATUS', 'UNDO', 'STARTED', 'ENDED'], page.items.map(cells)));
  if (!json && page.next !== null) say(`There are more: --cursor ${page.next}`);
  if (!json && toCome > 0) say(`${toCome} to come are not due yet: sagaloom deliveries --status pending`);
  return SUCCESS;
}

type Attributes = NonNullable<RunsQuery['attributes']>;

/** None: all runs, also those without any. */
function readAttributes(given: readonly string[]): Result<{ readonly attributes?: Attributes }> {
  if (given.length === 0) return ok({});
  const named = readNamed('--attribute', given);
  if (!named.ok) return named;
  const values = Object.entries(named.value).map(([name, text]) => [name, valueOf(text)] as const);
  return ok({ attributes: Object.fromEntries(values) });
}

function valueOf(text: string): string | number | boolean {
  const value = jsonOrText(text);
  return typeof value === 'object' ? text : value;
}

const cells = ({ runId, workflow, status, queued, undo, startedAt, endedAt }: RunSummary): readonly string[] => [
  runId,
  workflow,
  queued ? `${status}, queued` : status,
  undo,
  startedAt,
  endedAt ?? '',
];
