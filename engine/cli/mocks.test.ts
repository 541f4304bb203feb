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

describe('mocks of children and messages', () => {
  const child = (change: object = {}) => ({ type: 'child', workflow: 'shipping', input: { sku: 'a' }, ...change });
  const runsOf = async (): Promise<readonly string[]> => {
    const { stdout } = await within(['runs', '--json'], { cwd });
    const { items } = JSON.parse(stdout) as { items: readonly { runId: string }[] };
    return items.map(({ runId }) => runId);
  };

  test('[LI2] a child with a mock is not started, nor need there be such a workflow; it takes the time it says', async () => {
    const mocks = { ship: [{ throw: { type: 'child.failed' } }, { return: 'sent', after: '2h' }] };
    const steps = { ship: child({ retry: [{ maxAttempts: 2, initialInterval: '1s' }] }) };
    expect(await played(steps, mocks, '--virtual-time')).toMatchObject({
      status: 'completed',
      output: 'sent',
      steps: [{ id: 'ship', attempts: 2 }],
      durationMs: 7_201_000,
    });
  });

  test('[LI2] in the database there is no run of it', async () => {
    expect(await played({ ship: child() }, { ship: [{ return: 'sent' }] }, '--id', 'r1')).toMatchObject({
      output: 'sent',
    });
    expect(await runsOf()).toEqual(['r1']);
  });

  test('[LI2] a message with a mock is not delivered', async () => {
    const steps = { tell: { type: 'emit', signal: 'paid', to: 'nobody', payload: 1 } };
    expect(await played(steps, { tell: [{ return: null }] }, '--id', 'r1')).toMatchObject({ status: 'completed' });
    const lost = { tell: [{ throw: { type: 'signal.notFound', effect: 'none', retryable: false } }] };
    expect(await played(steps, lost, '--virtual-time')).toMatchObject({ error: { type: 'signal.notFound' } });
    expect(await played(steps, {}, '--virtual-time')).toMatchObject({ error: { type: 'signal.notFound' } });
  });

  test('[SG3] an undo that is a workflow has its mock, and a time limit in a mock strikes at once', async () => {
    const pay = call({ compensate: { workflow: 'refund', with: { all: true } }, next: 'ship' });
    const steps = { order: { type: 'saga', start: 'pay', steps: { pay, ship: child() } } };
    const mocks = {
      pay: [{ return: 1 }],
      ship: [{ timeout: 'scheduleToClose' }],
      'pay#undo': [{ return: null, after: '5s' }],
    };
    for (const flags of [['--virtual-time'], ['--id', 'r1', '--timeout', '100ms']])
      expect(await played(steps, mocks, ...flags)).toMatchObject({
        undo: flags.length === 1 ? 'complete' : 'running',
        ...(flags.length === 1 ? { status: 'compensated', durationMs: 5_000 } : {}),
      });
    expect(await runsOf()).toEqual(['r1']);
  });

  test('with --mocks-only a child without one is started, and its tasks need theirs', async () => {
    const shipping = {
      format: 'sagaloom/v1',
      name: 'shipping',
      start: 'send',
      steps: { send: call({ readOnly: true }) },
    };
    await writeFile(path.join(cwd, 'shipping.saga.json'), JSON.stringify(shipping));
    expect(await played({ ship: child() }, { send: [{ return: 'gone' }] }, '--virtual-time')).toMatchObject({
      output: 'gone',
    });
    expect(await played({ ship: child() }, {}, '--virtual-time')).toMatchObject({
      error: { type: 'child.failed', cause: { type: 'activity.notMocked' } },
    });
  });
});

describe('a mocks file that is wrong', () => {
  const undone = call({ compensate: { activity: 'http', with: { url: 'http://127.0.0.1:1/' } } });
  const steps = { order: { type: 'saga', start: 'pay', steps: { pay: { ...undone, next: 'ship' }, ship: call() } } };

  test.each([
    ['a duration', { pay: [{ return: 1, after: 'x' }] }, 'at /pay/0/after: it is no duration: give one such as'],
    ['a duration that is no text', { pay: [{ lose: true, after: 5 }] }, 'at /pay/0/after: it is no duration'],
    ['a member that there is not', { pay: [{ return: 1, soon: true }] }, 'at /pay/0: Unrecognized key: "soon".'],
    ['no entry', { pay: [{}] }, 'at /pay/0: a step has a list of entries'],
    ['no list', { pay: {} }, 'at /pay: a step has a list of entries'],
    ['an undo of what has none', { 'ship#undo': [{ return: 1 }] }, 'at /ship#undo: ship has no compensate'],
    ['an undo of no step', { 'chip#undo': [{ return: 1 }] }, 'at /chip#undo: there is no step chip in mocked: did you'],
  ])('%s', async (_, mocks, message) => {
    await expect(played(steps, mocks, '--virtual-time')).rejects.toThrow(`mocks.json is wrong ${message}`);
  });

  test('an undo that there is may have one', async () => {
    const mocks = { pay: [{ return: 1 }], ship: [{ return: 1 }], 'pay#undo': [{ return: 1 }] };
    expect(await played(steps, mocks, '--virtual-time')).toMatchObject({ status: 'completed' });
  });
});
