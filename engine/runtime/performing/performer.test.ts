import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { AttemptResult } from '../../core/command.ts';
import type { Json, JsonObject } from '../../core/json.ts';
import type { Activities, Progress, Work } from '../ports.ts';
import { virtualClock } from '../../memory/virtualClock.ts';
import {
  allEnded,
  atEveryCrash,
  endings,
  live,
  newWorld,
  START,
  unlike,
  until,
  type World,
} from '../testing/crashing.ts';
import { definitionOf, fanOut, request, task } from '../testing/documents.ts';
import { completed, heldActivities } from '../testing/held-activities.ts';
import { isLarge, offloaded, resolved } from './blobs.ts';
import { scrubber } from './scrub.ts';
import { heldStores } from '../stores.ts';
import { openRuntime } from '../engine.ts';

const steady = { retry: [{ maxAttempts: 5, initialInterval: '1s' }] };
const broken: AttemptResult = { kind: 'failed', error: { type: 'broken', message: 'no' } };

async function played(definition: JsonObject, change: Partial<World>, input: Json = {}) {
  const world = newWorld(change);
  const life = await live(world);
  await life.engine.start(request(definition, { runId: 'r', input }));
  const over = () => until(life, world.clock, () => allEnded(world, ['r']));
  const history = () => world.journal.history('r', 0, Infinity);
  return { world, life, engine: life.engine, over, history };
}

/** What an activity does, with all that it is given. */
const doing = (
  perform: (work: Work, signal: AbortSignal, progress: Progress | undefined) => Promise<AttemptResult>,
): Partial<World> => ({
  activities: { perform } satisfies Activities,
});

describe('a task queue', () => {
  async function limited(attemptsPerQueue: number) {
    const activities = heldActivities();
    const world = newWorld({ activities });
    const engine = await openRuntime({ ...world, attemptsPerQueue });
    return { activities, world, engine };
  }

  test('[AT1] takes so many attempts at a time, in the order they came', async () => {
    const { activities, engine } = await limited(2);
    await engine.start(request(fanOut(5), { runId: 'r' }));
    const order: string[] = [];
    for (let i = 0; i < 5; i += 1) {
      expect(activities.begun.length).toBeLessThanOrEqual(i + 2);
      const { work, answer } = await activities.next();
      order.push(work.stepId);
      answer(completed());
    }
    expect(order).toEqual(['t0', 't1', 't2', 't3', 't4']);
    expect(await engine.settled('r')).toMatchObject({ status: 'completed' });
  });

  test('[AT1] another queue is not held up', async () => {
    const { activities, engine } = await limited(1);
    const branch = (id: string, taskQueue: string) => ({ start: id, steps: { [id]: task({ taskQueue }) } });
    const both = definitionOf({ all: { type: 'parallel', branches: { x: branch('x', 'q1'), y: branch('y', 'q2') } } });
    await engine.start(request(both, { runId: 'r' }));
    expect([(await activities.next()).work.stepId, (await activities.next()).work.stepId]).toEqual(['x', 'y']);
  });

  test('[AT1] one that was not taken in time fails with timeout.scheduleToStart, and never begins', async () => {
    const { activities, engine, world } = await limited(1);
    await engine.start(request(definitionOf({ a: task() }), { runId: 'first' }));
    await activities.next();
    const timeouts = { scheduleToStart: '5s' };
    await engine.start(request(definitionOf({ a: task({ timeouts }) }), { runId: 'r' }));
    world.clock.advance(6_000);
    expect(await engine.settled('r')).toMatchObject({ status: 'failed', error: { type: 'timeout.scheduleToStart' } });
    expect(activities.begun).toHaveLength(1);
  });

  test('[AT1] one that is taken says so, and its time counts from then', async () => {
    const { activities, engine, world } = await limited(1);
    const timeouts = { scheduleToStart: '20s', startToClose: '10s' };
    await engine.start(request(definitionOf({ a: task() }), { runId: 'first' }));
    const first = await activities.next();
    await engine.start(request(definitionOf({ a: task({ timeouts }) }), { runId: 'r' }));
    world.clock.advance(8_000);
    first.answer(completed());
    const second = await activities.next();
    world.clock.advance(8_000);
    second.answer(completed('in time'));
    expect(await engine.settled('r')).toMatchObject({ status: 'completed', output: 'in time' });
    const history = await world.journal.history('r', 0, 99);
    expect(history.filter(({ type }) => type === 'AttemptPickedUp')).toMatchObject([
      { at: first.work.startedAt + 8_000 },
    ]);
  });

  test('[AT1] an attempt that is told to stop and never answers holds up nobody', async () => {
    const { activities, engine } = await limited(1);
    await engine.start(request(definitionOf({ a: task() }), { runId: 'first' }));
    await activities.next();
    await engine.start(request(definitionOf({ a: task() }), { runId: 'r' }));
    await engine.command('first', { type: 'terminate', by: 'me' });
    expect((await activities.next()).work.run.runId).toBe('r');
  });
});

describe('heartbeats', () => {
  const beating = definitionOf({ a: task({ ...steady, timeouts: { heartbeat: '10s', startToClose: '1h' } }) });

  test('[AT1] silence for too long ends the attempt, which is told; the next one gets the last details', async () => {
    const seen: Json[] = [];
    let aborted = 0;
    const { over, history, world } = await played(
      beating,
      doing(async ({ attempt, heartbeat }, signal, progress) => {
        seen.push(heartbeat);
        if (attempt === 2) return completed('done');
        signal.addEventListener('abort', () => (aborted += 1));
        progress?.heartbeat({ done: 1 });
        progress?.heartbeat({ done: 2 });
        return new Promise(() => {});
      }),
    );
    await over();
    const failed = (await history()).find(({ type }) => type === 'AttemptFailed');
    expect(failed).toMatchObject({ error: { type: 'timeout.heartbeat' }, effect: 'unknown', heartbeat: { done: 2 } });
    expect([seen, aborted]).toEqual([[null, { done: 2 }], 1]);
    expect(await endings(world, ['r'])).toMatchObject([{ status: 'completed' }]);
  });

  test('[AT1] one that beats in time goes on as long as it needs', async () => {
    const clock = virtualClock(START);
    const { over, history, world } = await played(beating, {
      clock,
      ...doing(async (_, __, progress) => {
        for (let i = 0; i < 10; i += 1) {
          await new Promise<void>((resolve) => clock.setTimer(clock.now() + 9_000, resolve));
          progress?.heartbeat();
        }
        return completed('slow');
      }),
    });
    await over();
    expect((await history()).some(({ type }) => type === 'AttemptFailed')).toBe(false);
    expect(await endings(world, ['r'])).toMatchObject([{ output: 'slow' }]);
  });

  test('[AT1] details are handed on where no limit is kept as well', async () => {
    const seen: Json[] = [];
    const { over } = await played(
      definitionOf({ a: task(steady) }),
      doing(async ({ attempt, heartbeat }, _, progress) => {
        seen.push(heartbeat);
        progress?.heartbeat(attempt);
        return attempt < 3 ? broken : completed();
      }),
    );
    await over();
    expect(seen).toEqual([null, 1, 2]);
  });
});

describe('large values', () => {
  const big = 'x'.repeat(300_000);

  test('[DA8] a large result is a reference in the history, and whole for the next activity and for a reader', async () => {
    const given: Json[] = [];
    const { over, history, engine, world } = await played(
      definitionOf(
        { a: task({ next: 'b' }), b: task({ with: { file: '{% steps.a.output %}', n: 1 } }) },
        { returns: '{% steps.a.output %}' },
      ),
      doing(async ({ stepId, with: input }) => (stepId === 'a' ? completed(big) : (given.push(input), completed()))),
    );
    await over();
    expect(JSON.stringify(await history()).length).toBeLessThan(10_000);
    expect(given).toEqual([{ file: big, n: 1 }]);
    const [ended] = await endings(world, ['r']);
    expect(ended?.output).toEqual({ $blob: expect.stringMatching(/^sha256:[0-9a-f]{64}$/) });
    expect(await engine.whole(ended?.output ?? null)).toBe(big);
  });

  test('[DA8] of a large input and a large signal only the large parts are', async () => {
    const given: Json[] = [];
    const definition = definitionOf({
      wait: { type: 'receive', signal: 'go', next: 'a' },
      a: task({ with: ['{% input.file %}', '{% input.name %}', '{% steps.wait.output.text %}'] }),
    });
    const { over, history, engine } = await played(
      definition,
      doing(async ({ with: input }) => (given.push(input), completed())),
      { file: big, name: 'n' },
    );
    await engine.signal('r', { name: 'go', payload: { text: `${big}!` }, by: 'me' });
    await over();
    expect(JSON.stringify(await history()).length).toBeLessThan(10_000);
    expect(given).toEqual([[big, 'n', `${big}!`]]);
  });

  test('[DA8] one that is gone is a failure with no effect', async () => {
    const stores = { ...heldStores(), blobs: { put: async () => {}, get: async () => null } };
    const { over, world } = await played(
      definitionOf({ a: task({ next: 'b' }), b: task({ with: '{% steps.a.output %}' }) }),
      { ...doing(async () => completed(big)), stores },
    );
    await over();
    expect(await endings(world, ['r'])).toMatchObject([{ status: 'failed', error: 'activity.blob' }]);
  });

  test('[DA8] what is put away and resolved is what it was, and what stays is at most 256 KiB', async () => {
    const limit = 256 * 1024;
    const length = fc.oneof(
      fc.integer({ min: 0, max: 400_000 }),
      fc.integer({ min: -20, max: 20 }).map((by) => limit + by),
    );
    const text = fc.oneof(
      length.map((all) => 'y"'.repeat(all / 3)), // of three characters as JSON
      length.map((all) => 'y'.repeat(all)),
      fc.string({ unit: 'binary', maxLength: 600 }),
    );
    const name = fc.oneof(fc.string(), fc.constant('__proto__'));
    const value = fc.oneof(text, fc.array(text, { maxLength: 4 }), fc.dictionary(name, text, { maxKeys: 4 }));
    await fc.assert(
      fc.asyncProperty(value, async (whole) => {
        const { blobs } = heldStores();
        const small = await offloaded(whole, blobs);
        expect(JSON.stringify(small).length).toBeLessThanOrEqual(limit);
        expect(await resolved(small, blobs)).toEqual({ ok: true, value: whole });
        expect(isLarge(whole)).toBe(JSON.stringify(whole).length > limit);
      }),
      { numRuns: 150 },
    );
  });

  test(
    '[DA8][HO6] wherever the engine dies, no event names a value that is not there',
    { timeout: 60_000 },
    async () => {
      const definition = definitionOf({
        a: task({ ...steady, next: 'b' }),
        b: task({ ...steady, with: '{% steps.a.output %}' }),
      });
      const { whole, crashed } = await atEveryCrash({
        world: () =>
          newWorld({
            activities: {
              perform: async ({ stepId, with: input }) =>
                completed(stepId === 'a' ? big : typeof input === 'string' ? input.length : 0),
            },
          }),
        begin: (engine) => engine.start(request(definition, { runId: 'r', input: [big] })),
        isOver: (world) => allEnded(world, ['r']),
        result: (world) => endings(world, ['r']),
      });
      expect(whole).toMatchObject([{ output: big.length }]);
      expect(unlike({ whole, crashed })).toEqual([]);
    },
  );
});

describe('secrets', () => {
  const secret = 'pä$$ "wörd"/+&=';
  const secrets = { get: async (name: string) => (name === 'TOKEN' ? secret : null) };
  const withSecret = definitionOf({
    a: task({
      with: { auth: { $secret: 'TOKEN' }, to: '{% input.to %}' },
      compensate: { activity: 'undo', with: { $secret: 'TOKEN' } },
    }),
  });

  test('[DA7] is put in for the activity, and is in no event', async () => {
    const given: Json[] = [];
    const { over, history, world } = await played(
      withSecret,
      {
        ...doing(async ({ with: input }) => (given.push(input), completed({ echo: input, key: { [secret]: 1 } }))),
        secrets,
      },
      { to: 'x' },
    );
    await over();
    expect(given).toEqual([{ auth: secret, to: 'x' }]);
    expect(await endings(world, ['r'])).toMatchObject([
      { output: { echo: { auth: '[secret TOKEN]', to: 'x' }, key: { '[secret TOKEN]': 1 } } },
    ]);
    expect(JSON.stringify(await history())).not.toContain('wörd');
  });

  test('[DA7] is taken out of errors, throws and heartbeats, encoded too', async () => {
    const forms = [
      secret,
      encodeURIComponent(secret),
      Buffer.from(secret).toString('base64'),
      Buffer.from(`me:${secret}`).toString('base64url'),
      JSON.stringify({ secret }),
    ];
    for (const form of forms) {
      const { over, history } = await played(
        definitionOf({ a: task({ with: { $secret: 'TOKEN' }, retry: [{ maxAttempts: 2 }] }) }),
        {
          ...doing(async ({ attempt }, _, progress) => {
            progress?.heartbeat({ form });
            if (attempt === 1) throw new Error(`bad ${form}`);
            return {
              kind: 'failed',
              error: { type: 'broken', message: form, details: [form], cause: { type: 'x', message: form } },
            };
          }),
          secrets,
        },
      );
      await over();
      const text = JSON.stringify(await history());
      expect(text).toContain('[secret TOKEN]');
      for (const part of [form, JSON.stringify(form).slice(1, -1)]) expect(text).not.toContain(part);
    }
  });

  test('[DA7] that is not set is a final failure with no effect, and nothing is called', async () => {
    let calls = 0;
    const { over, history, world } = await played(
      withSecret,
      doing(async () => ((calls += 1), completed())),
      { to: 'x' },
    );
    await over();
    expect([await endings(world, ['r']), calls]).toMatchObject([[{ status: 'failed', error: 'activity.secret' }], 0]);
    expect((await history()).find(({ type }) => type === 'AttemptFailed')).toMatchObject({
      effect: 'none',
      retryAt: null,
    });
  });

  test('[DA7] that cannot be known now may be known by the next attempt', async () => {
    let asked = 0;
    const locked = {
      get: async () => ((asked += 1), asked === 1 ? Promise.reject(new Error('It is locked.')) : secret),
    };
    const definition = definitionOf({ a: task({ ...steady, with: { $secret: 'TOKEN' } }) });
    const { over, history, world } = await played(definition, {
      ...doing(async () => completed('ok')),
      secrets: locked,
    });
    await over();
    expect((await history()).find(({ type }) => type === 'AttemptFailed')).toMatchObject({
      error: { type: 'activity.secret', message: 'a needs the secret TOKEN, which cannot be had: It is locked.' },
      effect: 'none',
    });
    expect(await endings(world, ['r'])).toMatchObject([{ status: 'completed', output: 'ok' }]);
  });

  test('[DA7] a marker that came with data is data', async () => {
    const given: Json[] = [];
    const { over } = await played(
      definitionOf({ a: task({ with: '{% input %}' }) }),
      { ...doing(async ({ with: input }) => (given.push(input), completed())), secrets },
      { $secret: 'TOKEN' },
    );
    await over();
    expect(given).toEqual([{ $secret: 'TOKEN' }]);
  });

  test('[DA7] whatever the secret is and wherever it stands, it is not in what is left', () => {
    const long = fc.string({ minLength: 8, maxLength: 40, unit: 'binary' }).filter((text) => text.isWellFormed());
    fc.assert(
      fc.property(long, fc.string(), fc.string(), (hidden, before, after) => {
        const scrub = scrubber(new Map([['S', hidden]]));
        const encodings = [hidden, encodeURIComponent(hidden), btoaUtf8(hidden), btoaUtf8(before + hidden + after)];
        const inner = btoaUtf8(hidden).replace(/=+$/, '').slice(2, -2);
        for (const text of encodings) {
          const left = scrub(`${before}${text}${after}`);
          expect(left).toContain('[secret S]');
          if (!before.includes(hidden) && !after.includes(hidden))
            expect(left.includes(hidden) && !'[secret S]'.includes(hidden)).toBe(false);
        }
        expect(inner.length).toBeGreaterThan(0);
      }),
      { numRuns: 300 },
    );
  });
});

const btoaUtf8 = (text: string): string => Buffer.from(text, 'utf8').toString('base64');
