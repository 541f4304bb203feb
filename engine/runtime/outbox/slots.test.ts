import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { JsonObject } from '../../core/json.ts';
import { allEnded, atEveryCrash, live, newWorld, until, type World } from '../testing/crashing.ts';
import { definitionOf, request, task } from '../testing/documents.ts';
import { completed, heldActivities } from '../testing/held-activities.ts';

const steady = { retry: [{ maxAttempts: 20, initialInterval: '1s' }] };
const keyed = (concurrencyKey: JsonObject, more: JsonObject = {}): JsonObject =>
  definitionOf(
    { work: task({ ...steady, ...more }) },
    { concurrencyKey: { key: '{% input.customer %}', ...concurrencyKey } },
  );

/** The most that were under way at once of a key, and the order in which runs began. */
async function admissions({ journal }: World, runs: readonly string[]) {
  const events = (
    await Promise.all(
      runs.map(async (runId) => (await journal.history(runId, 0, 99)).map((event) => ({ ...event, runId }))),
    )
  ).flat();
  return events.filter(({ type }) => type === 'RunAdmitted').map(({ runId }) => runId);
}

describe('a concurrency key', () => {
  test('[LI1] runs beyond its limit wait, and are admitted in the order they came', async () => {
    const activities = heldActivities();
    const world = newWorld({ activities });
    const life = await live(world);
    const runs = ['a', 'b', 'c', 'd'];
    const definition = keyed({ limit: 2 });
    for (const runId of runs) await life.engine.start(request(definition, { runId, input: { customer: 'x' } }));
    expect(activities.begun.map(({ work }) => work.run.runId)).toEqual(['a', 'b']);
    for (const expected of runs) {
      const { work, answer } = await activities.next();
      expect(work.run.runId).toBe(expected);
      answer(completed());
    }
    await until(life, world.clock, () => allEnded(world, runs));
    expect(await world.journal.slots('test', 'x')).toEqual({ taken: 0, next: null });
  });

  test('[LI1] another key, or another workflow, is not held up', async () => {
    const activities = heldActivities();
    const { engine } = await live(newWorld({ activities }));
    for (const [runId, customer, name] of [
      ['a', 'x', 'test'],
      ['b', 'y', 'test'],
      ['c', 'x', 'other'],
    ] as const)
      await engine.start(request({ ...keyed({}), name }, { runId, input: { customer } }));
    expect(activities.begun).toHaveLength(3);
  });

  test('[LI1] onLimit: reject refuses and leaves no trace', async () => {
    const activities = heldActivities();
    const world = newWorld({ activities });
    const life = await live(world);
    const start = (runId: string) =>
      life.engine.start(request(keyed({ onLimit: 'reject' }), { runId, input: { customer: 'x' } }));
    expect(await start('a')).toMatchObject({ kind: 'accepted' });
    expect(await start('b')).toMatchObject({ kind: 'rejected', code: 'full' });
    expect(await world.journal.entry('b')).toBeNull();
    (await activities.next()).answer(completed());
    await until(life, world.clock, () => allEnded(world, ['a']));
    expect(await start('b')).toMatchObject({ kind: 'accepted' });
  });

  test('[LI1] one that cannot be told refuses the run', async () => {
    const { engine } = await live(newWorld());
    expect(await engine.start(request(keyed({}), { runId: 'a', input: {} }))).toMatchObject({ code: 'invalid' });
  });

  test('[LI1] a waiting run that is cancelled gives way', async () => {
    const activities = heldActivities();
    const world = newWorld({ activities });
    const life = await live(world);
    const definition = keyed({});
    for (const runId of ['a', 'b', 'c'])
      await life.engine.start(request(definition, { runId, input: { customer: 'x' } }));
    await life.engine.command('b', { type: 'terminate', by: 'me' });
    (await activities.next()).answer(completed());
    expect((await activities.next()).work.run.runId).toBe('c');
  });

  test('[LI1] however many start at once, never more than the limit are under way', { timeout: 60_000 }, async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: 3 }),
        fc.array(fc.constantFrom('x', 'y'), { minLength: 1, maxLength: 10 }),
        async (limit, customers) => {
          const open = new Map<string, number>();
          let most = 0;
          const world: World = newWorld({
            activities: {
              async perform({ with: customer }) {
                const key = JSON.stringify(customer);
                open.set(key, (open.get(key) ?? 0) + 1);
                most = Math.max(most, open.get(key) ?? 0);
                await new Promise<void>((resolve) => world.clock.setTimer(world.clock.now() + 1_000, resolve));
                open.set(key, (open.get(key) ?? 0) - 1);
                return completed();
              },
            },
          });
          const life = await live(world);
          const definition = keyed({ limit }, { with: '{% input.customer %}' });
          const runs = customers.map((customer, i) => ({ runId: `r${i}`, input: { customer } }));
          await Promise.all(runs.map((run) => life.engine.start(request(definition, run))));
          await until(life, world.clock, () =>
            allEnded(
              world,
              runs.map(({ runId }) => runId),
            ),
          );
          expect(most).toBeLessThanOrEqual(limit);
        },
      ),
      { numRuns: 40 },
    );
  });
});

describe('wherever the engine dies', () => {
  test('[LI1][HO6] all are admitted, oldest first', { timeout: 60_000 }, async () => {
    const runs = ['a', 'b', 'c'];
    const definition = keyed({});
    const { whole, crashed } = await atEveryCrash({
      begin: async (engine) => {
        for (const runId of runs) await engine.start(request(definition, { runId, input: { customer: 'x' } }));
      },
      isOver: (world) => allEnded(world, runs),
      result: async (world) => {
        const ended = await Promise.all(runs.map((runId) => world.journal.entry(runId)));
        return { order: await admissions(world, runs), statuses: ended.map((entry) => entry?.status) };
      },
    });
    expect(whole.statuses).toEqual(['completed', 'completed', 'completed']);
    expect(crashed.length).toBeGreaterThan(8);
    for (const { death, result } of crashed) {
      expect({ death, statuses: result.statuses }).toEqual({ death, statuses: whole.statuses });
      expect({ death, order: result.order }).toEqual({ death, order: result.order.toSorted() });
    }
  });
});
