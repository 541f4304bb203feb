import { describe, expect, test } from 'vitest';
import type { Json } from '../../core/json.ts';
import { activity, head, isAlive, openTestCode } from './testing/workspace.ts';

describe('what a workspace’s code is given, and gives', () => {
  test('input and output are checked and changed by their schemas; TypeScript, enums and helpers are read as written', async () => {
    const { output, code } = await openTestCode({
      'charge.ts': `${head}
import { twice } from './lib/math';
import { thrice } from './lib/math.js';
enum Currency { Euro = 'EUR' }
export const charge = defineActivity({
  name: 'charge', summary: 'Takes money.', timeout: '5s',
  input: z.object({ amount: z.number().meta({ description: 'In cents.' }), currency: z.string().default(Currency.Euro) }),
  output: z.object({ paid: z.string(), n: z.number() }).strict(),
  async run({ amount, currency }) { return { paid: currency + amount, n: twice(1) + thrice(1) } },
});
export default charge;`,
      'lib/math.ts':
        'export const twice = (n: number): number => n * 2; export function thrice(n: number) { return n * 3 }',
    });
    expect(await output('charge', { amount: 5 })).toEqual({ paid: 'EUR5', n: 5 });
    expect(code.infos()).toMatchObject([
      {
        name: 'charge',
        summary: 'Takes money.',
        source: 'workspace',
        problem: null,
        input: { properties: { amount: { description: 'In cents.' } }, required: ['amount'] },
      },
    ]);
  });

  test('a JSON Schema does as well as a library’s, and none means any JSON', async () => {
    const { output, failure } = await openTestCode({
      'a.mjs': `import { defineActivity } from '@sagaloom/engine/activity';
export const a = defineActivity({ name: 'a', input: { type: 'object', required: ['n'] }, run: ({ n }) => ({ n, at: new Date(0), no: undefined }) });
export const b = defineActivity({ name: 'b', run: (input) => input });`,
    });
    expect(await output('a', { n: 1 })).toEqual({ n: 1, at: '1970-01-01T00:00:00.000Z' });
    expect(await failure('a', {})).toMatchObject({ type: 'activity.input', retryable: false, effect: 'none' });
    for (const value of [null, 0, 'x', [1, { a: [] }], { ['__proto__']: 1 }] satisfies Json[])
      expect(await output('b', value)).toEqual(value);
  });

  test('an output that does not fit, or is no JSON, is final', async () => {
    const { failure } = await openTestCode({
      'a.ts': `${head}
export const a = defineActivity({ name: 'a', output: z.object({ n: z.number() }), run: () => ({ n: 'x' }) as never });
export const map = defineActivity({ name: 'map', run: () => ({ a: [new Map()] }) });
export const round = defineActivity({ name: 'round', run: () => { const a: any = {}; a.a = a; return a } });
export const nan = defineActivity({ name: 'nan', run: () => NaN });`,
    });
    for (const [name, where] of [
      ['a', '/n'],
      ['map', 'a Map at /a/0'],
      ['round', 'deeper'],
      ['nan', 'NaN'],
    ] as const) {
      const error = await failure(name);
      expect(error).toMatchObject({ type: 'activity.output', retryable: false });
      expect(error.message).toContain(where);
    }
  });

  test('the context tells of the run, carries heartbeats and gives secrets by name', async () => {
    const beats: unknown[] = [];
    const { output } = await openTestCode({
      'a.ts': activity(
        'a',
        `ctx.heartbeat({ done: 1 }); ctx.heartbeat({ done: 2 });
         return { key: ctx.key, n: ctx.attempt, last: ctx.lastHeartbeat, run: ctx.run, step: ctx.step, of: ctx.traceparent,
           secret: (await ctx.secret('TOKEN'))?.length, none: await ctx.secret('NONE') }`,
      ),
    });
    const given = await output('a', null, {
      work: { attempt: 2, heartbeat: { done: 0 } },
      progress: {
        heartbeat: (details) => void beats.push(details),
        secret: async (name) => (name === 'TOKEN' ? 'abcde' : null),
      },
    });
    expect(given).toEqual({
      key: 'key',
      n: 2,
      last: { done: 0 },
      run: { id: 'run', key: 'runKey', workflow: 'flow' },
      step: { id: 'step' },
      of: null,
      secret: 5,
      none: null,
    });
    expect(beats.at(-1)).toEqual({ done: 2 });
  });

  test('[DA7] what it logs and prints comes with its step, without its secrets, and in bounds', async () => {
    const { output, logged } = await openTestCode(
      {
        'a.ts': activity(
          'a',
          `const token = await ctx.secret('TOKEN'); console.log('with', token); console.error('no'); ctx.log.debug('d', { token });
         for (let i = 0; i < 3000; i += 1) console.log(i); return process.env.SAGALOOM_SECRET_TOKEN ?? process.env.SEEN`,
        ),
      },
      { env: { ...process.env, SAGALOOM_SECRET_TOKEN: 'planted', SEEN: 'seen' } },
    );
    const scrub = <T extends Json>(value: T): T =>
      JSON.parse(JSON.stringify(value).replaceAll('planted', '[secret]')) as T;
    expect(await output('a', null, { progress: { secret: async () => 'planted', scrub } })).toBe('seen');
    const of = { activity: 'a', run: 'run', step: 'step', attempt: 1 };
    expect(logged.slice(0, 3)).toEqual([
      { level: 'info', message: 'with [secret]', data: of },
      { level: 'warn', message: 'no', data: of },
      { level: 'debug', message: 'd', data: { ...of, data: { token: '[secret]' } } },
    ]);
    expect(logged).toHaveLength(1_001);
    expect(logged.at(-1)?.message).toBe('2003 more lines were left out.');
    expect(JSON.stringify(logged)).not.toContain('planted');
  });
});

describe('how it fails', () => {
  test('an error names the user’s file, line and column, and no path above the workspace', async () => {
    const { failure, folder } = await openTestCode({
      'a.ts': `${head}
interface Gone { readonly a: string }
enum Kept { A }
export const a = defineActivity({
  name: 'a',
  async run() {
    await null;
    throw new TypeError('not so', { cause: new Error('because ' + import.meta.filename + Kept.A) });
  },
});`,
    });
    const error = await failure('a');
    expect(error).toMatchObject({
      type: 'activity',
      message: 'a threw TypeError: not so (activities/a.ts:10:11).',
      details: { at: 'activities/a.ts:10:11' },
      cause: { message: expect.stringContaining('because activities/a.ts0') },
    });
    expect(JSON.stringify(error)).not.toContain(folder);
    expect(JSON.stringify(error)).not.toContain(import.meta.dirname);
  });

  test('an ActivityError is the failure it says; of a read-only activity nothing is left behind', async () => {
    const { failure } = await openTestCode({
      'a.ts': `${head}
export const a = defineActivity({ name: 'a', run() {
  throw new ActivityError({ type: 'pay.declined', message: 'No.', retryable: false, effect: 'done', details: { code: 7 } }) } });
export const b = defineActivity({ name: 'b', readOnly: true, run() { throw 'text' } });`,
    });
    expect(await failure('a')).toEqual({
      type: 'pay.declined',
      message: 'No.',
      retryable: false,
      effect: 'done',
      details: { code: 7 },
    });
    expect(await failure('b')).toMatchObject({ type: 'activity', effect: 'none' });
  });

  const ends: readonly (readonly [string, string, object])[] = [
    [
      'process.exit',
      'process.exit(3)',
      { type: 'activity.crashed', message: expect.stringContaining('process.exit(3)') },
    ],
    [
      'a rejection that nobody handles',
      "void Promise.reject(new Error('alone')); await new Promise(() => {})",
      { type: 'activity.crashed', message: expect.stringContaining('alone') },
    ],
    [
      'an error in a timer',
      "setTimeout(() => { throw new Error('late') }, 1); await new Promise(() => {})",
      { type: 'activity.crashed', details: { stack: expect.stringContaining('activities/bad.ts:2:') } },
    ],
    ['SIGKILL', "process.kill(process.pid, 'SIGKILL'); await new Promise(() => {})", { type: 'worker.lost' }],
    [
      'a full heap',
      'const all = []; for (;;) all.push(new Array(10000).fill({ a: Math.random() }))',
      { type: 'worker.lost', message: expect.stringContaining('memory') },
    ],
    [
      'too much memory outside the heap',
      'const all = []; for (;;) { all.push(Buffer.alloc(5_000_000, 1)); await 0 }',
      { type: 'worker.lost', message: expect.stringContaining('memory') },
    ],
    ['an endless loop', 'for (;;);', { type: 'timeout.activity' }],
    [
      'an endless wait',
      'await new Promise((_, no) => ctx.signal.onabort = () => no(ctx.signal.reason))',
      { type: 'timeout.activity' },
    ],
    [
      'what is no message',
      "require('node:fs').writeSync(3, 'x\\n'); await new Promise(() => {})",
      { type: 'worker.lost' },
    ],
  ];
  /** Memory is full after a while, on a busy machine later than the limit that ends a loop. */
  const timeoutFor = ({ type }: { readonly type?: unknown }): string => (type === 'timeout.activity' ? '700ms' : '20s');
  test.for(ends)('%s fails one attempt, and nothing else', async ([, body, expected]) => {
    const { failure, output } = await openTestCode(
      {
        'bad.ts': activity('bad', body, `timeout: '${timeoutFor(expected)}', memoryMb: 32,`).replace(
          head,
          "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);\nimport { defineActivity } from 'sagaloom';",
        ),
        'good.ts': activity('good', 'await new Promise((done) => setTimeout(done, 20)); return input', 'memoryMb: 32,'),
      },
      { settings: { concurrency: 2, graceMs: 100 } },
    );
    const bad = failure('bad');
    const good = Promise.all(Array.from({ length: 30 }, (_, i) => output('good', i)));
    expect(await bad).toMatchObject(expected);
    expect(await good).toEqual(Array.from({ length: 30 }, (_, i) => i));
    expect(await output('good', 'after')).toBe('after');
  });

  test('an attempt that is aborted is told, and killed where it does not hear', async () => {
    const { failure } = await openTestCode(
      {
        'a.ts': activity('a', 'await new Promise((_, no) => { ctx.signal.onabort = () => no(ctx.signal.reason) })'),
        'b.ts': activity('b', 'for (;;);'),
      },
      { settings: { graceMs: 50 } },
    );
    const soon = () => ({ signal: AbortSignal.timeout(150) });
    expect(await failure('a', null, soon())).toMatchObject({
      type: 'cancelled',
      message: 'a was told to stop, and stopped.',
    });
    expect(await failure('b', null, soon())).toMatchObject({
      type: 'cancelled',
      message: expect.stringContaining('killed'),
    });
    expect(await failure('a', null, { signal: AbortSignal.abort() })).toMatchObject({
      type: 'cancelled',
      effect: 'none',
    });
  });

  test('what an attempt started ends with its process', async () => {
    const { code, output } = await openTestCode({
      'a.ts': activity('a', "const { spawn } = await import('node:child_process'); return spawn('sleep', ['600']).pid"),
    });
    const pid = Number(await output('a'));
    expect(isAlive(pid)).toBe(true);
    await code.close();
    await expect.poll(() => isAlive(pid), { timeout: 10_000 }).toBe(false);
  });
});

describe('how many at a time', () => {
  const who = 'await new Promise((done) => setTimeout(done, 5)); return process.pid';

  test('a thousand attempts go through a few processes, each of which does many', async () => {
    const { output } = await openTestCode(
      { 'a.ts': activity('a', 'return { n: input, pid: process.pid }') },
      { settings: { concurrency: 3 } },
    );
    const given = (await Promise.all(Array.from({ length: 1_000 }, (_, n) => output('a', n)))) as {
      n: number;
      pid: number;
    }[];
    expect(given.map(({ n }) => n)).toEqual(Array.from({ length: 1_000 }, (_, n) => n));
    expect(new Set(given.map(({ pid }) => pid)).size).toBeLessThanOrEqual(3);
  });

  test('an activity’s own limit is kept while others go on', async () => {
    const { output, folder } = await openTestCode({
      'a.ts': activity(
        'one',
        `const { mkdirSync, rmdirSync } = await import('node:fs'); mkdirSync('busy');
         await new Promise((done) => setTimeout(done, 10)); rmdirSync('busy'); return true`,
        'concurrency: 1,',
      ),
      'b.ts': activity('many', who),
    });
    expect(folder).not.toBe('');
    const one = Promise.all(Array.from({ length: 10 }, () => output('one')));
    const many = Promise.all(Array.from({ length: 20 }, () => output('many')));
    expect((await one).every(Boolean)).toBe(true);
    expect(await many).toHaveLength(20);
  });

  test('processes without work end, and come again', async () => {
    const { output } = await openTestCode({ 'a.ts': activity('a', who) }, { settings: { idleMs: 50 } });
    const first = Number(await output('a'));
    await expect.poll(() => isAlive(first), { timeout: 10_000 }).toBe(false);
    expect(isAlive(Number(await output('a')))).toBe(true);
  });

  test('[AT1] an attempt that nobody waits for any more when it is its turn never begins', async () => {
    const { failure, output } = await openTestCode({ 'a.ts': activity('a', who) });
    const gone = { work: { reportPickUp: true }, progress: { pickedUp: async () => false } };
    expect(await failure('a', null, gone)).toMatchObject({ type: 'cancelled', effect: 'none' });
    let taken = 0;
    const wanted = { work: { reportPickUp: true }, progress: { pickedUp: async () => (taken += 1) > 0 } };
    expect(await output('a', null, wanted)).toBeGreaterThan(0);
    expect(taken).toBe(1);
  });
});
