import type Database from 'better-sqlite3';
import type { RunCounts, RunFacets, RunsFilter } from '../../contract/runs-filter.ts';
import type { Page } from '../../contract/types.ts';
import type { JsonObject } from '../../core/json.ts';
import { EnvironmentError } from '../../runtime/environment.ts';
import { codeOf, environmentError } from '../failure.ts';
import { countsOf, facetsOf, type ListQuery, pageOfList } from '../runList/index.ts';
import { attachViews } from './attach.ts';
import { attributesIn, type AttributeValue, storedValue } from './attributes.ts';
import { isDamaged, viewsFile } from './file.ts';
import { type Lag, lagOf } from './lag.ts';
import { type Keyset, pageOf } from './pages.ts';
import type { LedgerRow, TaskRow, TimerRow, UsedDefinition } from './rows.ts';

interface ListedRows<R> {
  readonly rows: readonly R[];
  readonly next: string | null;
}

interface PageQuery {
  readonly cursor?: string | null | undefined;
  /** Default 100. */
  readonly limit?: number | undefined;
}

/** Read models that follow by a moment. All lists are paged by key; where there are no views yet they are empty, and `lag` says so. */
export interface ViewsReader {
  /** Steps of open runs: those that are open, and the last ones entered. */
  tasks(query?: PageQuery & { readonly runId?: string; readonly status?: string }): Page<TaskRow>;
  /** What is due, the earliest first. */
  timers(query?: PageQuery & { readonly runId?: string; readonly until?: number }): Page<TimerRow>;
  /** `left`: only what ended runs left that nobody undid. */
  ledger(
    query?: PageQuery & { readonly runId?: string; readonly undo?: string; readonly left?: true },
  ): Page<LedgerRow>;
  /** Ids of runs with such a search attribute, by its value. */
  runsWith(query: PageQuery & AttributeQuery): Page<string>;
  /** By the number of the run. None of any where the views are damaged: they are there to be shown, and can be made anew. */
  attributesOf(runs: readonly number[]): ReadonlyMap<number, JsonObject>;
  usedDefinitions(query?: PageQuery): Page<UsedDefinition>;
  /** A page of the list of runs, its rows read at the same moment. */
  list<R>(query: ListQuery, rowsOf: (runs: readonly number[]) => readonly R[]): ListedRows<R>;
  /** The list has seen all that is in the histories. */
  hasAll(): boolean;
  /** Null where there are no views yet. */
  counts(filter: RunsFilter, now: number): RunCounts | null;
  facets(): RunFacets | null;
  /** How far each projection is behind the histories. */
  lag(now?: number): readonly Lag[];
  /** Attaches the views where they have come, or come anew, since; false where there are none. */
  attach(): boolean;
}

/** Equal to a value, or from one to the other, both included; both of one type. */
export type AttributeQuery = { readonly name: string } & (
  | { readonly equals: AttributeValue }
  | { readonly from: AttributeValue; readonly to: AttributeValue }
);

const tasks: Keyset<TaskRow> = {
  columns: `run, path, visit, run_id AS runId, step_id AS stepId, type, status, attempt, since,
    started_at AS startedAt, ended_at AS endedAt, until`,
  table: 'views.tasks',
  key: ['run', 'path', 'visit'],
  keyOf: ({ run, path, visit }) => [run, path, visit],
};
const timers: Keyset<TimerRow> = {
  columns: 'run, kind, path, visit, run_id AS runId, at',
  table: 'views.timers',
  key: ['at', 'run', 'kind', 'path', 'visit'],
  keyOf: ({ at, run, kind, path, visit }) => [at, run, kind, path, visit],
};
const ledger: Keyset<LedgerRow> = {
  columns: `run, path, visit, run_id AS runId, step_id AS stepId, outcome, undo, attempts,
    place_in_order AS placeInOrder, is_left = 1 AS isLeft`,
  table: 'views.ledger',
  key: ['run', 'path', 'visit'],
  keyOf: ({ run, path, visit }) => [run, path, visit],
};
const attributed: Keyset<{ run: number; value: string | number; runId: string }> = {
  columns: 'run, value, run_id AS runId',
  table: 'views.attributes JOIN main.runs USING (run)',
  key: ['value', 'run'],
  keyOf: ({ value, run }) => [value, run],
};
const definitions: Keyset<UsedDefinition> = {
  columns: 'hash, workflow, runs, first_used AS firstUsed, last_used AS lastUsed',
  table: 'views.used_definitions',
  key: ['hash'],
  keyOf: ({ hash }) => [hash],
};

export function viewsReader(database: Database.Database, file: string): ViewsReader {
  const attach = attachViews(database, viewsFile(file));
  const read = <T>(work: () => T, none: T, evenDamaged = false): T => {
    try {
      return attach() ? work() : none;
    } catch (error) {
      if (isMissingTable(error) || isUnfinished(error)) return none; // being made
      if (isDamaged(error) && evenDamaged) return none;
      if (isDamaged(error)) throw damaged(file, error);
      throw environmentError(error, file);
    }
  };
  const page = <R>(
    keyset: Keyset<R>,
    { cursor, limit }: PageQuery,
    where: Readonly<Record<string, unknown>>,
  ): Page<R> => read(() => pageOf(database, keyset, { cursor, limit }, where), { items: [], next: null });
  /** All that is read of the list for one answer is of one moment. */
  const moment = <T>(work: () => T): T => database.transaction(work).deferred();
  const lag = (now: number): readonly Lag[] => read(() => lagOf(database, now), []);
  const hasAll = (): boolean => read(() => database.prepare(HAS_ALL).pluck().get() === 1, false);
  const behindMs = (now: number): number =>
    hasAll() ? 0 : (lag(now).find(({ projection }) => projection === 'run_list')?.behindMs ?? 0);
  return {
    attach: () => read(() => true, false),
    tasks: ({ runId, status, ...rest } = {}) => page(tasks, rest, { 'run_id = ?': runId, 'status = ?': status }),
    timers: ({ runId, until, ...rest } = {}) => page(timers, rest, { 'run_id = ?': runId, 'at <= ?': until }),
    ledger: ({ runId, undo, left, ...rest } = {}) =>
      page(ledger, rest, { 'run_id = ?': runId, 'undo = ?': undo, 'is_left = ?': left === true ? 1 : undefined }),
    runsWith(query) {
      const [from, to] = 'equals' in query ? [query.equals, query.equals] : [query.from, query.to];
      const found = page(attributed, query, {
        'name = ?': query.name,
        'type = ?': typeof from,
        'value >= ?': storedValue(from),
        'value <= ?': storedValue(to),
      });
      return { items: found.items.map(({ runId }) => runId), next: found.next };
    },
    attributesOf: (runs) => read(() => attributesIn(database, runs), new Map<number, JsonObject>(), true),
    list: (query, rowsOf) =>
      read(
        () =>
          moment(() => {
            const { runs, next } = pageOfList(database, query, Date.now());
            return { rows: rowsOf(runs), next };
          }),
        { rows: [], next: null },
      ),
    hasAll,
    counts: (filter, now) =>
      read(() => ({ ...moment(() => countsOf(database, filter, now)), behindMs: behindMs(now) }), null),
    facets: () => read(() => facetsOf(database), null),
    usedDefinitions: (query = {}) => page(definitions, query, {}),
    lag: (now = Date.now()) => lag(now),
  };
}

const HAS_ALL = `SELECT 1 FROM views.checkpoints WHERE projection = 'run_list'
  AND position >= (SELECT coalesce(max(position), 0) FROM main.journal)`;

const isMissingTable = (error: unknown): boolean =>
  error instanceof Error && error.message.startsWith('no such table: views.');

/** Its maker was killed in the midst of the first write, and a reader may not put that right: the next engine does. */
function isUnfinished(error: unknown): boolean {
  const code = codeOf(error) ?? '';
  return code.startsWith('SQLITE_READONLY') || code.startsWith('SQLITE_CANTOPEN');
}

function damaged(file: string, cause: unknown): EnvironmentError {
  return new EnvironmentError(
    'database.corrupt',
    `${viewsFile(file)} is damaged. It holds nothing that the histories do not: sagaloom projections rebuild makes it anew.`,
    { cause },
  );
}
