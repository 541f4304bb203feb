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
    errorTypes: distinct(database, 'error_type', 'views.run_list INDEXED BY run_list_error'),
  };
}

function totals(groups: readonly Group[], keyOf: (group: Group) => string): readonly (readonly [Group, number])[] {
  const found = Map.groupBy(groups, keyOf);
  return [...found.values()]
    .flatMap((of) => (of[0] ? [[of[0], of.reduce((sum, { runs }) => sum + runs, 0)] as const] : []))
    .toSorted(([a], [b]) => (a.workflow < b.workflow ? -1 : a.workflow > b.workflow ? 1 : 0));
}

/** One value after the other, each found behind the last. */
function distinct(database: Database.Database, column: string, table: string): readonly string[] {
  const next = database
    .prepare<[string], string>(`SELECT ${column} FROM ${table} WHERE ${column} > ? ORDER BY ${column} LIMIT 1`)
    .pluck();
  const found: string[] = [];
  for (let value = next.get(''); value !== undefined && found.length < MOST; value = next.get(value)) found.push(value);
  return found;
}

type Types = RunFacets['attributes'][number]['types'];

function attributesIn(database: Database.Database): RunFacets['attributes'] {
  const names = distinct(database, 'name', 'views.attributes INDEXED BY attributes_by_value');
  const has = database
    .prepare<[string, string], 1>('SELECT 1 FROM views.attributes WHERE name = ? AND type = ? LIMIT 1')
    .pluck();
  const types: Types = ['string', 'number', 'boolean'];
  const found = names.map((name) => ({ name, types: types.filter((type) => has.get(name, type) === 1) }));
  return found.filter((one) => one.types.length > 0); // null everywhere, there is nothing to choose by
}
