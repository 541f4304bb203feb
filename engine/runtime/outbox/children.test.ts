import { describe, expect, test } from 'vitest';
import { childRunId, stepKey } from '../../core/machine/random.ts';
import type { JsonObject } from '../../core/json.ts';
import type { Activities } from '../ports.ts';
import { definitionOf, request, task } from '../testing/documents.ts';
import { allEnded, atEveryCrash, endings, live, newWorld, unlike, until, type World } from '../testing/crashing.ts';
import { completed, heldActivities } from '../testing/held-activities.ts';
import { typesIn } from '../testing/opened.ts';

const steady = { retry: [{ maxAttempts: 20, initialInterval: '1s' }] };
const child = (more: JsonObject = {}): JsonObject => ({ type: 'child', workflow: 'packing', ...more });
const packing = (steps: JsonObject, more: JsonObject = {}): JsonObject =>
  definitionOf(steps, { name: 'packing', ...more });
const parent = (more: JsonObject = {}, around: JsonObject = {}): JsonObject =>
  definitionOf({ pack: child({ input: { sku: '{% input.sku %}' }, ...more }) }, { name: 'order', ...around });

async function childOf(world: World, runId = 'p'): Promise<string> {
  const history = await world.journal.history(runId, 0, Infinity);
  const started = history.findLast((event) => event.type === 'ChildStarted');
  if (started?.type !== 'ChildStarted') throw new Error('no child was started');
  return started.runId;
}

async function begun(definition: JsonObject, deployed: readonly JsonObject[], world = newWorld()) {
  const life = await live(world);
  for (const one of deployed) await life.engine.deploy({ ...request(one), by: 'test' });
  await life.engine.start(request(definition, { runId: 'p', input: { sku: 'x1' } }));
  return { world, life, engine: life.engine };
}

const ended = (world: World) => () => allEnded(world, ['p']);

describe('a child run', () => {
  test('[LI2] gets its input and its parent, records its hash, and its output is the step’s', async () => {
    const inner = packing({ pack: task({ with: '{% input %}' }) }, { returns: { packed: '{% input.sku %}' } });
    const { world, life } = await begun(parent(), [inner]);
    await until(life, world.clock, ended(world));
    expect(await endings(world, ['p', await childOf(world)])).toEqual([
      { status: 'completed', output: { packed: 'x1' }, error: null },
      { status: 'completed', output: { packed: 'x1' }, error: null },
    ]);
    const [first] = await world.journal.history(await childOf(world), 0, 1);
    expect(first).toMatchObject({ parent: { runId: 'p', path: 'pack', visit: 1 }, by: 'run:p' });
    const started = (await world.journal.history('p', 0, 99)).find(({ type }) => type === 'ChildStarted');
    expect(started).toMatchObject({ hash: request(inner).hash, workflow: 'packing' });
  });

  test('[LI2] takes the latest version that is deployed', async () => {
    const versions = [1, 2].map((version) => packing({ pack: task() }, { returns: version }));
    const { world, life } = await begun(parent(), versions);
    await until(life, world.clock, ended(world));
    expect(await endings(world, ['p'])).toMatchObject([{ output: 2 }]);
  });

  test('[LI2] of a workflow that is not there is a failure that left nothing', async () => {
    const { world, life } = await begun(parent(), []);
    await until(life, world.clock, ended(world));
    expect(await endings(world, ['p'])).toMatchObject([{ status: 'failed', error: 'child.notFound' }]);
    const failed = (await world.journal.history('p', 0, 99)).find(({ type }) => type === 'AttemptFailed');
    expect(failed).toMatchObject({ effect: 'none', retryAt: null });
  });

  test('[AT2] that fails is an error with its own as the cause, effect by what it leaves', async () => {
    const fail = { fail: { type: 'fail', error: { type: 'broken' } } };
    const saga: JsonObject = {
      type: 'saga',
      onCompensationFailure: 'continue',
      start: 'reserve',
      steps: {
        reserve: task({ next: 'fail', compensate: { activity: 'giveBack', retry: [{ maxAttempts: 1 }] } }),
        ...fail,
      },
    };
    const activities: Activities = {
      perform: async ({ undo }) =>
        undo ? { kind: 'failed', error: { type: 'broken', message: 'no' } } : { kind: 'completed', output: null },
    };
    for (const [steps, effect] of [
      [fail, 'unknown'],
      [{ saga }, 'unknown'],
    ] as const) {
      const { world, life } = await begun(parent(), [packing(steps)], newWorld({ activities }));
      await until(life, world.clock, ended(world));
      const failed = (await world.journal.history('p', 0, 99)).find(({ type }) => type === 'AttemptFailed');
      expect(failed).toMatchObject({ error: { type: 'child.failed' }, effect });
    }
  });

  test('[LI2] that is not waited for gives its id, and outlives its parent', async () => {
    const activities = heldActivities();
    const { world, life } = await begun(parent({ wait: false }), [packing({ pack: task() })], newWorld({ activities }));
    await until(life, world.clock, ended(world));
    const id = await childOf(world);
    expect(await endings(world, ['p', id])).toMatchObject([
      { status: 'completed', output: { runId: id } },
      { status: 'running' },
    ]);
  });

  test('[LI2] is cancelled with its parent, which waits for it', async () => {
    const activities = heldActivities();
    const { world, life, engine } = await begun(parent(), [packing({ pack: task() })], newWorld({ activities }));
    const attempt = await activities.next();
    await engine.command('p', { type: 'cancel', by: 'me' });
    attempt.signal.addEventListener('abort', () =>
      attempt.answer({ kind: 'failed', error: { type: 'cancelled', message: '' } }),
    );
    if (attempt.signal.aborted) attempt.answer({ kind: 'failed', error: { type: 'cancelled', message: '' } });
    await until(life, world.clock, ended(world));
    const id = await childOf(world);
    expect(await endings(world, ['p', id])).toMatchObject([{ status: 'cancelled' }, { status: 'cancelled' }]);
    const cancel = (await world.journal.history(id, 0, 99)).find(({ type }) => type === 'CancelRequested');
    expect(cancel).toMatchObject({ by: 'run:p' });
  });

  test.each(['terminate', 'cancel', 'abandon'] as const)(
    '[LI2] with policy %s when its parent is over first',
    async (policy) => {
      const activities = heldActivities();
      const around = definitionOf({
        both: {
          type: 'parallel',
          join: 'any',
          branches: {
            pack: { start: 'pack', steps: { pack: child({ parentClosePolicy: policy }) } },
            other: { start: 'other', steps: { other: task() } },
          },
        },
      });
      const { world, life, engine } = await begun(
        around,
        [packing({ inner: { type: 'wait', for: '1d' } })],
        newWorld({ activities }),
      );
      await until(
        life,
        world.clock,
        async () =>
          activities.begun.length > 0 &&
          (await world.journal.history('p', 0, 99)).some(({ type }) => type === 'ChildStarted'),
      );
      const id = await childOf(world);
      await engine.command('p', { type: 'terminate', by: 'me' });
      await until(
        life,
        world.clock,
        async () => (await allEnded(world, ['p'])) && (policy === 'abandon' || allEnded(world, [id])),
      );
      const status = { terminate: 'terminated', cancel: 'cancelled', abandon: 'running' }[policy];
      expect(await endings(world, ['p', id])).toMatchObject([{ status: 'terminated' }, { status }]);
    },
  );

  test('[LI2] whose parent is over before it knew of it is not left behind', async () => {
    const activities = heldActivities();
    const deployed = [packing({ pack: { type: 'wait', for: '1d' } })];
    const { world, life, engine } = await begun(parent(), deployed, newWorld({ activities }));
    await engine.command('p', { type: 'terminate', by: 'me' });
    const history = await world.journal.history('p', 0, 99);
    expect(typesIn(history)).not.toContain('ChildStarted');
    const step = history.find((event) => event.type === 'StepStarted');
    if (step?.type !== 'StepStarted') throw new Error('it has not begun');
    const key = stepKey({ key: 'p', generation: 0 }, step);
    await until(life, world.clock, async () => true);
    expect(await endings(world, [childRunId(key, 1)])).toMatchObject([{ status: 'cancelled' }]);
  });

  test('[LI3] that continues as new is waited for to the end of the chain', async () => {
    const counting = packing({
      more: { type: 'choice', branches: [{ when: '{% input.n > 0 %}', next: 'again' }], otherwise: 'done' },
      again: { type: 'continueAsNew', input: { n: '{% input.n - 1 %}' } },
      done: { type: 'succeed', output: '{% input.n %}' },
    });
    const { world, life } = await begun(parent({ input: { n: 3 } }), [counting]);
    await until(life, world.clock, ended(world));
    expect(await endings(world, ['p', await childOf(world)])).toMatchObject([
      { status: 'completed', output: 0 },
      { status: 'continuedAsNew' },
    ]);
  });

  test('[SG1] undoes a step, where a workflow is named for it', async () => {
    const undo = definitionOf({ give: task({ with: '{% input %}' }) }, { name: 'giveBack' });
    const saga = definitionOf({
      order: {
        type: 'saga',
        start: 'reserve',
        steps: {
          reserve: task({ next: 'fail', compensate: { workflow: 'giveBack', with: { key: '{% step.key %}' } } }),
          fail: { type: 'fail', error: { type: 'no' } },
        },
      },
    });
    const { world, life } = await begun(saga, [undo]);
    await until(life, world.clock, ended(world));
    expect(await endings(world, ['p', await childOf(world)])).toMatchObject([
      { status: 'compensated' },
      { status: 'completed' },
    ]);
  });
});

describe('a waiting parent', () => {
  test('[LI2] leaves memory, and keeps its time limits', async () => {
    const activities = heldActivities();
    const world = newWorld({ activities });
    let loads = 0;
    const counting = {
      ...world,
      journal: { ...world.journal, load: (id: string) => ((loads += id === 'p' ? 1 : 0), world.journal.load(id)) },
    };
    const { life } = await begun(
      parent({}, { timeout: '2h' }),
      [packing({ pack: task({ timeouts: { startToClose: '9h' } }) })],
      counting,
    );
    await activities.next();
    const before = loads;
    await until(life, world.clock, ended(world)); // nobody answers: the run's own limit strikes
    expect(loads).toBeGreaterThan(before); // it had left
    expect((await world.journal.entry('p'))?.status).toBe('timedOut');
  });

  test('[HO6] of a run that an earlier engine left is woken when that ends', async () => {
    const activities = heldActivities();
    const world = newWorld({ activities });
    const { life } = await begun(parent(), [packing({ pack: task(steady) })], world);
    await activities.next();
    life.kill();
    const second = await live(world);
    void activities.next().then(({ answer }) => answer(completed('after')));
    await until(second, world.clock, ended(world));
    expect(await endings(world, ['p'])).toMatchObject([{ status: 'completed', output: 'after' }]);
  });
});

describe('wherever the engine dies', () => {
  test('[LI2][HO6] one child is started, and its end is heard', { timeout: 60_000 }, async () => {
    const inner = packing({ a: task({ ...steady, next: 'b' }), b: task(steady) });
    const order = parent({ next: 'ship' });
    const definition = { ...order, steps: { ...(order['steps'] as JsonObject), ship: task(steady) } };
    const { whole, crashed } = await atEveryCrash({
      deployed: [inner],
      begin: (engine) => engine.start(request(definition, { runId: 'p', input: { sku: 's' } })),
      isOver: (world) => allEnded(world, ['p']),
      result: async (world) => ({
        endings: await endings(world, ['p', await childOf(world)]),
        starts: typesIn(await world.journal.history('p', 0, Infinity)).filter((type) => type === 'ChildStarted').length,
      }),
    });
    expect(crashed.length).toBeGreaterThan(12);
    expect(whole).toMatchObject({ endings: [{ status: 'completed', output: 'ship' }, { output: 'b' }], starts: 1 });
    expect(unlike({ whole, crashed })).toEqual([]);
  });

  test('[LI3][HO6] a chain goes on, and its parent waits for the end of it', { timeout: 60_000 }, async () => {
    const counting = packing({
      work: task({ ...steady, next: 'more' }),
      more: { type: 'choice', branches: [{ when: '{% input.n > 0 %}', next: 'again' }], otherwise: 'done' },
      again: { type: 'continueAsNew', input: { n: '{% input.n - 1 %}' } },
      done: { type: 'succeed', output: '{% input.n %}' },
    });
    const { whole, crashed } = await atEveryCrash({
      deployed: [counting],
      begin: (engine) => engine.start(request(parent({ input: { n: 2 } }), { runId: 'p', input: {} })),
      isOver: (world) => allEnded(world, ['p']),
      result: (world) => endings(world, ['p']),
    });
    expect(whole).toMatchObject([{ status: 'completed', output: 0 }]);
    expect(unlike({ whole, crashed })).toEqual([]);
  });
});
