import { describe, expect, test } from 'vitest';
import type { JsonObject } from '../../core/json.ts';
import { allEnded, atEveryCrash, endings, live, newWorld, unlike, until } from '../testing/crashing.ts';
import { definitionOf, request, task } from '../testing/documents.ts';

const receive = (more: JsonObject = {}): JsonObject => ({ type: 'receive', signal: 'go', ...more });
const emit = (more: JsonObject = {}): JsonObject => ({
  type: 'emit',
  signal: 'go',
  to: 'b',
  payload: { n: 1 },
  ...more,
});

async function played(runs: Readonly<Record<string, JsonObject>>) {
  const world = newWorld();
  const life = await live(world);
  for (const [runId, definition] of Object.entries(runs)) await life.engine.start(request(definition, { runId }));
  const over = (...ids: readonly string[]) => until(life, world.clock, () => allEnded(world, ids));
  return { world, engine: life.engine, over };
}

describe('a signal that a run sends', () => {
  test('[LI2] reaches the run it names, with its payload, the key of the step as its id, and who sent it', async () => {
    const { world, over } = await played({ b: definitionOf({ wait: receive() }), a: definitionOf({ send: emit() }) });
    await over('a', 'b');
    expect(await endings(world, ['a', 'b'])).toMatchObject([{ status: 'completed' }, { output: { n: 1 } }]);
    const signal = (await world.journal.history('b', 0, 99)).find(({ type }) => type === 'SignalReceived');
    expect(signal).toMatchObject({ name: 'go', by: 'run:a', id: expect.stringMatching(/^.{32}/) });
  });

  test('[LI2] may be for itself', async () => {
    const both = definitionOf({ send: emit({ to: '{% run.id %}', next: 'wait' }), wait: receive() });
    const { world, over } = await played({ a: both });
    await over('a');
    expect(await endings(world, ['a'])).toMatchObject([{ status: 'completed', output: { n: 1 } }]);
  });

  test('[LI3] reaches the run that follows the one it names', async () => {
    const chain = definitionOf({
      more: { type: 'choice', branches: [{ when: '{% input.n > 0 %}', next: 'again' }], otherwise: 'wait' },
      again: { type: 'continueAsNew', input: { n: 0 } },
      wait: receive(),
    });
    const world = newWorld();
    const life = await live(world);
    const { engine } = life;
    await engine.deploy({ ...request(chain), by: 'test' });
    await engine.start(request(chain, { runId: 'b', input: { n: 1 } }));
    await engine.start(request(definitionOf({ send: emit() }), { runId: 'a' }));
    await until(life, world.clock, () => allEnded(world, ['a', 'b']));
    expect(await endings(world, ['a', 'b'])).toMatchObject([{ status: 'completed' }, { status: 'continuedAsNew' }]);
    const refused = await engine.signal('b', { name: 'go', by: 'me' });
    expect(refused).toMatchObject({ kind: 'rejected', code: 'notRunning' }); // by now the whole chain is over
  });

  test('[LI2] goes to and fro between two runs', async () => {
    const ping = definitionOf({ send: emit({ to: 'b', next: 'wait' }), wait: receive() });
    const pong = definitionOf({ wait: receive({ next: 'send' }), send: emit({ to: 'a', payload: 'back' }) });
    const { world, over } = await played({ b: pong, a: ping });
    await over('a', 'b');
    expect(await endings(world, ['a', 'b'])).toMatchObject([{ output: 'back' }, { status: 'completed' }]);
  });

  test.each(['never there', 'over'])('[LI2] to a run that is %s is signal.notFound, with no effect', async (what) => {
    const over = what === 'over' ? { b: definitionOf({ s: { type: 'succeed' } }) } : {};
    const { world, over: end } = await played({ ...over, a: definitionOf({ send: emit() }) });
    await end('a');
    expect(await endings(world, ['a'])).toMatchObject([{ status: 'failed', error: 'signal.notFound' }]);
    const failed = (await world.journal.history('a', 0, 99)).find(({ type }) => type === 'AttemptFailed');
    expect(failed).toMatchObject({ effect: 'none', error: { retryable: false } });
  });
});

describe('messages from outside', () => {
  const asking = definitionOf(
    { wait: receive({ assign: { got: '{% result %}' }, next: 'more' }), more: receive() },
    {
      variables: { got: null, limit: 1 },
      signals: { go: { payload: { type: 'object' }, key: '{% signal.payload.order %}' } },
      queries: { state: { returns: { got: '{% vars.got %}', asked: '{% query.input %}' } } },
      updates: {
        raise: {
          input: { type: 'number' },
          assign: { limit: '{% vars.limit + update.input %}' },
          returns: '{% vars.limit %}',
        },
      },
    },
  );

  test('[LI1] a signal sent twice with one id is received once, and one that does not fit is refused', async () => {
    const { world, engine } = await played({ b: asking });
    const go = { name: 'go', payload: { order: 7 }, id: 'once', by: 'me' };
    expect(await engine.signal('b', go)).toMatchObject({ kind: 'accepted' });
    expect(await engine.signal('b', go)).toMatchObject({ kind: 'accepted' });
    expect(await engine.signal('b', { ...go, id: 'two', payload: 3 })).toMatchObject({
      kind: 'rejected',
      code: 'invalid',
    });
    expect(await engine.signal('none', go)).toMatchObject({ kind: 'rejected', code: 'notFound' });
    const received = (await world.journal.history('b', 0, 99)).filter(({ type }) => type === 'SignalReceived');
    expect(received).toMatchObject([{ key: 7, by: 'me' }]);
  });

  test('[LI1] a query is answered at once and records nothing, also by a run that has ended', async () => {
    const { world, engine, over } = await played({ b: asking });
    await engine.signal('b', { name: 'go', payload: { order: 7 }, by: 'me' });
    const before = await world.journal.history('b', 0, 99);
    expect(await engine.query('b', 'state', 'hello')).toEqual({
      kind: 'answered',
      result: { got: { order: 7 }, asked: 'hello' },
    });
    expect(await world.journal.history('b', 0, 99)).toEqual(before);
    expect(await engine.query('b', 'nothing')).toMatchObject({ kind: 'rejected' });
    expect(await engine.query('none', 'state')).toMatchObject({ kind: 'rejected', code: 'notFound' });
    await engine.command('b', { type: 'terminate', by: 'me' });
    await over('b');
    expect(await engine.query('b', 'state')).toMatchObject({ kind: 'answered', result: { got: { order: 7 } } });
  });

  test('[LI1] an update is validated, applied and answered in one decision; a second with its id gets the same answer', async () => {
    const { engine } = await played({ b: asking });
    const raise = { name: 'raise', input: 2, id: 'u', by: 'me' };
    expect(await engine.update('b', raise)).toMatchObject({ kind: 'accepted', result: 3 });
    expect(await engine.update('b', raise)).toMatchObject({ kind: 'accepted', result: 3 });
    expect(await engine.update('b', { ...raise, id: 'v' })).toMatchObject({ kind: 'accepted', result: 5 });
    expect(await engine.update('b', { ...raise, id: 'w', input: 'much' })).toMatchObject({ kind: 'rejected' });
  });

  test('[LI3] a paused run begins nothing and keeps what it is sent, until it is resumed', async () => {
    const { world, engine, over } = await played({
      b: definitionOf({ wait: receive({ next: 'work' }), work: task() }),
    });
    expect(await engine.pause('b', { by: 'me', why: 'lunch' })).toMatchObject({ entry: { status: 'paused' } });
    await engine.signal('b', { name: 'go', by: 'me' });
    expect(await world.journal.entry('b')).toMatchObject({ status: 'paused' });
    expect(await engine.resume('b', { by: 'me' })).toMatchObject({ kind: 'accepted' });
    await over('b');
    expect(await endings(world, ['b'])).toMatchObject([{ status: 'completed', output: 'work' }]);
  });
});

describe('wherever the engine dies', () => {
  test('[LI1][LI2][HO6] each signal is received once', { timeout: 60_000 }, async () => {
    const steady = { retry: [{ maxAttempts: 20, initialInterval: '1s' }] };
    const sender = definitionOf({
      one: emit({ payload: 1, next: 'work' }),
      work: task({ ...steady, next: 'two' }),
      two: emit({ payload: 2 }),
    });
    const receiver = definitionOf(
      { a: receive({ next: 'b' }), b: receive() },
      { returns: ['{% steps.a.output %}', '{% steps.b.output %}'] },
    );
    const { whole, crashed } = await atEveryCrash({
      begin: async (engine) => {
        await engine.start(request(receiver, { runId: 'b' }));
        await engine.start(request(sender, { runId: 'a' }));
      },
      isOver: (world) => allEnded(world, ['a', 'b']),
      result: async (world) => ({
        endings: await endings(world, ['a', 'b']),
        received: (await world.journal.history('b', 0, 99)).filter(({ type }) => type === 'SignalReceived').length,
      }),
    });
    expect(crashed.length).toBeGreaterThan(10);
    expect(whole).toMatchObject({ endings: [{ status: 'completed' }, { output: [1, 2] }], received: 2 });
    expect(unlike({ whole, crashed })).toEqual([]);
  });
});
