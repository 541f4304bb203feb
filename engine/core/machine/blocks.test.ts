import { describe, expect, test } from 'vitest';
import { done, drive, Driver, failed, programOf, scripted, task, undoable } from '../testing/drive.ts';

const both = (more: object = {}, left: object = task(), right: object = task()): object => ({
  start: 'both',
  steps: {
    both: {
      type: 'parallel',
      branches: { left: { start: 'l', steps: { l: left } }, right: { start: 'r', steps: { r: right } } },
      ...more,
    },
  },
});

describe('parallel', () => {
  test('[PL1] runs branches at once; the output is an object by branch id', async () => {
    const driver = new Driver(programOf(both()), scripted({ l: 'hang', r: 'hang' }));
    await driver.start();
    expect(driver.wanted().map(({ stepId }) => stepId)).toEqual(['l', 'r']);
    const run = await drive(both(), scripted({ l: done(1), r: done(2) }));
    expect(run.view).toMatchObject({ status: 'completed', output: { left: 1, right: 2 } });
  });

  test('[PL2] any: the first wins, the other is cancelled', async () => {
    const run = await drive(both({ join: 'any' }), scripted({ l: 'hang', r: done(2) }));
    expect(run.view).toMatchObject({ status: 'completed', output: { right: 2 } });
    expect(run.view.steps.map(({ id, status }) => [id, status])).toEqual([
      ['both', 'completed'],
      ['l', 'cancelled'],
      ['r', 'completed'],
    ]);
  });

  test('[PL2] count survives as many failures as it can', async () => {
    const run = await drive(both({ join: { count: 1 } }), scripted({ l: failed('x'), r: done(2) }));
    expect(run.view).toMatchObject({ status: 'completed', output: { right: 2 } });
  });

  test('[PL2] a failure cancels the others, or waits for them', async () => {
    const cancel = await drive(both(), scripted({ l: failed('x'), r: 'hang' }));
    expect(cancel.view).toMatchObject({ status: 'failed', error: { type: 'x' } });
    expect(cancel.view.steps.find(({ id }) => id === 'r')?.status).toBe('cancelled');
    const wait = await drive(both({ onFailure: 'wait' }), scripted({ l: failed('x'), r: done(2) }));
    expect(wait.view.steps.find(({ id }) => id === 'r')?.status).toBe('completed');
    expect(wait.view).toMatchObject({ status: 'failed', error: { type: 'x' } });
  });

  test('[SG2] in a saga a branch that lost undoes its own at once, even if the saga goes on', async () => {
    const race = (
      both({ join: 'any' }, undoable({ next: 'l2' })) as { steps: { both: { branches: { left: { steps: object } } } } }
    ).steps.both;
    race.branches.left.steps = { l: undoable({ next: 'l2' }), l2: task() };
    const run = await drive(
      {
        start: 's',
        steps: { s: { type: 'saga', start: 'both', steps: { both: { ...race, next: 'after' }, after: undoable() } } },
      },
      ({ stepId }) => (stepId === 'l2' ? 'hang' : done()),
    );
    expect(run.begun).toContain('undo l');
    expect(run.begun.indexOf('undo l')).toBeLessThan(run.begun.indexOf('after'));
    expect(run.view.status).toBe('completed');
  });

  test('[SG2] entries of branches merge outward in order of completion', async () => {
    const branches = {
      a: { start: 'a1', steps: { a1: undoable({ next: 'a2' }), a2: undoable() } },
      b: { start: 'b1', steps: { b1: undoable({ next: 'b2' }), b2: undoable() } },
    };
    const run = await drive(
      {
        start: 's',
        steps: {
          s: {
            type: 'saga',
            start: 'p',
            steps: { p: { type: 'parallel', branches, next: 'end' }, end: task({ readOnly: true }) },
          },
        },
      },
      scripted({ end: failed('x') }),
    );
    const ended = run.events
      .filter(({ type }) => type === 'StepCompleted')
      .map((event) => ('path' in event ? event.path : ''));
    const undone = run.begun.filter((name) => name.startsWith('undo ')).map((name) => name.slice(5));
    expect(undone).toEqual(ended.filter((path) => path !== 'p').toReversed());
  });

  test('[DA1] a branch reads outer variables and keeps its own', async () => {
    const run = await drive({
      variables: { n: 1 },
      ...both({ next: 'look' }, task({ assign: { mine: '{% vars.n + 1 %}' } })),
      steps: {
        ...(both({ next: 'look' }, task({ assign: { mine: '{% vars.n + 1 %}' } })) as { steps: object }).steps,
        look: task({ with: { n: '{% vars.n %}', mine: '{% $exists(vars.mine) %}' } }),
      },
    });
    expect(run.view.steps.at(-1)?.with).toEqual({ n: 1, mine: false });
  });
});

describe('try', () => {
  const tried = (more: object = {}): object => ({
    start: 't',
    steps: {
      t: { type: 'try', start: 'a', steps: { a: task() }, catch: [{ errors: ['never'], next: 'after' }], ...more },
      after: task({ with: { got: '{% error.type %}' } }),
    },
  });
  const last = { start: 'f', steps: { f: task() } };

  test('[ER2] the first clause that matches decides, and its variable receives the error', async () => {
    const run = await drive(
      tried({ catch: [{ errors: ['other'] }, { errors: ['http'], next: 'after' }, {}] }),
      scripted({ a: failed('http.503') }),
    );
    expect(run.begun).toEqual(['a', 'after']);
    expect(run.view.steps.at(-1)?.with).toEqual({ got: 'http.503' });
    expect(run.view.steps.find(({ id }) => id === 't')?.status).toBe('caught');
  });

  test('[ER1] http does not catch httpx, * does not catch a cancellation', async () => {
    const run = await drive(tried({ catch: [{ errors: ['http'], next: 'after' }] }), scripted({ a: failed('httpx') }));
    expect(run.view.status).toBe('failed');
    const driver = new Driver(programOf(tried({ catch: [{ next: 'after' }] })), scripted({ a: 'hang' }));
    await driver.start();
    await driver.settle(0);
    await driver.send({ type: 'cancel', by: 'ana', why: 'changed my mind' });
    const cancelled = await driver.settle();
    expect(cancelled.view).toMatchObject({ status: 'cancelled', error: { type: 'cancelled' } });
    expect(cancelled.begun).not.toContain('after');
  });

  test('[ER3] finally runs once, however the block ended', async () => {
    expect((await drive(tried({ finally: last }))).begun).toEqual(['a', 'f']);
    const failing = await drive(tried({ finally: last, retry: [{ maxAttempts: 2 }] }), scripted({ a: failed('x') }));
    expect(failing.begun).toEqual(['a', 'a', 'f']);
    expect(failing.view).toMatchObject({ status: 'failed', error: { type: 'x' } });
  });

  test('[ER3] finally sees what the block failed with', async () => {
    const look = { start: 'f', steps: { f: task({ with: { why: "{% $exists(error) ? error.type : 'none' %}" } }) } };
    const seen = async (script?: Parameters<typeof drive>[1]): Promise<unknown> =>
      (await drive(tried({ finally: look }), script)).view.steps.find(({ id }) => id === 'f')?.with;
    expect(await seen()).toEqual({ why: 'none' });
    expect(await seen(scripted({ a: failed('x') }))).toEqual({ why: 'x' });
  });

  test('[ER3] what finally raises replaces the error and keeps it as its cause', async () => {
    const run = await drive(tried({ finally: last }), scripted({ a: failed('x'), f: failed('y') }));
    expect(run.view.error).toMatchObject({ type: 'y', cause: { type: 'x' } });
  });

  test('[RN3] finally runs when the run is cancelled', async () => {
    const driver = new Driver(programOf(tried({ finally: last })), scripted({ a: 'hang' }));
    await driver.start();
    await driver.settle(0);
    await driver.send({ type: 'cancel', by: 'ana' });
    const run = await driver.settle();
    expect(run.begun).toEqual(['a', 'f']);
    expect(run.view.status).toBe('cancelled');
  });

  test('[ER4] a time limit closes the block, and its own catch may answer', async () => {
    const run = await drive(
      tried({ timeout: '3s', catch: [{ errors: ['timeout.block'], next: 'after' }] }),
      scripted({ a: 'hang' }),
    );
    expect(run.view.status).toBe('completed');
    expect(run.begun).toEqual(['a', 'after']);
  });
});

describe('plain steps', () => {
  test('[DA3] a choice whose condition is no boolean fails', async () => {
    const run = await drive({ start: 'c', steps: { c: { type: 'choice', branches: [{ when: '{% 1 %}' }] } } });
    expect(run.view.error?.type).toMatch(/^expression/);
  });

  test('[ER5] a choice without a true branch is error choice', async () => {
    const run = await drive({ start: 'c', steps: { c: { type: 'choice', branches: [{ when: '{% false %}' }] } } });
    expect(run.view.error?.type).toBe('choice');
  });

  test('[MA3] a wait wakes when it is due and not before', async () => {
    const document = { start: 'w', steps: { w: { type: 'wait', for: "{% input.s & 's' %}" } } };
    const driver = new Driver(programOf(document));
    await driver.start({ s: 90 });
    const { now } = driver;
    expect(await driver.send({ type: 'fireTimer', timer: 'wake:w#1' })).toMatch(/not due/);
    const run = await driver.settle();
    expect(driver.now - now).toBe(90_000);
    expect(run.view.status).toBe('completed');
    expect(await driver.send({ type: 'fireTimer', timer: 'wake:w#1' })).toMatch(/ended/);
  });

  test("[DF2] the output is the template, else the last step's", async () => {
    expect((await drive({ start: 'a', steps: { a: task() } }, scripted({ a: done(5) }))).view.output).toBe(5);
    const returned = await drive(
      { returns: { n: '{% steps.a.output + 1 %}' }, start: 'a', steps: { a: task() } },
      scripted({ a: done(5) }),
    );
    expect(returned.view.output).toEqual({ n: 6 });
  });

  test('[DA9] input and output are held to their schemas', async () => {
    const program = programOf({ input: { type: 'object', required: ['id'] }, start: 'a', steps: { a: task() } });
    expect(await new Driver(program).start({})).toMatch(/input does not fit/);
    const run = await drive({ output: { type: 'string' }, start: 'a', steps: { a: task() } }, scripted({ a: done(5) }));
    expect(run.view).toMatchObject({ status: 'failed', error: { type: 'schema.output' } });
  });

  test('[DF7] a cycle is bounded, and the error names the step', async () => {
    const run = await drive({
      variables: { n: 0 },
      start: 's',
      steps: {
        s: { type: 'set', assign: { n: '{% vars.n + 1 %}' }, next: 'c' },
        c: { type: 'choice', branches: [{ when: '{% vars.n < 0 %}' }], otherwise: 's' },
      },
    });
    expect(run.view.error).toMatchObject({ type: 'limit.visits', message: expect.stringContaining('s') });
  });

  test('succeed ends the run with its output, fail with its error', async () => {
    const good = await drive(
      { start: 's', steps: { s: { type: 'succeed', output: { a: '{% input.x %}' } } } },
      undefined,
      { x: 1 },
    );
    expect(good.view).toMatchObject({ status: 'completed', output: { a: 1 } });
    const bad = await drive(
      {
        start: 'f',
        steps: { f: { type: 'fail', error: { type: 'shop.closed', message: "{% 'closed ' & input.day %}" } } },
      },
      undefined,
      { day: 'Sunday' },
    );
    expect(bad.view).toMatchObject({ status: 'failed', error: { type: 'shop.closed', message: 'closed Sunday' } });
  });
});

describe('life', () => {
  const hanging = {
    start: 's',
    steps: { s: { type: 'saga', start: 'a', steps: { a: undoable({ next: 'b' }), b: undoable() } } },
  };

  test('[RN1] an error outside any saga is failed, with nothing undone', async () => {
    const run = await drive({ start: 'a', steps: { a: task() } }, scripted({ a: failed('x') }));
    expect(run.view).toMatchObject({ status: 'failed', undo: 'none' });
  });

  test('[RN1] a run that fails after a saga ended well is failed: what that saga did stands', async () => {
    const document = {
      start: 's',
      steps: { s: { type: 'saga', start: 'a', steps: { a: undoable() }, next: 'z' }, z: task() },
    };
    const run = await drive(document, scripted({ z: failed('x') }));
    expect(run.view).toMatchObject({ status: 'failed', undo: 'none' });
    expect(run.events.at(-1)).toMatchObject({ left: [{ path: 'a', visit: 1 }] });
  });

  test('[RN3] cancelling stops the open attempt, counts what it did, and undoes', async () => {
    const driver = new Driver(programOf(hanging), scripted({ b: 'hang' }));
    await driver.start();
    await driver.settle(0);
    await driver.send({ type: 'cancel', by: 'ana' });
    const [b] = driver.wanted();
    expect(b).toMatchObject({ cancel: true });
    if (b) await driver.answer(b, done('too late to stop'));
    const run = await driver.settle();
    expect(run.begun).toEqual(['a', 'b', 'undo b', 'undo a']);
    expect(run.view).toMatchObject({ status: 'cancelled', undo: 'complete' });
  });

  test('[RN3] terminating undoes nothing and lists what remains', async () => {
    const driver = new Driver(programOf(hanging), scripted({ b: 'hang' }));
    await driver.start();
    await driver.settle(0);
    await driver.send({ type: 'terminate', by: 'ana', why: 'stop' });
    const run = await driver.settle();
    expect(run.view.status).toBe('terminated');
    const left = ['a', 'b'].map((path) => ({ path, visit: 1 })); // of b nobody knows
    expect(run.events.at(-1)).toMatchObject({ left, by: 'ana', why: 'stop' });
    expect(driver.wanted()).toEqual([]);
  });

  test('[RN4] commands that make no sense are refused and change nothing', async () => {
    const driver = new Driver(programOf(hanging), scripted({ b: 'hang' }));
    expect(await driver.send({ type: 'cancel', by: 'ana' })).toMatch(/never started/);
    await driver.start();
    await driver.settle(0);
    const before = driver.events.length;
    expect(await driver.start()).toMatch(/started already/);
    expect(await driver.send({ type: 'skipStep', path: 'b', visit: 1, by: 'ana' })).toMatch(/not stuck/);
    expect(await driver.send({ type: 'retryStep', path: 'zz', visit: 1, by: 'ana' })).toMatch(/No step is open/);
    expect(await driver.send({ type: 'undoSkip', path: 'a', visit: 1, by: 'ana' })).toMatch(/Nothing is being undone/);
    expect(driver.events).toHaveLength(before);
    await driver.send({ type: 'cancel', by: 'ana' });
    expect(await driver.send({ type: 'cancel', by: 'ana' })).toMatch(/already/);
  });
});
