import type Database from 'better-sqlite3';
import type { RunCounts, RunFacets, RunsFilter, RunSort } from '../contract/runs-filter.ts';
import type { AttentionItem, Page, RunSummary } from '../contract/types.ts';
import type { RunStatus } from '../core/event.ts';
import type { Recorded } from '../core/event.ts';
import { nextRunId } from '../core/index.ts';
import type { JsonObject } from '../core/json.ts';
import type { Deployed, Deployment } from '../runtime/ports.ts';
import { openReadable } from './database.ts';
import { guardedRead } from './failure.ts';
import { journalReader } from './journalReader.ts';
import { orClosed } from './orClosed.ts';
import type { ListQuery } from './runList/index.ts';
import type { AttributeValue } from './views/attributes.ts';
import { type ViewsReader, viewsReader } from './views/reader.ts';
import { type AttentionItemRow, attentionItemOf, SUMMARY_COLUMNS, type SummaryRow, summaryOfRow } from './rows.ts';

export interface RunsQuery {
  readonly cursor?: string | null | undefined;
  /** Default 50. */
  readonly limit?: number | undefined;
  /** All but one workflow or one status is found by the views, which follow by a moment. */
  readonly filter?: RunsFilter | undefined;
  /** Default: the newest first. */
  readonly sort?: RunSort | undefined;
  /** The same as `workflows`, `statuses` and `where` of the filter say of one. */
  readonly workflow?: string | undefined;
  readonly status?: string | undefined;
  readonly attributes?: Readonly<Record<string, AttributeValue>> | undefined;
}

/** Reads beside a running engine, or where none runs. Synchronous: SQLite is. */
export interface NodeReader {
  /** A page may be short, or even empty, and have a `next`: the search goes on there. */
  runs(query?: RunsQuery): Page<RunSummary>;
  /** Of the list; null where there are no views yet. */
  runCounts(filter: RunsFilter, now?: number): RunCounts | null;
  runFacets(): RunFacets | null;
  run(runId: string): RunSummary | null;
  /** `next` is a cursor for `after`. */
  history(runId: string, after?: number, limit?: number): Page<Recorded>;
  definition(hash: string): JsonObject | null;
  /** The latest version of a workflow, as it was deployed. */
  deployed(workflow: string): Deployed | null;
  /** The longest waiting first. */
  attention(): readonly AttentionItem[];
  counts(): Counts;
  /** How many starts are not due yet: they are listed with the deliveries. */
  startsToCome(): number;
  /** The projections of the views, which follow the histories by a moment. */
  readonly views: ViewsReader;
  /** For a projection's own tables, which are attached as `views`. Read only. */
  readonly database: Database.Database;
  close(): void;
}

export interface Counts {
  readonly open: number;
  readonly attention: number;
}

const DEFAULT_RUNS = 50;
const DEFAULT_EVENTS = 1_000;

/** Throws an `EnvironmentError` where the file is not there, not ours, or not of our time. */
export function openReader(file: string): NodeReader {
  const database = openReadable(file);
  return orClosed(database, () => {
    const reader = guardedRead(file, () => nodeReader(database, file));
    return Object.assign(reader, { close: () => void database.close() });
  });
}

function nodeReader(database: Database.Database, file: string): Omit<NodeReader, 'close'> {
  const journal = journalReader(database);
  const open = database.prepare<[], number>('SELECT count(*) FROM runs WHERE ended_at IS NULL').pluck();
  const waiting = database.prepare<[], number>('SELECT count(*) FROM attention').pluck();
  const starts = database
    .prepare<[], number>(`SELECT count(*) FROM deliveries WHERE status = 'pending' AND type = 'start'`)
    .pluck();
  const attention = database.prepare<[], AttentionItemRow>(
    'SELECT attention.*, run_id, workflow FROM attention JOIN runs USING (run) ORDER BY since, run, path, visit',
  );
  const newest = database.prepare<[string], Deployment>(
    'SELECT workflow, version, hash, at, deployed_by AS by FROM deployments WHERE workflow = ? ORDER BY version DESC LIMIT 1',
  );
  const views = viewsReader(database, file);
  const listing = runsReader(database, file, views);
  return {
    views,
    get database() {
      views.attach();
      return database;
    },
    ...listing,
    history: (runId, after = 0, limit = DEFAULT_EVENTS) =>
      guardedRead(file, () => {
        const found = journal.history(runId, after, limit + 1);
        const items = found.slice(0, limit);
        return { items, next: found.length > limit ? String(items.at(-1)?.seq ?? after) : null };
      }),
    definition: (hash) => guardedRead(file, () => journal.definition(hash)),
    deployed: (workflow) =>
      guardedRead(file, () => {
        const deployment = newest.get(workflow);
        const definition = deployment && journal.definition(deployment.hash);
        return deployment && definition ? { ...deployment, definition } : null;
      }),
    attention: () => guardedRead(file, () => attention.all().map(attentionItemOf)),
    counts: () => guardedRead(file, () => ({ open: open.get() ?? 0, attention: waiting.get() ?? 0 })),
    startsToCome: () => guardedRead(file, () => starts.get() ?? 0),
  };
}

/** What lists show of runs. */
function runsReader(
  database: Database.Database,
  file: string,
  views: ViewsReader,
): Pick<NodeReader, 'runs' | 'run' | 'runCounts' | 'runFacets'> {
  database.function('next_run_id', { deterministic: true }, (runId) => nextRunId(String(runId)));
  const one = database.prepare<[string], SummaryRow>(`SELECT ${SUMMARY_COLUMNS} FROM runs WHERE run_id = ?`);
  const numbered = database.prepare<[string], SummaryRow>(
    `SELECT ${SUMMARY_COLUMNS} FROM runs WHERE run IN (SELECT value FROM json_each(?))`,
  );
  const rowsOf = (runs: readonly number[]): readonly SummaryRow[] => {
    const found = new Map(numbered.all(JSON.stringify(runs)).map((row) => [row.run, row]));
    return runs.flatMap((run) => found.get(run) ?? []); // retention may have been faster
  };
  const summaries = (rows: readonly SummaryRow[]): readonly RunSummary[] => {
    const attributes = views.attributesOf(rows.map(({ run }) => run));
    return rows.map((row) => summaryOfRow(row, attributes.get(row.run) ?? {}));
  };
  return {
    runs(query = {}) {
      const asked = askedOf(query);
      const found = guardedRead(
        file,
        () => plainPage(database, asked, () => views.hasAll()) ?? views.list(asked, rowsOf),
      );
      return { items: guardedRead(file, () => summaries(found.rows)), next: found.next };
    },
    runCounts: (filter, now = Date.now()) => views.counts(filter, now),
    runFacets: () => views.facets(),
    run: (runId) => guardedRead(file, () => summaries(one.all(runId))[0] ?? null),
  };
}

interface PageOfRows {
  readonly rows: readonly SummaryRow[];
  readonly next: string | null;
}

interface AskedRuns extends ListQuery {
  readonly filter: RunsFilter;
}

function askedOf({
  filter = {},
  sort,
  cursor,
  limit = DEFAULT_RUNS,
  workflow,
  status,
  attributes,
}: RunsQuery): AskedRuns {
  const where = Object.entries(attributes ?? {}).map(([name, value]) => ({ name, anyOf: [value] }));
  return {
    cursor,
    sort,
    limit,
    filter: {
      ...filter,
      ...(workflow !== undefined && { workflows: [workflow] }),
      ...(status !== undefined && { statuses: [status as RunStatus] }), // one that is none has no runs
      ...(where.length > 0 && { where: [...(filter.where ?? []), ...where] }),
    },
  };
}

/**
 * The newest first, of one workflow or one status at most, is read from the index of runs itself: exact at any time. Keyset paging: runs
 * have rising numbers, and the cursor is the last one shown. Null where more is asked.
 */
function plainPage(
  database: Database.Database,
  { filter, sort, cursor, limit }: AskedRuns,
  hasAll: () => boolean,
): PageOfRows | null {
  const { workflows, statuses, ...others } = filter;
  const isPlain = Object.values(others).every((value) => value === undefined);
  const isNewestFirst = sort === undefined || (sort.by === 'started' && sort.order === 'desc');
  if (!isPlain || !isNewestFirst || (workflows?.length ?? 1) !== 1 || (statuses?.length ?? 1) !== 1) return null;
  if (workflows && statuses && hasAll()) return null; // two indexes, of which one could have to be read for long
  const before = Number(cursor ?? Number.MAX_SAFE_INTEGER);
  const conditions = ['run < :before'];
  if (workflows) conditions.push('workflow = :workflow');
  if (statuses) conditions.push('status = :status');
  const rows = database
    .prepare<[object], SummaryRow>(
      `SELECT ${SUMMARY_COLUMNS} FROM runs WHERE ${conditions.join(' AND ')} ORDER BY run DESC LIMIT :limit`,
    )
    .all({
      before: Number.isSafeInteger(before) ? before : 0,
      workflow: workflows?.[0],
      status: statuses?.[0],
      limit: limit + 1,
    });
  const shown = rows.slice(0, limit);
  return { rows: shown, next: rows.length > limit ? String(shown.at(-1)?.run) : null };
}
