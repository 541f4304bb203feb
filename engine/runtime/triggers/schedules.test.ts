import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Append } from '../ports.ts';
import { request } from '../testing/documents.ts';
import { atEveryCrash, live, newWorld, START, unlike, until, type World } from '../testing/crashing.ts';
import { heldActivities } from '../testing/held-activities.ts';
import { deployed, HOUR, hourly, runAt } from '../testing/scheduled.ts';
import { momentsOf, nextMoments } from './moments.ts';

describe('the moments of a schedule', () => {
  const at = (spec: Omit<Parameters<typeof momentsOf>[0], 'type'>, from: string, count: number): readonly string[] =>
    nextMoments(momentsOf({ type: 'schedule', ...spec }), Date.parse(from), count).map((ms) =>
      new Date(ms).toISOString(),
    );

  test('[LI5] of cron fields, in their time zone, over both changes of the clock', () => {
    const nine = { cron: '0 9 * * 1-5', timeZone: 'Europe/Berlin' };
    expect(at(nine, '2026-03-27T12:00:00Z', 2)).toEqual(['2026-03-30T07:00:00.000Z', '2026-03-31T07:00:00.000Z']);
    expect(at(nine, '2026-10-23T12:00:00Z', 1)).toEqual(['2026-10-26T08:00:00.000Z']);
    const skipped = { cron: '30 2 * * *', timeZone: 'Europe/Berlin' }; // not there on 29 March, there twice on 25 October
    expect(at(skipped, '2026-03-28T12:00:00Z', 2)[1]).toBe('2026-03-30T00:30:00.000Z');
    expect(at(skipped, '2026-10-24T12:00:00Z', 2)).toHaveLength(2);
    expect(new Set(at(skipped, '2026-10-24T12:00:00Z', 5).map((text) => text.slice(0, 10))).size).toBe(5);
  });

  test('[LI5] are the same wherever one begins to look', () => {
    const specs = [
      { every: '7m' },
      { cron: '*/13 * * * *' },
      { cron: '15 3 * * 0', timeZone: 'America/New_York' },
      { cron: '*/10 * * * * *' },
    ];
    fc.assert(
      fc.property(
        fc.constantFrom(...specs),
        fc.nat(100_000_000),
        fc.integer({ min: 1, max: 20_000_000 }),
        (spec, offset, length) => {
          const moments = momentsOf({ type: 'schedule', ...spec });
          const from = START + offset;
          const first = moments.after(from) ?? 0;
          expect(first).toBeGreaterThan(from);
          expect(moments.after(first - 1)).toBe(first);
          const between = from + (length % Math.max(first - from, 1));
          expect(moments.after(between)).toBe(first);
        },
      ),
      { numRuns: 200 },
    );
  });

  test.each(['Europe/Berlin', 'America/New_York', 'Australia/Lord_Howe', 'Africa/Casablanca', 'America/Havana'])(
    '[LI5][TR3] are so as well while the clocks of %s are changed',
    (timeZone) => {
      const days = ['2026-02-14', '2026-03-07', '2026-03-28', '2026-04-04', '2026-10-03', '2026-10-24', '2026-10-31'];
      for (const cron of ['30 2 * * *', '*/20 * * * *', '15 1-3 * * *', '0 0 * * *', '5 2 * * 0'])
        for (const day of days) {
          const moments = momentsOf({ type: 'schedule', cron, timeZone });
          const from = Date.parse(day);
          const all = nextMoments(moments, from - 1, 200).filter((moment) => moment < from + 2 * 86_400_000);
          expect(all).toEqual([...new Set(all)].toSorted((a, b) => a - b));
          for (let look = from; look < (all.at(-1) ?? from); look += 13 * 60_000)
            expect(moments.after(look)).toBe(all.find((moment) => moment > look));
        }
    },
  );
});

describe('a schedule of a deployed workflow', () => {
  test('[LI5] starts a run at each of its moments, with what the trigger says', async () => {
    const { world, pass, started, engine } = await deployed(hourly());
    await pass(3 * HOUR);
    expect(await started()).toEqual([1, 2, 3]);
    const [first] = await world.journal.history(runAt(2), 0, 1);
    expect(first).toMatchObject({ input: { at: '2026-01-01T02:00:00.000Z', by: 'hourly' }, by: 'schedule:hourly' });
    expect(await engine.schedules(2)).toMatchObject([
      {
        workflow: 'report',
        trigger: 'hourly',
        last: START + 3 * HOUR,
        lastRun: runAt(3),
        next: START + 4 * HOUR,
        upcoming: [START + 4 * HOUR, START + 5 * HOUR],
        problem: null,
      },
    ]);
  });

  test.each([
    ['skip', ['running', null]],
    ['allow', ['running', 'running']],
    ['cancel', ['cancelled', 'running']],
  ] as const)('[LI5][TR3] with overlap %s while the run before is open', async (overlap, statuses) => {
    const activities = heldActivities();
    const { world, pass } = await deployed(hourly({ overlap }, { wait: { type: 'wait', for: '90m' } }), { activities });
    await pass(2 * HOUR);
    const entries = await Promise.all([1, 2].map((hour) => world.journal.entry(runAt(hour))));
    expect(entries.map((entry) => entry?.status ?? null)).toEqual(statuses);
    await pass(HOUR);
    expect((await world.journal.entry(runAt(3)))?.status).toBe('running');
  });

  test('[TR3] makes up for moments missed no longer ago than catchUp', async () => {
    const { world, life } = await deployed(hourly({ catchUp: '2h', overlap: 'allow' }));
    life.kill();
    world.clock.advance(5 * HOUR + 60_000);
    const second = await live(world);
    await until(second, world.clock, async () => true);
    const there = await Promise.all(
      [1, 2, 3, 4, 5].map(async (hour) => (await world.journal.entry(runAt(hour))) !== null),
    );
    expect(there).toEqual([false, false, false, true, true]);
  });

  test('[TR3] paused by hand, or by the definition, starts nothing; what falls into the pause is passed over', async () => {
    const { engine, pass, started } = await deployed(hourly({ catchUp: '1d' }));
    expect(await engine.setSchedulePaused('report', 'hourly', true)).toBe(true);
    expect(await engine.setSchedulePaused('report', 'none', true)).toBe(false);
    await pass(2 * HOUR);
    expect(await started()).toEqual([]);
    expect(await engine.schedules()).toMatchObject([{ paused: true, next: null, upcoming: [] }]);
    await engine.setSchedulePaused('report', 'hourly', false);
    await pass(HOUR);
    expect(await started()).toEqual([3]);
    await engine.deploy({ ...request(hourly({ paused: true })), by: 'me' });
    await pass(2 * HOUR);
    expect(await started()).toEqual([3]);
  });

  test('[LI5] of a new version counts from its deployment', async () => {
    const { engine, pass, started } = await deployed(hourly());
    await pass(1.5 * HOUR);
    await engine.deploy({ ...request(hourly({ every: '2h', catchUp: '1d' })), by: 'me' });
    await pass(3 * HOUR);
    expect(await started()).toEqual([1, 2, 4]);
  });

  test('[LI5] by hand: a run with an id of its own, beside the moments', async () => {
    const { engine, pass, started } = await deployed(hourly());
    const outcome = await engine.trigger('report', 'hourly', 'me');
    expect(outcome).toMatchObject({ kind: 'accepted', entry: { workflow: 'report' } });
    expect(await engine.trigger('report', 'none', 'me')).toMatchObject({ code: 'notFound' });
    await pass(HOUR);
    expect(await started()).toEqual([1]);
  });

  test('[LI5] that cannot start says why, and goes on with the next moment', async () => {
    const strict = {
      ...hourly({ input: { n: 'no' } }),
      input: { type: 'object', properties: { n: { type: 'number' } } },
    };
    const { engine, pass, world, started } = await deployed(strict);
    await pass(HOUR);
    expect(await started()).toEqual([]);
    expect(await engine.schedules()).toMatchObject([{ last: START + HOUR, problem: expect.stringContaining('input') }]);
    expect(world.warnings).toHaveLength(1);
  });
});

describe('whatever the clock and the machine do', () => {
  test(
    '[LI5] a moment starts one run, also when the clock jumps in either direction',
    { timeout: 60_000 },
    async () => {
      const jumps = fc.array(fc.integer({ min: -5 * 60, max: 5 * 60 }), { minLength: 1, maxLength: 8 });
      await fc.assert(
        fc.asyncProperty(jumps, async (minutes) => {
          let offset = 0;
          const starts: string[] = [];
          const world = newWorld();
          const clock = {
            ...world.clock,
            now: () => world.clock.now() + offset,
            setTimer: (at: number, fire: () => void) => world.clock.setTimer(at - offset, fire),
          };
          const journal = {
            ...world.journal,
            append: (change: Append) => (
              change.expected === 0 && starts.push(change.runId),
              world.journal.append(change)
            ),
          };
          const jumping = { ...world, clock, journal };
          const life = await live(jumping);
          await life.engine.deploy({ ...request(hourly({ catchUp: '1m' }, { done: { type: 'succeed' } })), by: 'me' });
          for (const jump of [...minutes, 0]) {
            offset = Math.max(offset + jump * 60_000, 0);
            for (let i = 0; i < 130; i += 1) {
              world.clock.advance(60_000);
              await until(life, world.clock, async () => true);
            }
          }
          life.kill();
          expect(starts).toEqual(Array.from(new Set(starts))); // none twice
          const quietly = [2, 1].map((back) => Math.floor(clock.now() / HOUR) + 1 - back);
          expect(starts).toEqual(expect.arrayContaining(quietly.map((hour) => runAt(hour - START / HOUR)))); // it goes on
        }),
        { numRuns: 20 },
      );
    },
  );

  test('[LI5] moments that a clock far ahead had passed over come when it is set right', async () => {
    let ahead = 0;
    const world = newWorld();
    const clock = {
      ...world.clock,
      now: () => world.clock.now() + ahead,
      setTimer: (at: number, fire: () => void) => world.clock.setTimer(at - ahead, fire),
    };
    const { pass, started } = await deployed(hourly(), { clock });
    const minutes = async (count: number): Promise<void> => {
      for (let i = 0; i < count; i += 1) await pass(60_000);
    };
    ahead = 10 * HOUR;
    await minutes(70);
    expect(await started()).toEqual([10, 11]);
    ahead = 0;
    await minutes(120);
    expect(await started()).toEqual([2, 3, 10, 11]);
  });

  test('[LI5][HO6] wherever the engine dies, each moment has its run', { timeout: 60_000 }, async () => {
    const entries = ({ journal }: World) => Promise.all([1, 2, 3].map((hour) => journal.entry(runAt(hour))));
    const { whole, crashed } = await atEveryCrash({
      deployed: [hourly({ catchUp: '5h' })],
      begin: async () => {},
      isOver: async (world) => (await entries(world)).every((entry) => entry !== null && entry.endedAt !== null),
      result: async (world) => (await entries(world)).map((entry) => entry?.status),
    });
    expect(whole).toEqual(['completed', 'completed', 'completed']);
    expect(crashed.length).toBeGreaterThan(10);
    expect(unlike({ whole, crashed })).toEqual([]);
  });
});
