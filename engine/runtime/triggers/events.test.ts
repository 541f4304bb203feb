import { describe, expect, test } from 'vitest';
import type { JsonObject } from '../../core/json.ts';
import type { Append } from '../ports.ts';
import { atEveryCrash, live, newWorld, unlike, type World } from '../testing/crashing.ts';
import { definitionOf, request, task } from '../testing/documents.ts';
import { steady } from '../testing/scheduled.ts';

describe('a domain event', () => {
  const onPaid = (more: JsonObject = {}): JsonObject =>
    definitionOf(
      { work: task(steady) },
      { name: 'ship', triggers: { paid: { type: 'event', event: 'paid', ...more } } },
    );
  const runsOf = async ({ journal }: World, appends: readonly string[]) =>
    (await Promise.all(Array.from(new Set(appends)).map((id) => journal.entry(id)))).filter(
      (entry) => entry?.workflow === 'ship',
    );

  function noting() {
    const base = newWorld();
    const started: string[] = [];
    const journal = {
      ...base.journal,
      append: (change: Append) => (change.expected === 0 && started.push(change.runId), base.journal.append(change)),
    };
    return { world: { ...base, journal }, started };
  }

  test('[LI5] starts a run of each workflow that waits for it and whose condition holds, once a key', async () => {
    const { world, started } = noting();
    const life = await live(world);
    const dear = {
      ...onPaid({ when: '{% trigger.payload.sum > 100 %}', input: { sum: '{% trigger.payload.sum %}' } }),
      name: 'thank',
    };
    for (const one of [
      onPaid(),
      dear,
      { ...onPaid(), name: 'other', triggers: { x: { type: 'event', event: 'sold' } } },
    ])
      await life.engine.deploy({ ...request(one), by: 'me' });
    const paid = (sum: number, key: string) => life.engine.publish({ name: 'paid', payload: { sum }, key });
    expect([await paid(50, 'a'), await paid(500, 'b'), await paid(500, 'b')]).toEqual([true, true, false]);
    const workflows = await Promise.all(started.map(async (id) => (await world.journal.entry(id))?.workflow));
    expect(workflows).toEqual(['ship', 'ship', 'thank']);
    const inputs = await Promise.all(started.map(async (id) => (await world.journal.history(id, 0, 1))[0]));
    expect(inputs).toMatchObject([
      { input: { sum: 50 } },
      { input: { sum: 500 } },
      { input: { sum: 500 }, by: 'event:paid' },
    ]);
  });

  test('[LI5] can be listened to, from any position on', async () => {
    const { engine } = await live(newWorld());
    await engine.publish({ name: 'a', key: '1' });
    const events = engine.published();
    expect((await events.next()).value).toMatchObject([{ name: 'a', key: '1', runId: null }]);
    const next = events.next();
    await engine.publish({ name: 'b', key: '2' });
    expect((await next).value).toMatchObject([{ name: 'b' }]);
    await engine.close();
    expect((await events.next()).done).toBe(true);
  });

  test(
    '[LI2][LI5][HO6] wherever the engine dies, what a run publishes is there once, and starts one run',
    { timeout: 60_000 },
    async () => {
      const sender = definitionOf({
        a: task({ ...steady, next: 'tell' }),
        tell: { type: 'emit', event: 'paid', payload: { sum: 1 }, next: 'b' },
        b: task(steady),
      });
      const worlds = new Map<World, readonly string[]>();
      const { whole, crashed } = await atEveryCrash({
        deployed: [onPaid()],
        world: () => {
          const { world, started } = noting();
          worlds.set(world, started);
          return world;
        },
        begin: (engine) => engine.start(request(sender, { runId: 's' })),
        isOver: async (world) => {
          const runs = await runsOf(world, worlds.get(world) ?? []);
          const sent = await world.journal.entry('s');
          return (
            runs.length > 0 && runs.every((run) => run?.endedAt !== null) && sent !== null && sent.endedAt !== null
          );
        },
        result: async (world) => ({
          published: (await world.stores.events.read(0, 10)).length,
          runs: (await runsOf(world, worlds.get(world) ?? [])).length,
          status: (await world.journal.entry('s'))?.status,
        }),
      });
      expect(whole).toEqual({ published: 1, runs: 1, status: 'completed' });
      expect(crashed.length).toBeGreaterThan(10);
      expect(unlike({ whole, crashed })).toEqual([]);
    },
  );
});
