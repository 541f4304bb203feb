import { describe, expect, test } from 'vitest';
import {
  type Command,
  concurrencyOf,
  foldHistory,
  type Json,
  type NextRun,
  type Recorded,
  stepKey,
  viewOf,
} from '../index.ts';
import { done, drive, Driver, failed, programOf, type Script, scripted, task, undoable } from '../testing/drive.ts';
import { answer, by, hang } from '../testing/walked.ts';

const started = async (document: object, script: Script = hang, input: Json = {}): Promise<Driver> => {
  const driver = new Driver(programOf(document), script);
  expect(await driver.start(input)).toBeNull();
  return driver;
};

describe('continueAsNew', () => {
  const loop = {
    start: 'c',
    steps: {
      c: { type: 'child', workflow: 'sub', wait: false, parentClosePolicy: 'cancel', next: 'n' },
      n: { type: 'continueAsNew', input: '{% input + 1 %}' },
    },
  };

  test('[LI3] hands on signals nobody took, open children and the run key', async () => {
    const driver = await started(loop, hang, 1);
    await driver.signal('go', 'x', { key: 'k' });
    const [child] = driver.wanted();
    if (child?.kind !== 'child') throw new Error('no child');
    await driver.childStarted(child);
    await driver.answer(child, done({}));
    const closing = driver.events.at(-1);
    expect(closing).toMatchObject({ type: 'RunClosing', status: 'continuedAsNew', children: [] });
    const next = closing?.type === 'RunClosing' ? closing.next : null;
    expect(next).toMatchObject({
      kind: 'continued',
      input: 2,
      continued: {
        from: 'r1',
        generation: 1,
        signals: [{ name: 'go', payload: 'x', key: 'k' }],
        children: [{ runId: child.runId }],
      },
    });
    const { view } = await driver.settle();
    expect(view).toMatchObject({ status: 'continuedAsNew', next: next?.runId });
    if (next?.kind === 'continued') await goesOn(next, child.key);
  });

  async function goesOn(next: Extract<NextRun, { kind: 'continued' }>, before: string): Promise<void> {
    const follower = new Driver(
      programOf({ start: 'a', steps: { a: { type: 'receive', signal: 'go', key: 'k', next: 'c' }, c: task() } }),
      hang,
    );
    await follower.start(next.input, { runId: next.runId, continued: next.continued });
    expect(follower.wanted()[0]).toMatchObject({ stepId: 'c' }); // the signal was there
    expect(follower.wanted()[0]?.key).not.toBe(before); // visits begin again, and are not taken for the old ones
    await answer(follower);
    expect(follower.events.at(-1)).toMatchObject({ type: 'RunClosing', children: [{ policy: 'cancel' }] });
  }
});

describe('pause', () => {
  const steps = { a: task({ retry: [{ initialInterval: '5s' }], next: 'b' }), b: task() };

  test('[RN5] what is under way may end; nothing begins until it is resumed', async () => {
    const driver = await started({ start: 'a', steps });
    await driver.send({ type: 'pause', by });
    expect(driver.state.status).toBe('paused');
    expect(viewOf(driver.events).status).toBe('paused');
    await answer(driver);
    expect(driver.wanted()).toEqual([]);
    expect(await driver.send({ type: 'pause', by })).toBe('The run is paused already.');
    await driver.send({ type: 'resume', by });
    expect(driver.wanted().map(({ stepId }) => stepId)).toEqual(['b']);
    expect(await driver.send({ type: 'resume', by })).toBe('The run is not paused.');
  });

  test('[RN5] timers keep time and fire when it is resumed', async () => {
    const driver = await started({ start: 'a', steps });
    await driver.send({ type: 'pause', by });
    await answer(driver, failed('http.503'));
    driver.now += 60_000;
    expect(await driver.send({ type: 'fireTimer', timer: 'retry:a#1:1' })).toMatch(/paused/);
    await driver.send({ type: 'resume', by });
    expect(await driver.send({ type: 'fireTimer', timer: 'retry:a#1:1' })).toBeNull();
  });

  test('[RN5] no undo begins; a cancellation waits', async () => {
    const saga = {
      start: 's',
      steps: {
        s: { type: 'saga', start: 'a', steps: { a: undoable({ next: 'b' }), b: undoable({ next: 'c' }), c: task() } },
      },
    };
    const driver = await started(saga, scripted({ c: failed('no'), 'b#undo': 'hang' }));
    await driver.settle(1_000);
    await driver.send({ type: 'pause', by });
    await answer(driver);
    expect(driver.wanted()).toEqual([]);
    expect(viewOf(driver.events).steps.map(({ undo }) => undo)).toEqual(['none', 'pending', 'done', 'none']);
    await driver.send({ type: 'resume', by });
    expect(driver.wanted().map(({ stepId, undo }) => [stepId, undo])).toEqual([['a', true]]);
  });

  test('[RN5] a run that is cancelled while it is paused ends when it is resumed', async () => {
    const driver = await started({ start: 'a', steps: { a: { type: 'wait', for: '1h' } } });
    for (const type of ['pause', 'cancel'] as const) expect(await driver.send({ type, by })).toBeNull();
    expect(driver.state.ended).toBe(false);
    await driver.send({ type: 'resume', by });
    expect(driver.state.status).toBe('cancelled');
  });
});

describe('concurrencyKey', () => {
  const document = { concurrencyKey: { key: '{% input.shop %}', limit: 2 }, start: 'a', steps: { a: task() } };

  test('[RN7] the host is told which slot, and the run waits for it', async () => {
    const program = programOf(document);
    expect(await concurrencyOf(program, { shop: 'x' }, {})).toEqual({ ok: true, key: 'x', limit: 2, onLimit: 'queue' });
    expect(await concurrencyOf(program, {}, {})).toMatchObject({ ok: false });
    const driver = new Driver(program, hang);
    await driver.start({ shop: 'x' }, { slot: { key: 'x', limit: 2, queued: true } });
    expect(driver.wanted()).toEqual([]);
    expect(viewOf(driver.events).queued).toBe(true);
    await driver.send({ type: 'admit' });
    expect(driver.wanted()).toHaveLength(1);
    expect(await driver.send({ type: 'admit' })).toBe('The run waits for no slot.');
  });

  test('[RN7] one that waits can be cancelled', async () => {
    const driver = new Driver(programOf(document), hang);
    await driver.start({ shop: 'x' }, { slot: { key: 'x', limit: 2, queued: true } });
    await driver.send({ type: 'cancel', by });
    expect(driver.state.status).toBe('cancelled');
  });
});

describe('reset and fork', () => {
  const saga = {
    start: 's',
    steps: {
      s: {
        type: 'saga',
        start: 'a',
        steps: { a: undoable({ next: 'b' }), b: undoable({ next: 'c', with: 'b' }), c: task() },
      },
    },
  };

  /** As the host does it. */
  async function resetTo(driver: Driver, to: number): Promise<{ refused: string } | { next: Driver }> {
    const beyond = driver.events.slice(to);
    const refused = await driver.send({ type: 'reset', to, runId: 'r2', beyond, by });
    if (refused !== null) return { refused };
    const closing = driver.events.at(-1);
    if (closing?.type !== 'RunClosing' || closing.next?.kind !== 'reset') throw new Error('no reset');
    const next = branchOf(driver, to);
    const { entries } = closing.next;
    const branch = {
      type: 'branch',
      kind: 'reset',
      from: 'r1',
      runId: 'r2',
      runKey: 'k1',
      entries,
      mocks: null,
      by,
    } as const;
    expect(await next.send(branch)).toBeNull();
    return { next };
  }

  function branchOf(driver: Driver, to: number, script: Script = hang): Driver {
    const next = new Driver(driver.program, script);
    const prefix = driver.events.slice(0, to);
    next.state = foldHistory(() => driver.program, prefix);
    next.events.push(...prefix);
    next.now = driver.now + 1_000;
    return next;
  }

  const seqOf = (driver: Driver, is: (event: Recorded) => boolean): number => driver.events.find(is)?.seq ?? 0;
  const bBegan = (event: Recorded): boolean => event.type === 'StepStarted' && event.id === 'b';

  async function atC(): Promise<Driver> {
    const driver = await started(saga);
    await answer(driver);
    await answer(driver);
    return driver;
  }

  test('[LI4] a reset ends the run; the next has its first events and its key, and does again what was open', async () => {
    const driver = await atC();
    const keys = driver.events.flatMap((event) =>
      event.type === 'StepStarted' && event.detail.kind === 'task' ? [stepKey(driver.state.run, event)] : [],
    );
    const reset = await resetTo(driver, seqOf(driver, bBegan));
    if (!('next' in reset)) throw new Error(reset.refused);
    const { view } = await driver.settle();
    expect(view).toMatchObject({ status: 'terminated', next: 'r2' });
    const { next } = reset;
    expect(next.wanted()).toMatchObject([{ stepId: 'b', attempt: 1, key: keys[1], startedAt: next.now }]);
    expect(viewOf(next.events)).toMatchObject({ runId: 'r2', from: 'r1' });
    await answer(next);
    await answer(next);
    expect(next.state.status).toBe('completed');
  });

  test('[LI4] an effect from beyond is undone even where the step has not been done again', async () => {
    const driver = await atC();
    const to = seqOf(driver, (event) => event.type === 'StepStarted' && event.id === 'a');
    const reset = await resetTo(driver, to);
    if (!('next' in reset)) throw new Error(reset.refused);
    const { next } = reset;
    await answer(next, failed('no', { effect: 'none', retryable: false }));
    const undos: string[] = [];
    for (let [wanted] = next.wanted(); wanted; [wanted] = next.wanted()) {
      undos.push(`${wanted.stepId} ${wanted.key}`);
      await next.answer(wanted, done());
    }
    expect(undos.map((undo) => undo.slice(0, 2))).toEqual(['a ', 'b ']); // both carried over, together, in the order of their places
    expect(undos.every((undo) => undo.endsWith(':undo'))).toBe(true);
    expect(next.state.status).toBe('compensated');
  });

  test('[LI4] of the signals from beyond those come again that this version takes, and that have not come', async () => {
    const document = {
      start: 'a',
      signals: { go: { payload: { type: 'number' } } },
      steps: { a: task({ next: 'g' }), g: { type: 'receive', signal: 'go' } },
    };
    const next = branchOf(await started(document), 2);
    const signal = (seq: number, name: string, payload: Json, id: string | null) =>
      ({ type: 'SignalReceived', seq, at: 0, name, payload, key: null, id }) as const;
    const signals = [signal(7, 'go', 1, 'x'), signal(8, 'gone', 1, null), signal(9, 'go', '2', null)];
    const branch = { type: 'branch', kind: 'reset', from: 'r1', runId: 'r2', runKey: 'k1', entries: [] } as const;
    await next.send({ ...branch, signals: [...signals, signal(10, 'go', 3, 'x')], mocks: null, by });
    expect(next.state.signals).toMatchObject([{ name: 'go', payload: 1, id: 'x' }]);
    expect(viewOf(next.events).signals).toEqual(next.state.signals);
    await answer(next);
    const taken = next.events.find(({ type }) => type === 'SignalReceived')?.seq;
    expect(next.events).toContainEqual(expect.objectContaining({ type: 'StepCompleted', path: 'g', signal: taken }));
    expect(next.state.status).toBe('completed');
  });

  test('[LI4] refused past a completed undo, past the end, and when the run went on', async () => {
    const undone = await drive(saga, scripted({ c: failed('no') }));
    const driver = new Driver(undone.program, hang);
    const last = undone.events.findLast((event) => event.type === 'UndoCompleted')?.seq ?? 0;
    driver.events.push(...undone.events.slice(0, last));
    driver.state = foldHistory(() => undone.program, driver.events);
    expect(await resetTo(driver, 3)).toEqual({ refused: expect.stringMatching(/was undone after event 3/) });
    const running = await atC();
    expect(await resetTo(running, 99)).toEqual({ refused: expect.stringMatching(/reset it to one of them/) });
    const stale: Command = { type: 'reset', to: 2, runId: 'r2', beyond: running.events.slice(2, 4), by };
    expect(await running.send(stale)).toMatch(/went on meanwhile/);
  });

  test('[LI4] a fork has a key of its own and says how it is answered', async () => {
    const driver = await atC();
    const fork = branchOf(driver, seqOf(driver, bBegan));
    const mocks = { b: [{ return: 1 }] };
    const branch = {
      type: 'branch',
      kind: 'fork',
      from: 'r1',
      runId: 'f1',
      runKey: 'f1',
      entries: [],
      mocks,
      by,
    } as const;
    expect(await fork.send(branch)).toBeNull();
    expect(fork.state.run).toMatchObject({ id: 'f1', key: 'f1', mocks });
    expect(await fork.send(branch)).toMatch(/was started already/);
    expect(driver.state.ended).toBe(false);
  });

  test('[LI4] cut anywhere, even where something was about to follow, it goes on', async () => {
    const driver = await atC();
    for (let to = 1; to < driver.events.length; to += 1) {
      const fork = branchOf(driver, to, () => done());
      await fork.send({
        type: 'branch',
        kind: 'fork',
        from: 'r1',
        runId: 'f1',
        runKey: 'f1',
        entries: [],
        mocks: {},
        by,
      });
      expect((await fork.settle()).view.status).toBe('completed');
    }
  });
});

describe('migrate', () => {
  const before = {
    variables: { v: 1 },
    start: 's',
    steps: { s: { type: 'saga', start: 'a', steps: { a: undoable({ next: 'b' }), b: task() } } },
  };
  const after = (more: object = {}, steps: object = {}): object => ({
    variables: { v: 1, w: '{% input.n %}' },
    start: 's',
    steps: {
      s: { type: 'saga', start: 'b', steps: { b: task({ next: 'c' }), c: task({ with: '{% vars.w %}' }), ...steps } },
    },
    ...more,
  });
  const atB = async (): Promise<Driver> => {
    const driver = await started(before, hang, { n: 5 });
    await answer(driver);
    return driver;
  };

  test('[LI6] goes on under the new definition, with the variables it adds; earlier events fold under the old', async () => {
    const driver = await atB();
    const [old, target] = [driver.program, programOf(after())];
    expect(await driver.send({ type: 'migrate', hash: target.hash, by }, target)).toBeNull();
    expect(viewOf(driver.events).hash).toBe(target.hash);
    await answer(driver);
    expect(driver.wanted()).toMatchObject([{ stepId: 'c', with: 5 }]);
    const programs = new Map([old, target].map((program) => [program.hash, program]));
    const folded = foldHistory((hash) => programs.get(hash) ?? old, driver.events);
    expect(folded).toEqual(driver.state);
  });

  test('[LI6] what was recorded is undone as it was meant, though its step is gone', async () => {
    const driver = await atB();
    const target = programOf(after());
    await driver.send({ type: 'migrate', hash: target.hash, by }, target);
    await answer(driver, failed('no'));
    expect(driver.wanted()).toMatchObject([{ kind: 'attempt', stepId: 'a', undo: true, activity: 'undo' }]);
    await answer(driver);
    expect(driver.state.status).toBe('compensated');
  });

  test.each([
    ['the step is gone', after({}, { b: undefined, d: task() }), /has no step b/],
    ['the step is of another type', after({}, { b: { type: 'wait', for: '1s' } }), /b is a wait/],
    ['the step is elsewhere', { variables: { v: 1 }, start: 'b', steps: { b: task() } }, /no step s|another block/],
    ['a variable is gone', after({ variables: { w: '{% input.n %}' } }), /does not declare the variable v/],
    ['a first value fails', after({ variables: { v: 1, w: '{% input.none.at %}' } }), /no first value/],
  ])('[LI6] refused where %s', async (_, document, reason) => {
    const driver = await atB();
    const target = programOf(
      JSON.parse(JSON.stringify(document).replace('"start":"b","steps":{"c"', '"start":"c","steps":{"c"')) as object,
    );
    expect(await driver.send({ type: 'migrate', hash: target.hash, by }, target)).toMatch(reason);
  });

  test('[LI6] to the version it has is refused', async () => {
    const driver = await atB();
    expect(await driver.send({ type: 'migrate', hash: driver.program.hash, by }, driver.program)).toMatch(/already/);
  });
});

describe('time in the queue', () => {
  const queued = (more: object = {}): object => ({
    start: 'a',
    steps: { a: task({ timeouts: { scheduleToStart: '5s', startToClose: '10s', ...more } }) },
  });

  test('[AT1] no worker took it: final, without effect', async () => {
    const run = await drive(queued(), hang);
    expect(run.view).toMatchObject({
      status: 'failed',
      error: { type: 'timeout.scheduleToStart' },
      steps: [{ outcome: 'none' }],
    });
  });

  test('[AT1] once a worker took it, startToClose counts from there', async () => {
    const driver = await started(queued());
    const [wanted] = driver.wanted();
    expect(wanted).toMatchObject({ reportPickUp: true, limit: 'scheduleToStart', deadline: driver.now + 5_000 });
    driver.now += 4_000;
    const picked = { type: 'attemptPickedUp', path: 'a', visit: 1, attempt: 1, undo: false } as const;
    expect(await driver.send(picked)).toBeNull();
    expect(driver.wanted()[0]).toMatchObject({
      reportPickUp: false,
      limit: 'startToClose',
      deadline: driver.now + 10_000,
    });
    expect(await driver.send(picked)).toMatch(/with a worker already/);
  });

  test('[AT1] a task queue of its own is waited for without end, and startToClose counts from when a worker took it', async () => {
    const named = { start: 'a', steps: { a: task({ taskQueue: 'gpu', timeouts: { startToClose: '10s' } }) } };
    const driver = await started(named);
    expect(driver.wanted()).toMatchObject([{ kind: 'attempt', reportPickUp: true, deadline: Infinity }]);
    driver.now += 3_600_000;
    expect(await driver.send({ type: 'attemptPickedUp', path: 'a', visit: 1, attempt: 1, undo: false })).toBeNull();
    expect(driver.wanted()).toMatchObject([
      { kind: 'attempt', reportPickUp: false, limit: 'startToClose', deadline: driver.now + 10_000 },
    ]);
  });

  test('[AT1] scheduleToClose counts in a queue as well', async () => {
    const named = { start: 'a', steps: { a: task({ taskQueue: 'gpu', timeouts: { scheduleToClose: '20s' } }) } };
    expect((await drive(named, hang)).view).toMatchObject({ error: { type: 'timeout.scheduleToClose' } });
  });

  test('[AT1] what the last heartbeat said is given to the next attempt', async () => {
    const document = {
      start: 'a',
      steps: { a: task({ timeouts: { heartbeat: '2s' }, retry: [{ initialInterval: '1s' }] }) },
    };
    const driver = await started(document);
    expect(driver.wanted()[0]).toMatchObject({ heartbeatMs: 2_000, heartbeat: null });
    await answer(driver, { ...failed('timeout.heartbeat'), heartbeat: { page: 3 } } as ReturnType<typeof done>);
    driver.now += 1_000;
    await driver.send({ type: 'fireTimer', timer: 'retry:a#1:1' });
    expect(driver.wanted()[0]).toMatchObject({ attempt: 2, heartbeat: { page: 3 } });
  });
});
