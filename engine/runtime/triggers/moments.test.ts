import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { JsonObject } from '../../core/json.ts';
import { durationMs } from '../../core/duration.ts';
import type { Append } from '../ports.ts';
import { type Death, live, newWorld, START, until, type World } from '../testing/crashing.ts';
import { request } from '../testing/documents.ts';
import { deployed, HOUR, hourly, runAt } from '../testing/scheduled.ts';
import { jitterOf } from './moments.ts';
import { scheduledRun } from './schedules.ts';

describe('jitter', () => {
  const spread = { jitter: '30m', overlap: 'allow', catchUp: '2h' };

  test('[TR3] is a function of the moment: within its bound, spread over it, the same for every engine', () => {
    const bound = 30 * 60_000;
    const all = Array.from({ length: 2_000 }, (_, hour) => jitterOf(bound, runAt(hour)));
    for (const [hour, ms] of all.entries()) {
      expect(ms).toBeGreaterThanOrEqual(0);
      expect(ms).toBeLessThanOrEqual(bound);
      expect(jitterOf(bound, runAt(hour))).toBe(ms);
    }
    for (let tenth = 0; tenth < 10; tenth += 1)
      expect(all.filter((ms) => Math.floor((ms / bound) * 10) === tenth).length).toBeGreaterThan(120); // of 200
    expect(jitterOf(0, runAt(1))).toBe(0);
    expect(jitterOf(bound, runAt(1))).not.toBe(jitterOf(bound, scheduledRun('other', 'hourly', START + HOUR)));
  });

  test('[TR3] starts each run so much after its moment, which is what the run is told', async () => {
    const { world, engine, pass, started } = await deployed(hourly(spread));
    const due = [1, 2, 3].map((hour) => START + hour * HOUR + jitterOf(30 * 60_000, runAt(hour)));
    expect((await engine.schedules(3))[0]?.upcoming).toEqual(due);
    await pass(4 * HOUR);
    expect(await started()).toEqual(expect.arrayContaining([1, 2, 3]));
    const firsts = await Promise.all(
      [1, 2, 3].map(async (hour) => (await world.journal.history(runAt(hour), 0, 1))[0]),
    );
    for (const [i, first] of firsts.entries()) {
      expect(first).toMatchObject({ input: { at: new Date(START + (i + 1) * HOUR).toISOString() } });
      expect(first?.at).toBeGreaterThanOrEqual(due[i] ?? 0);
      expect(first?.at).toBeLessThan((due[i] ?? 0) + 60_000); // as fine as the test's steps
    }
  });

  test('[TR3] longer than the interval, moments still come in order, each within its bound', async () => {
    const { world, pass, started } = await deployed(hourly({ ...spread, jitter: '5h' }));
    await pass(24 * HOUR);
    const hours = await started(18);
    expect(hours).toEqual(Array.from({ length: 18 }, (_, i) => i + 1));
    const entries = await Promise.all(hours.map((hour) => world.journal.entry(runAt(hour))));
    const times = entries.map((entry) => entry?.startedAt ?? 0);
    expect(times).toEqual(times.toSorted((a, b) => a - b));
    for (const [i, at] of times.entries()) expect(at - (START + (i + 1) * HOUR)).toBeLessThanOrEqual(5 * HOUR + 60_000);
  });
});

describe('a moment that comes again', () => {
  test('[TR3] cancels no run and is held up by none, and what started is remembered', async () => {
    let back = 0;
    const world = newWorld();
    const clock = {
      ...world.clock,
      now: () => world.clock.now() - back,
      setTimer: (at: number, fire: () => void) => world.clock.setTimer(at + back, fire),
    };
    const forever = { wait: { type: 'wait', for: '30d' } };
    const { engine, pass, world: there } = await deployed(hourly({ overlap: 'cancel' }, forever), { clock });
    await pass(3 * HOUR);
    back = 2 * HOUR;
    await pass(2 * HOUR); // moments 2 and 3 once more
    const statuses = await Promise.all([1, 2, 3].map(async (hour) => (await there.journal.entry(runAt(hour)))?.status));
    expect(statuses).toEqual(['cancelled', 'cancelled', 'running']);
    const [view] = await engine.schedules();
    const { lastRun = null, recent = [] } = view ?? {};
    expect(lastRun).toBe(runAt(3));
    expect(new Map(recent.map(({ at, runId }) => [at, runId])).size).toBe(recent.length); // each once
    expect(recent).toEqual(
      expect.arrayContaining([1, 2, 3].map((hour) => ({ at: START + hour * HOUR, runId: runAt(hour), problem: null }))),
    );
    back = 0;
    await pass(HOUR);
    expect((await there.journal.entry(runAt(3)))?.status).toBe('cancelled');
  });

  test('[TR3] the last ten are remembered, those that started nothing with why', async () => {
    const strict = {
      ...hourly({ input: '{% $number($substring(trigger.at, 11, 2)) % 2 = 0 ? {} : 1 %}' }),
      input: { type: 'object' },
    };
    const { engine, pass } = await deployed(strict);
    await pass(13 * HOUR);
    const [view] = await engine.schedules();
    const { recent = [] } = view ?? {};
    expect(recent.map(({ at }) => (at - START) / HOUR)).toEqual([13, 12, 11, 10, 9, 8, 7, 6, 5, 4]);
    for (const { at, runId, problem } of recent) {
      const isEven = ((at - START) / HOUR) % 2 === 0;
      expect([runId !== null, problem === null]).toEqual([isEven, isEven]);
    }
  });
});

describe('any schedule', () => {
  interface Turn {
    readonly minutes: number;
    readonly jump: number;
    readonly death: Death | null;
  }
  const turn: fc.Arbitrary<Turn> = fc.record({
    minutes: fc.integer({ min: 1, max: 240 }),
    jump: fc.oneof({ arbitrary: fc.constant(0), weight: 2 }, fc.integer({ min: -300, max: 300 })),
    death: fc.option(fc.record({ write: fc.integer({ min: 1, max: 15 }), isDone: fc.boolean() })),
  });
  const trigger = fc.record({
    overlap: fc.constantFrom('skip', 'allow', 'cancel'),
    catchUp: fc.constantFrom('1m', '90m', '10h'),
    jitter: fc.constantFrom(undefined, '20m', '3h'),
  });

  test(
    '[LI5][TR3][HO6] through crashes and jumps of the clock: one run a moment, each within its window, and it goes on',
    { timeout: 120_000 },
    async () => {
      await fc.assert(
        fc.asyncProperty(trigger, fc.array(turn, { minLength: 1, maxLength: 5 }), async (spec, turns) => {
          const { jitter, ...rest } = spec;
          const played = await play({ ...rest, ...(jitter === undefined ? {} : { jitter }) }, turns);
          expect(played.starts.map(({ runId }) => runId)).toEqual([
            ...new Set(played.starts.map(({ runId }) => runId)),
          ]);
          const jitterMs = jitter === undefined ? 0 : durationMs(jitter);
          for (const { runId, at } of played.starts) {
            const moment = Date.parse(runId.replace('report.hourly.', ''));
            expect(moment % HOUR).toBe(0);
            const due = moment + jitterOf(jitterMs, runId);
            expect(at).toBeGreaterThanOrEqual(due);
            expect(at - moment).toBeLessThanOrEqual(durationMs(spec.catchUp) + jitterMs + 1);
          }
          expect(played.lastHours).toBeGreaterThanOrEqual(8); // of twelve, of which a jitter may take three
        }),
        { numRuns: 25 },
      );
    },
  );

  /** Lives one after the other; at the end a quiet day, in which every moment has its run. */
  async function play(spec: JsonObject, turns: readonly Turn[]) {
    let offset = 0;
    const base = newWorld();
    const clock = {
      ...base.clock,
      now: () => base.clock.now() + offset,
      setTimer: (at: number, fire: () => void) => base.clock.setTimer(at - offset, fire),
    };
    const starts: { runId: string; at: number }[] = [];
    const append = async (change: Append) => {
      const answer = await base.journal.append(change);
      if (change.expected === 0 && answer.kind === 'appended') starts.push({ runId: change.runId, at: clock.now() });
      return answer;
    };
    const world: World = { ...base, clock, journal: { ...base.journal, append } };
    const first = await live(world);
    const definition = hourly(spec, { done: { type: 'succeed' } });
    await first.engine.deploy({ ...request(definition), by: 'me' });
    await until(first, base.clock, async () => true);
    first.kill();
    for (const { minutes, jump, death } of [...turns, { minutes: 24 * 60, jump: 0, death: null }]) {
      offset = Math.max(0, offset + jump * 60_000);
      const life = await live(world, death);
      const end = base.clock.now() + minutes * 60_000;
      await until(life, base.clock, async () => base.clock.now() >= end);
      life.kill();
    }
    const dayAgo = clock.now() - 12 * HOUR;
    return { starts, lastHours: starts.filter(({ at }) => at > dayAgo).length };
  }
});
