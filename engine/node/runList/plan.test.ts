import { join } from 'node:path';
import type Database from 'better-sqlite3';
import { expect, onTestFinished, test, vi } from 'vitest';
import { RUN_SORTS, type RunsFilter } from '../../contract/runs-filter.ts';
import { openWritable } from '../database.ts';
import { runTable } from '../testing/run-table.ts';
import { testFolder } from '../testing/folder.ts';
import { attachViews } from '../views/attach.ts';
import { attributesProjection } from '../views/attributes.ts';
import { viewsFile } from '../views/file.ts';
import { keepViews } from '../views/keeper.ts';
import { runListProjection } from '../views/runList.ts';
import { countsOf } from './counts.ts';
import { facetsOf } from './facets.ts';
import { pageOfList } from './page.ts';

/** A database whose statements are noted as they are prepared. */
function world(): { readonly database: Database.Database; readonly statements: Set<string> } {
  const file = join(testFolder(), 'runs.db');
  const database = openWritable(file);
  database.pragma('synchronous = OFF');
  const table = runTable(database);
  for (let i = 0; i < 40; i += 1)
    table.begin({
      runId: `r${i}`,
      runKey: `r${i}`,
      workflow: i % 2 === 0 ? 'order' : 'mail',
      hash: 'aaaaaaaa',
      status: i % 5 === 0 ? 'running' : i % 3 === 0 ? 'failed' : 'completed',
      startedAt: i,
      endedAt: i % 5 === 0 ? null : i + 2,
      events: 3,
      parent: i === 7 ? 'r1' : null,
      errorType: i % 5 !== 0 && i % 3 === 0 ? 'http.500' : null,
      attributes: { customer: `c${i}`, total: i },
    });
  const keeper = keepViews(file, [runListProjection(), attributesProjection()], (_, error) => {
    throw error;
  });
  keeper.catchUp();
  attachViews(database, viewsFile(file))();
  onTestFinished(() => {
    keeper.close();
    database.close();
  });
  const statements = new Set<string>();
  const prepare = database.prepare.bind(database);
  vi.spyOn(database, 'prepare').mockImplementation((sql: string) => {
    statements.add(sql);
    return prepare(sql);
  });
  return { database, statements };
}

const names = /[:@$]([a-zA-Z]\w*)/g;

/** Tables of runs that a statement reads from end to end. */
function scansOf(database: Database.Database, sql: string): readonly string[] {
  const given = Object.fromEntries(Array.from(sql.matchAll(names), ([, name]) => [name, 1]));
  const places: readonly unknown[] = Array.from(sql.matchAll(/\?/g), () => 1);
  const plan = database
    .prepare<unknown[], { readonly detail: string }>(`EXPLAIN QUERY PLAN ${sql}`)
    .all(...(places.length > 0 ? places : [given]));
  return plan
    .map(({ detail }) => detail)
    .filter((detail) =>
      /^SCAN (?:r|m|a|main\.runs|views\.run_list|run_list|runs|views\.attributes|attributes|journal)\b/.test(detail),
    );
}

const filters: Readonly<Record<string, RunsFilter>> = {
  nothing: {},
  workflow: { workflows: ['order'] },
  version: { versions: ['aaaaaa'] },
  statuses: { statuses: ['failed', 'running'] },
  started: { started: { from: new Date(3).toISOString(), to: new Date(30).toISOString() } },
  ended: { ended: { from: new Date(3).toISOString() } },
  duration: { duration: { from: 1 } },
  id: { id: 'r1' },
  parent: { parent: 'r1' },
  error: { errorType: 'http.*' },
  'an attribute': { where: [{ name: 'customer', anyOf: ['c3'] }] },
  'a range of an attribute': { where: [{ name: 'total', from: 5, to: 9 }] },
  'all of them': {
    workflows: ['order'],
    statuses: ['failed'],
    started: { from: new Date(1).toISOString() },
    errorType: 'http.500',
    where: [{ name: 'total', from: 1 }],
  },
};

test.each(Object.entries(filters))('by %s no table of runs is read from end to end, in whatever order', (_, filter) => {
  const { database, statements } = world();
  for (const by of RUN_SORTS) {
    for (const order of ['asc', 'desc'] as const) {
      const first = pageOfList(database, { filter, sort: { by, order }, limit: 2 }, 100);
      pageOfList(database, { filter, sort: { by, order }, limit: 2, cursor: first.next }, 100, 0);
    }
  }
  countsOf(database, filter, 100);
  facetsOf(database);
  vi.restoreAllMocks();
  expect(statements.size).toBeGreaterThan(3);
  expect([...statements].flatMap((sql) => scansOf(database, sql))).toEqual([]);
});

test('a statement that does read them all would be told', () => {
  const { database } = world();
  vi.restoreAllMocks();
  expect(scansOf(database, 'SELECT run FROM views.run_list r WHERE events = 3')).toHaveLength(1);
});
