import { describe, expect, test } from 'vitest';
import type { AttemptResult } from '../../core/command.ts';
import type { Work } from '../ports.ts';
import { type Mock, mocksSchema } from './mocks.ts';
import { scriptedActivities } from './scripted.ts';
import { virtualClock } from '../../memory/virtualClock.ts';

const START = 1_000_000;

function work(change: Partial<Work> = {}): Work {
  return {
    kind: 'attempt',
    id: 'attempt:ship#1:1',
    path: 'ship',
    visit: 1,
    stepId: 'ship',
    undo: false,
    attempt: 1,
    reportPickUp: false,
    heartbeatMs: null,
    heartbeat: null,
    activity: 'http',
    with: {},
    key: 'k',
    taskQueue: 'default',
    startedAt: START,
    deadline: START + 60_000,
    limit: 'startToClose',
    cancel: false,
    run: { runId: 'r', runKey: 'r', workflow: 'w', hash: 'h', traceparent: null },
    ...change,
  };
}

const never = new AbortController().signal;

function script(mocks: Record<string, readonly Mock[]>, change: Partial<Work> = {}): Promise<AttemptResult> {
  return scriptedActivities({ mocks, clock: virtualClock(START) }).perform(work(change), never);
}

describe('scripted activities', () => {
  test('one entry an attempt; the last repeats; from the first again for each visit', async () => {
    const mocks = { ship: [{ throw: { type: 'http.503' } }, { return: 'sent' }] };
    const kinds = [];
    for (const attempt of [1, 2, 3]) kinds.push((await script(mocks, { attempt })).kind);
    expect(kinds).toEqual(['failed', 'completed', 'completed']);
    expect(await script(mocks, { visit: 2 })).toMatchObject({ kind: 'failed' });
  });

  test('an undo has entries of its own', async () => {
    const mocks = { ship: [{ return: 1 }], 'ship#undo': [{ return: 2 }] };
    expect(await script(mocks, { undo: true })).toEqual({ kind: 'completed', output: 2 });
  });

  test.each<[string, Mock, object]>([
    [
      'a throw',
      { throw: { type: 'pay.declined', message: 'no', details: [1], effect: 'none' } },
      { error: { type: 'pay.declined', message: 'no', details: [1] }, effect: 'none' },
    ],
    [
      'a throw that says nothing of its effect',
      { throw: { type: 'x' } },
      { error: { type: 'x', message: 'x' }, effect: 'unknown' },
    ],
    ['a limit of the host', { timeout: 'heartbeat', effect: true }, { error: { type: 'timeout.heartbeat' } }],
    [
      'a limit that is not the next of this attempt',
      { timeout: 'timeout.scheduleToClose' },
      { error: { type: 'timeout.scheduleToClose', retryable: false }, effect: 'unknown' },
    ],
    ['a limit struck early', { timeout: 'startToClose', after: '0s' }, { error: { type: 'timeout.startToClose' } }],
    ['a lost worker that had done it', { lose: true, effect: true }, { effect: 'unknown' }],
    ['a lost worker that had not', { lose: true, effect: false }, { effect: 'unknown' }],
    ['a lost worker', { lose: true }, { error: { type: 'worker.lost' }, effect: 'unknown' }],
  ])('[AT2] %s', async (_, mock, answer) => {
    const clock = virtualClock(START);
    const answered = scriptedActivities({ mocks: { ship: [mock] }, clock }).perform(work(), never);
    await new Promise((resolve) => setImmediate(resolve));
    clock.step();
    expect(await answered).toMatchObject({ kind: 'failed', ...answer });
  });

  test.each(['startToClose', 'timeout.startToClose'] as const)(
    '[AT1] %s: the attempt is silent until the engine ends it',
    async (timeout) => {
      const clock = virtualClock(START);
      const abort = new AbortController();
      const activities = scriptedActivities({ mocks: { ship: [{ timeout }] }, clock });
      const answered = activities.perform(work(), abort.signal);
      clock.advance(1_000_000);
      expect(await Promise.race([answered, new Promise((resolve) => setTimeout(() => resolve('silent'), 20))])).toBe(
        'silent',
      );
      expect(activities.busy()).toBe(0);
      abort.abort();
      expect(await answered).toMatchObject({ error: { type: 'cancelled' } });
    },
  );

  test('`when` chooses among steps that run side by side, by what they are given', async () => {
    const mocks = {
      ship: [
        { when: 'sku = "b"', throw: { type: 'sold.out' } },
        { when: '{% with.sku = "a" %}', return: 'a' },
        { return: 'any' },
      ],
    };
    expect(await script(mocks, { with: { sku: 'b' } })).toMatchObject({ error: { type: 'sold.out' } });
    expect(await script(mocks, { with: { sku: 'a' } })).toMatchObject({ output: 'a' });
    expect(await script(mocks, { with: { sku: 'b' }, attempt: 2 })).toMatchObject({ output: 'any' });
    expect(await script(mocks, { with: { sku: 'c' } })).toMatchObject({ output: 'any' });
  });

  test('`after` takes its time, and an abort ends it early', async () => {
    const clock = virtualClock(START);
    const activities = scriptedActivities({ mocks: { ship: [{ return: 1, after: '5s' }] }, clock });
    const done: string[] = [];
    void activities.perform(work(), never).then(() => done.push('in time'));
    const abort = new AbortController();
    const stopped = activities.perform(work(), abort.signal);
    await new Promise((resolve) => setImmediate(resolve));
    clock.advance(4_999);
    abort.abort();
    expect(await stopped).toMatchObject({ kind: 'failed', error: { type: 'cancelled' } });
    expect(done).toEqual([]);
    clock.advance(1);
    await expect.poll(() => done, { timeout: 20_000 }).toEqual(['in time']);
  });

  test('without a mock the activity itself is asked, or it is an error where only mocks are wanted', async () => {
    const otherwise = { perform: async () => ({ kind: 'completed', output: 'real' }) as const };
    const activities = scriptedActivities({ mocks: {}, clock: virtualClock(START), otherwise });
    expect(await activities.perform(work(), never)).toEqual({ kind: 'completed', output: 'real' });
    expect(await script({})).toMatchObject({ error: { type: 'activity.notMocked', retryable: false }, effect: 'none' });
  });

  test('the file is checked', () => {
    expect(
      mocksSchema.safeParse({ ship: [{ return: null, after: '5s' }], 'ship#undo': [{ lose: true }] }).success,
    ).toBe(true);
    for (const wrong of [
      { ship: [] },
      { ship: [{}] },
      { ship: [{ return: 1, after: 'soon' }] },
      { ship: [{ timeout: 'x' }] },
      [],
    ]) {
      expect(mocksSchema.safeParse(wrong).success).toBe(false);
    }
  });
});
