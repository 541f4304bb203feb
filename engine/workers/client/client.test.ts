import path from 'node:path';
import { afterEach, describe, expect, onTestFinished, test } from 'vitest';
import { compile } from '../../core/index.ts';
import type { JsonObject } from '../../core/json.ts';
import { testFolder } from '../../node/testing/folder.ts';
import { createEngineHost, type EngineHost, type PageServer, servePage } from '../../server/index.ts';
import { createWorker, type Json, TaskError, type Worker, type WorkerActivity, type WorkerOptions } from './index.ts';

const TOKEN = 'a-token-of-the-test-long-enough';

interface Served {
  readonly host: EngineHost;
  readonly page: PageServer;
  readonly close: () => Promise<void>;
}

async function serve(folder: string, port = 0): Promise<Served> {
  const host = await createEngineHost({ workspace: folder, database: path.join(folder, 'runs.db'), shop: null });
  const page = await servePage({ host, port, workerToken: TOKEN });
  let isOpen = true;
  const close = async (): Promise<void> => {
    if (!isOpen) return;
    isOpen = false;
    await page.close();
    await host.close();
  };
  onTestFinished(close);
  return { host, page, close };
}

const running: { worker: Worker; ended: Promise<void> }[] = [];
afterEach(async () => {
  for (const { worker } of running) worker.stop();
  await Promise.allSettled(running.splice(0).map(({ ended }) => ended));
});

function work(url: string, activities: readonly WorkerActivity[], change: Partial<WorkerOptions> = {}) {
  const leaving = new AbortController();
  const worker = createWorker({ url, token: TOKEN, queues: ['q'], activities, ...change });
  const ended = worker.run(leaving.signal);
  ended.catch(() => {}); // the test looks at it itself
  running.push({ worker, ended });
  return { worker, ended, drain: () => leaving.abort() };
}

const activity = (name: string, run: WorkerActivity['run']): WorkerActivity => ({ name, run });

async function start({ host }: Served, steps: JsonObject, top: JsonObject = {}): Promise<string> {
  const [first = ''] = Object.keys(steps);
  const compiled = compile({ format: 'sagaloom/v1', name: 'test', ...top, start: first, steps });
  if (!compiled.ok) throw new Error(compiled.diagnostics.map(({ message }) => message).join(' '));
  const definition = JSON.parse(JSON.stringify(compiled.definition)) as JsonObject;
  const outcome = await host.context.engine.start({
    definition,
    hash: compiled.hash,
    input: {},
    config: {},
    by: 'test',
  });
  if (outcome.kind === 'rejected') throw new Error(outcome.reason);
  return outcome.entry.runId;
}

const step = (name: string, more: JsonObject = {}): JsonObject => ({
  type: 'task',
  activity: name,
  taskQueue: 'q',
  ...more,
});
const retry = [{ maxAttempts: 10, initialInterval: '10ms', maxInterval: '50ms' }];
const settled = ({ host }: Served, runId: string) => host.context.engine.settled(runId);
const historyOf = ({ host }: Served, runId: string) => host.context.engine.reader.history(runId).items;

describe('a worker', () => {
  test('does the tasks of its queue, and is told what an attempt may know', async () => {
    const served = await serve(testFolder());
    const seen: Json[] = [];
    work(served.page.url, [
      activity('greet', (input, { key, attempt, workflow, stepId }) => {
        seen.push({ key: key.length > 0, attempt, workflow, stepId });
        return `Hello, ${(input as { name: string }).name}!`;
      }),
    ]);
    const runId = await start(served, { a: step('greet', { with: { name: 'Ada' } }) });
    expect(await settled(served, runId)).toMatchObject({ status: 'completed', output: 'Hello, Ada!' });
    expect(seen).toEqual([{ key: true, attempt: 1, workflow: 'test', stepId: 'a' }]);
  });

  test('has so many tasks at a time, and no more', async () => {
    const served = await serve(testFolder());
    let now = 0;
    let most = 0;
    work(
      served.page.url,
      [
        activity('one', async () => {
          most = Math.max(most, (now += 1));
          await new Promise((resolve) => setTimeout(resolve, 20));
          now -= 1;
        }),
      ],
      { concurrency: 3 },
    );
    const items = Array.from({ length: 20 }, (_, i) => i);
    const runId = await start(served, {
      all: { type: 'map', items, concurrency: 20, start: 'a', steps: { a: step('one') } },
    });
    expect(await settled(served, runId)).toMatchObject({ status: 'completed' });
    expect(most).toBe(3);
  });

  test('[AT2] says how a task failed, and what the next attempt should know', async () => {
    const served = await serve(testFolder());
    const heard: Json[] = [];
    work(served.page.url, [
      activity('try', (_, { attempt, heartbeat, lastHeartbeat }) => {
        heard.push(lastHeartbeat);
        heartbeat({ attempt });
        if (attempt === 1) throw new Error('boom');
        throw new TaskError({ type: 'try.never', message: 'Never.', retryable: false, effect: 'none' });
      }),
    ]);
    const runId = await start(served, { a: step('try', { retry }) });
    expect(await settled(served, runId)).toMatchObject({ status: 'failed', error: { type: 'try.never' } });
    expect(heard).toEqual([null, { attempt: 1 }]);
    expect(historyOf(served, runId).filter(({ type }) => type === 'AttemptFailed')).toMatchObject([
      { error: { type: 'activity.crashed', message: 'boom' }, effect: 'unknown' },
      { error: { type: 'try.never' }, effect: 'none' },
    ]);
  });

  test('an answer that is no JSON, or too large, fails the attempt', async () => {
    const served = await serve(testFolder());
    const round: Record<string, unknown> = {};
    round['self'] = round;
    work(served.page.url, [
      activity('round', () => round as Json),
      activity('large', () => 'x'.repeat(17 * 1024 * 1024)),
    ]);
    for (const name of ['round', 'large']) {
      const runId = await start(served, { a: step(name) });
      expect(await settled(served, runId)).toMatchObject({ status: 'failed', error: { type: 'activity.result' } });
    }
  });

  test('is told to stop, and what it did then still counts', async () => {
    const served = await serve(testFolder());
    const begun = Promise.withResolvers<void>();
    work(served.page.url, [
      activity('long', (_, __, signal) => {
        begun.resolve();
        return new Promise((resolve) => signal.addEventListener('abort', () => resolve('stopped in time')));
      }),
    ]);
    const runId = await start(served, { a: step('long') });
    await begun.promise;
    await served.host.context.engine.command(runId, { type: 'cancel', by: 'test' });
    expect(await settled(served, runId)).toMatchObject({ status: 'cancelled' });
    expect(historyOf(served, runId)).toContainEqual(expect.objectContaining({ path: 'a', outcome: 'done' }));
  });

  test('[AT1] keeps its lease for as long as it works, and beats where the step limits silence', async () => {
    const served = await serve(testFolder());
    work(
      served.page.url,
      [
        activity('steady', async (_, { heartbeat }) => {
          for (let i = 0; i < 15; i += 1) {
            heartbeat(i);
            await new Promise((resolve) => setTimeout(resolve, 100));
          }
          return 'done';
        }),
      ],
      { leaseSeconds: 1 },
    );
    const runId = await start(served, { a: step('steady', { timeouts: { heartbeat: '600ms' } }) });
    expect(await settled(served, runId)).toMatchObject({ status: 'completed', output: 'done' });
  });

  test('that drains finishes what it has, and is gone then', async () => {
    const served = await serve(testFolder());
    const begun = Promise.withResolvers<void>();
    const finish = Promise.withResolvers<void>();
    const { drain, ended } = work(served.page.url, [
      activity('slow', async () => {
        begun.resolve();
        await finish.promise;
        return 'finished';
      }),
    ]);
    const runId = await start(served, { a: step('slow') });
    await begun.promise;
    drain();
    await expect.poll(() => served.host.context.workers.list()[0]?.draining).toBe(true);
    finish.resolve();
    await ended;
    expect(await settled(served, runId)).toMatchObject({ status: 'completed', output: 'finished' });
    expect(served.host.context.workers.list()).toEqual([]);
  });

  test('[AT2] that stops at once loses what it has, which another does', async () => {
    const served = await serve(testFolder());
    const begun = Promise.withResolvers<void>();
    const { worker, ended } = work(served.page.url, [
      activity('slow', () => {
        begun.resolve();
        return new Promise(() => {});
      }),
    ]);
    const runId = await start(served, { a: step('slow', { retry }) });
    await begun.promise;
    worker.stop();
    await ended;
    work(served.page.url, [activity('slow', () => 'by another')]);
    expect(await settled(served, runId)).toMatchObject({ status: 'completed', output: 'by another' });
    const failed = historyOf(served, runId).find(({ type }) => type === 'AttemptFailed');
    expect(failed).toMatchObject({ error: { type: 'worker.lost' }, effect: 'unknown' });
  });

  test('[HO6] goes on with a server that was started anew; what it did for the one before is not heard', async () => {
    const folder = testFolder();
    const first = await serve(folder);
    const begun = Promise.withResolvers<AbortSignal>();
    const release = Promise.withResolvers<void>();
    const { worker } = work(first.page.url, [
      activity('once', async (_, { attempt }, signal) => {
        if (attempt > 1) return `attempt ${attempt}`;
        begun.resolve(signal);
        await release.promise;
        return 'late';
      }),
    ]);
    const runId = await start(first, { a: step('once', { retry }) });
    const signal = await begun.promise;
    const port = Number(new URL(first.page.url).port);
    await first.close();
    const second = await serve(folder, port);
    expect(await settled(second, runId)).toMatchObject({ status: 'completed', output: 'attempt 2' });
    await expect.poll(() => signal.aborted, { timeout: 10_000 }).toBe(true);
    release.resolve();
    await expect.poll(() => worker.held).toBe(0);
    expect(historyOf(second, runId).filter(({ type }) => type === 'StepCompleted')).toHaveLength(1);
  });
});

describe('a worker that cannot begin', () => {
  const one = [activity('a', () => null)];

  test('says that its token is wrong', async () => {
    const { page } = await serve(testFolder());
    const { ended } = work(page.url, one, { token: 'wrong' });
    await expect(ended).rejects.toMatchObject({ name: 'WorkerError', code: 'token' });
  });

  test('says that another took its id', async () => {
    const served = await serve(testFolder());
    const { ended } = work(served.page.url, one, { id: 'twin' });
    await expect.poll(() => served.host.context.workers.list().length).toBe(1);
    work(served.page.url, one, { id: 'twin' });
    await expect(ended).rejects.toMatchObject({ code: 'worker.replaced' });
  });

  test('waits for a server that is not there yet, or does not, as it is asked', async () => {
    const folder = testFolder();
    const gone = await serve(folder);
    const { url } = gone.page;
    await gone.close();
    await expect(work(url, one, { waits: false }).ended).rejects.toMatchObject({ code: 'unreachable' });
    work(url, one);
    const served = await serve(folder, Number(new URL(url).port));
    await expect.poll(() => served.host.context.workers.list().length, { timeout: 20_000 }).toBe(1);
  });

  test('refuses an address that is none', () => {
    expect(() => createWorker({ url: 'not a url', token: '', queues: ['q'], activities: one })).toThrow('not a url');
  });
});
