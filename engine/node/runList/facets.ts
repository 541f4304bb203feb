import type Database from 'better-sqlite3';
import type { RunFacets } from '../../contract/runs-filter.ts';
import { allGroups, type Group } from './groups.ts';

const MOST = 200;

/** What a filter can choose from. Nothing here looks at runs one by one: each name is one step in an index. */
export function facetsOf(database: Database.Database): RunFacets {
  const groups = allGroups(database);
  const deployed = database.prepare<[string, string], number>(
    'SELECT max(version) FROM main.deployments WHERE workflow = ? AND hash = ?',
  );
  const versionOf = deployed.pluck();
  return {
    workflows: totals(groups, ({ workflow }) => workflow).map(([{ workflow: name }, runs]) => ({ name, runs })),
    versions: totals(groups, ({ workflow, hash }) => `${workflow}\n${hash}`).map(([{ workflow, hash }, runs]) => ({
      workflow,
      hash,
      version: (versionOf.get(workflow, hash) as number | null | undefined) ?? null,
      runs,
    })),
    attributes: attributesIn(database),
    errorTypes: database
      .prepare<[], string>(
        distinct('error_type', 'views.run_list INDEXED BY run_list_error WHERE error_type IS NOT NULL'),
      )
      .pluck()
      .all(),
  };
}

function totals(groups: readonly Group[], keyOf: (group: Group) => string): readonly (readonly [Group, number])[] {
  const found = Map.groupBy(groups, keyOf);
  return [...found.values()]
    .flatMap((of) => (of[0] ? [[of[0], of.reduce((sum, { runs }) => sum + runs, 0)] as const] : []))
    .toSorted(([a], [b]) => (a.workflow < b.workflow ? -1 : a.workflow > b.workflow ? 1 : 0));
}

/** One value after the other, each found behind the last. `source` ends in a condition. */
function distinct(column: string, source: string): string {
  return `WITH RECURSIVE found(value) AS (
      SELECT min(${column}) FROM ${source}
      UNION ALL SELECT (SELECT min(${column}) FROM ${source} AND ${column} > found.value) FROM found
        WHERE found.value IS NOT NULL LIMIT ${MOST})
    SELECT value FROM found WHERE value IS NOT NULL`;
}

type Types = RunFacets['attributes'][number]['types'];

function attributesIn(database: Database.Database): RunFacets['attributes'] {
  const names = database
    .prepare<[], string>(distinct('name', 'views.attributes INDEXED BY attributes_by_value WHERE name IS NOT NULL'))
    .pluck()
    .all();
  const has = database
    .prepare<[string, string], 1>('SELECT 1 FROM views.attributes WHERE name = ? AND type = ? LIMIT 1')
    .pluck();
  const types: Types = ['string', 'number', 'boolean'];
  return names.map((name) => ({ name, types: types.filter((type) => has.get(name, type) === 1) }));
}
