import { describe, expect, test } from 'vitest';
import { type Command, viewOf } from '../index.ts';
import { follow, fork } from '../testing/branches.ts';
import { done, drive, type Driver, failed, programOf, task, undoable } from '../testing/drive.ts';
import { answer, atC, begun, by, chain, final, hang, one, saga, seqOf, started } from '../testing/walked.ts';

function resetCommand(driver: Driver, to: number): Command {
  return { type: 'reset', to, runId: `reset${driver.state.seq}`, beyond: driver.events.slice(to), by };
}

async function reset(driver: Driver, to: number): Promise<Driver> {
  expect(await driver.send(resetCommand(driver, to))).toBeNull();
  const next = await follow(driver);
  if (!next) throw new Error('nothing follows');
  return next;
}

describe('reset', () => {
  test('[LI4] of a reset keeps what the first had carried over', async () => {
    const first = await reset(await atC(), 2); // neither a nor b has begun
    const second = await reset(first, 1);
    expect(second.events.at(1)).toMatchObject({
      entries: [
        { path: 'a', record: { outcome: 'done' } },
        { path: 'b', record: { outcome: 'done' } },
      ],
    });
  });

  test('[LI4] what was done is undone with its saga, though that fails before it comes there again', async () => {
    const next = await reset(await atC(), 1);
    await answer(next, final); // a had no effect this time, but had one before
    const undos: string[] = [];
    for (let [wanted] = next.wanted(); wanted; [wanted] = next.wanted()) {
      undos.push(wanted.stepId);
      await next.answer(wanted, done());
    }
    expect(undos).toEqual(['b', 'a']);
    const view = viewOf(next.events);
    expect(view).toMatchObject({ status: 'compensated', undo: 'complete' });
    expect(view.steps.map(({ path, undo }) => [path, undo])).toEqual([
      ['b', 'done'],
      ['s', 'none'],
      ['a', 'done'],
    ]);
  });

  test('[LI4] what is done again is undone once, where it is now', async () => {
    const next = await reset(await atC(), 1);
    await answer(next);
    await answer(next, final);
    const undone: string[] = [];
    for (let [wanted] = next.wanted(); wanted; [wanted] = next.wanted()) {
      undone.push(wanted.stepId);
      await next.answer(wanted, done());
    }
    expect(undone).toEqual(['a', 'b']);
  });

  test('[LI4] [LI2] its children go on: the next run waits for them, and tells them at its end', async () => {
    const child = { type: 'child', workflow: 'sub' };
    const driver = await started({ start: 'a', steps: { a: task({ next: 'k' }), k: child } });
    await answer(driver);
    const [wanted] = driver.wanted();
    if (wanted?.kind !== 'child') throw new Error('no child');
    await driver.childStarted(wanted);
    expect(await driver.send(resetCommand(driver, 2))).toBeNull();
    expect(driver.state.closing).toMatchObject({ children: [], next: { children: [{ runId: wanted.runId }] } });
    const next = await follow(driver);
    if (!next) throw new Error('nothing follows');
    await next.send({ type: 'terminate', by });
    expect(next.state.closing?.children).toMatchObject([{ runId: wanted.runId, policy: 'terminate' }]);
  });

  test('[LI4] [SG2] what is being undone takes no more entries: the saga has them when it is tried again', async () => {
    const steps = { a: undoable({ next: 'c' }), c: task() };
    const driver = await started(saga(steps, { retry: [{ maxAttempts: 2, initialInterval: '1s' }] }));
    await answer(driver);
    await answer(driver, failed('no', { effect: 'none' }));
    await answer(driver); // undone; it waits to be tried again
    driver.now += 1_000;
    expect(await driver.send({ type: 'fireTimer', timer: 'retry:s#1:1' })).toBeNull();
    await answer(driver);
    const next = await reset(
      driver,
      seqOf(driver, ({ type }) => type === 'UndoCompleted'),
    );
    next.now += 1_000;
    expect(await next.send({ type: 'fireTimer', timer: 'retry:s#1:1' })).toBeNull();
    expect(next.state.frames['s#1/body']?.ledger).toMatchObject([{ path: 'a', visit: 2 }]);
    await answer(next);
    expect(Object.values(next.state.frames).flatMap(({ ledger }) => ledger ?? [])).toHaveLength(1);
  });

  test('[LI4] an undo that was under way has its time anew', async () => {
    const driver = await atC();
    await answer(driver, failed('no'));
    const to = driver.state.seq;
    await driver.send({ type: 'pause', by });
    driver.now += 3_600_000;
    const next = await reset(driver, to);
    expect(next.wanted()).toMatchObject([{ undo: true, startedAt: next.now, deadline: next.now + 60_000 }]);
  });

  test('[LI4] limits that were running are moved on', async () => {
    const driver = await started(one({ type: 'receive', signal: 'go', timeout: '10s' }));
    const { now } = driver;
    driver.now += 3_600_000;
    const next = await reset(Object.assign(driver, { state: driver.state }), 1).catch(() => null);
    expect(next?.state.active['a#1']).toMatchObject({ until: (next?.now ?? 0) + 10_000 });
    const forked = await fork(driver, 2, 'f');
    expect(forked.state.active['a#1']).toMatchObject({ until: now + 10_000 + forked.now - now });
    expect(viewOf(forked.events).steps[0]?.until).toBe(now + 10_000 + forked.now - now);
  });

  test('[LI4] [LI6] past a migration an effect is undone as it was meant', async () => {
    const driver = await started(saga({ a: task({ next: 'c' }), c: task() }));
    const { program } = driver;
    const target = programOf(chain);
    expect(await driver.send({ type: 'migrate', hash: target.hash, by }, target)).toBeNull();
    await answer(driver); // a can be undone by now, and is followed by b, which the first definition has not
    await answer(driver);
    const next = await reset(driver, seqOf(driver, begun('a')));
    expect(next.program).toBe(program);
    await answer(next);
    await answer(next, final);
    const undone: string[] = [];
    for (let [wanted] = next.wanted(); wanted; [wanted] = next.wanted()) {
      undone.push(`${wanted.kind === 'attempt' ? wanted.activity : ''} ${wanted.stepId}`);
      await next.answer(wanted, done());
    }
    expect(undone).toEqual(['undo b', 'undo a']);
  });
});

describe('fork', () => {
  test('[LI4] [AT3] what is open is another step to the world, and nobody waits for the run', async () => {
    const parent = { runId: 'p', path: 'x', visit: 1 };
    const driver = await started(one(task()), {}, { parent });
    const forked = await fork(driver, driver.state.seq, 'f');
    expect(forked.wanted()[0]?.key).not.toBe(driver.wanted()[0]?.key);
    expect(forked.state.run?.parent).toBeNull();
    expect(viewOf(forked.events).parent).toBeNull();
  });

  test('[LI4] is not reset to before it was forked: it would be the run it came from', async () => {
    const forked = await fork(await atC(), 3, 'f');
    expect(await forked.send(resetCommand(forked, 2))).toMatch(/fork the first one again/);
  });

  test.each([
    ['a step that could not begin', one({ type: 'fail', error: { type: 'x' } }), 'failed', null],
    [
      'a step that could not begin and was caught',
      one(task({ with: '{% input.none.at %}', catch: [{}] })),
      'completed',
      null,
    ],
    ['the end', { ...one({ type: 'succeed', output: 7 }), returns: 8 }, 'completed', 7],
    [
      'the end of a try',
      one({ type: 'try', start: 'e', steps: { e: { type: 'succeed', output: 7 } }, next: 'z' }),
      '',
      7,
    ],
  ])('[LI4] cut anywhere, also amid %s, it comes to the same', async (_, document, status, output) => {
    const steps = { z: task(), ...(document as { steps: object }).steps };
    const hasZ = JSON.stringify(document).includes('"z"');
    const driver = await started(hasZ ? { ...document, steps } : document);
    for (let to = 1; to < driver.events.length - (hasZ ? 1 : 0); to += 1) {
      const { view } = await (await fork(driver, to, 'f')).settle();
      expect([to, view.status, view.output]).toEqual([to, status || 'completed', output]);
    }
  });
});

describe('the ends of runs', () => {
  test('[RN8] [RN7] one that waits for a slot tells the children it took over', async () => {
    const child = { path: 'k', visit: 1, runId: 'c', policy: 'cancel' } as const;
    const continued = { from: 'r0', generation: 1, signals: [], children: [child] };
    const slot = { key: 'k', limit: 1, queued: true };
    const driver = await started(one(task()), {}, { continued, slot });
    await driver.send({ type: 'terminate', by });
    expect(await driver.send({ type: 'childClosed', runId: 'c' })).toBeNull();
    expect(driver.state.status).toBe('terminated');
  });

  test('[LI2] a child that ended although it was cancelled is not told', async () => {
    const driver = await started(one({ type: 'child', workflow: 'sub' }));
    const [wanted] = driver.wanted();
    if (wanted?.kind !== 'child') throw new Error('no child');
    await driver.childStarted(wanted);
    await driver.send({ type: 'cancel', by });
    await driver.answer(wanted, done());
    expect(driver.events.at(-1)).toMatchObject({ type: 'RunEnded', status: 'cancelled' });
  });

  test('[LI3] a signal that was carried over and comes again has come already', async () => {
    const signal = { seq: 0, name: 'go', payload: 1, key: null, id: 'x', at: 1 };
    const driver = await started(
      one(task()),
      {},
      { continued: { from: 'r0', generation: 1, signals: [signal], children: [] } },
    );
    expect(await driver.signal('go', 1, { id: 'x' })).toBeNull();
    expect(driver.state.signals).toHaveLength(1);
  });
});

describe('what was silent before', () => {
  test('[SG6] [LI1] a receive past the pivot that is stuck has taken its signal', async () => {
    const bad = { type: 'receive', signal: 'go', assign: { v: '{% signal.payload.none.at %}' }, next: 'r' };
    const driver = await started({
      variables: { v: 0 },
      ...saga({ p: task({ pivot: true, next: 'q' }), q: bad, r: { type: 'receive', signal: 'go' } }),
    });
    await answer(driver);
    await driver.signal('go', 1);
    expect([driver.state.status, driver.state.signals, viewOf(driver.events).signals]).toEqual(['suspended', [], []]);
    await driver.send({ type: 'skipStep', path: 'q', visit: 1, by });
    expect(driver.state.ended).toBe(false);
    await driver.signal('go', 2);
    expect(driver.state.status).toBe('completed');
  });

  test('[LI6] a branch that was never begun is refused; search attributes follow the new definition', async () => {
    const branch = (id: string) => ({ start: id, steps: { [id]: task() } });
    const driver = await started(one({ type: 'parallel', branches: { l: branch('x'), r: branch('y') } }));
    const more = programOf(one({ type: 'parallel', branches: { l: branch('x'), r: branch('y'), m: branch('z') } }));
    expect(await driver.send({ type: 'migrate', hash: more.hash, by }, more)).toMatch(/a branch more, m/);
    const found = programOf({
      ...one({ type: 'parallel', branches: { l: branch('x'), r: branch('y') } }),
      searchAttributes: { n: { type: 'number', value: 5 } },
    });
    expect(await driver.send({ type: 'migrate', hash: found.hash, by }, found)).toBeNull();
    expect(driver.state.attributes).toEqual({ n: 5 });
  });

  test.each(['constructor', 'toString', '__proto__'])(
    '[MA1] a step may be called %s, a variable and a branch too',
    async (id) => {
      const text = `{
      "variables": { "${id}": 1 }, "start": "p", "returns": "{% [vars.\`${id}\`, steps.p.output.\`${id}\`] %}",
      "steps": { "p": { "type": "parallel", "branches": { "${id}": { "start": "${id}", "steps": { "${id}":
        { "type": "task", "activity": "act" } } } } , "next": "u"}, "u": { "type": "set", "assign": { "${id}": 2 } } } }`;
      const run = await drive(JSON.parse(text) as object, () => done(3));
      expect(run.events.filter(({ type }) => type === 'StepStarted').at(1)).toMatchObject({ path: id, visit: 1 });
      expect(run.view).toMatchObject({ status: 'completed', output: [2, 3] });
    },
  );

  test('[RN4] a task starts no child', async () => {
    const driver = await started(one(task()));
    const said = { path: 'a', visit: 1, attempt: 1, undo: false, runId: 'x', workflow: 'w', hash: 'h' };
    expect(await driver.send({ type: 'childStarted', ...said })).toBe('a starts no child.');
  });

  test("[MP3] an item's own time limit is what fails it, not the map", async () => {
    const slow = { type: 'try', timeout: '1s', start: 't', steps: { t: task() } };
    const items = { type: 'map', items: [1, 2], tolerate: 1, start: 'i', steps: { i: slow } };
    const { view } = await drive(one(items), hang);
    expect(view.error).toMatchObject({ type: 'map.tolerance', cause: { type: 'timeout.block' } });
  });

  test('[DF6] a wait, and the time of a receive, may be in milliseconds', async () => {
    const driver = await started(one({ type: 'wait', for: '{% 5000 %}' }));
    expect(driver.state.active['a#1']).toMatchObject({ until: driver.now + 5_000 });
    const never = await drive(one({ type: 'wait', for: '{% -1 %}' }));
    expect(never.view.error?.type).toBe('expression.type');
  });
});
