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
  typesOf,
  undoable,
} from '../testing/drive.ts';

const order = (more: object = {}, steps: object = {}): object => ({
  start: 'place',
  steps: {
    place: {
      type: 'saga',
      start: 'reserve',
      steps: {
        reserve: undoable({ next: 'charge' }),
        charge: undoable({ next: 'ship' }),
        ship: undoable(),
        ...steps,
      },
      ...more,
    },
  },
});

const shipFails = (more: Parameters<typeof scripted>[0] = {}): Script =>
  scripted({ ship: failed('shop.full', { effect: 'none' }), ...more });

const undoOf = (driven: Driven, path: string): string | undefined =>
  driven.view.steps.find((s) => s.path === path)?.undo;

describe('saga', () => {
  test('[SG2] undoes in reverse order of completion', async () => {
    const run = await drive(order(), shipFails());
    expect(run.begun).toEqual(['reserve', 'charge', 'ship', 'undo charge', 'undo reserve']);
    expect(run.view).toMatchObject({ status: 'compensated', undo: 'complete', error: { type: 'shop.full' } });
  });

  test('[SG2] undoes together when asked to', async () => {
    const driver = new Driver(programOf(order({ order: 'parallel' })), ({ undo, stepId }) =>
      undo ? 'hang' : stepId === 'ship' ? failed('x', { effect: 'none' }) : done(),
    );
    await driver.start();
    await driver.settle(0);
    expect(driver.wanted().map(({ id }) => id)).toEqual(['undo:reserve#1:1', 'undo:charge#1:1']);
  });

  test('[SG2] a step that failed with no effect has nothing to undo, one of unknown effect has', async () => {
    const none = await drive(order(), shipFails());
    const unknown = await drive(order(), scripted({ ship: failed('http.503') }));
    expect(none.begun).not.toContain('undo ship');
    expect(unknown.begun.slice(3)).toEqual(['undo ship', 'undo charge', 'undo reserve']);
  });

  test('[SG3] compensateOn completed leaves an unknown effect alone', async () => {
    const run = await drive(
      order({}, { ship: undoable({ compensateOn: 'completed' }) }),
      scripted({ ship: failed('http.503') }),
    );
    expect(run.begun).not.toContain('undo ship');
    expect(run.view.status).toBe('compensated');
  });

  test('[SG1] the undo sees what the step saw, evaluated when it ended', async () => {
    const compensate = {
      activity: 'undo',
      with: { key: '{% step.key %}', got: '{% step.output %}', gave: '{% step.with %}', n: '{% vars.n %}' },
    };
    const seen: unknown[] = [];
    await drive(
      {
        variables: { n: 1 },
        ...order({}, { reserve: undoable({ with: { sku: 'tea' }, compensate, assign: { n: 2 }, next: 'charge' }) }),
      },
      (attempt) => {
        if (attempt.undo && attempt.stepId === 'reserve') seen.push(attempt.with, attempt.key);
        if (attempt.stepId === 'reserve') return done({ id: 7 });
        return attempt.stepId === 'ship' ? failed('x', { effect: 'none' }) : done();
      },
    );
    expect(seen).toEqual([
      { key: expect.any(String), got: { id: 7 }, gave: { sku: 'tea' }, n: 1 },
      expect.stringMatching(/^[0-9a-f]{32}:undo$/),
    ]);
  });

  test('[SG3] an unknown effect is undone with output null', async () => {
    const compensate = { activity: 'undo', with: { got: '{% step.output %}', how: '{% step.outcome %}' } };
    let seen: unknown;
    await drive(order({}, { ship: undoable({ compensate }) }), (attempt) => {
      if (attempt.undo && attempt.stepId === 'ship') seen = attempt.with;
      return attempt.stepId === 'ship' && !attempt.undo ? failed('timeout.startToClose') : done();
    });
    expect(seen).toEqual({ got: null, how: 'unknown' });
  });

  test('[SG1] an undo whose input cannot be evaluated is stuck when its turn comes', async () => {
    const compensate = { activity: 'undo', with: { got: '{% step.output.missing.deep %}' } };
    const run = await drive(order({}, { reserve: undoable({ compensate, next: 'charge' }) }), shipFails());
    expect(run.begun.at(-1)).toBe('undo charge');
    expect(run.view.status).toBe('suspended');
    expect(undoOf(run, 'reserve')).toBe('stuck');
  });

  test('[SG4] suspends by default when an undo is exhausted, and goes on once a person retries it', async () => {
    const driver = new Driver(
      programOf(order()),
      shipFails({ 'charge#undo': [failed('http.500'), failed('http.500'), failed('http.500'), done()] }),
    );
    await driver.start();
    const stuck = await driver.settle();
    expect(stuck.view.status).toBe('suspended');
    expect(stuck.begun.slice(3)).toEqual(['undo charge', 'undo charge', 'undo charge']);
    expect(
      await driver.send({ type: 'undoRetry', path: 'charge', visit: 1, by: 'ana', why: 'the bank is back' }),
    ).toBeNull();
    const { view, events } = await driver.settle();
    expect(view).toMatchObject({ status: 'compensated', undo: 'complete' });
    expect(events.find(({ by }) => by === 'ana')).toMatchObject({
      type: 'AttemptStarted',
      why: 'the bank is back',
      attempt: 4,
    });
  });

  test('[SG4] an answer to an undo that is not stuck is refused in plain words', async () => {
    const driver = new Driver(
      programOf(order()),
      shipFails({ 'charge#undo': failed('http.400', { retryable: false }) }),
    );
    await driver.start();
    await driver.settle();
    const place = { visit: 1, by: 'ana' } as const;
    expect(await driver.send({ type: 'undoRetry', path: 'reserve', ...place })).toBe(
      'The undo of reserve is not stuck: it has not been reached yet.',
    );
    expect(await driver.send({ type: 'retryStep', path: 'charge', ...place })).toBe(
      'No step is open at charge (visit 1); its undo is stuck: use undo-retry, undo-skip or undo-abort.',
    );
    expect(await driver.send({ type: 'retryStep', path: 'reserve', ...place })).toBe(
      'No step is open at reserve (visit 1).',
    );
  });

  test('[SG4] a skipped undo leaves the run failed and partial', async () => {
    const driver = new Driver(
      programOf(order()),
      shipFails({ 'charge#undo': failed('http.400', { retryable: false }) }),
    );
    await driver.start();
    await driver.settle();
    await driver.send({ type: 'undoSkip', path: 'charge', visit: 1, by: 'ana', why: 'refunded by hand' });
    const { view, begun } = await driver.settle();
    expect(begun.at(-1)).toBe('undo reserve');
    expect(view).toMatchObject({ status: 'failed', undo: 'partial', error: { type: 'shop.full' } });
  });

  test.each([
    ['continue', ['undo charge', 'undo reserve'], ['charge']],
    ['fail', ['undo charge'], ['reserve', 'charge']],
  ])('[SG4] %s raises compensation with the original error as cause', async (onCompensationFailure, undone, left) => {
    const run = await drive(
      order({ onCompensationFailure }),
      shipFails({ 'charge#undo': failed('no', { retryable: false }) }),
    );
    expect(run.begun.slice(3)).toEqual(undone);
    expect(run.view).toMatchObject({
      status: 'failed',
      undo: 'partial',
      error: { type: 'compensation', cause: { type: 'shop.full' } },
    });
    expect(run.events.at(-1)).toMatchObject({ type: 'RunEnded', left: left.map((path) => ({ path, visit: 1 })) });
  });

  test('[SG4] an abort stops undoing and lists the rest', async () => {
    const driver = new Driver(programOf(order()), shipFails({ 'charge#undo': failed('no', { retryable: false }) }));
    await driver.start();
    await driver.settle();
    await driver.send({ type: 'undoAbort', path: 'charge', visit: 1, by: 'ana' });
    const { view, begun } = await driver.settle();
    expect(begun).not.toContain('undo reserve');
    expect(view).toMatchObject({ status: 'failed', undo: 'partial', error: { type: 'compensation' } });
  });

  test('[SG5] a cancel does not stop undoing', async () => {
    const driver = new Driver(programOf(order()), (attempt) =>
      attempt.undo ? 'hang' : attempt.stepId === 'ship' ? failed('x', { effect: 'none' }) : done(),
    );
    await driver.start();
    await driver.settle(0);
    await driver.send({ type: 'cancel', by: 'ana' });
    const [undo] = driver.wanted();
    expect(undo).toMatchObject({ undo: true, stepId: 'charge', cancel: false });
  });

  test("[SG7] after undoing, the saga's catch takes the original error", async () => {
    const run = await drive(
      {
        variables: { why: null },
        start: 'place',
        steps: {
          place: {
            type: 'saga',
            start: 'reserve',
            steps: { reserve: undoable({ next: 'ship' }), ship: undoable() },
            catch: [{ errors: ['shop'], as: 'why', next: 'tell' }],
          },
          tell: task({ with: { why: '{% vars.why.type %}', same: '{% error.type %}' } }),
        },
      },
      shipFails(),
    );
    expect(run.begun).toEqual(['reserve', 'ship', 'undo reserve', 'tell']);
    expect(run.view.status).toBe('completed');
    expect(run.view.steps.at(-1)?.with).toEqual({ why: 'shop.full', same: 'shop.full' });
  });

  test('[SG7] a saga is tried again after undoing', async () => {
    let ships = 0;
    const run = await drive(order({ retry: [{ maxAttempts: 2 }] }), ({ stepId, undo }) =>
      stepId === 'ship' && !undo && (ships += 1) === 1 ? failed('x', { effect: 'none' }) : done(),
    );
    expect(run.begun).toEqual([
      'reserve',
      'charge',
      'ship',
      'undo charge',
      'undo reserve',
      'reserve',
      'charge',
      'ship',
    ]);
    expect(run.view).toMatchObject({ status: 'completed', undo: 'complete' });
    expect(run.view.steps.filter(({ id }) => id === 'ship').map(({ visit, status }) => [visit, status])).toEqual([
      [1, 'failed'],
      [2, 'completed'],
    ]);
  });

  test('[SG2] a nested saga undoes only its own, and its entries merge outward when it ends well', async () => {
    const nested = (inner: object): object => ({
      start: 'outer',
      steps: {
        outer: {
          type: 'saga',
          start: 'first',
          steps: {
            first: undoable({ next: 'inner' }),
            inner: { type: 'saga', start: 'second', steps: inner, next: 'last', catch: [{ next: 'last' }] },
            last: undoable(),
          },
        },
      },
    });
    const innerFails = await drive(
      nested({ second: undoable({ next: 'third' }), third: undoable() }),
      scripted({ third: failed('x', { effect: 'none' }) }),
    );
    expect(innerFails.begun).toEqual(['first', 'second', 'third', 'undo second', 'last']);
    const outerFails = await drive(nested({ second: undoable() }), scripted({ last: failed('x', { effect: 'none' }) }));
    expect(outerFails.begun).toEqual(['first', 'second', 'last', 'undo second', 'undo first']);
  });

  test('[SG2] a caught step inside a saga keeps its entry', async () => {
    const run = await drive(
      order({}, { charge: undoable({ next: 'ship', catch: [{ next: 'ship' }] }) }),
      shipFails({ charge: failed('http.502') }),
    );
    expect(run.begun).toEqual(['reserve', 'charge', 'ship', 'undo charge', 'undo reserve']);
  });

  test('[SG2] waits for open attempts before undoing, as long as cancelTimeout says', async () => {
    const parallel = {
      type: 'parallel',
      branches: {
        slow: { start: 'pack', steps: { pack: undoable() } },
        quick: { start: 'break', steps: { break: undoable() } },
      },
    };
    const driver = new Driver(
      programOf(order({ cancelTimeout: '5s' }, { ship: parallel })),
      scripted({ pack: 'hang', break: failed('x', { effect: 'none' }) }),
    );
    await driver.start();
    await driver.settle(0);
    expect(driver.wanted()).toMatchObject([{ stepId: 'pack', cancel: true }]);
    const before = driver.now;
    const { begun, view } = await driver.settle();
    expect(driver.now - before).toBeGreaterThanOrEqual(5_000);
    expect(begun).toEqual(['reserve', 'charge', 'pack', 'break', 'undo pack', 'undo charge', 'undo reserve']);
    expect(view.status).toBe('compensated');
  });
});

describe('pivot', () => {
  const pivoted = (more: object = {}, after: object = undoable({ compensate: undefined })): object =>
    order({ next: 'done', ...more }, { charge: task({ pivot: true, next: 'ship' }), ship: after });
  const withDone = (document: object): object => {
    const { steps } = document as { steps: object };
    return { ...document, steps: { ...steps, done: task() } };
  };

  test('[SG6] once completed, nothing before it is undone', async () => {
    const driver = new Driver(
      programOf(withDone(pivoted())),
      scripted({ ship: failed('schema.x', { retryable: false }) }),
    );
    await driver.start();
    const stuck = await driver.settle();
    expect(stuck.view.status).toBe('suspended');
    expect(undoOf(stuck, 'reserve')).toBe('none');
    await driver.send({ type: 'completeStep', path: 'ship', visit: 1, output: 'by hand', by: 'ana' });
    const { view } = await driver.settle();
    expect(view).toMatchObject({ status: 'completed', undo: 'none' });
  });

  test('[SG6] failing without effect, what came before is undone', async () => {
    const run = await drive(withDone(pivoted()), scripted({ charge: failed('declined', { effect: 'none' }) }));
    expect(run.begun).toEqual(['reserve', 'charge', 'undo reserve']);
    expect(run.view.status).toBe('compensated');
  });

  test('[SG6] of unknown outcome it is stuck, not undone', async () => {
    const run = await drive(withDone(pivoted()), scripted({ charge: failed('timeout.startToClose') }));
    expect(run.view.status).toBe('suspended');
    expect(run.begun).toEqual(['reserve', 'charge']);
  });

  test('[RT5] past it attempts are without limit', async () => {
    let tries = 0;
    const run = await drive(withDone(pivoted()), ({ stepId }) =>
      stepId === 'ship' && (tries += 1) < 20 ? failed('http.503') : done(),
    );
    expect(run.view.status).toBe('completed');
    expect(tries).toBe(20);
  });

  test('[SG6] cancelling is deferred to the end of the saga', async () => {
    const driver = new Driver(programOf(withDone(pivoted())), scripted({ ship: 'hang' }));
    await driver.start();
    await driver.settle(0);
    await driver.send({ type: 'cancel', by: 'ana' });
    const [ship] = driver.wanted();
    expect(ship).toMatchObject({ stepId: 'ship', cancel: false });
    if (ship) await driver.answer(ship, done());
    const run = await driver.settle();
    expect(run.view).toMatchObject({ status: 'cancelled', undo: 'none' });
    expect(run.begun).not.toContain('done');
    expect(typesOf(run)).not.toContain('CompensationStarted');
  });
});
