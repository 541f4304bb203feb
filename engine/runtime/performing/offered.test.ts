import { describe, expect, test } from 'vitest';
import type { Json } from '../../core/json.ts';
import { allEnded, live, newWorld, until, type World } from '../testing/crashing.ts';
import { definitionOf, request, task } from '../testing/documents.ts';
import { completed } from '../testing/held-activities.ts';
import type { Activities } from '../ports.ts';

async function played(definition: ReturnType<typeof definitionOf>, activities: Activities) {
  const world: World = newWorld({ activities });
  const life = await live(world);
  await life.engine.start(request(definition, { runId: 'r' }));
  const over = () => until(life, world.clock, () => allEnded(world, ['r']));
  const history = () => world.journal.history('r', 0, Infinity);
  return { world, engine: life.engine, kill: life.kill, over, history };
}

describe('work that is offered to workers', () => {
  const offered = (perform: Activities['perform']): Activities => ({ perform, queues: () => true });
  const queued = (more: object = {}) => definitionOf({ a: task({ taskQueue: 'gpu', ...more }) });
  const tick = () => new Promise((resolve) => setImmediate(resolve));

  test('[AT1] is picked up durably before it begins, once', async () => {
    const seen: (readonly string[])[] = [];
    const change = offered(async (_, __, progress) => {
      const answers = await Promise.all([progress?.pickedUp(), progress?.pickedUp()]);
      seen.push([...answers.map(String), ...(await history()).map(({ type }) => type)]);
      return completed();
    });
    const { over, history } = await played(queued(), change);
    await over();
    expect(seen).toEqual([['true', 'true', 'RunStarted', 'StepStarted', 'AttemptPickedUp']]);
  });

  test('[AT1] is not begun when its time in the queue was over first', async () => {
    const picks: (boolean | undefined)[] = [];
    let take: () => void = () => {};
    const change = offered(async (_, __, progress) => {
      await new Promise<void>((resolve) => (take = resolve));
      picks.push(await progress?.pickedUp());
      return completed();
    });
    const { world, over, history } = await played(queued({ timeouts: { scheduleToStart: '5s' } }), change);
    await tick();
    world.clock.advance(5_000); // the limit is in the mailbox, and not yet decided
    take();
    await over();
    await expect.poll(() => picks).toEqual([false]);
    expect((await history()).map(({ type }) => type)).not.toContain('AttemptPickedUp');
  });

  test('[AT2] that nobody had taken when the engine died is offered again, and is no attempt more', async () => {
    const seen: number[] = [];
    let isTaken = false;
    const change = offered(async ({ attempt }, _, progress) => {
      seen.push(attempt);
      if (!isTaken && seen.length === 1) return new Promise(() => {}); // it waits in its queue
      isTaken = (await progress?.pickedUp()) ?? false;
      return seen.length === 2 ? new Promise(() => {}) : completed();
    });
    const { world, kill } = await played(queued({ retry: [{ maxAttempts: 5, initialInterval: '1s' }] }), change);
    await tick();
    kill();
    const second = await live(world);
    await expect.poll(() => isTaken).toBe(true);
    second.kill();
    const third = await live(world);
    await until(third, world.clock, () => allEnded(world, ['r']));
    expect(seen).toEqual([1, 1, 2]); // taken once, and lost with the second engine
    const history = await world.journal.history('r', 0, Infinity);
    expect(history.filter(({ type }) => type === 'AttemptFailed')).toMatchObject([
      { attempt: 1, error: { type: 'worker.lost' }, effect: 'unknown' },
    ]);
  });

  test('[AT1] is not silent before a worker took it', async () => {
    let take: () => void = () => {};
    const change = offered(async (_, signal, progress) => {
      await new Promise<void>((resolve) => (take = resolve));
      await progress?.pickedUp();
      await new Promise((resolve) => signal.addEventListener('abort', resolve));
      return completed(signal.reason as Json);
    });
    const { world, engine, history } = await played(queued({ timeouts: { heartbeat: '5s' } }), change);
    await tick();
    world.clock.advance(60_000);
    await tick();
    expect(await history()).toHaveLength(2);
    take();
    await expect.poll(async () => (await history()).length).toBe(3);
    world.clock.advance(5_000);
    expect(await engine.settled('r')).toMatchObject({ error: { type: 'timeout.heartbeat' } });
  });

  test('[AT3] hears whether its answer was recorded', async () => {
    const told: [string, boolean][] = [];
    const both = definitionOf({
      in: task({ next: 'late' }),
      late: task({ timeouts: { startToClose: '5s' } }),
    });
    const change = {
      perform: async ({ stepId }, _, progress) => {
        progress?.whenDecided((isRecorded) => void told.push([stepId, isRecorded]));
        return stepId === 'in' ? completed() : new Promise(() => {});
      },
    } satisfies Activities;
    const { over } = await played(both, change);
    await over();
    expect(told).toEqual([
      ['in', true],
      ['late', false],
    ]);
  });
});
