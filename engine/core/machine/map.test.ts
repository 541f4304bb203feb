import { describe, expect, test } from 'vitest';
import { done, drive, Driver, failed, programOf, scripted, task, typesOf, undoable } from '../testing/drive.ts';

const map = (more: object = {}, ship: object = task({ with: '{% item %}' })): object => ({
  start: 'items',
  steps: { items: { type: 'map', items: '{% input %}', start: 'ship', steps: { ship }, ...more } },
});
const echo = (attempt: { with: unknown }) => done(attempt.with as number);

describe('map', () => {
  test('[MP1] the output is in the order of the items, whatever order they ended in', async () => {
    const driver = new Driver(programOf(map()), () => 'hang');
    await driver.start([1, 2, 3]);
    const [one, two, three] = driver.wanted();
    for (const wanted of [three, one, two]) if (wanted) await driver.answer(wanted, done(wanted.with));
    const { view } = await driver.settle();
    expect(view).toMatchObject({ status: 'completed', output: [1, 2, 3] });
    expect(view.steps.map(({ path }) => path)).toEqual(['items', 'items[0].ship', 'items[1].ship', 'items[2].ship']);
  });

  test.each([
    ['a number', 5, 'map.items'],
    ['null', null, 'map.items'],
    ['too many', Array.from({ length: 10_001 }, () => 0), 'limit.items'],
  ])('[MP1] %s', async (_, input, type) => {
    expect((await drive(map(), echo, input)).view).toMatchObject({ status: 'failed', error: { type } });
  });

  test('[MP1] without items it is empty at once', async () => {
    const run = await drive(map(), echo, []);
    expect(run.view).toMatchObject({ status: 'completed', output: [] });
    expect(run.begun).toEqual([]);
  });

  test('[MP2] so many at once, the next as soon as one has ended', async () => {
    const driver = new Driver(programOf(map({ concurrency: 2 })), () => 'hang');
    await driver.start([1, 2, 3]);
    expect(driver.wanted().map(({ path }) => path)).toEqual(['items[0].ship', 'items[1].ship']);
    const second = driver.wanted()[1];
    if (second) await driver.answer(second, done());
    expect(driver.wanted().map(({ path }) => path)).toEqual(['items[0].ship', 'items[2].ship']);
  });

  test('[MP2] in batches, the last perhaps fewer', async () => {
    const run = await drive(
      map({ batchSize: 2 }, task({ with: { it: '{% item %}', at: '{% index %}' } })),
      echo,
      [1, 2, 3],
    );
    expect(run.view.output).toEqual([
      { it: [1, 2], at: 0 },
      { it: [3], at: 1 },
    ]);
  });

  test.each([
    ['none', {}, 'failed', { type: 'odd' }],
    ['one', { tolerate: 1 }, 'failed', { type: 'map.tolerance', cause: { type: 'odd' } }],
    ['two', { tolerate: 2 }, 'completed', null],
    ['a share, rounded down', { tolerate: '49%' }, 'failed', { type: 'map.tolerance' }],
    ['half', { tolerate: '50%' }, 'completed', null],
  ])('[MP3] two of four fail, tolerated is %s', async (_, tolerate, status, error) => {
    const odd = (attempt: { with: unknown }) =>
      Number(attempt.with) % 2 === 1 ? failed('odd') : done(attempt.with as number);
    const { view } = await drive(map(tolerate), odd, [1, 2, 3, 4]);
    expect(view.status).toBe(status);
    if (error) expect(view.error).toMatchObject(error);
    else expect(view.output).toEqual([null, 2, null, 4]);
  });

  test('[MP3] one too many cancels those under way and begins no more', async () => {
    const driver = new Driver(programOf(map({ concurrency: 2 })), ({ path }) =>
      path === 'items[0].ship' ? failed('no') : 'hang',
    );
    await driver.start([1, 2, 3]);
    const { view, begun } = await driver.settle();
    expect(view).toMatchObject({ status: 'failed', error: { type: 'no' } });
    expect(begun).toEqual(['ship', 'ship']);
    expect(view.steps.map(({ status }) => status)).toEqual(['failed', 'failed', 'cancelled']);
  });

  test('[MP4] an item that fails in a saga undoes its own at once, one that is tolerated too; the others stand until the saga fails', async () => {
    const block = {
      start: 'a',
      steps: { a: undoable({ next: 'b', with: '{% item %}' }), b: task({ with: '{% item %}' }) },
    };
    const saga = {
      start: 's',
      steps: {
        s: {
          type: 'saga',
          start: 'items',
          steps: {
            items: { type: 'map', items: [1, 2], tolerate: 1, concurrency: 1, ...block, next: 'last' },
            last: task(),
          },
        },
      },
    };
    const run = await drive(saga, ({ stepId, path }) =>
      stepId === 'last' || path === 'items[0].b' ? failed('no') : done(),
    );
    expect(run.begun).toEqual(['a', 'b', 'undo a', 'a', 'b', 'last', 'undo a']);
    expect(run.events.filter((e) => e.type === 'UndoCompleted').map((e) => 'path' in e && e.path)).toEqual([
      'items[0].a',
      'items[1].a',
    ]);
    expect(run.view.status).toBe('compensated');
  });

  test("[MP4] a map in a map has its own item; variables are each item's own", async () => {
    const inner = {
      type: 'map',
      items: '{% item %}',
      start: 'set',
      steps: {
        set: { type: 'set', assign: { v: '{% item * 10 %}' }, next: 'get' },
        get: task({ with: '{% vars.v %}' }),
      },
    };
    const run = await drive(
      { start: 'outer', steps: { outer: { type: 'map', items: '{% input %}', start: 'inner', steps: { inner } } } },
      echo,
      [[1, 2], [3]],
    );
    expect(run.view.output).toEqual([[10, 20], [30]]);
    expect(run.view.steps.at(-1)?.path).toMatch(/^outer\[\d\]\.inner\[\d\]\.get$/);
  });

  test('[MP4] a retry runs all items anew, as visits of their own', async () => {
    let first = true;
    const run = await drive(
      map({ retry: [{ maxAttempts: 2 }], concurrency: 1 }),
      ({ path, with: item }) => {
        if (path !== 'items[1].ship' || !first) return done(item);
        first = false;
        return failed('once');
      },
      [1, 2],
    );
    expect(run.view).toMatchObject({ status: 'completed', output: [1, 2] });
    expect(run.view.steps.map(({ path, visit }) => `${path}#${visit}`)).toEqual([
      'items#1',
      'items[0].ship#1',
      'items[1].ship#1',
      'items[0].ship#2',
      'items[1].ship#2',
    ]);
  });

  test('[ER4] its time limit ends it, items under way and those to come', async () => {
    const { view } = await drive(map({ timeout: '5s', concurrency: 1 }), () => 'hang', [1, 2, 3]);
    expect(view).toMatchObject({ status: 'failed', error: { type: 'timeout.block' } });
    expect(view.steps).toHaveLength(2);
  });

  test('[MP3] [ER4] however many may fail, nothing more is begun once its time is over', async () => {
    const { view } = await drive(map({ timeout: '5s', concurrency: 1, tolerate: '100%' }), () => 'hang', [1, 2, 3]);
    expect(view).toMatchObject({ status: 'failed', error: { type: 'timeout.block' } });
    expect(view.steps).toHaveLength(2);
  });

  test('[RN3] a cancelled run cancels its items', async () => {
    const driver = new Driver(programOf(map({ concurrency: 1, tolerate: '100%' })), () => 'hang');
    await driver.start([1, 2]);
    await driver.send({ type: 'cancel', by: 'ana' });
    expect((await driver.settle()).view).toMatchObject({ status: 'cancelled' });
  });

  test('[MA1] a block an item is one event a step and one an item', async () => {
    const run = await drive(map(), scripted({}), [1, 2]);
    expect(typesOf(run)).toEqual([
      'RunStarted',
      'StepStarted',
      'StepStarted',
      'StepStarted',
      'StepCompleted',
      'BlockCompleted',
      'StepCompleted',
      'BlockCompleted',
      'StepCompleted',
      'RunEnded',
    ]);
  });
});
