import { describe, expect, test } from 'vitest';
import { type Definition, nextRunId, viewOf } from '../core/index.ts';
import type { JsonObject } from '../core/json.ts';
import { replay } from '../memory/replay.ts';
import type { Engine } from './engine.ts';
import { allEnded, atEveryCrash, endings, live, newWorld, unlike, until, type World } from './testing/crashing.ts';
import { definitionOf, request, task } from './testing/documents.ts';
import { completed, heldActivities } from './testing/held-activities.ts';
import { typesIn } from './testing/opened.ts';
import type { Activities } from './ports.ts';

const steady = { retry: [{ maxAttempts: 20, initialInterval: '1s' }] };
const three = definitionOf({
  a: task({ ...steady, next: 'b' }),
  b: task({ ...steady, next: 'c' }),
  c: task(steady),
});

async function finished(definition: JsonObject, change: Partial<World> = {}) {
  const world = newWorld(change);
  const life = await live(world);
  await life.engine.start(request(definition, { runId: 'r', input: { n: 1 } }));
  await until(life, world.clock, () => allEnded(world, ['r']));
  return { world, life, engine: life.engine };
}

const history = ({ journal }: World, runId: string) => journal.history(runId, 0, Infinity);

/** Number of the event with which a step ended. */
async function endOf(world: World, path: string, runId = 'r'): Promise<number> {
  const ended = (await history(world, runId)).find((event) => event.type === 'StepCompleted' && event.path === path);
  if (!ended) throw new Error(`${path} has not ended`);
  return ended.seq;
}

function counting() {
  const performed: string[] = [];
  const activities: Activities = {
    perform: async ({ run, stepId }) => (
      performed.push(`${run.runId}:${stepId}`),
      completed(`${stepId} of ${run.runId}`)
    ),
  };
  return { performed, activities };
}

/** What follows `r`. */
const n = nextRunId('r');

describe('a fork', () => {
  test('[LI4] has the history before it, a key of its own, and the recorded answers: no activity is called', async () => {
    const { performed, activities } = counting();
    const { world, life, engine } = await finished(three, { activities });
    const outcome = await engine.fork('r', { at: await endOf(world, 'a'), by: 'me', why: 'to see', runId: 'f' });
    expect(outcome).toMatchObject({ kind: 'accepted', entry: { runId: 'f', workflow: 'test' } });
    await until(life, world.clock, () => allEnded(world, ['f']));
    expect(await endings(world, ['f'])).toEqual([{ status: 'completed', output: 'c of r', error: null }]);
    expect(performed).toEqual(['r:a', 'r:b', 'r:c']);
    const branched = (await history(world, 'f')).find(({ type }) => type === 'RunBranched');
    expect(branched).toMatchObject({ kind: 'fork', from: 'r', runKey: 'f', by: 'me', why: 'to see' });
    expect((await world.journal.entry('r'))?.status).toBe('completed');
  });

  test('[LI4] is answered by what one says instead, or by the real thing', async () => {
    const { performed, activities } = counting();
    const { world, life, engine } = await finished(three, { activities });
    const at = await endOf(world, 'a');
    await engine.fork('r', {
      at,
      by: 'me',
      runId: 'f',
      mocks: { b: [{ throw: { type: 'broken', retryable: false } }] },
    });
    await engine.fork('r', { at, by: 'me', runId: 'g', real: true });
    await until(life, world.clock, () => allEnded(world, ['f', 'g']));
    expect(await endings(world, ['f', 'g'])).toMatchObject([
      { status: 'failed', error: 'broken' },
      { status: 'completed', output: 'c of g' },
    ]);
    expect(performed.slice(3)).toEqual(['g:b', 'g:c']);
  });

  test('[LI4] of a loop is answered visit by visit, and sends and starts nothing', async () => {
    let count = 0;
    const activities: Activities = { perform: async () => completed((count += 1)) };
    const loop = definitionOf(
      {
        a: task({ assign: { sum: '{% vars.sum + result %}' }, next: 'more' }),
        more: { type: 'choice', branches: [{ when: '{% vars.sum < 5 %}', next: 'a' }], otherwise: 'tell' },
        tell: { type: 'emit', event: 'summed', payload: '{% vars.sum %}' },
      },
      { variables: { sum: 0 }, returns: '{% vars.sum %}' },
    );
    const { world, life, engine } = await finished(loop, { activities });
    await engine.fork('r', { at: 1, by: 'me', runId: 'f' });
    await until(life, world.clock, () => allEnded(world, ['f']));
    expect(await endings(world, ['r', 'f'])).toMatchObject([{ output: 6 }, { output: 6 }]);
    expect(count).toBe(3);
    expect(await world.stores.events.read(0, 10)).toHaveLength(1);
  });

  test('[LI4] that continues as new stays a fork', async () => {
    const { performed, activities } = counting();
    const again = definitionOf({
      a: task({ next: 'more' }),
      more: { type: 'choice', branches: [{ when: '{% input.n > 0 %}', next: 'again' }], otherwise: 'done' },
      again: { type: 'continueAsNew', input: { n: '{% input.n - 1 %}' } },
      done: { type: 'succeed' },
    });
    const { world, life, engine } = await finished(again, { activities });
    await until(life, world.clock, async () => performed.length === 2 && life.engine.isIdle());
    await engine.fork('r', { at: 1, by: 'me', runId: 'f' });
    await until(life, world.clock, () => allEnded(world, ['f']));
    const end = (await history(world, 'f')).at(-1);
    const next = end?.type === 'RunEnded' ? (end.next ?? '') : '';
    await until(life, world.clock, () => allEnded(world, [next]));
    expect(performed).toHaveLength(2);
    expect(await endings(world, [next])).toMatchObject([{ status: 'completed' }]);
  });

  test('[LI4] of a run that is not there, at an event that is not, or with mocks that are none, is refused', async () => {
    const { engine } = await finished(three);
    expect(await engine.fork('none', { at: 1, by: 'me' })).toMatchObject({ code: 'notFound' });
    expect(await engine.fork('r', { at: 99, by: 'me' })).toMatchObject({ code: 'invalid' });
    expect(await engine.fork('r', { at: 0, by: 'me' })).toMatchObject({ code: 'invalid' });
    expect(await engine.fork('r', { at: 1, by: 'me', mocks: { a: 7 } })).toMatchObject({ code: 'invalid' });
    expect(await engine.fork('r', { at: 1, by: 'me', runId: 'r' })).toMatchObject({ code: 'alreadyStarted' });
  });
});

describe('a fork of a run with a concurrency key', () => {
  const one = definitionOf(
    { b: task({ ...steady, next: 'wait' }), wait: { type: 'receive', signal: 'go' } },
    { concurrencyKey: { key: 'k', limit: 1, onLimit: 'queue' } },
  );

  async function held() {
    const world = newWorld({ activities: counting().activities });
    const life = await live(world);
    for (const runId of ['r', 'late']) await life.engine.start(request(one, { runId }));
    await until(life, world.clock, async () => (await endOf(world, 'b').catch(() => 0)) > 0);
    return { world, engine: life.engine, life, slots: () => world.journal.slots('test', 'k') };
  }

  test('[RN7] [LI4] takes no place where it is answered by script, also of a run that waits for one', async () => {
    const { world, engine, life, slots } = await held();
    expect(await engine.fork('r', { runId: 'f', by: 'me' })).toMatchObject({ kind: 'accepted' });
    expect(await engine.fork('late', { runId: 'g', mocks: { b: [{ return: 1 }] }, by: 'me' })).toMatchObject({
      kind: 'accepted',
    });
    await until(life, world.clock, async () => (await endOf(world, 'b', 'g').catch(() => 0)) > 0);
    expect(await slots()).toEqual({ taken: 1, next: 'late' });
    for (const runId of ['f', 'g']) expect(viewOf(await history(world, runId)).queued).toBe(false);
    await engine.command('r', { type: 'terminate', by: 'me' });
    await until(life, world.clock, async () => (await endOf(world, 'b', 'late').catch(() => 0)) > 0);
    expect(await slots()).toEqual({ taken: 1, next: null });
  });

  test('[RN7] [LI4] with the real thing only where there is room', async () => {
    const { world, engine, life, slots } = await held();
    const real = { at: 2, real: true, by: 'me' };
    expect(await engine.fork('r', { ...real, runId: 'f' })).toMatchObject({ code: 'full' });
    for (const runId of ['r', 'late']) await engine.command(runId, { type: 'terminate', by: 'me' });
    await until(life, world.clock, () => allEnded(world, ['r', 'late']));
    expect(await engine.fork('r', { ...real, runId: 'f' })).toMatchObject({ kind: 'accepted' });
    expect(await slots()).toEqual({ taken: 1, next: null });
  });
});

describe('a reset', () => {
  async function waiting() {
    const activities = heldActivities();
    const world = newWorld({ activities });
    const life = await live(world);
    await life.engine.start(request(three, { runId: 'r', runKey: 'k' }));
    (await activities.next()).answer(completed('first'));
    (await activities.next()).answer(completed('second'));
    await activities.next();
    return { activities, world, life, engine: life.engine };
  }

  test('[LI4] ends the run, and goes on as another with the same key from the event it was reset to', async () => {
    const { activities, world, life, engine } = await waiting();
    const to = await endOf(world, 'a');
    const outcome = await engine.reset('r', { to, by: 'me', why: 'wrong' });
    expect(outcome).toMatchObject({ kind: 'accepted', entry: { runId: n, status: 'running' } });
    expect(await endings(world, ['r'])).toMatchObject([{ status: 'terminated' }]);
    expect((await history(world, n)).slice(0, to)).toEqual((await history(world, 'r')).slice(0, to));
    const again = await activities.next();
    expect(again.work).toMatchObject({ stepId: 'b', attempt: 1, run: { runId: n, runKey: 'k' } });
    expect(again.work.key).toBe(activities.begun[1]?.work.key); // AT3
    again.answer(completed('again'));
    (await activities.next()).answer(completed('end'));
    await until(life, world.clock, () => allEnded(world, [n]));
    expect(await endings(world, [n])).toMatchObject([{ status: 'completed', output: 'end' }]);
  });

  test('[LI4] of a run that is not there, or to what is no event of it, is refused', async () => {
    const { engine } = await waiting();
    expect(await engine.reset('none', { to: 1, by: 'me' })).toMatchObject({ code: 'notFound' });
    for (const to of [0, 99]) expect(await engine.reset('r', { to, by: 'me' })).toMatchObject({ code: 'invalid' });
  });

  describe('past signals', () => {
    const paidTwice = definitionOf(
      {
        first: { type: 'receive', signal: 'paid', next: 'a' },
        a: task({ ...steady, next: 'second' }),
        second: { type: 'receive', signal: 'paid', timeout: '1h', next: 'c' },
        c: task({ ...steady, with: '{% [steps.first.output, steps.second.output] %}' }),
      },
      { returns: '{% steps.c.output %}' },
    );
    const perform: Activities['perform'] = async ({ with: input }) => completed(input);

    async function paid(isEnded: boolean) {
      const world = newWorld({ activities: { perform } });
      const life = await live(world);
      await life.engine.start(request(paidTwice, { runId: 'r' }));
      await life.engine.signal('r', { name: 'paid', payload: 1, id: 'one', by: 'shop' });
      await until(life, world.clock, async () => (await endOf(world, 'a').catch(() => 0)) > 0);
      if (!isEnded) await life.engine.signal('r', { name: 'other', payload: 0, by: 'shop' });
      await life.engine.signal('r', { name: 'paid', payload: 2, id: 'two', by: 'shop' });
      if (isEnded) await until(life, world.clock, () => allEnded(world, ['r']));
      return { world, life, to: await endOf(world, 'a') };
    }

    test.each([true, false])('[LI4] those that came after it come again, once (ended: %s)', async (isEnded) => {
      const { world, life, to } = await paid(isEnded);
      const came = (await history(world, 'r')).findLast(({ type }) => type === 'SignalReceived');
      expect(await life.engine.reset('r', { to, by: 'me' })).toMatchObject({ kind: 'accepted' });
      await life.engine.signal('r', { name: 'paid', payload: 2, id: 'two', by: 'shop' }); // its sender has not heard of it
      await until(life, world.clock, () => allEnded(world, [n]));
      expect(await endings(world, [n])).toMatchObject([{ status: 'completed', output: [1, 2] }]);
      const after = await history(world, n);
      expect(after.flatMap((event) => (event.type === 'SignalReceived' ? [[event.payload, event.again]] : []))).toEqual(
        [[1, undefined], ...(isEnded ? [] : [[0, (came?.seq ?? 0) - 1]]), [2, came?.seq]],
      );
      expect(await replay(paidTwice as unknown as Definition, after)).toMatchObject({ kind: 'same' });
    });

    test('[LI4] back before both, both come again; reset once more, still once each', async () => {
      const { world, life } = await paid(true);
      await life.engine.reset('r', { to: 1, by: 'me' });
      await until(life, world.clock, () => allEnded(world, [n]));
      await life.engine.reset(n, { to: 1, by: 'me' });
      const third = nextRunId(n);
      await until(life, world.clock, () => allEnded(world, [third]));
      expect(await endings(world, [n, third])).toMatchObject([{ output: [1, 2] }, { output: [1, 2] }]);
      const came = (await history(world, third)).filter(({ type }) => type === 'SignalReceived');
      expect(came).toMatchObject([{ id: 'one' }, { id: 'two' }]);
    });

    test('[LI4] a fork waits for its own', async () => {
      const { world, life, to } = await paid(true);
      await life.engine.fork('r', { runId: 'f', at: to, by: 'me' });
      await until(life, world.clock, () => allEnded(world, ['f']));
      expect(await endings(world, ['f'])).toMatchObject([{ status: 'failed', error: 'timeout.signal' }]);
    });
  });

  test(
    '[LI4][HO6] wherever the engine dies, there is one run that follows, and it ends',
    { timeout: 60_000 },
    async () => {
      const slow = definitionOf({
        a: task({ ...steady, next: 'wait' }),
        wait: { type: 'wait', for: '1h', next: 'c' },
        c: task(steady),
      });
      const { whole, crashed } = await atEveryCrash({
        begin: async (engine: Engine) => {
          await engine.start(request(slow, { runId: 'r' }));
          while ((await engine.query('r', 'none')).kind === 'answered') await Promise.resolve();
          const reset = async (): Promise<void> => {
            const outcome = await engine.reset('r', { to: 2, by: 'me' });
            if (outcome.kind === 'rejected' && outcome.code === 'invalid')
              return new Promise((resolve) => setImmediate(resolve)).then(reset);
          };
          await reset();
        },
        isOver: (world) => allEnded(world, ['r', n]),
        result: (world) => endings(world, ['r', n]),
      });
      expect(whole).toMatchObject([{ status: 'terminated' }, { status: 'completed', output: 'c' }]);
      expect(crashed.length).toBeGreaterThan(10);
      expect(unlike({ whole, crashed })).toEqual([]);
    },
  );
});

describe('a migration', () => {
  const before = definitionOf({ a: task({ next: 'b' }), b: task() }, { variables: { x: 1 } });
  const after = definitionOf(
    { a: task({ next: 'c' }), c: task() },
    { variables: { x: 1, y: 2 }, returns: '{% vars.y %}' },
  );

  test('[LI4] goes on under the new definition, also after a crash', async () => {
    const activities = heldActivities();
    const world = newWorld({ activities });
    const first = await live(world);
    await first.engine.start(
      request(
        { ...before, steps: { ...(before['steps'] as JsonObject), a: task({ ...steady, next: 'b' }) } },
        { runId: 'r' },
      ),
    );
    await activities.next();
    const target = request({
      ...after,
      steps: { ...(after['steps'] as JsonObject), a: task({ ...steady, next: 'c' }) },
    });
    expect(await first.engine.migrate('r', { ...target, by: 'me' })).toMatchObject({
      kind: 'accepted',
      entry: { hash: target.hash },
    });
    first.kill();
    const life = await live(world);
    const done = until(life, world.clock, () => allEnded(world, ['r']));
    (await activities.next()).answer(completed('a'));
    const { work, answer } = await activities.next();
    expect(work).toMatchObject({ stepId: 'c', run: { hash: target.hash } });
    answer(completed('c'));
    await done;
    expect(await endings(world, ['r'])).toMatchObject([{ status: 'completed', output: 2 }]);
    expect(typesIn(await history(world, 'r'))).toContain('DefinitionMigrated');
  });

  test('[LI4] to what has not the step that is under way is refused', async () => {
    const activities = heldActivities();
    const { engine } = await live(newWorld({ activities }));
    await engine.start(request(before, { runId: 'r' }));
    const without = definitionOf({ z: task() }, { variables: { x: 1 } });
    expect(await engine.migrate('r', { ...request(without), by: 'me' })).toMatchObject({
      kind: 'rejected',
      code: 'invalid',
    });
  });
});

describe('starting', () => {
  test('[LI4] an id that is there is refused, or answers with the run that has it', async () => {
    const { engine } = await finished(three);
    expect(await engine.start(request(three, { runId: 'r' }))).toMatchObject({ code: 'alreadyStarted' });
    expect(await engine.start(request(three, { runId: 'r', reuse: 'useExisting' }))).toMatchObject({
      kind: 'accepted',
      entry: { runId: 'r', status: 'completed' },
    });
  });
});
