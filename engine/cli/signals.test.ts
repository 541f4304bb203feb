import { beforeEach, describe, expect, onTestFinished, test } from 'vitest';
import { json, listen } from '../activities/testing/server.ts';
import { testFolder } from '../node/testing/folder.ts';
import { type Ended, type Running, said, start } from './testing/bin.ts';
import { hello, napping, order, writeSaga } from './testing/documents.ts';
import { within } from './testing/within.ts';

/** Each test starts processes, on machines that may be busy. */
const slowly = { timeout: 60_000 };

let cwd: string;
beforeEach(() => {
  cwd = testFolder();
});

function begin(...args: readonly string[]): Running {
  const running = start(args, { cwd });
  onTestFinished(() => void running.child.kill('SIGKILL'));
  return running;
}

const jsonOf = ({ stdout }: Pick<Ended, 'stdout'>): unknown => JSON.parse(stdout);

/** Pays, naps, and undoes. */
function napAfterPay(compensate: object): object {
  const document = order('log');
  const { pay } = document.steps.order.steps;
  const steps = { pay: { ...pay, compensate, next: 'nap' }, nap: { type: 'wait', for: '1h' } };
  return { ...document, steps: { order: { ...document.steps.order, steps } } };
}

describe('run', slowly, () => {
  test('SIGTERM leaves the run open: 3', async () => {
    const running = begin('run', await writeSaga(cwd, 'nap', napping('1h')), '--id', 'r1', '--json');
    await said(running, /has started/);
    running.child.kill('SIGTERM');
    const ended = await running.ended;
    expect(ended.code).toBe(3);
    expect(jsonOf(ended)).toMatchObject({ status: 'running' });
  });

  test('SIGINT cancels, and what was done is undone', async () => {
    const running = begin(
      'run',
      await writeSaga(cwd, 'order', napAfterPay({ activity: 'log', with: { message: 'refund' } })),
      '--json',
    );
    await said(running, /"msg":"pay"/);
    running.child.kill('SIGINT');
    const ended = await running.ended;
    expect(ended.code).toBe(2);
    expect(ended.stderr).toContain('Cancelling');
    expect(jsonOf(ended)).toMatchObject({ status: 'cancelled', undo: 'complete' });
  });

  test('SIGINT twice leaves the run in the midst of its undoing: 3', async () => {
    const shop = await listen(() => {}); // takes the undo, and never answers
    onTestFinished(() => shop.close());
    const file = await writeSaga(cwd, 'order', napAfterPay({ activity: 'http', with: { url: shop.url } }));
    const running = begin('run', file, '--id', 'r1', '--json');
    await said(running, /"msg":"pay"/);
    running.child.kill('SIGINT');
    await expect.poll(() => shop.received.length, { timeout: 30_000 }).toBe(1);
    running.child.kill('SIGINT');
    const ended = await running.ended;
    expect(ended.code).toBe(3);
    expect(jsonOf(ended)).toMatchObject({ status: 'running', undo: 'running' });
    expect(ended.stderr).toContain('Run r1 is still open');
  });
});

describe('serve', slowly, () => {
  const serving = async (...flags: readonly string[]) => {
    const running = begin('serve', '--port', '0', ...flags);
    const url = /http:\S+/.exec(await said(running, /Sagaloom is at/))?.[0] ?? '';
    return { url, stop: async (signal: NodeJS.Signals) => (running.child.kill(signal), running.ended) };
  };
  const statusOf = async (): Promise<unknown> => {
    const { items } = jsonOf(await within(['runs', '--json'], { cwd })) as { items: readonly { status: string }[] };
    return items[0]?.status;
  };

  test('serves the page, carries on what is open, and keeps others off its database', async () => {
    await within(['run', await writeSaga(cwd, 'nap', napping('2s')), '--id', 'r1', '--timeout', '50ms'], { cwd });
    const { url, stop } = await serving();
    expect(await (await fetch(new URL('healthz', url))).json()).toMatchObject({ ok: true });
    expect(await (await fetch(url)).text()).toContain('sagaloom-token');
    const another = /^sagaloom: .*in use by another engine \(process \d+\)\. Stop that one, or .*\n$/;
    for (const [args, told] of [
      [['cancel', 'r1'], /^sagaloom: .*in use by the server at .*: ask that, with --url .*\n$/],
      [['serve', '--port', '0'], another],
      [['projections', 'rebuild'], another],
    ] as const) {
      const refused = await within(args, { cwd });
      expect(refused).toMatchObject({ code: 4, stdout: '' });
      expect(refused.stderr).toMatch(told);
    }
    await expect.poll(statusOf, { timeout: 30_000, interval: 100 }).toBe('completed');
    expect((await stop('SIGTERM')).code).toBe(0);
  });

  test('[LI5][HO8] keeps schedules, and runs no longer than it should, and stops in the midst of it', async () => {
    const greet = await writeSaga(cwd, 'greet', hello);
    for (const id of ['old', 'last']) await within(['run', greet, '--id', id], { cwd });
    const often = await writeSaga(cwd, 'often', { ...hello, triggers: { often: { type: 'schedule', every: '1s' } } });
    expect(await within(['deploy', often], { cwd })).toMatchObject({ code: 0 });
    const runs = async (workflow: string) => {
      const told = jsonOf(await within(['runs', '--workflow', workflow, '--status', 'completed', '--json'], { cwd }));
      return (told as { items: readonly { runId: string }[] }).items.map(({ runId }) => runId);
    };
    expect(await runs('greet')).toEqual(['last', 'old']);
    const { stop } = await serving('--keep', '1ms');
    await expect.poll(() => runs('greet'), { timeout: 30_000, interval: 100 }).not.toContain('old');
    await expect.poll(async () => (await runs('often')).length, { timeout: 30_000, interval: 100 }).toBeGreaterThan(1);
    expect(await stop('SIGTERM')).toMatchObject({ code: 0, signal: null });
  });

  test('SIGINT closes it with a run in the midst of an attempt, which the next one carries on', async () => {
    let isWell = false;
    const shop = await listen((_, response) => isWell && json(response, 200, { paid: true }));
    onTestFinished(() => shop.close());
    const pay = {
      type: 'task',
      activity: 'http',
      with: { url: shop.url },
      readOnly: true,
      retry: [{ maxAttempts: 9 }],
    };
    const file = await writeSaga(cwd, 'order', { start: 'pay', steps: { pay } });
    const running = begin('run', file, '--id', 'r1');
    await expect.poll(() => shop.received.length, { timeout: 30_000 }).toBe(1);
    running.child.kill('SIGKILL');
    await running.ended;

    const first = await serving();
    await expect.poll(() => shop.received.length, { timeout: 30_000 }).toBe(2);
    expect(await first.stop('SIGINT')).toMatchObject({ code: 0, signal: null });
    expect(await statusOf()).toBe('running');

    isWell = true;
    const second = await serving();
    await expect.poll(statusOf, { timeout: 30_000, interval: 100 }).toBe('completed');
    expect((await second.stop('SIGTERM')).code).toBe(0);
    expect(new Set(shop.received.map(({ headers }) => headers['idempotency-key'])).size).toBe(1); // AT3
  });

  test('[AT2][AC7] SIGTERM lets an attempt answer; what follows it is begun by the next one, and is not lost', async () => {
    const answers: (() => void)[] = [];
    const shop = await listen((_, response) => void answers.push(() => json(response, 200, { done: true })));
    onTestFinished(() => shop.close());
    const asked = async (times: number): Promise<void> => {
      await expect.poll(() => answers.length, { timeout: 30_000 }).toBe(times);
    };
    const call = { type: 'task', activity: 'http', with: { url: shop.url } };
    const steps = { a: { ...call, readOnly: true, retry: [{ maxAttempts: 2 }], next: 'b' }, b: call };
    const running = begin('run', await writeSaga(cwd, 'two', { start: 'a', steps }), '--id', 'r1');
    await asked(1);
    running.child.kill('SIGKILL');
    await running.ended;

    const first = await serving();
    await asked(2);
    const stopped = first.stop('SIGTERM');
    setTimeout(() => answers[1]?.(), 500);
    expect(await stopped).toMatchObject({
      code: 0,
      stderr: expect.stringContaining('One attempt is under way') as string,
    });
    expect(answers).toHaveLength(2);

    const second = await serving();
    await asked(3);
    answers[2]?.();
    await expect.poll(statusOf, { timeout: 30_000, interval: 100 }).toBe('completed');
    expect((await second.stop('SIGTERM')).code).toBe(0);
  });
});
