import { describe, expect, test } from 'vitest';
import { done, drive, type Driven, Driver, failed, programOf, scripted, task, undoable } from '../testing/drive.ts';

const by = 'ana';
const final = (type: string): ReturnType<typeof failed> => failed(type, { retryable: false });

/** reserve → charge, the pivot → ship; then, after the saga, `after`. */
const order = (saga: object = {}, steps: object = {}): object => ({
  variables: { v: 0 },
  start: 'place',
  steps: {
    place: {
      type: 'saga',
      start: 'reserve',
      steps: {
        reserve: undoable({ next: 'charge' }),
        charge: task({ pivot: true, next: 'ship' }),
        ship: task(),
        ...steps,
      },
      next: 'after',
      ...saga,
    },
    after: task(),
  },
});

async function begunUpTo(document: object, stepId: string, script = scripted({ [stepId]: 'hang' })): Promise<Driver> {
  const driver = new Driver(programOf(document), script);
  await driver.start();
  await driver.settle(0);
  expect(driver.wanted().map((wanted) => wanted.stepId)).toEqual([stepId]);
  return driver;
}

async function answer(driver: Driver, result: Parameters<Driver['answer']>[1]): Promise<Driven> {
  const [wanted] = driver.wanted();
  if (wanted) expect(await driver.answer(wanted, result)).toBeNull();
  return driver.settle();
}

describe('a pivot that is under way when the run is cancelled', () => {
  test('[SG6] is let finish; completed, nothing is undone and the saga goes on to its end', async () => {
    const driver = await begunUpTo(order(), 'charge');
    await driver.send({ type: 'cancel', by });
    expect(driver.wanted()).toMatchObject([{ stepId: 'charge', cancel: false }]);
    const run = await answer(driver, done());
    expect(run.begun).toEqual(['reserve', 'charge', 'ship']);
    expect(run.view).toMatchObject({ status: 'cancelled', undo: 'none' });
  });

  test('[SG6] failed without effect, it is not tried again and what came before is undone', async () => {
    const driver = await begunUpTo(order({}, { charge: task({ pivot: true, next: 'ship', retry: [{}] }) }), 'charge');
    await driver.send({ type: 'cancel', by });
    const run = await answer(driver, failed('declined', { effect: 'none' }));
    expect(run.begun).toEqual(['reserve', 'charge', 'undo reserve']);
    expect(run.view.status).toBe('cancelled');
  });

  test('[SG6] of unknown outcome it waits for a person, who may say it is done', async () => {
    const driver = await begunUpTo(order(), 'charge');
    await driver.send({ type: 'cancel', by });
    const stuck = await answer(driver, failed('http.500'));
    expect(stuck.view).toMatchObject({ status: 'suspended', undo: 'none' });
    await driver.send({ type: 'completeStep', path: 'charge', visit: 1, output: null, by });
    const run = await driver.settle();
    expect(run.begun).toEqual(['reserve', 'charge', 'ship']);
    expect(run.view.status).toBe('cancelled');
  });

  test('[SG6] stuck already, it stays so', async () => {
    const driver = new Driver(programOf(order()), scripted({ charge: failed('http.500') }));
    await driver.start();
    await driver.settle();
    await driver.send({ type: 'cancel', by });
    const run = await driver.settle();
    expect(run.view.status).toBe('suspended');
    expect(run.begun).toEqual(['reserve', 'charge']);
  });

  test('[SG6] waiting for its next attempt, it is cancelled if it had no effect, else tried again', async () => {
    const document = order({}, { charge: task({ pivot: true, next: 'ship', retry: [{}] }) });
    const cancelled = async (effect: 'none' | 'unknown'): Promise<Driven> => {
      const driver = new Driver(programOf(document), scripted({ charge: [failed('x', { effect }), done()] }));
      await driver.start();
      await driver.settle(0);
      await driver.send({ type: 'cancel', by });
      return driver.settle();
    };
    expect((await cancelled('none')).begun).toEqual(['reserve', 'charge', 'undo reserve']);
    expect((await cancelled('unknown')).begun).toEqual(['reserve', 'charge', 'charge', 'ship']);
  });
});

describe('past the pivot', () => {
  test('[SG6] a time limit of the try the pivot is in is deferred, as is one nobody catches', async () => {
    const inTry = {
      type: 'try',
      start: 'charge',
      steps: { charge: task({ pivot: true, next: 'ship' }), ship: task() },
    };
    const around = order({}, { reserve: undoable({ next: 'around' }), around: { ...inTry, timeout: '5s' } });
    delete (around as { steps: { place: { steps: Record<string, object> } } }).steps.place.steps['charge'];
    delete (around as { steps: { place: { steps: Record<string, object> } } }).steps.place.steps['ship'];
    const first = await begunUpTo(around, 'ship');
    await first.settle(20_000);
    expect(first.wanted()).toMatchObject([{ stepId: 'ship', cancel: false }]);
    const later = order({}, { ship: { type: 'try', start: 's', steps: { s: task() }, timeout: '5s' } });
    const second = await begunUpTo(later, 's');
    await second.settle(20_000);
    expect(second.wanted()).toMatchObject([{ stepId: 's', cancel: false }]);
  });

  test('[SG6] a time limit that is caught inside strikes', async () => {
    const ship = { type: 'try', start: 's', steps: { s: task() }, timeout: '5s', catch: [{}] };
    const run = await drive(order({}, { ship }), scripted({ s: 'hang' }));
    expect(run.view.status).toBe('completed');
  });

  test('[SG6] a pivot that is done, though its result cannot be assigned, is not undone around', async () => {
    const charge = task({ pivot: true, next: 'ship', assign: { v: '{% result.none.at.all %}' } });
    const driver = new Driver(programOf(order({}, { charge })));
    await driver.start();
    const stuck = await driver.settle();
    expect(stuck.begun).toEqual(['reserve', 'charge']);
    expect(stuck.view.status).toBe('suspended');
    await driver.send({ type: 'skipStep', path: 'charge', visit: 1, by, why: 'seen on the statement' });
    expect((await driver.settle()).view).toMatchObject({ status: 'completed', undo: 'none' });
  });

  test.each([
    ['a step whose input cannot be evaluated', { ship: task({ with: '{% vars.v.none.at.all %}' }) }],
    ['a choice without a true branch', { ship: { type: 'choice', branches: [{ when: '{% false %}' }] } }],
    ['a wait for no time', { ship: { type: 'wait', for: "{% 'soon' %}" } }],
    [
      'a block whose output cannot be evaluated',
      {
        ship: { type: 'try', start: 's', steps: { s: task() }, output: '{% vars.v.none.at.all %}' },
      },
    ],
    [
      'a block whose result cannot be assigned',
      {
        ship: { type: 'try', start: 's', steps: { s: task() }, assign: { v: '{% vars.v.none.at.all %}' } },
      },
    ],
  ])('[SG6] %s waits for a person', async (_, steps) => {
    const driver = new Driver(programOf(order({ retry: [{}], catch: [{}] }, steps)));
    await driver.start();
    const stuck = await driver.settle();
    expect(stuck.view.status).toBe('suspended');
    expect(stuck.view.steps.filter(({ status }) => status === 'stuck').map(({ id }) => id)).toEqual(['ship']);
    expect(await driver.send({ type: 'retryStep', path: 'ship', visit: 1, by })).toMatch(/no attempt/);
    await driver.send({ type: 'skipStep', path: 'ship', visit: 1, by });
    expect((await driver.settle()).view.status).toBe('completed');
  });

  test('[SG6] a stuck choice that is skipped goes where otherwise leads', async () => {
    const ship = { type: 'choice', branches: [{ when: '{% 1 %}' }], otherwise: 'pack' };
    const driver = new Driver(programOf(order({}, { ship, pack: task() })));
    await driver.start();
    expect((await driver.settle()).view.status).toBe('suspended');
    await driver.send({ type: 'skipStep', path: 'ship', visit: 1, by });
    expect((await driver.settle()).begun).toContain('pack');
  });

  test('[SG6] the saga itself, and a try around the pivot, are not run again', async () => {
    const saga = await drive(order({ retry: [{}], catch: [{}], output: '{% steps.charge.output.none.at.all %}' }));
    expect(saga.begun).toEqual(['reserve', 'charge', 'ship']);
    expect(saga.view.steps.find(({ id }) => id === 'place')?.status).toBe('stuck');
    const around = { type: 'try', start: 'charge', steps: { charge: task({ pivot: true }) }, retry: [{}] };
    const tried = await drive({
      start: 'place',
      steps: {
        place: { type: 'saga', start: 'around', steps: { around: { ...around, output: '{% vars.none.x %}' } } },
      },
      variables: { none: 0 },
    });
    expect(tried.begun).toEqual(['charge']);
    expect(tried.view.status).toBe('suspended');
  });

  test('[SG6] a stuck step that is tried again has its time and its attempts anew', async () => {
    const ship = task({ timeouts: { startToClose: '5s', scheduleToClose: '8s' } });
    let hangs = true;
    const driver = new Driver(programOf(order({}, { ship })), ({ stepId }) =>
      stepId === 'ship' && hangs ? 'hang' : done(),
    );
    await driver.start();
    expect((await driver.settle()).view.status).toBe('suspended');
    driver.now += 60_000;
    hangs = false;
    await driver.send({ type: 'retryStep', path: 'ship', visit: 1, by });
    const [wanted] = driver.wanted();
    expect(wanted).toMatchObject({ kind: 'attempt', deadline: driver.now + 5_000 });
    expect((await driver.settle()).view.status).toBe('completed');
  });

  test('[SG6] an effect that could be undone no longer is, and the view says so', async () => {
    const driver = await begunUpTo(order({}, { ship: undoable({ next: 'last' }), last: task() }), 'last');
    expect((await driver.settle(0)).view.steps.map(({ id, undo }) => [id, undo])).toEqual([
      ['place', 'none'],
      ['reserve', 'none'],
      ['charge', 'none'],
      ['ship', 'none'],
      ['last', 'none'],
    ]);
  });

  test('[RN1] a run that fails later lists what stands, and is not compensated', async () => {
    const first = {
      type: 'saga',
      start: 'a',
      steps: { a: undoable({ next: 'b' }), b: task() },
      catch: [{ next: 'place' }],
    };
    const document = order() as { steps: object };
    const run = await drive(
      { ...document, start: 'first', steps: { first: { ...first, next: 'place' }, ...document.steps } },
      scripted({ b: failed('x'), after: failed('y') }),
    );
    expect(run.begun).toEqual(['a', 'b', 'undo a', 'reserve', 'charge', 'ship', 'after']);
    expect(run.view.status).toBe('failed');
    expect(run.events.at(-1)).toMatchObject({ left: [{ path: 'reserve', visit: 1 }] });
  });

  test('[SG6] a step that loses a race while it is stuck is cancelled', async () => {
    const ship = {
      type: 'parallel',
      join: 'any',
      branches: {
        left: { start: 'l', steps: { l: task({ with: '{% vars.v.none.at.all %}' }) } },
        right: { start: 'r', steps: { r: task() } },
      },
    };
    const run = await drive(order({}, { ship }));
    expect(run.view.status).toBe('completed');
    expect(run.view.steps.find(({ id }) => id === 'l')?.status).toBe('cancelled');
  });

  test('[SG6] an error that a block inside catches is caught, even in the try the pivot is in', async () => {
    const around = {
      type: 'try',
      start: 'charge',
      steps: { charge: task({ pivot: true, next: 'ship' }), ship: task() },
      catch: [{ next: 'tell' }],
    };
    const document = {
      start: 'place',
      steps: { place: { type: 'saga', start: 'around', steps: { around, tell: task() } } },
    };
    const run = await drive(document, scripted({ ship: final('x') }));
    expect(run.begun).toEqual(['charge', 'ship', 'tell']);
    expect(run.view.status).toBe('completed');
    const driver = await begunUpTo(document, 'charge', scripted({ charge: 'hang', ship: final('x') }));
    await driver.send({ type: 'cancel', by });
    expect((await answer(driver, done())).begun).toEqual(['charge', 'ship', 'tell']);
  });
});
