import { afterEach, describe, expect, test } from 'vitest';
import { ThreadPool } from './pool.ts';
import type { TaskEnd } from './thread.ts';

const never = new AbortController().signal;
const script = new URL('./testing/thread-child.ts', import.meta.url);
const open: ThreadPool[] = [];
let started = 0;

afterEach(async () => {
  await Promise.all(open.splice(0).map((pool) => pool.close()));
  started = 0;
});

function poolOf(size = 1): ThreadPool {
  const limits = { maxOldGenerationSizeMb: 32, maxYoungGenerationSizeMb: 4 };
  const source = async () => {
    started += 1;
    return { script, limits };
  };
  const pool = new ThreadPool(source, { size, idleMs: 60_000 });
  open.push(pool);
  return pool;
}

interface More {
  readonly value?: unknown;
  readonly timeoutMs?: number;
  readonly signal?: AbortSignal;
  readonly onNote?: (note: unknown) => void;
}

const run = (pool: ThreadPool, name: string, { value, timeoutMs = 60_000, signal = never, onNote }: More = {}) =>
  pool.run({ task: { name, value }, timeoutMs, signal, ...(onNote && { onNote }) });

const answer = (value: unknown): TaskEnd => expect.objectContaining({ kind: 'answer', answer: value }) as TaskEnd;

describe('threads', () => {
  test('more tasks than threads: all are done, and where threads come from is asked once', async () => {
    const pool = poolOf(2);
    const ends = await Promise.all(Array.from({ length: 20 }, (_, value) => run(pool, 'echo', { value })));
    expect(ends).toEqual(Array.from({ length: 20 }, (_, value) => answer(value)));
    expect(started).toBe(1);
  });

  test('a thread knows nothing of the environment of its process', async () => {
    expect(await run(poolOf(), 'env')).toEqual(answer([]));
  });

  test('a task that throws says so, and its thread goes on', async () => {
    const pool = poolOf();
    expect(await run(pool, 'break')).toEqual({ kind: 'lost', outOfMemory: false, message: 'as it was told' });
    expect(await run(pool, 'echo', { value: 1 })).toEqual(answer(1));
  });

  test('a thread that ends is replaced', async () => {
    const pool = poolOf();
    expect(await run(pool, 'exit')).toMatchObject({ kind: 'lost', outOfMemory: false });
    expect(await run(pool, 'echo', { value: 1 })).toEqual(answer(1));
  });

  test('a thread that runs out of memory is lost alone', async () => {
    const pool = poolOf();
    expect(await run(pool, 'fill')).toMatchObject({ kind: 'lost', outOfMemory: true });
    expect(await run(pool, 'echo', { value: 1 })).toEqual(answer(1));
  });

  test('one that never ends is ended when its time is over', async () => {
    const pool = poolOf();
    expect(await run(pool, 'forever', { timeoutMs: 50 })).toEqual({ kind: 'overtime' });
    expect(await run(pool, 'echo', { value: 1 })).toEqual(answer(1));
  });

  test.each(['forever', 'untilStopped'])('an abort stops one under way: %s', async (name) => {
    const pool = poolOf();
    const stopping = new AbortController();
    const end = await run(pool, name, { signal: stopping.signal, onNote: () => stopping.abort() });
    expect(end).toEqual({ kind: 'aborted' });
    expect(await run(pool, 'echo', { value: 1 })).toEqual(answer(1));
  });

  test('an abort takes one that waits out of the line', async () => {
    const pool = poolOf();
    const [busy, waiting] = [new AbortController(), new AbortController()];
    const first = run(pool, 'untilStopped', { signal: busy.signal, onNote: () => waiting.abort() });
    expect(await run(pool, 'echo', { signal: waiting.signal })).toEqual({ kind: 'aborted' });
    busy.abort();
    expect(await first).toEqual({ kind: 'aborted' });
    expect(await run(pool, 'echo', { value: 1 })).toEqual(answer(1));
  });

  test('a thread whose file breaks as it loads is an end like another', async () => {
    const missing = new URL('./testing/missing.ts', import.meta.url);
    const pool = new ThreadPool(async () => ({ script: missing }), { size: 1, idleMs: 1 });
    expect(await run(pool, 'echo')).toMatchObject({ kind: 'lost', outOfMemory: false });
  });

  test('closing ends what is under way', async () => {
    const pool = poolOf();
    const end = run(pool, 'forever', { onNote: () => void pool.close() });
    expect(await end).toMatchObject({ kind: 'lost' });
  });

  test('a warm thread is the one that is used', async () => {
    const pool = poolOf();
    await pool.warmUp();
    await pool.warmUp();
    expect(await run(pool, 'echo', { value: 1 })).toEqual(answer(1));
    expect(started).toBe(1);
  });
});
