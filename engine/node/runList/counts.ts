import type Database from 'better-sqlite3';
import { type Counted, RUN_STATUSES, type RunCounts, type RunsFilter } from '../../contract/runs-filter.ts';
import type { RunStatus } from '../../core/event.ts';
import { type Group, groupsOf } from './groups.ts';
import { fewest, parametersOf } from './page.ts';
import { msRange, type Range, type Term, termsOf } from './terms.ts';

/** So many runs are looked at to count those that meet a condition. */
const COUNTED = 20_000;
/** So many entries of an index are counted. */
const COUNTED_BY_INDEX = 300_000;

type ByGroup = ReadonlyMap<number, number>;

/** Exact where it is kept or cheap to know; else how many there are at least. */
export function countsOf(database: Database.Database, filter: RunsFilter, now: number): Omit<RunCounts, 'behindMs'> {
  const groups = groupsOf(database, { ...filter, statuses: undefined });
  const { counts, more } = counted(database, filter, groups, now);
  const chosen = filter.statuses;
  const sum = (of: readonly Group[]): Counted => {
    const count = of.reduce((total, { id }) => total + (counts.get(id) ?? 0), 0);
    return { count, more: more && of.length > 0 };
  };
  const statuses = RUN_STATUSES.flatMap((status: RunStatus) => {
    const of = groups.filter((group) => group.status === status);
    return of.length === 0 ? [] : [{ status, ...sum(of) }];
  }).filter(({ count, more: isMore }) => count > 0 || isMore);
  return { total: sum(chosen ? groups.filter(({ status }) => chosen.includes(status)) : groups), statuses };
}

interface CountedGroups {
  readonly counts: ByGroup;
  readonly more: boolean;
}

function counted(
  database: Database.Database,
  filter: RunsFilter,
  groups: readonly Group[],
  now: number,
): CountedGroups {
  const terms = termsOf(filter, { now, rangeOf: null });
  if (terms.length === 0) return { counts: new Map(groups.map(({ id, runs }) => [id, runs])), more: false };
  const parameters = parametersOf(groups, terms, now);
  const few = fewest(database, terms, parameters, COUNTED);
  if (few !== null) return { counts: among(database, few.candidates, few.others, parameters), more: false };
  const [only, ...others] = terms;
  const column = filter.started ? 'started' : filter.ended ? 'ended' : null;
  if (only && others.length === 0 && column !== null)
    return byIndex(database, groups, column, msRange(filter[column] ?? {}));
  const some = terms.find(({ candidates }) => candidates !== null)?.candidates ?? ALL;
  return { counts: among(database, `SELECT run FROM (${some}) LIMIT ${COUNTED}`, terms, parameters), more: true };
}

const ALL = 'SELECT run FROM views.run_list WHERE grp IN (SELECT value FROM json_each(:groups))';

interface CountRow {
  readonly id: number;
  readonly count: number;
}

function among(
  database: Database.Database,
  candidates: string,
  terms: readonly Term[],
  parameters: Readonly<Record<string, unknown>>,
): ByGroup {
  const rows = database
    .prepare<[object], CountRow>(
      `SELECT r.grp AS id, count(*) AS count FROM (${candidates}) c CROSS JOIN views.run_list r ON r.run = c.run
       WHERE r.grp IN (SELECT value FROM json_each(:groups)) ${terms.map(({ test }) => `AND ${test}`).join(' ')}
       GROUP BY r.grp`,
    )
    .all(parameters);
  return new Map(rows.map(({ id, count }) => [id, count]));
}

/** Of one range of times: entries of the index, no rows. */
function byIndex(
  database: Database.Database,
  groups: readonly Group[],
  column: 'started' | 'ended',
  { from, to }: Range,
): CountedGroups {
  const count = database
    .prepare<[object], number>(
      `SELECT count(*) FROM (SELECT 1 FROM views.run_list INDEXED BY run_list_${column}
         WHERE grp = :group AND ${column}_at BETWEEN :from AND :to LIMIT :most)`,
    )
    .pluck();
  const counts = new Map<number, number>();
  let left = COUNTED_BY_INDEX;
  for (const { id } of groups) {
    const found = left <= 0 ? 0 : (count.get({ group: id, from, to, most: left }) ?? 0);
    left -= found;
    counts.set(id, found);
  }
  return { counts, more: left <= 0 };
}
