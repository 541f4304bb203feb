import { describe, expect, test } from 'vitest';
import { foldHistory, viewOf } from '../index.ts';
import { follow, fork } from '../testing/branches.ts';
import { done, Driver, failed, programOf, scripted, type Script } from '../testing/drive.ts';

const by = 'me';
const task = (more: object = {}) => ({ type: 'task', activity: 'x', ...more });
const chain = { start: 'a', steps: { a: task({ next: 'b' }), b: task({ next: 'c' }), c: task() } };

async function started(document: object, breakpoints: readonly string[], script: Script = () => done()) {
  const driver = new Driver(programOf(document), script);
  await driver.start({}, { breakpoints });
  await driver.settle(60_000);
  return driver;
}

async function resumed(driver: Driver): Promise<Driver> {
  expect(await driver.send({ type: 'resume', by })).toBeNull();
  await driver.settle(60_000);
  return driver;
}

const pauses = ({ events }: Driver): readonly string[] =>
  events.flatMap((event) =>
    event.type === 'RunPaused' && event.breakpoint ? [`${event.breakpoint.path}#${event.breakpoint.visit}`] : [],
  );

describe('[RN9] breakpoints', () => {
  test('the run pauses before the step; nothing of it has begun, and the view says where', async () => {
    const driver = await started(chain, ['b']);
    expect(driver.state.status).toBe('paused');
    expect(driver.begun).toEqual(['a']);
    const view = viewOf(driver.events);
    expect([view.status, view.pausedBefore]).toEqual(['paused', { path: 'b', visit: 1, id: 'b', frame: '' }]);
    expect(view.steps.map(({ id }) => id)).toEqual(['a']);
  });

  test('resumed, it enters the step and does not stop for this visit again', async () => {
    const driver = await resumed(await started(chain, ['b']));
    expect(driver.begun).toEqual(['a', 'b', 'c']);
    expect(driver.state.status).toBe('completed');
    expect(viewOf(driver.events).pausedBefore).toBeUndefined();
    expect(pauses(driver)).toEqual(['b#1']);
  });

  test('the first step, and each on the way, one after the other', async () => {
    const driver = await started(chain, ['a', 'c', 'nowhere']);
    expect(driver.begun).toEqual([]);
    await resumed(await resumed(driver));
    expect(pauses(driver)).toEqual(['a#1', 'c#1']);
    expect(driver.state.status).toBe('completed');
  });

  test('a step whose attempts are tried again stops once; a block that is retried enters its steps anew', async () => {
    const retry = [{ maxAttempts: 2, initialInterval: '1s' }];
    const attempts = await resumed(
      await started({ start: 'a', steps: { a: task({ retry }) } }, ['a'], scripted({ a: [failed('no'), done()] })),
    );
    expect(pauses(attempts)).toEqual(['a#1']);
    const saga = { start: 's', steps: { s: { type: 'saga', retry, start: 'a', steps: { a: task() } } } };
    const block = await started(saga, ['a'], scripted({ a: failed('no') }));
    await resumed(await resumed(block));
    expect(pauses(block)).toEqual(['a#1', 'a#2']);
    expect(block.state.status).toBe('failed');
  });

  test('items of a map stop one after the other, and so do branches', async () => {
    const map = { type: 'map', items: [1, 2], start: 'a', steps: { a: task() } };
    const items = await started({ start: 'm', steps: { m: map } }, ['a']);
    await resumed(await resumed(items));
    expect(pauses(items)).toEqual(['m[0].a#1', 'm[1].a#1']);
    expect(items.state.status).toBe('completed');
    const branch = (id: string) => ({ start: id, steps: { [id]: task() } });
    const both = { type: 'parallel', branches: { l: branch('a'), r: branch('b') } };
    const branches = await started({ start: 'p', steps: { p: both } }, ['a', 'b']);
    expect(branches.begun).toEqual([]);
    await resumed(branches);
    expect(branches.begun).toEqual(['a']);
    await resumed(branches);
    expect(branches.begun).toEqual(['a', 'b']);
  });

  test('a run that is cancelled stops nowhere: not before its `finally`, and not once it is resumed', async () => {
    const guarded = {
      start: 't',
      steps: { t: { type: 'try', start: 'a', steps: { a: task() }, finally: { start: 'f', steps: { f: task() } } } },
    };
    const driver = await started(guarded, ['a', 'f']);
    expect(await driver.send({ type: 'cancel', by })).toBeNull();
    await resumed(driver);
    expect(pauses(driver)).toEqual(['a#1']);
    expect(driver.state.status).toBe('cancelled');
  });

  test('what was recorded folds to the same state, also from a snapshot in the middle', async () => {
    const driver = await started(chain, ['b']);
    const program = () => driver.program;
    for (let cut = 1; cut <= driver.events.length; cut += 1) {
      const before = JSON.parse(
        JSON.stringify(foldHistory(program, driver.events.slice(0, cut))),
      ) as typeof driver.state;
      expect(foldHistory(program, driver.events.slice(cut), before)).toEqual(driver.state);
    }
  });

  test('a run that began without any has none in its history', async () => {
    const driver = new Driver(programOf(chain));
    await driver.start();
    expect(driver.events[0]).not.toHaveProperty('breakpoints');
    expect(driver.state.run).not.toHaveProperty('breakpoints');
    expect(driver.events.some(({ type }) => type === 'RunPaused')).toBe(false);
  });

  test('a fork, a reset and the next generation keep them', async () => {
    const driver = await resumed(await started(chain, ['b']));
    const from = driver.events.findIndex(({ type }) => type === 'RunPaused');
    const forked = await fork(driver, from, 'f1');
    expect(forked.state.status).toBe('paused');
    expect(forked.begun).not.toContain('b');

    const again = await started(chain, ['b']);
    const to = again.events.findIndex(({ type }) => type === 'StepCompleted') + 1;
    await again.send({ type: 'reset', to, runId: 'r2', beyond: again.events.slice(to), by });
    const next = await follow(again);
    expect(next?.state.status).toBe('paused');

    const loop = { start: 'a', steps: { a: task({ next: 'n' }), n: { type: 'continueAsNew' } } };
    const generation = await follow(await resumed(await started(loop, ['a'])));
    expect(generation?.state.status).toBe('paused');
  });
});
