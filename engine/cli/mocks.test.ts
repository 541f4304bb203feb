import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { beforeEach, describe, expect, test } from 'vitest';
import { testFolder } from '../node/testing/folder.ts';
import { within } from './testing/within.ts';

let cwd: string;
beforeEach(() => {
  cwd = testFolder();
});

const call = (change: object = {}) => ({
  type: 'task',
  activity: 'http',
  with: { url: 'http://127.0.0.1:1/' },
  ...change,
});

/** What `run --json` gives of steps with these mocks. */
async function played(steps: object, mocks: object, ...flags: readonly string[]): Promise<Record<string, unknown>> {
  const document = { format: 'sagaloom/v1', name: 'mocked', start: Object.keys(steps)[0], steps };
  await writeFile(path.join(cwd, 'mocked.saga.json'), JSON.stringify(document));
  await writeFile(path.join(cwd, 'mocks.json'), JSON.stringify(mocks));
  const args = ['run', 'mocked.saga.json', '--mocks', 'mocks.json', '--mocks-only', '--json', ...flags];
  const { stdout, stderr } = await within(args, { cwd });
  if (stdout === '') throw new Error(stderr);
  return JSON.parse(stdout) as Record<string, unknown>;
}

describe('mocks in virtual time', () => {
  test('[AT1] a time limit takes its time, and is the engine’s own', async () => {
    const steps = { pay: call({ readOnly: true, timeouts: { startToClose: '2m' } }) };
    expect(await played(steps, { pay: [{ timeout: 'startToClose' }] }, '--virtual-time')).toMatchObject({
      status: 'failed',
      error: { type: 'timeout.startToClose' },
      durationMs: 120_000,
    });
  });

  test('[AT1] all attempts together have their limit', async () => {
    const retry = [{ maxAttempts: 9, initialInterval: '1s', backoffCoefficient: 1 }];
    const steps = { pay: call({ readOnly: true, retry, timeouts: { startToClose: '1m', scheduleToClose: '90s' } }) };
    const mocks = { pay: [{ timeout: 'startToClose' }, { timeout: 'scheduleToClose' }] };
    expect(await played(steps, mocks, '--virtual-time')).toMatchObject({
      error: { type: 'timeout.scheduleToClose' },
      durationMs: 90_000,
      steps: [{ attempts: 2 }],
    });
  });

  const saga = {
    order: {
      type: 'saga',
      start: 'pay',
      steps: { pay: call({ compensate: { activity: 'http', with: { url: 'http://127.0.0.1:1/' } } }) },
    },
  };

  test.each([
    ['a time limit', true, { timeout: 'startToClose', effect: true }],
    ['a time limit', false, { timeout: 'timeout.startToClose', effect: false }],
    ['a lost worker', true, { lose: true, effect: true }],
    ['a lost worker', false, { lose: true, effect: false }],
  ])('[AT2][SG3] after %s nobody knows of the effect (%s), so it is undone', async (_, __, entry) => {
    const mocks = { pay: [entry], 'pay#undo': [{ return: null, after: '5s' }] };
    expect(await played(saga, mocks, '--virtual-time')).toMatchObject({
      status: 'compensated',
      undo: 'complete',
      effects: [
        { path: 'pay', kind: 'do', attempt: 1, outcome: 'unknown' },
        { path: 'pay', kind: 'undo', attempt: 1, outcome: 'done' },
      ],
      durationMs: ('timeout' in entry ? 60_000 : 0) + 5_000,
    });
  });

  test('[AT2] an error that says it left nothing leaves nothing to undo', async () => {
    const mocks = { pay: [{ throw: { type: 'pay.declined', effect: 'none' } }] };
    expect(await played(saga, mocks, '--virtual-time')).toMatchObject({ status: 'failed', undo: 'none' });
  });
});

describe('mocks in real time', () => {
  test('are kept in the database, take the time they say, and are chosen by what a step is given', async () => {
    const branch = (id: string) => ({ start: id, steps: { [id]: call({ with: { sku: id }, readOnly: true }) } });
    const steps = { both: { type: 'parallel', branches: { left: branch('a'), right: branch('b') } } };
    const entries = [{ when: 'sku = "a"', return: 'left', after: '50ms' }, { return: 'right' }];
    const run = await played(steps, { a: entries, b: entries }, '--id', 'r1');
    expect(run).toMatchObject({ status: 'completed', output: { left: 'left', right: 'right' } });
    expect(run['durationMs']).toBeGreaterThanOrEqual(50);
    const { stdout } = await within(['runs', '--json'], { cwd });
    expect(JSON.parse(stdout)).toMatchObject({ items: [{ runId: 'r1', status: 'completed' }] });
  });
});
