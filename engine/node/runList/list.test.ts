import { join } from 'node:path';
import type Database from 'better-sqlite3';
import fc from 'fast-check';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { NEWEST_FIRST, RUN_SORTS, RUN_STATUSES, type RunsFilter, type RunSort } from '../../contract/runs-filter.ts';
import type { RunStatus } from '../../core/event.ts';
import { openWritable } from '../database.ts';
import { attachViews } from '../views/attach.ts';
import { attributesProjection } from '../views/attributes.ts';
import { runListProjection } from '../views/runList.ts';
import { viewsFile } from '../views/file.ts';
import { keepViews } from '../views/keeper.ts';
import { testFolder } from '../testing/folder.ts';
import { runTable, type TableRun } from '../testing/run-table.ts';
import { countsOf } from './counts.ts';
import { facetsOf } from './facets.ts';
import { isCursor } from './cursor.ts';
import { pageOfList } from './page.ts';

vi.setConfig({ testTimeout: 60_000 });

/** Open runs have lasted as long by then as others did. */
const NOW = 35;

/** A database with its views, and the same runs as a plain list. */
class World {
  readonly database: Database.Database;
  readonly runs = new Map<string, TableRun>();
  private readonly table: ReturnType<typeof runTable>;
  private readonly keeper;

  constructor() {
    const file = join(testFolder(), 'runs.db');
    this.database = openWritable(file);
    this.database.pragma('synchronous = OFF');
    this.table = runTable(this.database);
    this.keeper = keepViews(file, [runListProjection(), attributesProjection()], (_, error) => {
      throw error;
    });
    this.keeper.catchUp();
    attachViews(this.database, viewsFile(file))();
    onTestFinished(() => {
      this.keeper.close();
      this.database.close();
    });
  }

  begin(run: TableRun): void {
    this.table.begin(run);
    this.runs.set(run.runId, run);
  }
  change(runId: string, change: Partial<TableRun>): void {
    const before = this.runs.get(runId)!;
    const run = { ...before, ...change, events: before.events + 1 };
    this.table.change(before, run);
    this.runs.set(runId, run);
  }
  remove(runId: string): void {
    this.table.remove(runId);
    this.runs.delete(runId);
  }
  catchUp(): void {
    this.keeper.catchUp();
  }
  page(filter: RunsFilter, sort: RunSort, cursor: string | null, limit: number, budget?: number) {
    const { runs, next } = pageOfList(this.database, { filter, sort, cursor, limit }, NOW, budget);
    const idOf = this.database.prepare<[number], string>('SELECT run_id FROM runs WHERE run = ?').pluck();
    return { ids: runs.map((run) => idOf.get(run)!), next };
  }
  number(runId: string): number {
    return this.database.prepare<[string], number>('SELECT run FROM runs WHERE run_id = ?').pluck().get(runId)!;
  }
}

const isOpen = (status: RunStatus): boolean => status === 'running' || status === 'paused' || status === 'suspended';
const iso = (at: number): string => new Date(at).toISOString();

const runArbitrary = fc
  .record({
    workflow: fc.constantFrom('order', 'refund', 'mail'),
    hash: fc.constantFrom('aaaaaaaa', 'bbbbbbbb'),
    status: fc.constantFrom(...RUN_STATUSES),
    startedAt: fc.integer({ min: 1, max: 30 }),
    lasted: fc.integer({ min: 0, max: 10 }),
    events: fc.integer({ min: 2, max: 6 }),
    parent: fc.constantFrom(null, null, 'mother'),
    runKey: fc.constantFrom(null, 'key-a', 'key-b'),
    errorType: fc.constantFrom('http.500', 'http.404', 'no'),
    attributes: fc.record(
      { total: fc.oneof(fc.integer({ min: 0, max: 4 }), fc.constantFrom('1', 'two')), vip: fc.boolean() },
      { requiredKeys: [] },
    ),
  })
  .map(({ lasted, runKey, ...run }) => ({
    ...run,
    runKey,
    endedAt: isOpen(run.status) ? null : run.startedAt + lasted,
    errorType: run.status === 'failed' ? run.errorType : null,
  }));

type Drawn = typeof runArbitrary extends fc.Arbitrary<infer R> ? R : never;
const named = (drawn: Drawn, i: number): TableRun => {
  const runId = `${i % 2 === 0 ? 'even' : 'odd'}-${i}`;
  return { ...drawn, runId, runKey: drawn.runKey ?? runId };
};

const timesArbitrary = fc
  .tuple(fc.option(fc.integer({ min: 0, max: 40 })), fc.option(fc.integer({ min: 0, max: 40 })))
  .map(([from, to]) => ({ ...(from === null ? {} : { from: iso(from) }), ...(to === null ? {} : { to: iso(to) }) }));

const filterArbitrary: fc.Arbitrary<RunsFilter> = fc.record(
  {
    workflows: fc.subarray(['order', 'refund', 'none']),
    versions: fc.constantFrom(['aaaaaa'], ['bbbbbbbb'], ['1']),
    statuses: fc.subarray([...RUN_STATUSES]),
    started: timesArbitrary,
    ended: timesArbitrary,
    duration: fc.constantFrom({ from: 3 }, { to: 3 }, { from: 2, to: 5 }, { from: 8 }),
    id: fc.constantFrom('even', 'odd-1', 'key-', 'nothing'),
    parent: fc.constantFrom('mother', 'nobody'),
    errorType: fc.constantFrom('no', 'http.*'),
    where: fc.constantFrom<NonNullable<RunsFilter['where']>>(
      [{ name: 'total', anyOf: [1, '1'] }],
      [{ name: 'total', from: 2 }],
      [
        { name: 'total', from: 1, to: 3 },
        { name: 'vip', anyOf: [true] },
      ],
      [{ name: 'total', from: 'a' }],
      [{ name: 'vip' }],
    ),
  },
  { requiredKeys: [] },
);
/** Few conditions at a time: with all of them nothing is left. */
const fewConditions = fc.tuple(filterArbitrary, fc.integer({ min: 0, max: 3 })).map(([filter, most]) => {
  const few: RunsFilter = Object.fromEntries(Object.entries(filter).slice(0, most));
  return few;
});

const sortArbitrary: fc.Arbitrary<RunSort> = fc.record({
  by: fc.constantFrom(...RUN_SORTS),
  order: fc.constantFrom('asc', 'desc'),
});

const within = (value: number | null, times?: { from?: string | undefined; to?: string | undefined }): boolean =>
  times === undefined ||
  (value !== null &&
    (times.from === undefined || value >= Date.parse(times.from)) &&
    (times.to === undefined || value <= Date.parse(times.to)));

function matches(run: TableRun, filter: RunsFilter): boolean {
  const { workflows, versions, statuses, started, ended, duration, id, parent, errorType, where = [] } = filter;
  const lasted = (run.endedAt ?? NOW) - run.startedAt;
  return (
    (workflows?.includes(run.workflow) ?? true) &&
    (versions?.some((version) => version !== '1' && run.hash.startsWith(version)) ?? true) &&
    (statuses?.includes(run.status) ?? true) &&
    within(run.startedAt, started) &&
    within(run.endedAt, ended) &&
    lasted >= (duration?.from ?? 0) &&
    lasted <= (duration?.to ?? Infinity) &&
    (id === undefined || run.runId.startsWith(id) || run.runKey.startsWith(id)) &&
    (parent === undefined || run.parent === parent) &&
    (errorType === undefined ||
      (errorType.endsWith('*') ? run.errorType?.startsWith(errorType.slice(0, -1)) : run.errorType === errorType) ===
        true) &&
    where.every((term) => {
      const value = run.attributes[term.name];
      if (value === undefined) return false;
      if ('anyOf' in term) return term.anyOf.some((one) => one === value);
      const ends = [term.from, term.to].filter((end) => end !== undefined);
      return (
        ends.every((end) => typeof end === typeof value) &&
        (term.from === undefined || value! >= term.from) &&
        (term.to === undefined || value! <= term.to)
      );
    })
  );
}

/** The plain way: all runs, filtered and sorted. */
function modelOf(
  runs: readonly TableRun[],
  filter: RunsFilter,
  { by, order }: RunSort,
  number: (id: string) => number,
) {
  const rank = (run: TableRun): number => RUN_STATUSES.indexOf(run.status);
  const rows = runs.filter((run) => matches(run, filter));
  const up = (a: TableRun, b: TableRun): number => number(a.runId) - number(b.runId);
  const late = (run: TableRun): number => run.endedAt ?? Infinity;
  const byStart = (a: TableRun, b: TableRun): number => a.startedAt - b.startedAt || up(a, b);
  const lasted = (run: TableRun): number => (run.endedAt ?? NOW) - run.startedAt;
  const sign = order === 'asc' ? 1 : -1;
  const compare: Record<RunSort['by'], (a: TableRun, b: TableRun) => number> = {
    started: (a, b) => sign * byStart(a, b),
    ended: (a, b) =>
      sign * (late(a) === late(b) ? (a.endedAt === null ? byStart(a, b) : up(a, b)) : late(a) < late(b) ? -1 : 1),
    duration: (a, b) =>
      sign *
      (lasted(a) - lasted(b) ||
        Number(a.endedAt === null) - Number(b.endedAt === null) ||
        (a.endedAt === null ? -up(a, b) : up(a, b))),
    events: (a, b) => sign * (a.events - b.events || up(a, b)),
    workflow: (a, b) => (a.workflow < b.workflow ? -sign : a.workflow > b.workflow ? sign : -byStart(a, b)),
    status: (a, b) => sign * (rank(a) - rank(b)) || -byStart(a, b),
  };
  return rows.toSorted(compare[by]).map(({ runId }) => runId);
}

describe('the list of runs', () => {
  test('is what filtering and sorting all of them gives, page by page, however little a page may look at', () => {
    fc.assert(
      fc.property(
        fc.array(runArbitrary, { maxLength: 40 }),
        fc.array(
          fc.record({
            filter: fewConditions,
            sort: sortArbitrary,
            limit: fc.integer({ min: 1, max: 9 }),
            budget: fc.constantFrom(undefined, 0, 5),
          }),
          { minLength: 8, maxLength: 8 },
        ),
        (drawn, queries) => {
          const world = new World();
          for (const run of drawn.map(named)) world.begin(run);
          world.catchUp();
          for (const { filter, sort, limit, budget } of queries) {
            const seen: string[] = [];
            let cursor: string | null = null;
            let pages = 0;
            do {
              const page = world.page(filter, sort, cursor, limit, budget);
              expect(page.ids.length).toBeLessThanOrEqual(limit);
              seen.push(...page.ids);
              cursor = page.next;
              pages += 1;
            } while (cursor !== null && pages < 500);
            expect(seen).toEqual(modelOf([...world.runs.values()], filter, sort, (id) => world.number(id)));
          }
        },
      ),
      { numRuns: 60 },
    );
  });

  test('has every run that did not change once, and in order, while others come, change and go between pages', () => {
    const step = fc.record({ kind: fc.constantFrom('begin', 'end', 'remove'), which: fc.nat(), run: runArbitrary });
    fc.assert(
      fc.property(
        fc.array(runArbitrary, { minLength: 5, maxLength: 30 }),
        fc.array(fc.array(step, { maxLength: 4 }), { maxLength: 12 }),
        sortArbitrary,
        (drawn, steps, sort) => {
          const world = new World();
          for (const run of drawn.map(named)) world.begin(run);
          world.catchUp();
          const still = new Set(world.runs.keys());
          const seen: string[] = [];
          let cursor: string | null = null;
          let made = 1_000;
          for (let i = 0; i === 0 || cursor !== null; i += 1) {
            const page = world.page({}, sort, cursor, 3);
            seen.push(...page.ids);
            cursor = page.next;
            for (const { kind, which, run } of steps[i] ?? []) {
              const ids = [...world.runs.keys()];
              const id = ids[which % Math.max(1, ids.length)];
              if (kind === 'begin') world.begin(named(run, (made += 1)));
              else if (id === undefined) continue;
              else if (kind === 'remove') world.remove(id);
              else if (world.runs.get(id)!.endedAt !== null) continue;
              else world.change(id, { status: 'completed', endedAt: 50 });
              if (kind !== 'begin' && id !== undefined) still.delete(id);
            }
            world.catchUp();
          }
          const unchanged = [...still].map((id) => world.runs.get(id)!);
          const order = modelOf(unchanged, {}, sort, (id) => world.number(id));
          expect(seen.filter((id) => still.has(id))).toEqual(order);
        },
      ),
      { numRuns: 80 },
    );
  });

  test('is counted by status as the plain way counts', () => {
    fc.assert(
      fc.property(
        fc.array(runArbitrary, { maxLength: 40 }),
        fc.array(fewConditions, { minLength: 8, maxLength: 8 }),
        (drawn, filters) => {
          const world = new World();
          for (const run of drawn.map(named)) world.begin(run);
          world.catchUp();
          const runs = [...world.runs.values()];
          for (const filter of filters) {
            const counts = countsOf(world.database, filter, NOW);
            const found = runs.filter((run) => matches(run, filter)).length;
            expect(counts.total).toEqual({ count: found, more: false });
            const any = runs.filter((run) => matches(run, { ...filter, statuses: undefined }));
            const expected = RUN_STATUSES.map((status) => ({
              status,
              count: any.filter((run) => run.status === status).length,
              more: false,
            }));
            expect(counts.statuses).toEqual(expected.filter(({ count }) => count > 0));
          }
        },
      ),
      { numRuns: 40 },
    );
  });

  test('keeps its counts of groups by what is in them, through changes and removals', () => {
    const world = new World();
    fc.sample(runArbitrary, { numRuns: 60, seed: 4 }).forEach((run, i) => world.begin(named(run, i)));
    world.catchUp();
    const open = [...world.runs.values()].filter(({ endedAt }) => endedAt === null);
    for (const { runId } of open.slice(0, 8)) world.change(runId, { status: 'failed', endedAt: 60, errorType: 'no' });
    for (const runId of [...world.runs.keys()].slice(0, 9)) world.remove(runId);
    world.catchUp();
    const kept = world.database.prepare('SELECT grp, runs FROM views.run_list_groups ORDER BY grp').all();
    const counted = world.database
      .prepare('SELECT grp, count(*) AS runs FROM views.run_list GROUP BY grp ORDER BY grp')
      .all();
    expect(kept).toEqual(counted);
  });

  test('finds what waits for a person, and the names there are to choose from', () => {
    const world = new World();
    fc.sample(runArbitrary, { numRuns: 30, seed: 1 }).forEach((run, i) => world.begin(named(run, i)));
    world.catchUp();
    world.database.exec(
      `INSERT INTO attention SELECT run, 'step', 'pay', 1, 'pay', '{}', 0, 1 FROM runs WHERE run_id IN ('even-4', 'odd-3')`,
    );
    world.database.exec(`INSERT INTO deployments VALUES ('order', 1, 'aaaaaaaa', 0, 'me')`);
    expect(world.page({ waiting: true }, NEWEST_FIRST, null, 50).ids.toSorted()).toEqual(['even-4', 'odd-3']);
    expect(world.page({ waiting: false }, NEWEST_FIRST, null, 50).ids).toHaveLength(28);
    const first = [...world.runs.values()].filter(({ workflow, hash }) => workflow === 'order' && hash === 'aaaaaaaa');
    expect(world.page({ versions: ['1'] }, NEWEST_FIRST, null, 50).ids.toSorted()).toEqual(
      first.map(({ runId }) => runId).toSorted(),
    );
    const facets = facetsOf(world.database);
    expect(facets.workflows.map(({ name }) => name)).toEqual(['mail', 'order', 'refund']);
    expect(facets.versions.filter(({ version }) => version === 1)).toMatchObject([
      { workflow: 'order', hash: 'aaaaaaaa', runs: first.length },
    ]);
    expect(facets.attributes.map(({ name }) => name)).toEqual(['total', 'vip']);
    expect(facets.errorTypes.every((type) => ['http.404', 'http.500', 'no'].includes(type))).toBe(true);
  });

  test('gives nothing for a cursor that is not ours, or of another order', () => {
    const world = new World();
    fc.sample(runArbitrary, { numRuns: 9, seed: 2 }).forEach((run, i) => world.begin(named(run, i)));
    world.catchUp();
    const { next } = world.page({}, NEWEST_FIRST, null, 2);
    expect(next).not.toBeNull();
    expect(world.page({}, { by: 'events', order: 'asc' }, next, 2)).toEqual({ ids: [], next: null });
    for (const cursor of ['nonsense', 'WzFd', '""', '17'])
      expect(world.page({}, NEWEST_FIRST, cursor, 2)).toEqual({ ids: [], next: null });
    expect([next ?? '', '17'].map((cursor) => isCursor(cursor, NEWEST_FIRST))).toEqual([true, true]);
    expect([next ?? '', '17'].map((cursor) => isCursor(cursor, { by: 'events', order: 'asc' }))).toEqual([
      false,
      false,
    ]);
    for (const cursor of ['nonsense', 'WzFd', '""', '1e400', '9'.repeat(20)])
      expect(isCursor(cursor, NEWEST_FIRST)).toBe(false);
  });
});
