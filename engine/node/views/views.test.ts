import fc from 'fast-check';
import { expect, test } from 'vitest';
import { plan, viewOf } from '../../core/index.ts';
import type { Driver } from '../../core/testing/drive.ts';
import { appendsOf, driven, luckOf, scenario } from '../testing/histories.ts';
import { contentsOf, handJournal, memoryViews } from '../testing/journal.ts';
import type { Projection } from '../projection.ts';
import { builtinProjections } from './builtin.ts';
import { following } from './following.ts';

const RUNS = Number(process.env['SAGALOOM_SIMULATIONS'] ?? 150);

const worlds = fc.record({
  scenarios: fc.array(scenario, { minLength: 1, maxLength: 5 }),
  cuts: fc.array(fc.nat(1_000_000), { minLength: 5, maxLength: 40 }),
});

const thrown = (projection: string, error: unknown): never => {
  throw new Error(`${projection} failed`, { cause: error });
};

const ignored = (): void => {};

/** Each of them fails by itself, so that they are at different places. */
function nowAndThenFaulty(random: (below: number) => number): readonly Projection[] {
  return builtinProjections().map((projection) => ({
    ...projection,
    apply(database, batch) {
      projection.apply(database, batch);
      if (random(6) === 0) throw new Error('planted');
    },
  }));
}

test(
  '[HO4] fed in any batches, failing and restarted at any moment, the views are what a rebuild gives, and say what the histories say',
  { timeout: 300_000 },
  async () => {
    await fc.assert(
      fc.asyncProperty(worlds, async ({ scenarios, cuts }) => {
        const drivers = (await Promise.all(scenarios.map(driven))).filter((driver) => driver !== null);
        const random = luckOf(cuts);
        const journal = handJournal();
        const views = memoryViews();
        let follow = following(journal.database, views, nowAndThenFaulty(random), ignored);
        const waiting = drivers.map(({ events }, i) => ({ runId: `r${i}`, appends: [...appendsOf(events, random)] }));
        for (;;) {
          const left = waiting.filter(({ appends }) => appends.length > 0);
          const one = left[random(Math.max(left.length, 1))];
          if (!one) break;
          journal.append(one.runId, one.appends.shift() ?? []);
          if (random(4) === 0) while (follow.next() === 'more');
          if (random(3) === 0) follow.retry();
          if (random(8) === 0) follow = following(journal.database, views, nowAndThenFaulty(random), ignored);
        }
        follow = following(journal.database, views, builtinProjections(), thrown);
        while (follow.next() === 'more');
        const rebuilt = memoryViews();
        const anew = following(journal.database, rebuilt, builtinProjections(), thrown);
        while (anew.next() === 'more');
        expect(contentsOf(views)).toEqual(contentsOf(rebuilt));
        for (const [i, driver] of drivers.entries()) expectShown(contentsOf(views), `r${i}`, driver);
      }),
      { numRuns: RUNS },
    );
  },
);

type Row = Readonly<Record<string, unknown>>;

/** Told from the history alone, and from what the core plans. */
function expectShown(tables: ReturnType<typeof contentsOf>, runId: string, { program, state, events }: Driver): void {
  const rowsIn = (table: string): readonly Row[] =>
    ((tables[table] ?? []) as readonly Row[]).filter((row) => row['run_id'] === runId);
  const { steps } = viewOf(events);
  const open = steps.filter(({ endedAt }) => endedAt === null);
  const shown = rowsIn('tasks').filter(({ ended_at }) => ended_at === null);
  expect(shown.map(placeOf).toSorted()).toEqual(state.ended ? [] : open.map(placeOf).toSorted());
  const moments = plan(program, state).flatMap((wanted) =>
    wanted.kind === 'timer' && /^(wake|signal|retry|run)/.test(wanted.id) ? [wanted.at] : [],
  );
  const timers = rowsIn('timers').filter(({ kind }) => kind !== 'blockTimeout');
  expect(timers.map(({ at }) => Number(at)).toSorted(byNumber)).toEqual(moments.toSorted(byNumber));
  const ledger = rowsIn('ledger');
  const end = events.at(-1);
  if (end?.type === 'RunEnded')
    expect(
      ledger
        .filter(({ is_left }) => is_left === 1)
        .map(placeOf)
        .toSorted(),
    ).toEqual(end.left.map(placeOf).toSorted());
  else
    expect(ledger.map(placeOf).toSorted()).toEqual(
      steps
        .filter(({ undo }) => undo !== 'none')
        .map(placeOf)
        .toSorted(),
    );
}

const byNumber = (a: number, b: number): number => a - b;

const placeOf = (row: object): string => {
  const { path, visit } = row as { path: string; visit: number };
  return `${path}#${visit}`;
};
