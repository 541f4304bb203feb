import { describe, expect, test } from 'vitest';
import { done, drive, Driver, failed, programOf, scripted, task, typesOf } from '../testing/drive.ts';

const one = (more: object = {}, top: object = {}): object => ({ ...top, start: 'a', steps: { a: task(more) } });

/** From each failed attempt to the next, ms; null: there is none. */
const waited = ({ events }: Awaited<ReturnType<typeof drive>>): readonly (number | null)[] =>
  events.flatMap((event) =>
    event.type === 'AttemptFailed' ? [event.retryAt === null ? null : event.retryAt - event.at] : [],
  );

describe('attempts', () => {
  test('[AT5] the first attempt has no event of its own, each later one has', async () => {
    const run = await drive(one({ retry: [{}] }), scripted({ a: [failed('http.503'), failed('http.503'), done(1)] }));
    expect(typesOf(run)).toEqual([
      'RunStarted',
      'StepStarted',
      'AttemptFailed',
      'AttemptStarted',
      'AttemptFailed',
      'AttemptStarted',
      'StepCompleted',
      'RunEnded',
    ]);
    expect(run.view).toMatchObject({ status: 'completed', output: 1 });
  });

  test('[AT1] an attempt has its time limit, and all together have theirs', async () => {
    const single = await drive(one({ timeouts: { startToClose: '2s' } }), scripted({ a: 'hang' }));
    expect(single.view).toMatchObject({ status: 'failed', error: { type: 'timeout.startToClose' } });
    const all = await drive(
      one({ retry: [{ maxAttempts: 100 }], timeouts: { startToClose: '2s', scheduleToClose: '4s' } }),
      scripted({ a: 'hang' }),
    );
    expect(all.view.error?.type).toBe('timeout.scheduleToClose');
    expect((all.view.endedAt ?? 0) - all.view.startedAt).toBe(4_000);
  });

  test('[RT6] the next attempt begins no earlier than the failure asks, of a step and of an undo', async () => {
    const busy = failed('http.429', { retryAfterMs: 90_000, effect: 'none' });
    const step = await drive(one({ retry: [{}] }), scripted({ a: [busy, done(1)] }));
    expect(step.view).toMatchObject({ status: 'completed', output: 1 });
    expect(waited(step)).toEqual([90_000]);
    const undone = await drive(
      {
        start: 's',
        steps: {
          s: {
            type: 'saga',
            start: 'a',
            steps: { a: { ...task({ compensate: { activity: 'undo' } }), next: 'b' }, b: task() },
          },
        },
      },
      scripted({ a: done(), 'a#undo': [busy, done()], b: failed('no', { effect: 'none' }) }),
    );
    expect(undone.view.status).toBe('compensated');
    expect(waited(undone)).toEqual([null, 90_000]);
  });

  test('[AT1] a late answer is refused', async () => {
    const driver = new Driver(
      programOf(one({ retry: [{}], timeouts: { startToClose: '1s' } })),
      scripted({ a: 'hang' }),
    );
    await driver.start();
    const [first] = driver.wanted();
    await driver.settle(2_500);
    expect(first && (await driver.answer(first, done()))).toMatch(/attempt 1/);
    expect(driver.wanted()).toMatchObject([{ attempt: 2 }]);
  });

  test('[AT2] the outcome is the strongest of the attempts', async () => {
    const outcomeOf = async (...answers: Parameters<typeof failed>[1][]): Promise<unknown> => {
      const run = await drive(one({ retry: [{}] }), scripted({ a: answers.map((more) => failed('x', more)) }));
      return run.view.steps[0]?.outcome;
    };
    expect(await outcomeOf({ effect: 'none' })).toBe('none');
    expect(await outcomeOf({ effect: 'unknown' }, { effect: 'none' }, { effect: 'none' })).toBe('unknown');
    expect(await outcomeOf({})).toBe('unknown');
    expect((await drive(one({ readOnly: true }), scripted({ a: failed('x') }))).view.steps[0]?.outcome).toBe('none');
  });

  test('[AT3] the key is the same for all attempts, and another for another visit', async () => {
    const keys: string[] = [];
    await drive(
      {
        variables: { n: 0 },
        start: 'a',
        steps: {
          a: task({ retry: [{}], assign: { n: '{% vars.n + 1 %}' }, next: 'more' }),
          more: { type: 'choice', branches: [{ when: '{% vars.n < 2 %}', next: 'a' }], otherwise: 'end' },
          end: { type: 'set', assign: { n: 0 } },
        },
      },
      (attempt) => {
        keys.push(attempt.key);
        return attempt.attempt === 1 ? failed('x') : done();
      },
    );
    expect(keys).toHaveLength(4);
    expect(keys[0]).toBe(keys[1]);
    expect(keys[2]).toBe(keys[3]);
    expect(keys[0]).not.toBe(keys[2]);
  });

  test('[AT3] one result is accepted per visit', async () => {
    const program = programOf({ start: 'a', steps: { a: task({ next: 'b' }), b: task() } });
    const two = new Driver(program, scripted({ b: 'hang' }));
    await two.start();
    const [a] = two.wanted();
    await two.settle(0);
    const before = two.events.length;
    expect(a && (await two.answer(a, done('again')))).toMatch(/No one waits/);
    expect(two.events).toHaveLength(before);
  });

  test('[AT4] the run timeout undoes and ends timedOut, and nothing catches it', async () => {
    const run = await drive(
      {
        timeout: '10s',
        start: 's',
        steps: {
          s: {
            type: 'saga',
            start: 'a',
            steps: {
              a: task({ compensate: { activity: 'u' }, next: 'b' }),
              b: task({ timeouts: { startToClose: '1h' } }),
            },
            catch: [{ errors: ['*', 'timeout.run'] }],
          },
        },
      },
      scripted({ b: 'hang' }),
    );
    expect(run.view).toMatchObject({ status: 'timedOut', undo: 'complete', error: { type: 'timeout.run' } });
    expect(run.begun).toEqual(['a', 'b', 'undo a']);
  });
});
