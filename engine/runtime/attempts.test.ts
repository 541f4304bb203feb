import { describe, expect, test } from 'vitest';
import { passTime } from '../memory/passTime.ts';
import { chain } from './testing/documents.ts';
import { completed, heldActivities } from './testing/held-activities.ts';
import { historyOf, open, started, typesIn } from './testing/opened.ts';

describe('attempts', () => {
  test.each([
    ['throws', () => Promise.reject(new Error('boom')), 'activity', 'boom'],
    [
      'throws at once',
      () => {
        throw new Error('at once');
      },
      'activity',
      'at once',
    ],
    ['answers with a date', async () => completed(new Date() as never), 'activity.result', 'Date'],
    [
      'answers with undefined inside',
      async () => completed({ a: [undefined] } as never),
      'activity.result',
      'undefined',
    ],
    ['answers with NaN', async () => completed(Number.NaN), 'activity.result', 'NaN'],
    ['answers with nothing', async () => undefined as never, 'activity.result', 'nothing'],
    ['fails without saying how', async () => ({ kind: 'failed' }) as never, 'activity.result', 'neither'],
  ])('an activity that %s fails its step, effect unknown', async (_, perform, type, text) => {
    const { engine, journal } = await open({ perform });
    const runId = await started(engine, chain(1));
    const error = { type, message: expect.stringContaining(text) };
    expect(await engine.settled(runId)).toMatchObject({ status: 'failed', error });
    const failed = (await historyOf(journal, runId)).find((event) => event.type === 'StepFailed');
    expect(failed).toMatchObject({ outcome: 'unknown' });
  });

  test('one that takes too long is aborted, and what it says then is not heard', async () => {
    const activities = heldActivities();
    const { engine, clock, journal } = await open(activities);
    const runId = await started(engine, chain(1, { timeouts: { startToClose: '2s' } }));
    const { signal, answer } = await activities.next();
    clock.advance(2_000);
    expect(await engine.settled(runId)).toMatchObject({ status: 'failed', error: { type: 'timeout.startToClose' } });
    expect(signal.aborted).toBe(true);
    const { length } = await historyOf(journal, runId);
    answer(completed());
    await new Promise((resolve) => setImmediate(resolve));
    expect(await historyOf(journal, runId)).toHaveLength(length);
  });

  test('one of a cancelled run is aborted, and what it says still counts', async () => {
    const activities = heldActivities();
    const { engine, journal } = await open(activities);
    const runId = await started(engine, chain(2));
    const { signal, answer } = await activities.next();
    await engine.command(runId, { type: 'cancel', by: 'me', why: 'no longer wanted' });
    expect(signal.aborted).toBe(true);
    answer(completed('in time'));
    expect(await engine.settled(runId)).toMatchObject({ status: 'cancelled' });
    const asked = (await historyOf(journal, runId)).find(({ type }) => type === 'CancelRequested');
    expect(asked).toMatchObject({ by: 'me', why: 'no longer wanted' });
  });

  test('after closing begins nothing is begun and nothing recorded', async () => {
    const activities = heldActivities();
    const { engine, journal } = await open(activities);
    const runId = await started(engine, chain(2));
    const { signal, answer } = await activities.next();
    const closed = engine.close();
    expect(signal.aborted || (await closed, signal.aborted)).toBe(true);
    answer(completed());
    await closed;
    expect(typesIn(await historyOf(journal, runId))).toEqual(['RunStarted', 'StepStarted']);
    await expect(engine.command(runId, { type: 'cancel', by: 'me' })).rejects.toMatchObject({ code: 'closed' });
  });

  test('with a grace period what answers in time is recorded, and nothing follows it', async () => {
    const activities = heldActivities();
    const { engine, journal, clock } = await open(activities);
    const runId = await started(engine, chain(2));
    const { answer } = await activities.next();
    const closed = engine.close({ graceMs: 10_000 });
    answer(completed());
    await passTime(clock, () => false, closed);
    expect(typesIn(await historyOf(journal, runId))).toContain('StepCompleted');
    expect(activities.begun).toHaveLength(1);
  });
});
