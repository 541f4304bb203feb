/** Blocks that are ended from outside, in every place they can be. */
import { describe, expect, test } from 'vitest';
import {
  done,
  drive,
  type Driven,
  Driver,
  failed,
  programOf,
  type Script,
  scripted,
  task,
  undoable,
} from '../testing/drive.ts';

const by = 'ana';
const none = (type: string): ReturnType<typeof failed> => failed(type, { effect: 'none' });

async function cancelledAfter(document: object, ms: number, script?: Script): Promise<Driven> {
  const driver = new Driver(programOf(document), script);
  await driver.start();
  await driver.settle(ms);
  expect(await driver.send({ type: 'cancel', by })).toBeNull();
  return driver.settle();
}

describe('cancelling', () => {
  const retried = (more: object): object => ({
    start: 't',
    steps: { t: { start: 'a', steps: { a: task() }, retry: [{ initialInterval: '1h' }], ...more } },
  });

  test('[ER3] a try that waits to be tried again runs its finally', async () => {
    const document = retried({
      type: 'try',
      finally: { start: 'f', steps: { f: task({ with: '{% error.type %}' }) } },
    });
    const run = await cancelledAfter(document, 1_000, scripted({ a: failed('x') }));
    expect(run.begun).toEqual(['a', 'f']);
    expect(run.view.status).toBe('cancelled');
    expect(run.view.steps.find(({ id }) => id === 'f')?.with).toBe('cancelled');
  });

  test('[RN3] a saga that waits to be tried again is over', async () => {
    const run = await cancelledAfter(retried({ type: 'saga' }), 1_000, scripted({ a: failed('x') }));
    expect(run.begun).toEqual(['a']);
    expect(run.view.status).toBe('cancelled');
  });

  test('[PL2] a branch may be called finally', async () => {
    const branches = { finally: { start: 'l', steps: { l: task() } }, other: { start: 'r', steps: { r: task() } } };
    const run = await drive(
      { start: 'p', steps: { p: { type: 'parallel', join: 'any', branches } } },
      scripted({ l: 'hang' }),
    );
    expect(run.view).toMatchObject({ status: 'completed', output: { other: null } });
    expect((run.view.endedAt ?? 0) - run.view.startedAt).toBeLessThan(15_000); // cancelled, not waited for
  });

  test('[AT1] an attempt that is asked to stop has no longer than it had', async () => {
    const driver = new Driver(
      programOf({
        start: 's',
        steps: {
          s: {
            type: 'saga',
            cancelTimeout: '1h',
            start: 'a',
            steps: { a: undoable({ timeouts: { startToClose: '5s' } }) },
          },
        },
      }),
      ({ undo }) => (undo ? done() : 'hang'),
    );
    await driver.start();
    const began = driver.now;
    await driver.settle(1_000);
    await driver.send({ type: 'cancel', by });
    const run = await driver.settle();
    expect(driver.now - began).toBeLessThan(6_000);
    expect(run.begun).toEqual(['a', 'undo a']);
  });

  test('[RN3] finally is run to its end, sagas in it included', async () => {
    const inner = { type: 'saga', start: 'f', steps: { f: undoable({ next: 'g' }), g: task() } };
    const document = {
      start: 't',
      steps: { t: { type: 'try', start: 'a', steps: { a: task() }, finally: { start: 'i', steps: { i: inner } } } },
    };
    const driver = new Driver(programOf(document), scripted({ f: 'hang' }));
    await driver.start();
    await driver.settle(0);
    await driver.send({ type: 'cancel', by });
    const [f] = driver.wanted();
    expect(f).toMatchObject({ stepId: 'f', cancel: false });
    if (f) await driver.answer(f, done());
    const run = await driver.settle();
    expect(run.begun).toEqual(['a', 'f', 'g']);
    expect(run.view.status).toBe('cancelled');
  });
});

describe('time limits', () => {
  test("[PL1] a branch's own time limit does not spoil a join that is met", async () => {
    const slow = { type: 'try', start: 'l', steps: { l: { type: 'wait', for: '1h' } }, timeout: '1s' };
    const branches = {
      left: { start: 'a', steps: { a: slow } },
      right: { start: 'r', steps: { r: { type: 'wait', for: '1m' } } },
    };
    const run = await drive({ start: 'p', steps: { p: { type: 'parallel', join: 'any', branches } } });
    expect(run.view).toMatchObject({ status: 'completed', output: { right: null } });
  });

  test('[ER4] a parallel that ran out of time says so, and keeps the error of a branch as its cause', async () => {
    const branches = { left: { start: 'l', steps: { l: task() } }, right: { start: 'r', steps: { r: task() } } };
    const run = await drive(
      { start: 'p', steps: { p: { type: 'parallel', onFailure: 'wait', timeout: '5s', branches } } },
      scripted({ l: failed('x'), r: 'hang' }),
    );
    expect(run.view.error).toMatchObject({ type: 'timeout.block', cause: { type: 'x' } });
  });

  test('[ER4] each try of a block has its time anew', async () => {
    const run = await drive(
      {
        start: 's',
        steps: { s: { type: 'saga', start: 'a', steps: { a: task() }, timeout: '5s', retry: [{ maxAttempts: 2 }] } },
      },
      ({ stepId, attempt, visit }) => (stepId === 'a' && visit + attempt === 2 ? 'hang' : done()),
    );
    expect(run.view.status).toBe('completed');
    expect(run.begun).toEqual(['a', 'a']);
  });

  test('[SG5] a block that is undoing, or in its finally, is let finish', async () => {
    const saga = { type: 'saga', timeout: '5s', start: 'a', steps: { a: undoable({ next: 'b' }), b: task() } };
    const document = { start: 't', steps: { t: { type: 'try', timeout: '8s', start: 's', steps: { s: saga } } } };
    const driver = new Driver(programOf(document), ({ undo, stepId }) =>
      undo ? 'hang' : stepId === 'b' ? none('x') : done(),
    );
    await driver.start();
    await driver.settle(20_000);
    expect(driver.wanted()).toMatchObject([{ stepId: 'a', undo: true, cancel: false }]);
    const [undo] = driver.wanted();
    if (undo) await driver.answer(undo, done());
    expect((await driver.settle()).view).toMatchObject({ status: 'compensated', error: { type: 'timeout.block' } });
  });
});

describe('succeed', () => {
  const inTries = (more: object = {}, finallyMore: object = {}): object => ({
    start: 'outer',
    steps: {
      outer: {
        type: 'try',
        start: 'inner',
        steps: {
          inner: {
            type: 'try',
            start: 'deep',
            steps: {
              deep: { type: 'try', start: 'ok', steps: { ok: { type: 'succeed', output: 7 } }, next: 'never' },
              never: task(),
            },
            finally: { start: 'f', steps: { f: task({ ...finallyMore }) } },
            next: 'never2',
          },
          never2: task(),
        },
        finally: { start: 'g', steps: { g: task() } },
        next: 'never3',
        ...more,
      },
      never3: task(),
    },
  });

  test('[ER3] in a try runs what is to run finally, innermost first, and then ends the run', async () => {
    const run = await drive(inTries());
    expect(run.begun).toEqual(['f', 'g']);
    expect(run.view).toMatchObject({ status: 'completed', output: 7 });
    expect(run.view.steps.every(({ status }) => status === 'completed')).toBe(true);
  });

  test('[ER3] what finally raises takes its place', async () => {
    const run = await drive(inTries({ catch: [{}] }), scripted({ f: failed('x') }));
    expect(run.begun).toEqual(['f', 'g']);
    expect(run.view).toMatchObject({ status: 'completed', output: null });
  });

  test('[RN3] a run cancelled meanwhile is cancelled', async () => {
    const run = await cancelledAfter(inTries({}, { retry: [{}] }), 500, scripted({ f: [failed('x'), done()] }));
    expect(run.begun).toEqual(['f', 'f', 'g']);
    expect(run.view.status).toBe('cancelled');
  });
});
