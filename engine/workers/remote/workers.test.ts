import { describe, expect, test } from 'vitest';
import type { AttemptResult } from '../../core/command.ts';
import type { Json } from '../../core/json.ts';
import { SILENT } from '../../runtime/ports.ts';
import type { PollAnswer, RegisterRequest } from '../client/protocol.ts';
import type { Answer } from './answer.ts';
import { type Desk, openDesk, tick, workOf } from './testing/held-engine.ts';

const about = (change: Partial<RegisterRequest> = {}): RegisterRequest => ({
  worker: 'w1',
  build: 'b1',
  queues: ['q'],
  activities: [{ name: 'act' }],
  concurrency: 2,
  leaseSeconds: 10,
  ...change,
});

function valueOf<T>(answer: Answer<T>): T {
  if (!answer.ok) throw new Error(answer.message);
  return answer.value;
}

const register = (desk: Desk, change: Partial<RegisterRequest> = {}): string =>
  valueOf(desk.workers.register(about(change))).session;

const never = new AbortController().signal;

async function polled(desk: Desk, session: string, slots = 10, more: { held?: string[] } = {}): Promise<PollAnswer> {
  const answer = desk.workers.poll({ session, slots, waitSeconds: 0, ...more }, never);
  await tick();
  desk.clock.advance(0);
  return valueOf(await answer);
}

const output = (value: Json): AttemptResult => ({ kind: 'completed', output: value });
const gone = { ok: false, status: 410 };

describe('a task', () => {
  test('[AT1] goes to a worker that offers its activity in its queue, once the engine has recorded that it is taken', async () => {
    const desk = openDesk();
    const session = register(desk);
    const wanted = Promise.withResolvers<boolean>();
    const one = desk.begin({}, { isWanted: () => wanted.promise });
    const poll = desk.workers.poll({ session, slots: 1 }, never);
    let isAnswered = false;
    void poll.then(() => (isAnswered = true));
    await tick();
    expect([one.picks.length, isAnswered]).toEqual([1, false]);
    wanted.resolve(true);
    const { tasks } = valueOf(await poll);
    expect(tasks).toMatchObject([{ activity: 'act', queue: 'q', with: { n: 1 }, key: 'key-1', attempt: 1 }]);
    expect(await desk.workers.answer(tasks[0]?.lease ?? '', output('done'))).toMatchObject({ ok: true });
    expect(await one.done).toEqual(output('done'));
  });

  test('[AT1] that nobody waits for when a worker takes it is given to nobody', async () => {
    const desk = openDesk();
    const session = register(desk);
    const one = desk.begin({}, { isWanted: () => false });
    expect((await polled(desk, session)).tasks).toEqual([]);
    expect(await one.done).toMatchObject({ kind: 'failed', error: { type: 'cancelled', effect: 'none' } });
  });

  test.each([
    ['another queue', { queues: ['other'] }],
    ['other activities', { activities: [{ name: 'else' }] }],
  ])('is not for a worker of %s', async (_, change) => {
    const desk = openDesk();
    desk.begin();
    expect((await polled(desk, register(desk, change))).tasks).toEqual([]);
    expect((await polled(desk, register(desk, { worker: 'w2' }))).tasks).toHaveLength(1);
  });

  test('goes first to who came first, and to each worker that asks in turn', async () => {
    const desk = openDesk();
    const sessions = ['a', 'b', 'c'].map((worker) => register(desk, { worker }));
    const polls = sessions.map((session) => desk.workers.poll({ session, slots: 2 }, never));
    for (let i = 0; i < 6; i += 1) desk.begin();
    const answers = (await Promise.all(polls)).map((answer) => valueOf(answer).tasks.map(({ visit }) => visit));
    expect(answers).toEqual([
      [1, 4],
      [2, 5],
      [3, 6],
    ]);
  });

  test('of one queue does not keep those of another waiting', async () => {
    const desk = openDesk();
    for (let i = 0; i < 5; i += 1) desk.begin({ taskQueue: 'full' });
    desk.begin({ taskQueue: 'other' });
    const session = register(desk, { queues: ['full', 'other'] });
    const { tasks } = await polled(desk, session, 2);
    expect(tasks.map(({ queue }) => queue).toSorted()).toEqual(['full', 'other']);
  });
});

describe('back-pressure', () => {
  test('[WK4] a worker never has more tasks than slots, whatever it asks for', async () => {
    const desk = openDesk();
    for (let i = 0; i < 5; i += 1) desk.begin();
    const session = register(desk, { concurrency: 3 });
    const { tasks } = await polled(desk, session, 100);
    expect(tasks).toHaveLength(3);
    const held = tasks.map(({ lease }) => lease);
    expect((await polled(desk, session, 100, { held })).tasks).toEqual([]);
    await desk.workers.answer(held[0] ?? '', output(1));
    expect((await polled(desk, session, 100, { held: held.slice(1) })).tasks).toHaveLength(1);
    expect(desk.workers.waiting).toBe(1);
  });

  test('[WK4] a queue never has more tasks out than its settings allow', async () => {
    const desk = openDesk({}, { queues: { q: { concurrency: 2 } } });
    for (let i = 0; i < 5; i += 1) desk.begin();
    const [a, b] = ['a', 'b'].map((worker) => register(desk, { worker, concurrency: 9 }));
    const first = await polled(desk, a ?? '');
    expect(first.tasks).toHaveLength(2);
    expect((await polled(desk, b ?? '')).tasks).toEqual([]);
    await desk.workers.answer(first.tasks[0]?.lease ?? '', output(1));
    expect((await polled(desk, b ?? '')).tasks).toHaveLength(1);
  });

  test('[WK4] a rate is kept evenly, and a poll that waits gets what it lets go', async () => {
    const desk = openDesk({}, { queues: { q: { perSecond: 2 } } });
    for (let i = 0; i < 30; i += 1) desk.begin();
    const session = register(desk, { concurrency: 100, leaseSeconds: 600 });
    const times: number[] = [];
    while (times.length < 7) {
      const answer = desk.workers.poll({ session, slots: 100 }, never);
      const over = new AbortController();
      void answer.then(() => over.abort());
      await tick();
      while (!over.signal.aborted) {
        desk.clock.advance(50);
        await tick();
      }
      const { tasks } = valueOf(await answer);
      times.push(...tasks.map(() => desk.clock.now() - 1_000));
    }
    expect(times).toEqual([0, 500, 1_000, 1_500, 2_000, 2_500, 3_000]);
  });

  test('[WK4] a queue for certain builds gives nothing to others', async () => {
    const desk = openDesk({}, { queues: { q: { buildIds: ['b2', 'b3'] } } });
    desk.begin();
    expect((await polled(desk, register(desk))).tasks).toEqual([]);
    expect(desk.workers.list()).toMatchObject([{ id: 'w1', build: 'b1', excluded: ['q'] }]);
    expect((await polled(desk, register(desk, { worker: 'w2', build: 'b3' }))).tasks).toHaveLength(1);
  });
});

describe('a lease', () => {
  async function leased(desk: Desk, session = register(desk)) {
    const one = desk.begin();
    const { tasks } = await polled(desk, session);
    return { one, session, lease: tasks[0]?.lease ?? '' };
  }

  test('[WK2][AT2] of a worker that is silent for too long is lost: its effect is unknown, and what it says then is refused', async () => {
    const desk = openDesk();
    const { one, lease } = await leased(desk);
    for (let passed = 0; passed < 10_250; passed += 250) desk.clock.advance(250);
    expect(await one.done).toMatchObject({ kind: 'failed', error: { type: 'worker.lost', effect: 'unknown' } });
    expect(await desk.workers.answer(lease, output('late'))).toMatchObject(gone);
    expect(one.result).toMatchObject({ kind: 'failed' });
  });

  test('[WK2] is kept by heartbeats, whose details reach the engine', async () => {
    const desk = openDesk();
    const { one, lease, session } = await leased(desk);
    for (let i = 0; i < 5; i += 1) {
      desk.clock.advance(8_000);
      const beat = i === 3 ? { lease, details: { done: 3 } } : { lease };
      expect(valueOf(desk.workers.heartbeat({ session, leases: [beat] })).leases).toEqual([{ lease, state: 'held' }]);
    }
    desk.workers.heartbeat({ session, leases: [{ lease, working: true }] });
    expect(one.beats).toEqual([{ done: 3 }, undefined]);
    expect(await desk.workers.answer(lease, output(1))).toMatchObject({ ok: true });
  });

  test('[WK2] is not lost for time in which this process itself stood still', async () => {
    const desk = openDesk();
    const { one, lease, session } = await leased(desk);
    desk.clock.advance(250);
    const stalled = desk.clock.now() + 60_000;
    // the timer that was due fires only now: what came meanwhile has not been read yet
    Object.assign(desk.clock, { now: () => stalled });
    desk.clock.step();
    await tick();
    expect(one.result).toBeNull();
    expect(valueOf(desk.workers.heartbeat({ session, leases: [{ lease }] })).leases[0]?.state).toBe('held');
  });

  test('[WK5] answered twice gets the same answer twice, and the engine one', async () => {
    const desk = openDesk();
    const { one, lease } = await leased(desk);
    const [first, second] = await Promise.all([
      desk.workers.answer(lease, output('first')),
      desk.workers.answer(lease, { kind: 'failed', error: { type: 'no', message: 'no' } }),
    ]);
    expect([first, second]).toMatchObject([{ ok: true }, { ok: true }]);
    expect(one.result).toEqual(output('first'));
    expect(await desk.workers.answer(lease, output('third'))).toMatchObject({ ok: true });
  });

  test('[AT3] answered when the engine no longer waits is refused', async () => {
    const desk = openDesk();
    const session = register(desk);
    desk.begin({}, { isRecorded: () => false });
    const { tasks } = await polled(desk, session);
    expect(await desk.workers.answer(tasks[0]?.lease ?? '', output(1))).toMatchObject(gone);
  });

  test('[WK5] whose answer is not yet recorded is asked for again, and then told', async () => {
    const desk = openDesk();
    const session = register(desk);
    const recorded = Promise.withResolvers<boolean>();
    desk.begin({}, { isRecorded: () => recorded.promise });
    const lease = (await polled(desk, session)).tasks[0]?.lease ?? '';
    const first = desk.workers.answer(lease, output(1));
    await tick();
    desk.clock.advance(20_000);
    expect(await first).toMatchObject({ ok: false, status: 503 });
    recorded.resolve(true);
    expect(await desk.workers.answer(lease, output(1))).toMatchObject({ ok: true });
  });

  test('[WK5] that nobody gave is refused', async () => {
    const desk = openDesk();
    expect(await desk.workers.answer('guessed', output(1))).toMatchObject(gone);
    expect(await desk.workers.secret({ lease: 'guessed', name: 'A' })).toMatchObject(gone);
    expect(desk.workers.log({ lease: 'guessed', level: 'info', message: '' })).toMatchObject(gone);
  });

  test('[WK5] cannot be kept by another worker', async () => {
    const desk = openDesk();
    const { lease } = await leased(desk);
    const other = register(desk, { worker: 'w2' });
    expect(valueOf(desk.workers.heartbeat({ session: other, leases: [{ lease }] })).leases).toEqual([
      { lease, state: 'lost' },
    ]);
  });

  test('that was sent and never came is sent again to who says what he has, and to nobody else', async () => {
    const desk = openDesk();
    const { lease, session } = await leased(desk);
    expect((await polled(desk, session)).tasks).toEqual([]);
    expect((await polled(desk, session, 1, { held: [] })).tasks).toMatchObject([{ lease }]);
    expect((await polled(desk, session, 1, { held: [lease] })).tasks).toEqual([]);
  });

  test('that was to go to somebody who hung up goes back to the front of its queue', async () => {
    const desk = openDesk();
    const session = register(desk);
    const wanted = Promise.withResolvers<boolean>();
    desk.begin({}, { isWanted: () => wanted.promise });
    const hungUp = new AbortController();
    const poll = desk.workers.poll({ session, slots: 1 }, hungUp.signal);
    hungUp.abort();
    wanted.resolve(true);
    expect(valueOf(await poll).tasks).toEqual([]);
    await tick();
    desk.begin();
    const { tasks } = await polled(desk, session, 1);
    expect(tasks).toMatchObject([{ visit: 1 }]);
  });
});

describe('being cancelled', () => {
  test('while it waits, it was never begun', async () => {
    const desk = openDesk();
    const one = desk.begin();
    one.controller.abort();
    expect(await one.done).toMatchObject({ error: { type: 'cancelled', effect: 'none' } });
    expect((await polled(desk, register(desk))).tasks).toEqual([]);
  });

  test('reaches the worker by its poll at once, and by its heartbeat; what it then answers still counts', async () => {
    const desk = openDesk();
    const session = register(desk);
    const one = desk.begin();
    const lease = (await polled(desk, session)).tasks[0]?.lease ?? '';
    const poll = desk.workers.poll({ session, slots: 1, held: [lease] }, never);
    one.controller.abort();
    expect(valueOf(await poll)).toEqual({ tasks: [], cancelled: [lease] });
    expect((await polled(desk, session, 1, { held: [lease] })).cancelled).toEqual([]); // told once
    expect(valueOf(desk.workers.heartbeat({ session, leases: [{ lease }] })).leases[0]?.state).toBe('cancelled');
    expect(await desk.workers.answer(lease, output('in time'))).toMatchObject({ ok: true });
    expect(await one.done).toEqual(output('in time'));
  });

  test('[AT1] after the engine has given it up, its answer is refused', async () => {
    const desk = openDesk();
    const session = register(desk);
    const one = desk.begin();
    const lease = (await polled(desk, session)).tasks[0]?.lease ?? '';
    one.giveUp();
    expect(valueOf(desk.workers.heartbeat({ session, leases: [{ lease }] })).leases[0]?.state).toBe('lost');
    expect(await desk.workers.answer(lease, output('late'))).toMatchObject(gone);
  });

  test('[AT1] one that was silent for longer than its step allows has ended; its answer is refused', async () => {
    const desk = openDesk();
    const session = register(desk);
    const one = desk.begin();
    const lease = (await polled(desk, session)).tasks[0]?.lease ?? '';
    one.controller.abort(SILENT);
    expect(await desk.workers.answer(lease, output('late'))).toMatchObject(gone);
  });
});

describe('a worker', () => {
  test('that drains gets nothing more, and finishes what it has', async () => {
    const desk = openDesk();
    const session = register(desk);
    desk.begin();
    const lease = (await polled(desk, session)).tasks[0]?.lease ?? '';
    desk.begin();
    expect(valueOf(desk.workers.drain({ session }))).toEqual({ held: 1 });
    expect((await polled(desk, session)).tasks).toEqual([]);
    expect(desk.workers.list()).toMatchObject([{ draining: true, slots: { used: 1, free: 1 } }]);
    expect(await desk.workers.answer(lease, output(1))).toMatchObject({ ok: true });
  });

  test('[AT2] that leaves loses what it has', async () => {
    const desk = openDesk();
    const session = register(desk);
    const one = desk.begin();
    await polled(desk, session);
    expect(valueOf(desk.workers.deregister({ session }))).toEqual({ held: 1 });
    expect(await one.done).toMatchObject({ error: { type: 'worker.lost', message: expect.stringContaining('w1') } });
    expect(desk.workers.list()).toEqual([]);
    expect(await desk.workers.poll({ session, slots: 1 }, never)).toMatchObject({ status: 404 });
  });

  test('whose id another takes gets no more, and keeps what it has', async () => {
    const desk = openDesk();
    const old = register(desk);
    desk.begin();
    const lease = (await polled(desk, old)).tasks[0]?.lease ?? '';
    register(desk);
    expect(await desk.workers.poll({ session: old, slots: 1 }, never)).toMatchObject({ status: 409 });
    expect(valueOf(desk.workers.heartbeat({ session: old, leases: [{ lease }] })).leases[0]?.state).toBe('held');
    expect(await desk.workers.answer(lease, output(1))).toMatchObject({ ok: true });
  });

  test('that is not heard of is forgotten, and who listens is told', async () => {
    const desk = openDesk();
    let told = 0;
    desk.workers.subscribe(() => (told += 1));
    register(desk);
    for (let i = 0; i < 121; i += 1) desk.clock.advance(250);
    expect([desk.workers.list(), told]).toEqual([[], 2]);
  });

  test('is asked for a secret only by names it registered, and gets it only for a lease', async () => {
    const desk = openDesk();
    const session = register(desk, { secrets: ['MINE', 'NONE'] });
    desk.begin({}, { secrets: { MINE: 'open sesame', OTHER: 'no' } });
    const lease = (await polled(desk, session)).tasks[0]?.lease ?? '';
    expect(await desk.workers.secret({ lease, name: 'MINE' })).toEqual({ ok: true, value: { value: 'open sesame' } });
    expect(await desk.workers.secret({ lease, name: 'OTHER' })).toMatchObject({ status: 403 });
    expect(await desk.workers.secret({ lease, name: 'NONE' })).toMatchObject({ status: 404 });
  });
});

describe('who does what', () => {
  const here = (names: readonly string[]) => ({
    infos: () => [],
    takes: ({ activity }: { activity: string }) => names.includes(activity),
    perform: async () => output('here'),
    close: async () => {},
  });
  const takes = (desk: Desk, taskQueue: string, activity: string): boolean =>
    desk.workers.takes({ ...workOf(1), taskQueue, activity });

  test('what a worker offers goes to workers, in the queue it offers it in', () => {
    const desk = openDesk({ local: here(['http']) });
    register(desk, { queues: ['gpu', 'default'], activities: [{ name: 'http' }, { name: 'train' }] });
    expect(['gpu', 'default', 'other'].map((queue) => takes(desk, queue, 'http'))).toEqual([true, true, false]);
  });

  test('what nobody here knows waits for a worker in a queue of its own, and nowhere else', () => {
    const desk = openDesk({ local: here(['http']) });
    expect([takes(desk, 'gpu', 'train'), takes(desk, 'gpu', 'http'), takes(desk, 'default', 'train')]).toEqual([
      true,
      false,
      false,
    ]);
  });

  test('a queue that the workspace names is for workers alone', () => {
    const desk = openDesk({ local: here(['http']) }, { queues: { gpu: {} } });
    expect(takes(desk, 'gpu', 'http')).toBe(true);
  });

  test('after a start what nobody knows waits for workers to come back', async () => {
    const desk = openDesk({ awaitMs: 5_000 });
    const [one, two] = [desk.begin({ taskQueue: 'default' }), desk.begin({ taskQueue: 'default', activity: 'typo' })];
    const session = register(desk, { queues: ['default'] });
    desk.clock.advance(5_000);
    expect(await two.done).toMatchObject({ error: { type: 'activity.unknown', effect: 'none' } });
    expect((await polled(desk, session)).tasks).toHaveLength(1);
    expect(one.result).toBeNull();
  });

  test('[WK6] what waits for a worker that goes is done here, where it can be', async () => {
    const desk = openDesk({ local: here(['act']) });
    const session = register(desk);
    const [one, two] = [desk.begin(), desk.begin()];
    await polled(desk, session, 1);
    desk.workers.deregister({ session });
    expect(await two.done).toEqual(output('here'));
    expect(await one.done).toMatchObject({ error: { type: 'worker.lost' } });
  });

  test('[WK6] when the engine closes nobody is left waiting', async () => {
    const desk = openDesk();
    const one = desk.begin({ activity: 'else' });
    const poll = desk.workers.poll({ session: register(desk), slots: 1 }, never);
    await desk.workers.close();
    expect(valueOf(await poll)).toEqual({ tasks: [], cancelled: [] });
    expect(await one.done).toMatchObject({ error: { effect: 'none' } });
    expect(desk.workers.register(about())).toMatchObject({ status: 503 });
  });
});
