import { describe, expect, test } from 'vitest';
import { answerQuery, type Json, viewOf } from '../index.ts';
import { done, drive, Driver, failed, programOf, scripted, task, undoable } from '../testing/drive.ts';

const by = 'ana';
const receive = (more: object = {}): object => ({ type: 'receive', signal: 'paid', ...more });
const one = (step: object, more: object = {}): object => ({ start: 'a', steps: { a: step }, ...more });
const driverOf = async (document: object, input: Json = {}): Promise<Driver> => {
  const driver = new Driver(programOf(document), () => 'hang');
  expect(await driver.start(input)).toBeNull();
  return driver;
};
const ended = async (driver: Driver) => (await driver.settle()).view;

describe('signals', () => {
  test('[LI1] one that comes before is kept, and taken at once by the step that waits for it', async () => {
    const driver = await driverOf({ start: 't', steps: { t: task({ next: 'a' }), a: receive() } });
    await driver.signal('paid', { sum: 5 });
    expect(viewOf(driver.events).signals).toMatchObject([{ name: 'paid', payload: { sum: 5 } }]);
    const [wanted] = driver.wanted();
    if (wanted) await driver.answer(wanted, done());
    expect(driver.state.status).toBe('completed');
    expect(await ended(driver)).toMatchObject({ output: { sum: 5 }, signals: [] });
  });

  test('[LI1] in the order they came; another name is not taken', async () => {
    const loop = { start: 'a', steps: { a: receive({ next: 'b' }), b: receive({ next: 'c' }), c: receive() } };
    const driver = await driverOf(loop);
    for (const [name, n] of [
      ['other', 0],
      ['paid', 1],
      ['paid', 2],
      ['paid', 3],
    ] as const)
      await driver.signal(name, n);
    const view = await ended(driver);
    expect(view.steps.map(({ output }) => output)).toEqual([1, 2, 3]);
  });

  test('[LI1] the oldest step whose key is equal takes it', async () => {
    const branches = {
      left: { start: 'l', steps: { l: receive({ key: { id: 1 } }) } },
      right: { start: 'r', steps: { r: receive({ key: '{% input.id %}' }) } },
      any: { start: 'x', steps: { x: receive() } },
    };
    const driver = await driverOf(one({ type: 'parallel', branches }), { id: 2 });
    await driver.signal('paid', 'two', { key: 2 });
    await driver.signal('paid', 'none');
    await driver.signal('paid', 'one', { key: { id: 1 } });
    expect((await ended(driver)).output).toEqual({ left: 'one', right: 'two', any: 'none' });
  });

  test('[LI1] the declared key is read from the payload, and the payload is held to its schema', async () => {
    const signals = { paid: { key: '{% signal.payload.order %}', payload: { type: 'object', required: ['order'] } } };
    const driver = await driverOf(
      one(receive({ key: 7, assign: { got: '{% signal.key & signal.name %}' } }), {
        signals,
        variables: { got: '' },
        returns: '{% vars.got %}',
      }),
    );
    expect(await driver.signal('paid', {})).toMatch(/payload does not fit signal paid/);
    await driver.signal('paid', { order: 6 });
    expect(driver.state.ended).toBe(false);
    await driver.signal('paid', { order: 7 });
    expect((await ended(driver)).output).toBe('7paid');
  });

  test('[LI1] the same id twice is once; 1,000 of a name are kept, one more is refused', async () => {
    const driver = await driverOf(one(task()));
    await driver.signal('paid', 1, { id: 'x' });
    const { seq } = driver.state;
    expect(await driver.signal('paid', 2, { id: 'x' })).toBeNull();
    expect(driver.state.seq).toBe(seq);
    for (let i = 1; i < 1_000; i += 1) await driver.signal('paid', i);
    expect(await driver.signal('paid', 'more')).toMatch(/wait already/);
    expect(await driver.signal('other', 'more')).toBeNull();
  }, 60_000);

  test('[LI1] out of time it goes to onTimeout, or fails', async () => {
    const later = {
      start: 'a',
      steps: { a: receive({ timeout: '5s', onTimeout: 'b', next: 'c' }), b: task({ with: 'late' }), c: task() },
    };
    const run = await drive(later);
    expect(run.begun).toEqual(['b']);
    expect(run.view).toMatchObject({ status: 'completed', steps: [{ status: 'caught' }, {}] });
    expect((await drive(one(receive({ timeout: '5s' })))).view.error).toMatchObject({ type: 'timeout.signal' });
    const caught = one(receive({ timeout: '{% input.t %}', catch: [{ errors: ['timeout'] }] }));
    expect((await drive(caught, undefined, { t: '1s' })).view.status).toBe('completed');
  });

  test('[LI1] a result that cannot be assigned has taken the signal all the same', async () => {
    const step = receive({ assign: { v: '{% signal.payload.none.at %}' }, catch: [{ next: 'b' }] });
    const driver = await driverOf({
      start: 'a',
      variables: { v: 0 },
      steps: { a: { ...step, next: 'b' }, b: receive() },
    });
    await driver.signal('paid', 1);
    await driver.signal('paid', 2);
    expect(await ended(driver)).toMatchObject({ status: 'completed', output: 2 });
  });

  test('[RN3] a run that waits for a signal can be cancelled', async () => {
    const driver = await driverOf(one(receive()));
    await driver.send({ type: 'cancel', by });
    expect((await ended(driver)).status).toBe('cancelled');
    expect(await driver.signal('paid')).toMatch(/has ended/);
  });
});

describe('queries and updates', () => {
  const document = {
    variables: { n: 1 },
    updates: {
      add: { input: { type: 'number' }, assign: { n: '{% vars.n + update.input %}' }, returns: '{% vars.n %}' },
    },
    queries: { twice: { input: { type: 'number' }, returns: '{% vars.n * 2 + query.input %}' } },
    ...one(receive(), { returns: '{% vars.n %}' }),
  };

  test('[LI1] an update is validated, assigned and answered at once; its id makes it once', async () => {
    const driver = await driverOf(document);
    expect(await driver.send({ type: 'update', name: 'add', input: 4, id: 'u', by })).toBeNull();
    expect(driver.result).toBe(5);
    expect(await driver.send({ type: 'update', name: 'add', input: 40, id: 'u', by })).toBeNull();
    expect(driver.result).toBe(5);
    expect(await driver.send({ type: 'update', name: 'add', input: 'x', by })).toMatch(/does not fit update add/);
    expect(await driver.send({ type: 'update', name: 'sub', input: 1, by })).toBe(
      'There is no update sub: there is add.',
    );
    await driver.signal('paid');
    expect((await ended(driver)).output).toBe(5);
  });

  test('[LI1] where signals are declared, one that is not is refused; where none are, it is kept', async () => {
    const declaring = await driverOf({ ...document, signals: { paid: {} } });
    expect(await declaring.send({ type: 'signal', name: 'payed', payload: 1, by })).toBe(
      'There is no signal payed: there is paid.',
    );
    expect(await declaring.send({ type: 'signal', name: 'paid', payload: 1, by })).toBeNull();
    const open = await driverOf(document);
    expect(await open.send({ type: 'signal', name: 'payed', payload: 1, by })).toBeNull();
  });

  test('[LI1] a query sees the state and changes nothing, also when the run has ended', async () => {
    const driver = await driverOf(document);
    const ask = (input: Json) => answerQuery(driver.program, driver.state, 'twice', input);
    expect(await ask(1)).toEqual({ kind: 'answered', result: 3 });
    expect(await ask('x')).toMatchObject({ kind: 'rejected', code: 'invalid' });
    await driver.send({ type: 'update', name: 'add', input: 4, by });
    await driver.signal('paid');
    expect(driver.state.ended).toBe(true);
    expect(await ask(0)).toEqual({ kind: 'answered', result: 10 });
  });

  test('[RN6] search attributes follow the variables; what fails or is of another type is null', async () => {
    const searchAttributes = {
      n: { type: 'number', value: '{% vars.n %}' },
      s: { type: 'string', value: '{% vars.n %}' },
      id: { type: 'string', value: '{% run.workflow %}' },
      gone: { type: 'string', value: '{% vars.n.none %}' },
    };
    const driver = await driverOf({ ...document, searchAttributes });
    expect(driver.state.attributes).toEqual({ n: 1, s: null, id: 'test', gone: null });
    await driver.send({ type: 'update', name: 'add', input: 1, by });
    expect(driver.state.attributes['n']).toBe(2);
    expect(viewOf(driver.events).attributes['n']).toBe(2);
    await driver.send({ type: 'update', name: 'add', input: 0, by });
    expect(driver.events.at(-1)?.type).toBe('UpdateApplied'); // nothing changed
  });
});

describe('emit', () => {
  test('[LI2] is delivered under its key, and answered like an attempt', async () => {
    const driver = await driverOf(
      one({ type: 'emit', signal: 'paid', to: '{% input.run %}', key: 3, payload: { a: 1 } }),
      { run: 'other' },
    );
    const [wanted] = driver.wanted();
    expect(wanted).toMatchObject({
      kind: 'emit',
      with: { a: 1 },
      target: { kind: 'signal', runId: 'other', signal: 'paid', key: 3 },
    });
    if (wanted) await driver.answer(wanted, done());
    expect((await ended(driver)).status).toBe('completed');
    const bad = await drive(one({ type: 'emit', signal: 'paid', to: '{% input.run %}' }), undefined, { run: 5 });
    expect(bad.view.error?.type).toBe('expression.type');
  });

  test('[LI2] a target that is not there can be caught', async () => {
    const emit = { type: 'emit', signal: 'paid', to: 'x', catch: [{ errors: ['signal.notFound'] }] };
    const missing = failed('signal.notFound', { retryable: false, effect: 'none' });
    expect((await drive(one(emit), () => missing)).view.status).toBe('completed');
  });

  test('[SG1] what was emitted in a saga is undone, by a workflow too', async () => {
    const emit = {
      type: 'emit',
      event: 'shipped',
      compensate: { workflow: 'recall', with: '{% step.key %}' },
      next: 'b',
    };
    const saga = one({ type: 'saga', start: 'e', steps: { e: emit, b: task() } });
    const run = await drive(saga, scripted({ b: failed('no') }));
    expect(run.begun).toEqual(['e', 'b', 'undo e']);
    expect(run.view.status).toBe('compensated');
    expect(run.events.find((event) => event.type === 'ChildStarted')).toMatchObject({ undo: true, workflow: 'recall' });
  });
});

describe('child', () => {
  const child = (more: object = {}): object => ({ type: 'child', workflow: 'sub', input: '{% input %}', ...more });

  test("[LI2] its hash is recorded, its output is the step's, and the same attempt always starts the same run", async () => {
    const driver = await driverOf(one(child()), 7);
    const [wanted] = driver.wanted();
    expect(wanted).toMatchObject({ kind: 'child', workflow: 'sub', with: 7, wait: true, isStarted: false });
    if (wanted?.kind !== 'child') throw new Error('no child');
    await driver.childStarted(wanted);
    expect(driver.wanted()[0]).toMatchObject({ isStarted: true, runId: wanted.runId });
    expect(await driver.childStarted(wanted)).toMatch(/child already/);
    await driver.answer(wanted, done('result'));
    expect(await ended(driver)).toMatchObject({
      status: 'completed',
      output: 'result',
      steps: [{ child: wanted.runId }],
    });
  });

  test('[LI2] another attempt is another run; its failure is an error of the step', async () => {
    const run = await drive(one(child({ retry: [{ maxAttempts: 2 }] })), () => failed('child.failed'));
    const ids = run.events.flatMap((event) => (event.type === 'ChildStarted' ? [event.runId] : []));
    expect(new Set(ids).size).toBe(2);
    expect(run.view.error?.type).toBe('child.failed');
  });

  test('[LI2] one that is not waited for is told when the run ends, before RunEnded', async () => {
    const document = {
      start: 'a',
      steps: { a: child({ wait: false, parentClosePolicy: 'cancel', next: 'b' }), b: task() },
    };
    const driver = await driverOf(document);
    const [wanted] = driver.wanted();
    if (wanted?.kind !== 'child') throw new Error('no child');
    await driver.childStarted(wanted);
    await driver.answer(wanted, done({ runId: wanted.runId }));
    const [next] = driver.wanted();
    if (next) await driver.answer(next, done());
    expect(driver.state).toMatchObject({
      ended: false,
      closing: { status: 'completed', children: [{ policy: 'cancel' }] },
    });
    expect(await driver.send({ type: 'cancel', by })).toMatch(/just ending/);
    expect(await driver.send({ type: 'childClosed', runId: wanted.runId })).toBeNull();
    expect(driver.events.slice(-3).map(({ type }) => type)).toEqual(['RunClosing', 'ChildClosed', 'RunEnded']);
  });

  test('[LI2] abandoned, or ended, it is not told', async () => {
    const abandoned = { start: 'a', steps: { a: child({ wait: false, next: 'b' }), b: task() } };
    expect((await drive(abandoned)).events.map(({ type }) => type)).not.toContain('RunClosing');
    expect((await drive(one(child()))).events.map(({ type }) => type)).not.toContain('RunClosing');
  });

  test('[RN8] a terminated run tells the child it waits for', async () => {
    const driver = await driverOf(one(child()));
    const [wanted] = driver.wanted();
    if (wanted?.kind === 'child') await driver.childStarted(wanted);
    await driver.send({ type: 'terminate', by });
    expect(driver.events.at(-1)).toMatchObject({ type: 'RunClosing', status: 'terminated' });
    expect((await ended(driver)).status).toBe('terminated');
  });

  test('[RN3] a cancelled run waits for its child as long as that undoes', async () => {
    const driver = await driverOf(one(child()));
    const [wanted] = driver.wanted();
    if (wanted?.kind !== 'child') throw new Error('no child');
    await driver.childStarted(wanted);
    await driver.send({ type: 'cancel', by });
    expect(driver.wanted()).toMatchObject([{ cancel: true }]);
    expect((await driver.settle(86_400_000)).view.status).toBe('running');
    await driver.answer(wanted, failed('child.cancelled', { effect: 'none' }));
    expect(driver.events.slice(-2).map(({ type }) => type)).toEqual(['StepCancelled', 'RunEnded']);
  });

  test('[SG2] a child that ended is undone with its saga', async () => {
    const saga = one({
      type: 'saga',
      start: 'c',
      steps: { c: child({ next: 'b', compensate: { activity: 'undo', with: '{% step.output %}' } }), b: undoable() },
    });
    const run = await drive(saga, scripted({ c: done(5), b: failed('no', { effect: 'none' }) }));
    expect(run.view).toMatchObject({ status: 'compensated', steps: [{}, { undo: 'done' }, {}] });
  });
});
