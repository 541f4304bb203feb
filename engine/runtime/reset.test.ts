/** LI4 of runs that have ended. */
import { expect, test } from 'vitest';
import { nextRunId } from '../core/index.ts';
import type { JsonObject } from '../core/json.ts';
import type { Engine } from './engine.ts';
import type { Activities } from './ports.ts';
import { allEnded, atEveryCrash, endings, live, newWorld, unlike, until, type World } from './testing/crashing.ts';
import { definitionOf, request, task } from './testing/documents.ts';
import { completed, heldActivities } from './testing/held-activities.ts';
import { typesIn } from './testing/opened.ts';

const steady = { retry: [{ maxAttempts: 20, initialInterval: '1s' }] };
const three = definitionOf({ a: task({ ...steady, next: 'b' }), b: task({ ...steady, next: 'c' }), c: task(steady) });

/** What follows `r`. */
const n = nextRunId('r');

async function finished(definition: JsonObject, activities?: Activities) {
  const world = newWorld(activities ? { activities } : {});
  const life = await live(world);
  await life.engine.start(request(definition, { runId: 'r', input: { n: 1 } }));
  await until(life, world.clock, () => allEnded(world, ['r']));
  return { world, life, engine: life.engine };
}

/** With its first attempt under way. */
async function begun() {
  const activities = heldActivities();
  const world = newWorld({ activities });
  const life = await live(world);
  await life.engine.start(request(three, { runId: 'r' }));
  return { activities, world, life, first: await activities.next() };
}

const history = ({ journal }: World, runId: string) => journal.history(runId, 0, Infinity);

const saga = definitionOf({
  order: {
    type: 'saga',
    onCompensationFailure: 'fail',
    start: 'reserve',
    steps: { reserve: task({ next: 'pay', compensate: { activity: 'giveBack' } }), pay: task() },
  },
});
const failure = { kind: 'failed', error: { type: 'broken', message: 'a bug', retryable: false } } as const;

/** `pay` fails until the bug is mended; so does giving back. */
function buggy() {
  const performed: string[] = [];
  const bug = { isMended: false };
  const activities: Activities = {
    perform: async ({ run, stepId, undo, key }) => {
      performed.push(`${run.runId}:${stepId}${undo ? '#undo' : ''}:${key}`);
      const fails = stepId === 'pay' || undo || stepId === 'b';
      return fails && !bug.isMended ? failure : completed(stepId);
    },
  };
  return { performed, bug, activities };
}

async function failed(definition: JsonObject = three) {
  const script = buggy();
  const there = await finished(definition, script.activities);
  const over = (...runs: string[]) => until(there.life, there.world.clock, () => allEnded(there.world, runs));
  return { ...there, ...script, over };
}

test('[LI4] [AT3] it stays as it ended; a new one with its key goes on from before what failed', async () => {
  const { world, engine, bug, performed, over } = await failed();
  const before = await history(world, 'r');
  const entry = await world.journal.entry('r');
  bug.isMended = true;
  const to = before.findIndex((event) => event.type === 'StepCompleted' && event.path === 'a') + 1;
  const outcome = await engine.reset('r', { to, by: 'me', why: 'mended' });
  expect(outcome).toMatchObject({ kind: 'accepted', entry: { runId: n, status: 'running' } });
  await over(n);
  expect(await endings(world, [n])).toEqual([{ status: 'completed', output: 'c', error: null }]);
  expect([await history(world, 'r'), await world.journal.entry('r')]).toEqual([before, entry]);
  const after = await history(world, n);
  expect(after.slice(0, to)).toEqual(before.slice(0, to));
  expect(after[to]).toMatchObject({ kind: 'reset', from: 'r', runKey: 'r', by: 'me', why: 'mended' });
  const keysOfB = performed.filter((one) => one.includes(':b:')).map((one) => one.split(':')[2]);
  expect(new Set(keysOfB).size).toBe(1);
});

test('[LI4] what it had done beyond the point, and not undone, is in the new ledger', async () => {
  const { world, engine, bug, performed, over } = await failed(saga);
  expect(await endings(world, ['r'])).toMatchObject([{ status: 'failed', error: 'compensation' }]);
  const earlier = performed.length;
  expect(await engine.reset('r', { to: 1, by: 'me' })).toMatchObject({ kind: 'accepted' });
  const branched = (await history(world, n))[1];
  expect(branched).toMatchObject({ type: 'RunBranched', entries: [{ path: 'reserve', stepId: 'reserve' }] });
  bug.isMended = true;
  await over(n);
  expect(await endings(world, [n])).toMatchObject([{ status: 'completed' }]);
  expect(performed.slice(earlier).map((one) => one.split(':')[1])).toEqual(['reserve', 'pay']);
});

test('[LI4] refused where something was undone since, and at its end', async () => {
  const activities: Activities = {
    perform: async ({ stepId }) => (stepId === 'pay' ? failure : completed(stepId)),
  };
  const { world, engine } = await finished(saga, activities);
  expect(await endings(world, ['r'])).toMatchObject([{ status: 'compensated' }]);
  const refusalTo = async (to: number) => engine.reset('r', { to, by: 'me' });
  const last = (await history(world, 'r')).length;
  const reason = `Event ${last} of run r is its end: choose an earlier one.`;
  expect(await refusalTo(last)).toEqual({ kind: 'rejected', code: 'invalid', reason });
  const undone = 'reserve was undone after event 1, which cannot be taken back.';
  expect(await refusalTo(1)).toEqual({ kind: 'rejected', code: 'invalid', reason: undone });
});

test('[LI4] of one that was stopped goes on where it stood, with the attempt that was open', async () => {
  const { activities, world, life, first } = await begun();
  const to = (await history(world, 'r')).length;
  await life.engine.command('r', { type: 'terminate', by: 'me' });
  expect(await life.engine.reset('r', { to, by: 'me' })).toMatchObject({ kind: 'accepted' });
  const again = await activities.next();
  expect(again.work).toMatchObject({ stepId: 'a', attempt: 1, key: first.work.key, run: { runId: n } });
});

test('[LI4] of two that ask at once one makes it; after that the run that follows is named', async () => {
  const { world, engine, bug, over } = await failed();
  bug.isMended = true;
  const both = await Promise.all([1, 2].map((to) => engine.reset('r', { to, by: `person ${to}` })));
  expect(both.map(({ kind }) => kind).toSorted()).toEqual(['accepted', 'rejected']);
  expect(both).toContainEqual({
    kind: 'rejected',
    code: 'alreadyStarted',
    reason: `Run r went on as ${n}, which is running: reset that one.`,
  });
  await over(n);
  const reason = `Run r went on as ${n}, which is completed: reset that one.`;
  expect(await engine.reset('r', { to: 1, by: 'me' })).toMatchObject({ code: 'alreadyStarted', reason });
  expect(await engine.reset(n, { to: 1, by: 'me' })).toMatchObject({ kind: 'accepted' });
  await over(nextRunId(n));
  const last = `Run r went on as ${nextRunId(n)}, which is completed: reset that one.`;
  expect(await engine.reset('r', { to: 1, by: 'me' })).toMatchObject({ reason: last });
  expect((await history(world, nextRunId(n))).some(({ type }) => type === 'RunBranched')).toBe(true);
});

test('[LI3] [LI4] of one that continued as another is refused, whether that has ended or not', async () => {
  const again = definitionOf({
    more: { type: 'choice', branches: [{ when: '{% input.n > 0 %}', next: 'again' }], otherwise: 'rest' },
    again: { type: 'continueAsNew', input: { n: '{% input.n - 1 %}' } },
    rest: { type: 'receive', signal: 'go' },
  });
  const { world, life, engine } = await finished(again);
  const refused = { code: 'alreadyStarted', reason: expect.stringContaining(n) as string };
  expect(await engine.reset('r', { to: 1, by: 'me' })).toMatchObject(refused);
  await engine.signal(n, { name: 'go', by: 'me' });
  await until(life, world.clock, () => allEnded(world, [n]));
  expect(await engine.reset('r', { to: 1, by: 'me' })).toMatchObject(refused);
  expect(await engine.reset(n, { to: 1, by: 'me' })).toMatchObject({ kind: 'accepted' });
});

test('[LI3] [LI4] a signal to it goes to the run that follows', async () => {
  const asking = definitionOf({ b: task({ next: 'wait' }), wait: { type: 'receive', signal: 'go' } });
  const { world, engine, bug, over } = await failed(asking);
  expect(await engine.signal('r', { name: 'go', by: 'me' })).toMatchObject({ code: 'notRunning' });
  bug.isMended = true;
  await engine.reset('r', { to: 1, by: 'me' });
  expect(await engine.signal('r', { name: 'go', payload: 7, by: 'me' })).toMatchObject({ entry: { runId: n } });
  await over(n);
  expect(await endings(world, [n])).toMatchObject([{ status: 'completed', output: 7 }]);
});

test('[LI2] [LI4] a parent that heard of its end is not told again; reset itself, it waits for the run that follows', async () => {
  const packing = definitionOf({ b: task() }, { name: 'packing' });
  const order = definitionOf({ pack: { type: 'child', workflow: 'packing' } });
  const { activities, bug } = buggy();
  const world = newWorld({ activities });
  const life = await live(world);
  const { engine } = life;
  const over = (runId: string) => until(life, world.clock, () => allEnded(world, [runId]));
  await engine.deploy({ ...request(packing), by: 'test' });
  await engine.start(request(order, { runId: 'r' }));
  await over('r');
  expect(await endings(world, ['r'])).toMatchObject([{ status: 'failed', error: 'child.failed' }]);
  const whole = await history(world, 'r');
  const started = whole.find((event) => event.type === 'ChildStarted');
  const child = started?.type === 'ChildStarted' ? started.runId : '';
  bug.isMended = true;
  expect(await engine.reset(child, { to: 1, by: 'me' })).toMatchObject({ kind: 'accepted' });
  await over(nextRunId(child));
  expect(await history(world, 'r')).toEqual(whole);
  expect(await engine.reset('r', { to: 1, by: 'me' })).toMatchObject({ kind: 'accepted' });
  await over(n);
  expect(await endings(world, [n])).toMatchObject([{ status: 'completed', output: 'b' }]);
});

test('[RN7] [LI4] begins only where its concurrency key has room, and has a slot then', async () => {
  const one = definitionOf(
    { b: task({ next: 'wait' }), wait: { type: 'receive', signal: 'go' } },
    { concurrencyKey: { key: 'k', limit: 1, onLimit: 'queue' } },
  );
  const { world, life, engine, bug } = await failed(one);
  bug.isMended = true;
  await engine.start(request(one, { runId: 'other' }));
  expect(await engine.reset('r', { to: 1, by: 'me' })).toMatchObject({ code: 'full' });
  await engine.command('other', { type: 'terminate', by: 'me' });
  await until(life, world.clock, () => allEnded(world, ['other']));
  expect(await engine.reset('r', { to: 1, by: 'me' })).toMatchObject({ kind: 'accepted' });
  expect(await world.journal.slots('test', 'k')).toMatchObject({ taken: 1 });
  expect(await engine.start(request(one, { runId: 'late' }))).toMatchObject({ kind: 'accepted' });
  expect(await world.journal.slots('test', 'k')).toEqual({ taken: 1, next: 'late' });
});

test('[LI4] [LI6] after a migration, to before it: under the definition of then', async () => {
  const { activities, world, life, first } = await begun();
  const other = request(definitionOf({ a: task({ ...steady, next: 'z' }), z: task(steady) }));
  await life.engine.migrate('r', { ...other, by: 'me' });
  first.answer(completed('a'));
  (await activities.next()).answer(completed('z'));
  await until(life, world.clock, () => allEnded(world, ['r']));
  expect(await endings(world, ['r'])).toMatchObject([{ status: 'completed', output: 'z' }]);
  expect(await life.engine.reset('r', { to: 2, by: 'me' })).toMatchObject({ entry: { hash: request(three).hash } });
  (await activities.next()).answer(completed('a'));
  expect((await activities.next()).work).toMatchObject({ stepId: 'b', run: { runId: n } });
});

test('[LI4] [HO6] wherever the engine dies, one run follows, and it ends', { timeout: 60_000 }, async () => {
  const failing = definitionOf({ a: task({ ...steady, next: 'stop' }), stop: { type: 'receive', signal: 'go' } });
  const { whole, crashed } = await atEveryCrash({
    begin: async (engine: Engine) => {
      await engine.start(request(failing, { runId: 'r', reuse: 'useExisting' }));
      await engine.command('r', { type: 'terminate', by: 'me' });
      await engine.reset('r', { to: 1, by: 'me' });
      await engine.signal('r', { name: 'go', id: 'once', by: 'me' });
    },
    isOver: (world) => allEnded(world, ['r', n]),
    result: async (world) => ({
      endings: await endings(world, ['r', n]),
      branched: typesIn(await history(world, n)).filter((type) => type === 'RunBranched').length,
      third: await world.journal.entry(nextRunId(n)),
    }),
  });
  expect(whole).toMatchObject({
    endings: [{ status: 'terminated' }, { status: 'completed' }],
    branched: 1,
    third: null,
  });
  expect(crashed.length).toBeGreaterThan(8);
  expect(unlike({ whole, crashed })).toEqual([]);
});
