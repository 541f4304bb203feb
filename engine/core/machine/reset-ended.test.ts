import { describe, expect, test } from 'vitest';
import { plan, viewOf } from '../index.ts';
import { resetEnded } from '../testing/branches.ts';
import { done, type Driver, failed, programOf, task, undoable } from '../testing/drive.ts';
import { answer, atC, begun, by, final, saga, seqOf, started } from '../testing/walked.ts';

describe('reset after the end', () => {
  async function back(driver: Driver, to: number): Promise<Driver> {
    expect(driver.state.ended).toBe(true);
    const before = [...driver.events];
    const next = await resetEnded(driver, to);
    if (typeof next === 'string') throw new Error(next);
    expect(driver.events).toEqual(before);
    return next;
  }

  test('[LI4] an attempt that was open when it was terminated may still take effect, and is undone', async () => {
    const driver = await started(saga({ a: undoable({ next: 'b' }), b: undoable() }));
    await answer(driver);
    await driver.send({ type: 'terminate', by });
    const next = await back(driver, 2);
    expect(next.events.at(2)).toMatchObject({
      kind: 'reset',
      entries: [
        { path: 'a', record: { outcome: 'done' } },
        { path: 'b', record: { outcome: 'unknown' } },
      ],
    });
  });

  test('[LI4] [AT3] to where it stood it does again what was open, under the same key', async () => {
    const driver = await atC();
    const wanted = driver.wanted();
    const to = driver.state.seq;
    await driver.send({ type: 'terminate', by });
    const next = await back(driver, to);
    expect(next.wanted()).toMatchObject(wanted.map(({ id, key }) => ({ id, key, startedAt: next.now })));
    expect(next.state.run?.key).toBe(driver.state.run?.key);
  });

  test('[LI4] [AT4] one that was out of time has the time that was left at that point', async () => {
    const driver = await started({ timeout: '10s', start: 'a', steps: { a: task({ next: 'b' }), b: task() } });
    driver.now += 4_000;
    await answer(driver);
    const { seq: to, at } = driver.state;
    const left = (driver.state.run?.deadline ?? 0) - at;
    driver.now += 3_600_000;
    await driver.send({ type: 'fireTimer', timer: 'run' });
    await answer(driver);
    expect(driver.state.status).toBe('timedOut');
    const next = await back(driver, to);
    expect(next.state.run?.deadline).toBe(next.state.at + left);
  });

  test('[LI4] [LI2] children that may still be open are told by the next run as well', async () => {
    const driver = await started({
      start: 'a',
      steps: { a: task({ next: 'k' }), k: { type: 'child', workflow: 'sub' } },
    });
    await answer(driver);
    const [wanted] = driver.wanted();
    if (wanted?.kind !== 'child') throw new Error('no child');
    await driver.childStarted(wanted);
    await driver.send({ type: 'terminate', by });
    await driver.send({ type: 'childClosed', runId: wanted.runId });
    const next = await back(driver, 2);
    await next.send({ type: 'terminate', by });
    expect(next.state.closing?.children).toMatchObject([{ runId: wanted.runId }]);
  });

  test('[LI4] [AT3] [SG5] a visit from beyond that was undone is not made again: the next has keys of its own', async () => {
    const twice = saga(
      { a: undoable({ next: 'b', compensateOn: 'completed' }), b: task() },
      { retry: [{ maxAttempts: 3, initialInterval: '1s' }] },
    );
    const again = failed('later', { effect: 'none', retryable: true });
    const retried = async (driver: Driver): Promise<string> => {
      const timer = plan(driver.program, driver.state).find((effect) => effect.kind === 'timer');
      driver.now = timer?.at ?? driver.now;
      expect(await driver.send({ type: 'fireTimer', timer: timer?.id ?? '' })).toBeNull();
      return driver.wanted()[0]?.key ?? '';
    };
    const driver = await started(twice);
    await answer(driver, again);
    const key = await retried(driver);
    await answer(driver); // a, for the second time
    await driver.send({ type: 'terminate', by });
    const next = await back(driver, seqOf(driver, begun('a')));
    await answer(next, again);
    expect(next.wanted()).toMatchObject([{ undo: true, path: 'a', visit: 2, key: `${key}:undo` }]);
    await answer(next);
    expect(await retried(next)).not.toBe(key);
    expect(next.wanted()).toMatchObject([{ undo: false, path: 'a', visit: 3 }]);
    await answer(next);
    await answer(next, final);
    expect(next.wanted()).toMatchObject([{ undo: true, path: 'a', visit: 3 }]);
    await answer(next);
    expect(next.state.status).toBe('compensated');
  });

  describe('of what a person gave up undoing, around a migration', () => {
    const withUndo = saga({ a: undoable({ next: 'c' }), c: task() });
    const without = saga({ a: task({ next: 'c' }), c: task() });
    const place = { path: 'a', visit: 1, by };
    const migrate = async (driver: Driver, document: object): Promise<void> => {
      const target = programOf(document);
      expect(await driver.send({ type: 'migrate', hash: target.hash, by }, target)).toBeNull();
    };
    const stuck = async (driver: Driver): Promise<void> => {
      await answer(driver);
      await answer(driver, final);
      await answer(driver, final); // the undo
    };

    test('[LI4] [LI6] what was recorded before it is undone as the point says', async () => {
      const driver = await started(withUndo);
      await stuck(driver);
      await migrate(driver, without);
      expect(await driver.send({ type: 'undoAbort', ...place })).toBeNull();
      const next = await back(driver, seqOf(driver, begun('a')));
      const carried = next.events.flatMap((event) => (event.type === 'RunBranched' ? event.entries : []));
      expect(carried).toMatchObject([{ path: 'a', visit: 1, record: { undo: { kind: 'ready' } } }]);
      expect(carried[0]?.how).toBeUndefined();
      await answer(next, final);
      expect(next.wanted()).toMatchObject([{ undo: true, activity: 'undo', path: 'a' }]);
    });

    test('[LI4] [SG1] how it is undone may be known to no version that is left: a person is asked', async () => {
      const driver = await started(without);
      await migrate(driver, withUndo);
      await stuck(driver);
      await migrate(driver, without);
      expect(await driver.send({ type: 'undoAbort', ...place })).toBeNull();
      const next = await back(driver, seqOf(driver, begun('a')));
      await answer(next, final);
      expect(next.state.status).toBe('suspended');
      const [waiting] = viewOf(next.events).steps.filter(({ undo }) => undo === 'stuck');
      expect(waiting).toMatchObject({
        path: 'a',
        undoError: { message: expect.stringContaining('not known any more') },
      });
      expect(await next.send({ type: 'undoSkip', ...place })).toBeNull();
      expect(next.events.at(-1)).toMatchObject({ type: 'RunEnded', status: 'failed', left: [{ path: 'a', visit: 1 }] });
    });
  });

  test('[LI4] past its last event it is refused, and past a completed undo', async () => {
    const driver = await atC();
    await answer(driver, final);
    for (let [wanted] = driver.wanted(); wanted; [wanted] = driver.wanted()) await driver.answer(wanted, done());
    expect(driver.state.status).toBe('compensated');
    expect(await resetEnded(driver, 1)).toMatch(/^b was undone after event 1, which cannot be taken back/);
    expect(await resetEnded(driver, driver.state.seq)).toMatch(/reset it to one of them/);
  });
});
