/** What happened in the world is known, listed and undone, whatever becomes of expressions and limits around it. */
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
const bad = '{% vars.v.none.at.all %}';
const none = (type: string): ReturnType<typeof failed> => failed(type, { effect: 'none' });
const final = (type: string): ReturnType<typeof failed> => failed(type, { retryable: false });

const saga = (steps: object, more: object = {}, rest: object = {}): object => ({
  variables: { v: 0, n: 0 },
  start: 's',
  steps: { s: { type: 'saga', start: 'a', steps, ...more }, ...rest },
});

const stepOf = ({ view }: Driven, id: string, visit = 1): object | undefined =>
  view.steps.find((step) => step.id === id && step.visit === visit);

describe('an expression that fails', () => {
  test.each([
    ['the assign of a step', { a: undoable({ assign: { v: bad } }) }, {}],
    ['the output of the block', { a: undoable() }, { output: bad }],
    ['the assign of the saga itself', { a: undoable() }, { assign: { v: bad } }],
    ['the input of a later step', { a: undoable({ next: 'b' }), b: task({ with: bad }) }, {}],
    ['a condition', { a: undoable({ next: 'b' }), b: { type: 'choice', branches: [{ when: bad }] } }, {}],
    ['a wait', { a: undoable({ next: 'b' }), b: { type: 'wait', for: bad } }, {}],
    [
      'the message of a fail',
      { a: undoable({ next: 'b' }), b: { type: 'fail', error: { type: 'x', message: bad } } },
      {},
    ],
  ])('[SG2] in %s undoes what was done', async (_, steps, more) => {
    const run = await drive(saga(steps, more));
    expect(run.begun).toEqual(['a', 'undo a']);
    expect(run.view).toMatchObject({
      status: 'compensated',
      undo: 'complete',
      error: { type: 'expression.undefined' },
    });
    expect(run.view.effects.map(({ kind, outcome }) => [kind, outcome])).toEqual([
      ['do', 'done'],
      ['undo', 'done'],
    ]);
  });

  test("[SG7] in the saga's assign is answered by its retry and its catch", async () => {
    const assign = { n: "{% vars.n = 0 and result = 1 ? $error('first') : 5 %}" };
    let result = 0;
    const retried = await drive(saga({ a: undoable() }, { assign, retry: [{}] }), () => done((result += 1)));
    expect(retried.begun).toEqual(['a', 'undo a', 'a']);
    expect(retried.view.status).toBe('completed');
    const caught = await drive(saga({ a: undoable() }, { assign: { v: bad }, catch: [{}] }));
    expect(caught.view).toMatchObject({ status: 'completed', undo: 'complete' });
  });

  test('[AT2] leaves no effect where there is none', async () => {
    const run = await drive(saga({ a: task({ readOnly: true, assign: { v: bad } }) }));
    expect(stepOf(run, 'a')).toMatchObject({ status: 'failed', outcome: 'none' });
    const waited = await drive(saga({ a: { type: 'wait', for: '1s', assign: { v: bad } } }));
    expect(stepOf(waited, 'a')).toMatchObject({ status: 'failed', outcome: 'none' });
  });

  test('[SG1] read-only steps have nothing to undo', async () => {
    const run = await drive(
      saga({ a: undoable({ readOnly: true, next: 'b' }), b: task() }),
      scripted({ b: none('x') }),
    );
    expect(run.begun).toEqual(['a', 'b']);
  });
});

describe('what was caught', () => {
  const ends = (steps: object): object => ({ start: 'a', steps });

  test("[DF2] gives its block no output, least of all another step's", async () => {
    const run = await drive(
      ends({ a: task({ next: 'b' }), b: task({ catch: [{}] }) }),
      scripted({ a: done(1), b: failed('x') }),
    );
    expect(run.view).toMatchObject({ status: 'completed', output: null });
  });

  test('[DA2] the output of a visit is not that of the visit before', async () => {
    const run = await drive(
      {
        start: 'a',
        steps: {
          a: task({ next: 'more', catch: [{ next: 'look' }] }),
          more: { type: 'choice', branches: [{ when: '{% true %}', next: 'a' }] },
          look: task({ with: "{% $exists(steps.a.output) ? 'stale' : 'none' %}" }),
        },
      },
      ({ stepId, visit }) => (stepId === 'a' && visit === 2 ? failed('x') : done(1)),
    );
    expect(stepOf(run, 'look')).toMatchObject({ with: 'none' });
  });

  test('[ER2] an error caught around a try is not what its finally runs after', async () => {
    const look = task({ with: "{% $exists(error) ? error.type : 'none' %}" });
    const run = await drive(
      ends({
        a: task({ catch: [{ next: 't' }] }),
        t: { type: 'try', start: 'b', steps: { b: look }, finally: { start: 'f', steps: { f: look } } },
      }),
      scripted({ a: failed('x') }),
    );
    expect(stepOf(run, 'b')).toMatchObject({ with: 'x' });
    expect(stepOf(run, 'f')).toMatchObject({ with: 'none' });
  });
});

describe('the ledger', () => {
  test('[SG2] has an entry for each visit, undone in reverse', async () => {
    const keys: string[] = [];
    const run = await drive(
      saga({
        a: undoable({
          assign: { n: '{% vars.n + 1 %}' },
          compensate: { activity: 'u', with: '{% step.output %}' },
          next: 'c',
        }),
        c: { type: 'choice', branches: [{ when: '{% vars.n < 3 %}', next: 'a' }], otherwise: 'z' },
        z: task(),
      }),
      ({ stepId, undo, visit, key, with: input }) => {
        keys.push(`${undo ? 'undo ' : ''}${stepId}#${visit} ${JSON.stringify(input)} ${key.slice(33)}`);
        return stepId === 'z' ? none('x') : done(visit * 10);
      },
    );
    expect(keys.slice(-3)).toEqual(['undo a#3 30 undo', 'undo a#2 20 undo', 'undo a#1 10 undo']);
    expect(run.view.status).toBe('compensated');
  });

  test('[PL3] of a parallel that is tried again, what completed branches did stays, and is undone with the saga', async () => {
    const branches = {
      left: { start: 'l', steps: { l: undoable() } },
      right: { start: 'r', steps: { r: undoable({ next: 'r2' }), r2: task() } },
    };
    let fails = true;
    const run = await drive(
      saga({ a: { type: 'parallel', branches, retry: [{}], next: 'z' }, z: task() }),
      ({ stepId, undo }) => {
        if (undo || (stepId !== 'r2' && stepId !== 'z')) return done();
        if (stepId === 'z') return none('x');
        return fails ? ((fails = false), none('y')) : done();
      },
    );
    expect(run.begun.filter((name) => name.startsWith('undo'))).toEqual(['undo r', 'undo r', 'undo l', 'undo l']);
    expect(run.view).toMatchObject({ status: 'compensated', undo: 'complete' });
    expect(stepOf(run, 'r')).toMatchObject({ undo: 'done', undoOrder: 1 });
  });

  test('[SG4] a nested undo that a person skips lets the outer saga undo the rest', async () => {
    const inner = { type: 'saga', start: 'b', steps: { b: undoable({ next: 'c' }), c: task() } };
    const driver = new Driver(
      programOf(saga({ a: undoable({ next: 'i' }), i: inner })),
      scripted({ c: none('x'), 'b#undo': final('no') }),
    );
    await driver.start();
    expect((await driver.settle()).view).toMatchObject({ status: 'suspended', undo: 'running' });
    await driver.send({ type: 'undoSkip', path: 'b', visit: 1, by });
    const run = await driver.settle();
    expect(run.begun.at(-1)).toBe('undo a');
    expect(run.view).toMatchObject({ status: 'failed', undo: 'partial', error: { type: 'x' } });
    expect(run.events.at(-1)).toMatchObject({ left: [{ path: 'b', visit: 1 }] });
  });

  test('[SG4] a saga whose undoing was given up is not run again', async () => {
    const run = await drive(
      saga({ a: undoable({ next: 'b' }), b: task() }, { onCompensationFailure: 'continue', retry: [{}] }),
      scripted({ b: none('x'), 'a#undo': final('no') }),
    );
    expect(run.begun).toEqual(['a', 'b', 'undo a']);
    expect(run.view).toMatchObject({ status: 'failed', error: { type: 'compensation' } });
  });

  test('[RN3] terminating lists also what may have been done just now', async () => {
    const terminated = async (script: Script, ms = 0): Promise<Driven> => {
      const driver = new Driver(
        programOf(saga({ a: undoable({ next: 'b' }), b: undoable({ retry: [{ initialInterval: '1h' }] }) })),
        script,
      );
      await driver.start();
      await driver.settle(ms);
      await driver.send({ type: 'terminate', by });
      return driver.settle();
    };
    const both = {
      left: [
        { path: 'a', visit: 1 },
        { path: 'b', visit: 1 },
      ],
    };
    expect((await terminated(scripted({ b: 'hang' }))).events.at(-1)).toMatchObject(both);
    expect((await terminated(scripted({ b: failed('http.500') }))).events.at(-1)).toMatchObject(both);
    expect((await terminated(scripted({ b: none('http.400') }))).events.at(-1)).toMatchObject({
      left: [{ path: 'a', visit: 1 }],
    });
  });

  test('[RN3] terminated while it undoes, a run is partial', async () => {
    const driver = new Driver(
      programOf(saga({ a: undoable({ next: 'b' }), b: task() })),
      scripted({ b: none('x'), 'a#undo': 'hang' }),
    );
    await driver.start();
    await driver.settle(0);
    await driver.send({ type: 'terminate', by });
    expect(driver.state.undo).toBe('partial');
    const { view } = await driver.settle();
    expect(view.undo).toBe('partial');
    expect(view.steps.find(({ id }) => id === 'a')?.undo).toBe('failed');
  });
});

describe('answers about undos', () => {
  const stuck = async (more: object, script: Script): Promise<Driver> => {
    const compensate = { activity: 'u', with: bad };
    const steps = {
      a: undoable({ next: 'b' }),
      b: undoable({ compensate, next: 'c' }),
      c: undoable({ next: 'z' }),
      z: task(),
    };
    const driver = new Driver(programOf(saga(steps, more)), script);
    await driver.start();
    await driver.settle();
    return driver;
  };

  test('[SG1] an undo without usable input cannot be tried again, only skipped', async () => {
    const driver = await stuck({}, scripted({ z: none('x') }));
    const before = driver.events.length;
    expect(await driver.send({ type: 'undoRetry', path: 'b', visit: 1, by })).toMatch(/cannot be evaluated/);
    expect(driver.events).toHaveLength(before);
    expect(await driver.send({ type: 'undoSkip', path: 'b', visit: 1, by })).toBeNull();
    expect((await driver.settle()).begun.at(-1)).toBe('undo a');
  });

  test('[SG4] several stuck at once are answered one by one', async () => {
    const driver = await stuck({ order: 'parallel' }, scripted({ z: none('x'), 'c#undo': final('no') }));
    expect(driver.state).toMatchObject({ status: 'suspended', stuck: 2 });
    await driver.send({ type: 'undoSkip', path: 'c', visit: 1, by });
    expect(driver.state).toMatchObject({ status: 'suspended', stuck: 1 });
    await driver.send({ type: 'undoSkip', path: 'b', visit: 1, by });
    const { view } = await driver.settle();
    expect(view).toMatchObject({ status: 'failed', undo: 'partial' });
  });

  test('[SG4] after an abort what runs is waited for, its late answer counts, and nothing begins', async () => {
    const driver = await stuck(
      { order: 'parallel' },
      scripted({ z: none('x'), 'c#undo': final('no'), 'a#undo': 'hang' }),
    );
    const [running] = driver.wanted();
    expect(running).toBeUndefined(); // it ran out of time: three attempts
    const again = new Driver(driver.program, ({ stepId, undo }) =>
      stepId === 'z' ? none('x') : !undo ? done() : stepId === 'c' ? final('no') : 'hang',
    );
    await again.start();
    await again.settle(0);
    const [a] = again.wanted();
    expect(a).toMatchObject({ stepId: 'a', undo: true });
    expect(await again.send({ type: 'undoAbort', path: 'c', visit: 1, by })).toBeNull();
    expect(await again.send({ type: 'undoRetry', path: 'c', visit: 1, by })).toMatch(/given up/);
    expect(again.state.ended).toBe(false);
    if (a) await again.answer(a, done());
    const run = await again.settle();
    expect(run.view.status).toBe('failed');
    expect(run.events.at(-1)).toMatchObject({
      left: [
        { path: 'b', visit: 1 },
        { path: 'c', visit: 1 },
      ],
    });
    expect(stepOf(run, 'a')).toMatchObject({ undo: 'done' });
  });
});

test('[MA1] what is recorded is what JSON holds', async () => {
  const odd = { details: undefined, retryable: undefined, cause: { type: 'y', message: '', details: undefined } };
  const run = await drive(
    saga({ a: undoable() }),
    scripted({ a: failed('x', odd), 'a#undo': [failed('z', odd), done()] }),
  );
  expect(JSON.parse(JSON.stringify(run.events))).toStrictEqual(run.events);
});

describe('limits', () => {
  test('[DF7] a saga that visits a step too often is undone', async () => {
    const run = await drive(
      saga({
        a: undoable({ next: 'i' }),
        i: { type: 'set', assign: { n: '{% vars.n + 1 %}' }, next: 'c' },
        c: { type: 'choice', branches: [{ when: '{% vars.n < 0 %}' }], otherwise: 'i' },
      }),
    );
    expect(run.begun).toEqual(['a', 'undo a']);
    expect(run.view).toMatchObject({ status: 'compensated', error: { type: 'limit.visits' } });
  });

  test('[DF7] a run out of events is undone and ends, whatever catches', async () => {
    const driver = new Driver(
      programOf(
        saga(
          { a: undoable({ next: 't' }), t: { type: 'try', start: 'b', steps: { b: task() }, catch: [{}] } },
          { catch: [{}] },
        ),
      ),
      scripted({ a: 'hang' }),
    );
    await driver.start();
    await driver.settle(0);
    driver.state = { ...driver.state, seq: 100_000 };
    const [a] = driver.wanted();
    if (a) await driver.answer(a, done());
    const { view, begun } = await driver.settle();
    expect(begun).toEqual(['a', 'undo a']);
    expect(view).toMatchObject({ status: 'compensated', error: { type: 'limit.events' } });
  });

  test('[MA3] a wait without end is refused, and asking early for a far timer is not an accident', async () => {
    const run = await drive({ start: 'w', steps: { w: { type: 'wait', for: '100000000d' } } });
    expect(run.view.error?.type).toBe('expression.type');
    const driver = new Driver(
      programOf({ timeout: '100000000d', start: 'a', steps: { a: task() } }),
      scripted({ a: 'hang' }),
    );
    await driver.start();
    expect(await driver.send({ type: 'fireTimer', timer: 'run' })).toMatch(/not due/);
  });
});
