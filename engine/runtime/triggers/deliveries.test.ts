import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Json, JsonObject } from '../../core/json.ts';
import { atEveryCrash, type Death, live, newWorld, START, unlike, until, type World } from '../testing/crashing.ts';
import { definitionOf, request, task } from '../testing/documents.ts';
import type { DeliverRequest } from './deliveries.ts';
import { deliveryRun } from './incoming.ts';

const MINUTE = 60_000;
const steady = { retry: [{ maxAttempts: 20, initialInterval: '1s' }] };

const hooked = (trigger: JsonObject = {}, more: JsonObject = {}): JsonObject =>
  definitionOf(
    { work: task(steady) },
    { name: 'order', triggers: { hook: { type: 'webhook', path: 'order', ...trigger } }, ...more },
  );

const came = (key: string, payload: Json = { n: 1 }, more: Partial<DeliverRequest> = {}): DeliverRequest => ({
  workflow: 'order',
  trigger: 'hook',
  key,
  payload,
  ...more,
});

const runOf = (key: string): string => deliveryRun('order', 'hook', key);

async function opened(definition: JsonObject = hooked(), change: Partial<World> = {}) {
  const world = newWorld(change);
  const life = await live(world);
  await life.engine.deploy({ ...request(definition), by: 'me' });
  const rest = (): Promise<boolean> => until(life, world.clock, async () => true);
  const startOf = async (runId: string) => (await world.journal.history(runId, 0, 1))[0];
  return { world, life, engine: life.engine, rest, startOf };
}

describe('what comes to a trigger', () => {
  test('[LI5] starts one run a key, however often it comes, and says so', async () => {
    const { engine, startOf } = await opened();
    expect(await engine.deliver(came('a'))).toEqual({ kind: 'started', runId: runOf('a') });
    expect(await engine.deliver(came('a', { n: 2 }))).toEqual({ kind: 'duplicate', runId: runOf('a') });
    expect(await engine.deliver(came('b'))).toEqual({ kind: 'started', runId: runOf('b') });
    expect(await startOf(runOf('a'))).toMatchObject({ input: { n: 1 }, by: 'webhook:hook', workflow: 'order' });
    const listed = await engine.deliveries({ limit: 10 });
    expect(listed).toMatchObject([
      { key: 'b', status: 'started', runId: runOf('b'), duplicates: 0, type: 'webhook', at: START },
      { key: 'a', status: 'started', runId: runOf('a'), duplicates: 1, problem: null, settledAt: START },
    ]);
  });

  test('[LI5] of many at once with one key one starts it', async () => {
    const { engine } = await opened();
    const all = await Promise.all(Array.from({ length: 20 }, () => engine.deliver(came('a'))));
    expect(all.filter(({ kind }) => kind === 'started')).toHaveLength(1);
    expect(new Set(all.map((one) => 'runId' in one && one.runId))).toEqual(new Set([runOf('a')]));
  });

  test('[TR1] is seen by when, key and input as the trigger says', async () => {
    const { engine, startOf } = await opened(
      hooked({
        when: '{% trigger.payload.sum > 10 %}',
        key: '{% trigger.payload.id %}',
        input: {
          all: '{% [trigger.name, trigger.path, trigger.key, trigger.at] %}',
          sum: '{% trigger.payload.sum %}',
          from: '{% trigger.headers.`x-from` %}',
        },
      }),
    );
    const given = { headers: { 'X-From': 'shop' }, path: 'order' };
    expect(await engine.deliver(came('x', { id: 7, sum: 5 }, given))).toEqual({ kind: 'passed' });
    expect(await engine.deliver(came('y', { id: 8, sum: 50 }, given))).toEqual({ kind: 'started', runId: runOf('8') });
    expect(await engine.deliver(came('z', { id: 8, sum: 50 }, given))).toMatchObject({ kind: 'duplicate' });
    expect(await startOf(runOf('8'))).toMatchObject({
      input: { all: ['hook', 'order', '8', '2026-01-01T00:00:00.000Z'], sum: 50, from: 'shop' },
    });
  });

  test('[TR1] that cannot start says why, and may come again once it can', async () => {
    const strict = { input: { type: 'object', properties: { n: { type: 'number' } } } };
    const { engine } = await opened(hooked({}, strict));
    const refused = await engine.deliver(came('a', { n: 'one' }));
    expect(refused).toMatchObject({ kind: 'refused', code: 'invalid', reason: expect.stringContaining('input') });
    expect(await engine.deliver(came('a', { n: 1 }))).toEqual({ kind: 'started', runId: runOf('a') });
    expect(await engine.deliveries({ limit: 9 })).toMatchObject([{ status: 'started', duplicates: 1, problem: null }]);
  });

  test.each([
    ['a trigger that is not there', {}, came('a', 1, { trigger: 'none' }), 'notFound'],
    ['a key that is none', { key: '{% [] %}' }, came('a'), 'invalid'],
    ['a key that cannot be told', { key: '{% trigger.payload.a.b.c %}' }, came('a'), 'invalid'],
    ['a condition that is none', { when: '{% 1 %}' }, came('a'), 'invalid'],
    ['an input that cannot be told', { input: '{% $error("no") %}' }, came('a'), 'invalid'],
    ['a payload deeper than any stack', {}, came('a', deep(100_000)), 'invalid'],
  ])('[TR1] %s is refused in one line', async (_, trigger, given, code) => {
    const { engine } = await opened(hooked(trigger));
    const answer = await engine.deliver(given);
    expect(answer).toMatchObject({ kind: 'refused', code, reason: expect.stringMatching(/^[^\n]+$/) });
  });

  test('[TR2][DA7] what proves who sent it is neither stored nor seen', async () => {
    const { engine } = await opened(
      hooked({ signature: { scheme: 'token', secret: 'S', header: 'X-Shop-Word' }, input: '{% trigger.headers %}' }),
    );
    const headers = {
      Authorization: 'Bearer a',
      Cookie: 'a',
      'X-Shop-Word': 'a',
      'X-Hub-Signature-256': 'a',
      'webhook-signature': 'a',
      'Stripe-Signature': 'a',
      'X-Api-Key': 'a',
      'x-gitlab-token': 'a',
      'proxy-authorization': 'a',
      'webhook-id': 'msg_1',
      'Content-Type': 'application/json',
    };
    await engine.deliver(came('a', {}, { headers }));
    const [entry] = await engine.deliveries({ limit: 1 });
    expect(entry?.about.headers).toEqual({ 'webhook-id': 'msg_1', 'content-type': 'application/json' });
  });

  test('[DA8] a large payload, or one that looks like a reference, is kept by its hash and comes back whole', async () => {
    const { engine, startOf } = await opened(hooked({ input: { size: '{% $length(trigger.payload.text) %}' } }));
    await engine.deliver(came('a', { text: 'x'.repeat(400_000) }));
    expect(await startOf(runOf('a'))).toMatchObject({ input: { size: 400_000 } });
    const [entry] = await engine.deliveries({ limit: 1 });
    expect(entry?.payload).toEqual({ $blob: expect.stringMatching(/^sha256:/) });
    const again = await engine.replayDelivery(entry?.id ?? '', 'me');
    expect(await startOf(again?.runId ?? '')).toMatchObject({ input: { size: 400_000 }, by: 'me' });
    const theirs = { text: 'no', $blob: `sha256:${'0'.repeat(64)}` };
    expect(await engine.deliver(came('b', { ...theirs, text: 'four' }))).toMatchObject({ kind: 'started' });
    const bare = await opened(hooked({ input: { all: '{% $string(trigger.payload) %}' } }));
    expect(await bare.engine.deliver(came('c', { $blob: theirs.$blob }))).toMatchObject({ kind: 'started' });
    expect(await bare.startOf(runOf('c'))).toMatchObject({ input: { all: JSON.stringify({ $blob: theirs.$blob }) } });
  });

  test.each([
    [`00-${'a'.repeat(32)}-${'b'.repeat(16)}-00`, true],
    [`00-${'0'.repeat(32)}-${'b'.repeat(16)}-01`, false],
    ['00-x', false],
    [`00-${'a'.repeat(32)}-${'b'.repeat(16)}-01-${'x'.repeat(300)}`, false],
  ])('a run is started with the trace context %s of its header: %s', async (traceparent, isTaken) => {
    const { engine, startOf } = await opened();
    await engine.deliver(came('a', 1, { headers: { Traceparent: traceparent, tracestate: 'a=b' } }));
    expect(await startOf(runOf('a'))).toMatchObject({ traceparent: isTaken ? traceparent : null });
  });

  test('[LI5] a key of any length is a key', async () => {
    const { engine } = await opened();
    const long = (end: string): string => 'k'.repeat(100_000) + end;
    expect(await engine.deliver(came(long('a')))).toMatchObject({ kind: 'started' });
    expect(await engine.deliver(came(long('b')))).toMatchObject({ kind: 'started' });
    expect(await engine.deliver(came(long('a')))).toMatchObject({ kind: 'duplicate' });
  });
});

function deep(levels: number): Json {
  let value: Json = 1;
  for (let i = 0; i < levels; i += 1) value = [value];
  return value;
}

describe('a delivery by hand', () => {
  test('[TR1] replayed it is one of its own, with the same payload, under the trigger as it is now', async () => {
    const { engine, startOf } = await opened();
    await engine.deliver(came('a', { n: 5 }, { headers: { 'x-a': 'b' } }));
    await engine.deploy({ ...request(hooked({ input: { m: '{% trigger.payload.n * 2 %}' } })), by: 'me' });
    const [first] = await engine.deliveries({ limit: 1 });
    const second = await engine.replayDelivery(first?.id ?? '', 'me');
    const third = await engine.replayDelivery(first?.id ?? '', 'me');
    expect(second).toMatchObject({ status: 'started', about: { replays: first?.id, headers: { 'x-a': 'b' } } });
    expect(second?.key).toMatch(/^replay:/);
    expect(new Set([first?.runId, second?.runId, third?.runId]).size).toBe(3);
    expect(await startOf(second?.runId ?? '')).toMatchObject({ input: { m: 10 }, by: 'me' });
    expect(await engine.replayDelivery('none', 'me')).toBeNull();
  });

  test('[LI5] a trigger fired by hand uses up no key and asks no condition', async () => {
    const { engine, startOf } = await opened(hooked({ when: '{% false %}', input: '{% trigger.payload %}' }));
    const outcome = await engine.trigger('order', 'hook', 'me', { payload: { n: 3 } });
    const runId = outcome.kind === 'accepted' ? outcome.entry.runId : '';
    expect(await startOf(runId)).toMatchObject({ input: { n: 3 }, by: 'me' });
  });
});

describe('a start that is not due yet', () => {
  const later = (runId: string) => ({ ...request(hooked(), { runId }), input: { n: 1 } });

  test('[TR6] is no run until then, and then one, also for the next engine', async () => {
    const { world, life, engine, startOf } = await opened();
    expect(await engine.startLater(later('r'), START + 10 * MINUTE)).toMatchObject({ id: 'r', status: 'pending' });
    world.clock.advance(5 * MINUTE);
    expect(await world.journal.entry('r')).toBeNull();
    life.kill();
    world.clock.advance(2 * MINUTE);
    const second = await live(world);
    await until(second, world.clock, async () => (await world.journal.entry('r')) !== null);
    expect(world.clock.now()).toBe(START + 10 * MINUTE);
    expect(await startOf('r')).toMatchObject({ at: START + 10 * MINUTE, input: { n: 1 } });
    expect(await second.engine.deliveries({ limit: 9 })).toMatchObject([
      { status: 'started', runId: 'r', type: 'start' },
    ]);
  });

  test('[TR6] that was due while no engine was there begins with the next', async () => {
    const { world, life, engine } = await opened();
    await engine.startLater(later('r'), START + MINUTE);
    life.kill();
    world.clock.advance(60 * MINUTE);
    const second = await live(world);
    await until(second, world.clock, async () => (await world.journal.entry('r'))?.endedAt != null);
    expect(await world.journal.entry('r')).toMatchObject({ startedAt: world.clock.now(), status: 'completed' });
  });

  test('[TR6] can be cancelled until then, and only then', async () => {
    const { world, engine, rest } = await opened();
    await engine.startLater(later('r'), START + MINUTE);
    await engine.startLater(later('s'), START + MINUTE);
    expect(await engine.cancelDelivery('r')).toMatchObject({ status: 'cancelled' });
    expect(await engine.cancelDelivery('r')).toMatchObject({ status: 'cancelled' });
    world.clock.advance(MINUTE);
    await rest();
    expect(await world.journal.entry('r')).toBeNull();
    expect(await world.journal.entry('s')).not.toBeNull();
    expect([await engine.cancelDelivery('s'), await engine.cancelDelivery('none')]).toEqual([null, null]);
    await engine.deliver(came('a'));
    expect(await engine.cancelDelivery(runOf('a'))).toBeNull();
  });

  test('[TR6] has an id that no other start may have', async () => {
    const { engine } = await opened();
    await engine.start(later('taken'));
    expect(await engine.startLater(later('taken'), START + MINUTE)).toMatchObject({ code: 'alreadyStarted' });
    await engine.startLater(later('r'), START + MINUTE);
    expect(await engine.startLater(later('r'), START + MINUTE)).toMatchObject({ code: 'alreadyStarted' });
    const again = { ...later('r'), reuse: 'useExisting' } as const;
    expect(await engine.startLater(again, START + 2 * MINUTE)).toMatchObject({ id: 'r', dueAt: START + MINUTE });
  });
});

describe('wherever the engine dies', () => {
  const entries = ({ journal }: World, keys: readonly string[]) =>
    Promise.all(keys.map((key) => journal.entry(runOf(key))));

  test('[LI5][HO6] a key that is sent until it is answered has its run, and its outcome is known', async () => {
    const keys = ['a', 'b', 'a'];
    const { whole, crashed } = await atEveryCrash({
      deployed: [hooked()],
      begin: async (engine) => {
        for (const key of keys) await engine.deliver(came(key));
      },
      isOver: async (world) => (await entries(world, keys)).every((entry) => entry !== null && entry.endedAt !== null),
      result: async ({ stores }) =>
        (await stores.deliveries.list({ limit: 9 })).map(({ status, runId }) => ({ status, runId })),
    });
    expect(whole).toEqual(['b', 'a'].map((key) => ({ status: 'started', runId: runOf(key) })));
    expect(crashed.length).toBeGreaterThan(8);
    expect(unlike({ whole, crashed })).toEqual([]);
  });

  test('[TR1] what was recorded and never sent again is finished by the next engine', async () => {
    for (const isDone of [true, false]) {
      for (let write = 2; write < 6; write += 1) {
        const world = newWorld();
        const before = await live(world);
        await before.engine.deploy({ ...request(hooked()), by: 'me' });
        await until(before, world.clock, async () => true);
        before.kill();
        const first = await live(world, { write, isDone });
        void first.engine.deliver(came('a')).catch(() => {});
        await until(first, world.clock, async () => (await world.journal.entry(runOf('a')))?.endedAt != null);
        first.kill();
        const second = await live(world);
        const isSettled = async () => (await world.stores.deliveries.list({ limit: 1 }))[0]?.status === 'started';
        await until(second, world.clock, isSettled);
        await until(second, world.clock, async () => (await world.journal.entry(runOf('a')))?.endedAt != null);
        expect(await world.stores.deliveries.list({ limit: 9 })).toMatchObject([{ runId: runOf('a'), duplicates: 0 }]);
        second.kill();
      }
    }
  });

  test(
    '[LI5][TR1] any deliveries, deaths and jumps of the clock: one run a key, and each that was answered is there',
    { timeout: 60_000 },
    async () => {
      const life = fc.record({
        keys: fc.array(fc.constantFrom('a', 'b', 'c', 'd'), { maxLength: 5 }),
        death: fc.option(fc.record({ write: fc.integer({ min: 1, max: 12 }), isDone: fc.boolean() })),
        jump: fc.integer({ min: -600, max: 600 }),
      });
      await fc.assert(
        fc.asyncProperty(fc.array(life, { minLength: 1, maxLength: 4 }), async (lives) => {
          let offset = 0;
          const base = newWorld();
          const clock = {
            ...base.clock,
            now: () => base.clock.now() + offset,
            setTimer: (at: number, fire: () => void) => base.clock.setTimer(at - offset, fire),
          };
          const starts: string[] = [];
          const world: World = {
            ...base,
            clock,
            journal: {
              ...base.journal,
              append: async (change) => {
                const answer = await base.journal.append(change);
                if (change.expected === 0 && answer.kind === 'appended') starts.push(change.runId);
                return answer;
              },
            },
          };
          await (await live(world)).engine.deploy({ ...request(hooked()), by: 'me' });
          const answered = new Set<string>();
          for (const { keys, death, jump } of lives) {
            offset = Math.max(0, offset + jump * 1_000);
            await playOne(world, keys, death, answered);
          }
          await playOne(world, [], null, answered);
          expect(starts).toEqual([...new Set(starts)]);
          for (const key of answered) expect(starts).toContain(runOf(key));
          const recorded = await world.stores.deliveries.list({ limit: 100 });
          expect(recorded.map(({ status }) => status)).toEqual(recorded.map(() => 'started'));
          expect(recorded.map(({ id }) => id).toSorted()).toEqual(starts.toSorted());
        }),
        { numRuns: 60 },
      );
    },
  );

  async function playOne(world: World, keys: readonly string[], death: Death | null, answered: Set<string>) {
    const one = await live(world, death);
    const all = keys.map(async (key) => {
      const { kind } = await one.engine.deliver(came(key));
      if (kind === 'started' || kind === 'duplicate') answered.add(key);
    });
    let isOver = false;
    void Promise.all(all).then(
      () => (isOver = true),
      () => (isOver = true),
    );
    await until(one, world.clock, async () => isOver);
    one.kill();
  }
});
