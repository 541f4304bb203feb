import { describe, expect, onTestFinished, test } from 'vitest';
import type { JsonObject } from '../core/json.ts';
import { memoryHost, type MemoryHostOptions } from './index.ts';

const order: JsonObject = {
  format: 'sagaloom/v1',
  name: 'order',
  start: 'saga',
  steps: {
    saga: {
      type: 'saga',
      start: 'reserve',
      steps: {
        reserve: { type: 'task', activity: 'http', next: 'wait', compensate: { activity: 'http' } },
        wait: { type: 'wait', for: '2d', next: 'pay' },
        pay: {
          type: 'task',
          activity: 'http',
          retry: [{ maxAttempts: 3, initialInterval: '1h' }],
          compensate: { activity: 'http' },
        },
      },
    },
  },
};
const done = [{ return: { ok: true } }];
const no = { throw: { type: 'card.refused', effect: 'none' as const } };

async function host(options: MemoryHostOptions) {
  const opened = await memoryHost(options);
  onTestFinished(() => opened.close());
  return opened;
}

describe('the memory host', () => {
  test('runs a workflow through days in no time', async () => {
    const { run, clock } = await host({ workflows: [order], mocks: { reserve: done, pay: [no, ...done] } });
    const before = clock.now();
    expect(await run('order')).toMatchObject({ status: 'completed', output: { ok: true }, error: null });
    expect(clock.now() - before).toBeGreaterThanOrEqual(2 * 86_400_000);
  });

  test('shows what was undone', async () => {
    const { run } = await host({ workflows: [order], mocks: { reserve: done, pay: [no], 'reserve#undo': done } });
    const { status, view } = await run('order');
    expect([status, view.undo]).toEqual(['compensated', 'complete']);
    expect(view.effects.map(({ path, kind }) => [path, kind])).toContainEqual(['reserve', 'undo']);
  });

  test('says what a run waits for that nobody moves', async () => {
    const waits = { ...order, start: 'w', steps: { w: { type: 'receive', signal: 'go' } } };
    const { run, start, finish, engine } = await host({ workflows: [waits] });
    await expect(run('order')).rejects.toThrow(/moves it: w waits for the signal go\.$/);
    const runId = await start('order');
    await engine.signal(runId, { name: 'go', payload: 7, by: 'test' });
    expect(await finish(runId)).toMatchObject({ output: 7 });
  });

  test('lets so much time pass and no more', async () => {
    const { start, pass, view } = await host({ workflows: [order], mocks: { reserve: done, pay: done } });
    const runId = await start('order');
    await pass('47h');
    expect((await view(runId)).steps.at(-1)).toMatchObject({ path: 'wait', status: 'waiting' });
    await pass('1h');
    expect(await view(runId)).toMatchObject({ status: 'completed' });
  });

  test('[HO6] another host goes on where one was left', async () => {
    const first = await memoryHost({ workflows: [order], mocks: { reserve: done } });
    const runId = await first.start('order');
    await first.pass('1h');
    await first.close();
    const second = await host({ workflows: [order], mocks: { pay: done }, from: first });
    expect(await second.finish(runId)).toMatchObject({ status: 'completed' });
  });

  test('a workflow that does not compile, or is not there, is an error that says so', async () => {
    await expect(memoryHost({ workflows: [{ ...order, start: 'none' }] })).rejects.toThrow(/none/);
    const { start } = await host({ workflows: [order] });
    await expect(start('other')).rejects.toThrow(/other/);
  });
});
