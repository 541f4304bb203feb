/** A page of the list: which runs, in order, and where the next one begins. */
import type Database from 'better-sqlite3';
import { NEWEST_FIRST, type RunsFilter, type RunSort } from '../../contract/runs-filter.ts';
import { cursorOf, type ListCursor, readCursor } from './cursor.ts';
import { type Group, groupsOf } from './groups.ts';
import { BUDGET, type Keyed, type Merged, merged, type MergeQuery } from './merge.ts';
import { keyInSql, type Ordering } from './order.ts';
import { msRange, type Term, termsOf, WHOLE } from './terms.ts';

export interface ListQuery {
  readonly filter?: RunsFilter | undefined;
  /** Default: the newest first. */
  readonly sort?: RunSort | undefined;
  readonly cursor?: string | null | undefined;
  readonly limit: number;
}

export interface ListPage {
  /** Numbers of runs. Fewer than asked for, with a `next`: the search goes on there. */
  readonly runs: readonly number[];
  readonly next: string | null;
}

/** So many runs of one condition are all looked at, and sorted; with more of them the list is read in order. */
const GATHERED = 20_000;

export function pageOfList(database: Database.Database, query: ListQuery, now: number, budget = BUDGET): ListPage {
  const { filter = {}, sort = NEWEST_FIRST, limit } = query;
  const begun = query.cursor ? readCursor(query.cursor, sort) : ({ now, key: null } satisfies ListCursor);
  if (begun === null) return { runs: [], next: null };
  const ordering: Ordering = { ...sort, now: begun.now };
  const groups = groupsOf(database, filter);
  const rangeOf = sort.by === 'started' || sort.by === 'ended' ? sort.by : null;
  const terms = termsOf(filter, { now: begun.now, rangeOf });
  const range = rangeOf === null ? undefined : filter[rangeOf];
  const plan: MergeQuery = {
    groups,
    terms,
    parameters: parametersOf(groups, terms, begun.now),
    ordering,
    range: range ? msRange(range) : WHOLE,
    after: begun.key,
    limit,
  };
  const { rows, end } = planned(database, plan, budget);
  return { runs: rows.map(({ run }) => run), next: end && cursorOf({ now: begun.now, key: end }, sort) };
}

function planned(database: Database.Database, plan: MergeQuery, budget: number): Merged {
  const few = fewest(database, plan.terms, plan.parameters, GATHERED);
  return few ? gathered(database, plan, few) : merged(database, plan, budget);
}

export function parametersOf(groups: readonly Group[], terms: readonly Term[], now: number): Record<string, unknown> {
  const ids = groups.map(({ id }) => id);
  const open = groups.filter(({ isOpen }) => isOpen).map(({ id }) => id);
  const own = Object.assign({}, ...terms.map(({ parameters }) => parameters)) as Record<string, unknown>;
  return { ...own, groups: JSON.stringify(ids), openGroups: JSON.stringify(open), now };
}

/** Runs that meet one condition, and the conditions they have yet to meet. */
export interface Found {
  readonly candidates: string;
  readonly others: readonly Term[];
}

/** The condition that fewest runs meet, counted up to `most`; null where each has more. */
export function fewest(
  database: Database.Database,
  terms: readonly Term[],
  parameters: Readonly<Record<string, unknown>>,
  most: number,
): Found | null {
  let least = most + 1;
  let found: Found | null = null;
  for (const term of terms) {
    const { candidates } = term;
    if (candidates === null) continue;
    const count = database
      .prepare<[object], number>(`SELECT count(*) FROM (SELECT 1 FROM (${candidates}) LIMIT ${least})`)
      .pluck()
      .get(parameters);
    if (count === undefined || count >= least) continue;
    least = count;
    found = { candidates, others: terms.filter((other) => other !== term) };
  }
  return found;
}

/** All that meet one condition, and of them those that meet all. */
function gathered(database: Database.Database, plan: MergeQuery, { candidates, others }: Found): Merged {
  const { ordering, after, limit, parameters, range } = plan;
  const [first, second, third] = keyInSql(ordering);
  const isOfGroup = ordering.by === 'workflow' || ordering.by === 'status';
  const rest = isOfGroup ? 'desc' : ordering.order;
  const rows = database
    .prepare<[object], GatheredRow>(
      `SELECT * FROM (SELECT r.run AS run, ${first} AS k1, ${second} AS k2, ${third} AS k3
         FROM (${candidates}) c CROSS JOIN views.run_list r ON r.run = c.run
           ${isOfGroup ? 'CROSS JOIN views.run_list_groups g ON g.grp = r.grp' : ''}
         WHERE ${IN_GROUPS} ${gatheredTests(plan, others)})
       ${after ? `WHERE ${afterInSql(ordering.order, rest)}` : ''}
       ORDER BY k1 ${ordering.order}, k2 ${rest}, k3 ${rest} LIMIT :most`,
    )
    .all({
      ...parameters,
      low: range.from,
      high: range.to,
      most: limit + 1,
      a1: after?.[0],
      a2: after?.[1],
      a3: after?.[2],
    });
  const keyed = rows.map(({ run, k1, k2, k3 }): Keyed => ({ run, key: [k1, k2, k3] }));
  const shown = keyed.slice(0, limit);
  return { rows: shown, end: keyed.length > limit ? (shown.at(-1)?.key ?? null) : null };
}

interface GatheredRow {
  readonly run: number;
  readonly k1: number | string;
  readonly k2: number;
  readonly k3: number;
}

const IN_GROUPS = 'r.grp IN (SELECT value FROM json_each(:groups))';

function gatheredTests({ ordering, range }: MergeQuery, others: readonly Term[]): string {
  const tests = others.map(({ test }) => `AND ${test}`);
  if (range !== WHOLE) tests.push(`AND r.${ordering.by}_at BETWEEN :low AND :high`);
  return tests.join(' ');
}

function afterInSql(first: string, rest: string): string {
  const [one, other] = [first, rest].map((order) => (order === 'asc' ? '>' : '<'));
  return `k1 ${one} :a1 OR (k1 = :a1 AND (k2, k3) ${other} (:a2, :a3))`;
}
