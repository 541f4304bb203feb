import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { beforeEach, describe, expect, test } from 'vitest';
import { testFolder } from '../node/testing/folder.ts';
import { approval, nightly, writeSaga } from './testing/documents.ts';
import { type Told, within } from './testing/within.ts';

let cwd: string;
beforeEach(() => {
  cwd = testFolder();
});

const cli = (...args: readonly string[]): Promise<Told> => within(args, { cwd });

/** What the verb gives as JSON; its exit code was 0. */
async function asked(...args: readonly string[]): Promise<Record<string, unknown>> {
  const { code, stdout, stderr } = await cli(...args, '--json');
  if (code !== 0) throw new Error(`${code}: ${stderr}`);
  return JSON.parse(stdout) as Record<string, unknown>;
}

const typesOf = async (runId: string): Promise<readonly string[]> =>
  ((await asked('history', runId))['items'] as readonly { type: string }[]).map(({ type }) => type);

describe('start and deploy', () => {
  test('a run is started and left; the summary is that of any list', async () => {
    const file = await writeSaga(cwd, 'approval', approval);
    const started = await asked('start', file, '--id', 'r1');
    expect(started).toMatchObject({ runId: 'r1', workflow: 'approval', status: 'running' });
    expect((await asked('runs'))['items']).toEqual([started]);
    expect(await cli('start', file, '--id', 'r1')).toMatchObject({ code: 5, stdout: '' });
  });

  test('what its concurrency key does not allow is refused: 5', async () => {
    const limited = { ...approval, concurrencyKey: { key: '{% input %}', onLimit: 'reject' } };
    const file = await writeSaga(cwd, 'approval', limited);
    expect(await cli('start', file, '--input', '"ada"')).toMatchObject({ code: 0 });
    for (const verb of ['start', 'run'])
      expect(await cli(verb, file, '--input', '"ada"')).toMatchObject({ code: 5, stdout: '' });
    expect(await cli('start', file, '--input', '"bo"')).toMatchObject({ code: 0 });
  });

  test('[LI2] a name is what is deployed, else the file of the workspace', async () => {
    const first = await writeSaga(cwd, 'approval', approval);
    const byFile = await asked('start', 'approval');
    const deployed = await asked('deploy', first);
    expect(deployed).toEqual({
      workflow: 'approval',
      version: 1,
      hash: byFile['hash'],
      deployedAt: expect.stringMatching(/Z$/) as string,
    });
    expect(await asked('deploy', first)).toEqual(deployed);
    await writeSaga(cwd, 'approval', { ...approval, returns: 'edited' });
    expect(await asked('start', 'approval')).toMatchObject({ hash: deployed['hash'] });
    expect(await asked('deploy', first)).toMatchObject({ version: 2 });
    expect((await asked('start', 'approval'))['hash']).not.toBe(deployed['hash']);
  });
});

describe('what a command leaves to a person', () => {
  const pay = { type: 'task', activity: 'log', with: { message: 'pay' }, next: 'last' };
  const saga = (change: object, last: object) => ({
    start: 's',
    steps: { s: { type: 'saga', start: 'pay', steps: { pay: { ...pay, ...change }, last } } },
  });
  const undoneBy = (activity: string) => ({ compensate: { activity, with: { message: 'refund' } } });

  test('a start that stays open says who carries it on', async () => {
    const file = await writeSaga(cwd, 'approval', approval);
    for (const more of [[], ['--json']])
      expect(await cli('start', file, ...more)).toMatchObject({
        code: 0,
        stderr: 'It is still open: `sagaloom serve` carries it on.\n',
      });
  });

  test('a terminated run lists what nobody undid', async () => {
    const document = saga(undoneBy('log'), { type: 'receive', signal: 'go' });
    await cli('run', await writeSaga(cwd, 'held', document), '--id', 'r1', '--timeout', '200ms');
    expect(await cli('terminate', 'r1')).toMatchObject({
      code: 0,
      stdout: 'r1: terminated\n',
      stderr: expect.stringMatching(/^Not undone: pay\. /m) as string,
    });
  });

  test('[SG4] a run whose undo was skipped, or aborted, lists what nobody undid', async () => {
    const stop = { type: 'fail', error: { type: 'no', message: 'No.' } };
    const file = await writeSaga(cwd, 'torn', saga(undoneBy('http'), stop));
    for (const verb of ['undo-skip', 'undo-abort']) {
      expect(await cli('run', file, '--id', verb)).toMatchObject({ code: 3 });
      expect(await cli(verb, verb, 'pay')).toMatchObject({
        stdout: `${verb}: failed\n`,
        stderr: expect.stringMatching(/^Not undone: pay\. /m) as string,
      });
    }
  });

  test('[SG6] a step that is stuck again is named, with its verbs', async () => {
    const document = saga({ pivot: true }, { type: 'task', activity: 'http', with: {} });
    await cli('run', await writeSaga(cwd, 'stuck', document), '--id', 'r1');
    expect(await cli('retry-step', 'r1', 'last')).toMatchObject({
      stdout: 'r1: suspended\n',
      stderr: expect.stringMatching(
        /^last is stuck: .*\. Use sagaloom retry-step, skip-step or complete-step r1 last$/m,
      ) as string,
    });
  });
});

describe('[LI1] what is said to a run', () => {
  beforeEach(async () => {
    await cli('start', await writeSaga(cwd, 'approval', approval), '--id', 'r1');
  });

  test('a query is answered, and records nothing', async () => {
    expect((await cli('query', 'r1', 'progress')).stdout).toBe('{\n  "count": 0\n}\n');
    const before = await typesOf('r1');
    expect(await asked('query', 'r1', 'progress')).toMatchObject({ runId: 'r1', result: { count: 0 } });
    expect(await typesOf('r1')).toEqual(before);
  });

  test('an update answers; with the same id it does so again, and is applied once', async () => {
    expect(await cli('update', 'r1', 'add', '--input', '{"n":2}', '--id', 'u')).toMatchObject({ stdout: '2\n' });
    expect(await asked('update', 'r1', 'add', '--input', '{"n":2}', '--id', 'u')).toMatchObject({ result: 2 });
    expect(await asked('update', 'r1', 'add', '--input', '{"n":3}')).toMatchObject({ result: 5 });
    expect((await asked('runs', '--attribute', 'count=5'))['items']).toMatchObject([{ runId: 'r1' }]);
    expect((await asked('runs', '--attribute', 'count=4'))['items']).toEqual([]);
  });

  test('a signal moves it on', async () => {
    const args = ['--payload', '{"by":"Ada"}', '--id', 's', '--key', 'order-7'];
    expect(await asked('signal', 'r1', 'approved', ...args)).toMatchObject({ status: 'completed' });
    expect(await asked('query', 'r1', 'progress')).toMatchObject({ output: { by: 'Ada', count: 0 } });
  });

  test('a paused run takes signals, and goes on when it is resumed', async () => {
    expect(await asked('pause', 'r1', '--why', 'lunch')).toMatchObject({ status: 'paused' });
    expect(await asked('signal', 'r1', 'approved', '--payload', '{"by":"Bo"}')).toMatchObject({ status: 'paused' });
    const carried = await cli('run', 'approval.saga.json', '--id', 'r1');
    expect(carried).toMatchObject({ code: 3, stderr: expect.stringContaining('sagaloom resume r1') as string });
    expect(await asked('resume', 'r1')).toMatchObject({ status: 'completed', output: { by: 'Bo' } });
    expect(await typesOf('r1')).toEqual(expect.arrayContaining(['RunPaused', 'SignalReceived', 'RunResumed']));
  });
});

test('[RN9] a run that is started with a breakpoint waits there until it is resumed', async () => {
  await cli('start', await writeSaga(cwd, 'approval', approval), '--id', 'b1', '--break', 'ask', '--break', 'nowhere');
  expect(await asked('query', 'b1', 'progress')).toMatchObject({ status: 'paused' });
  expect(await typesOf('b1')).toEqual(['RunStarted', 'RunPaused']);
  expect(await asked('resume', 'b1')).toMatchObject({ status: 'running' });
  const refused = await cli('start', 'approval.saga.json', '--break', 'ask', '--delay', '1h');
  expect(refused).toMatchObject({ code: 1, stderr: expect.stringContaining('cannot be used with') as string });
});

describe('a run that goes on otherwise', () => {
  beforeEach(async () => {
    await cli('start', await writeSaga(cwd, 'approval', approval), '--id', 'r1');
    await cli('update', 'r1', 'add', '--input', '{"n":2}');
  });

  test('[LI4] is reset to a step: a new run with what was before it', async () => {
    const reset = await asked('reset', 'r1', '--to', 'ask', '--why', 'again');
    expect(reset).toMatchObject({ status: 'running', workflow: 'approval' });
    const next = String(reset['runId']);
    expect(next).not.toBe('r1');
    expect(await asked('query', next, 'progress')).toMatchObject({ result: { count: 0 } });
    expect((await asked('runs', '--status', 'terminated'))['items']).toMatchObject([{ runId: 'r1' }]);
    const carried = await cli('run', 'approval.saga.json', '--id', 'r1', '--timeout', '10ms', '--json');
    expect(JSON.parse(carried.stdout)).toMatchObject({ runId: next }); // who follows r1 comes to it
  });

  test('[LI4] is reset after its end: it stays as it ended, and a second reset names the run that follows', async () => {
    await cli('terminate', 'r1');
    const ended = await asked('history', 'r1');
    const reset = await asked('reset', 'r1', '--to', '3', '--why', 'by mistake');
    const next = String(reset['runId']);
    expect(reset).toMatchObject({ status: 'running', workflow: 'approval', next: null });
    expect(await asked('history', 'r1')).toEqual(ended);
    expect((await asked('runs', '--status', 'terminated'))['items']).toMatchObject([{ runId: 'r1', next }]);
    const branched = ((await asked('history', next))['items'] as readonly object[])[3];
    expect(branched).toMatchObject({ type: 'RunBranched', why: 'by mistake', data: { kind: 'reset', from: 'r1' } });
    const line = `sagaloom: Run r1 went on as ${next}, which is running: reset that one.\n`;
    expect(await cli('reset', 'r1', '--to', '1')).toEqual({ code: 5, stdout: '', stderr: line });
    const signalled = await asked('signal', 'r1', 'approved', '--payload', '{"by":"Ada"}');
    expect(signalled).toMatchObject({ runId: next, status: 'completed' });
    const carried = await cli('run', 'approval.saga.json', '--id', 'r1', '--json');
    expect(JSON.parse(carried.stdout)).toMatchObject({ runId: next, status: 'completed' });
  });

  test('[LI4] is forked at an event: the other goes on as it was', async () => {
    const fork = await asked('fork', 'r1', '--at', '3');
    expect(await asked('query', String(fork['runId']), 'progress')).toMatchObject({ result: { count: 2 } });
    expect(await asked('query', 'r1', 'progress')).toMatchObject({ status: 'running' });
  });

  test('is migrated to another version, by its file', async () => {
    const file = await writeSaga(cwd, 'approval', { ...approval, returns: 'migrated' });
    const migrated = await asked('migrate', 'r1', file);
    expect(migrated).toMatchObject({ runId: 'r1', status: 'running' });
    expect(await asked('signal', 'r1', 'approved', '--payload', '{"by":"Ada"}')).toMatchObject({ output: 'migrated' });
  });
});

describe('heat', () => {
  test('by step, over the runs there are, in the status that is asked for', async () => {
    const file = await writeSaga(cwd, 'approval', approval);
    await asked('start', file, '--id', 'r1');
    await asked('start', file, '--id', 'r2');
    await asked('cancel', 'r2');
    const heat = await asked('heat', 'approval');
    expect(heat).toMatchObject({ workflow: 'approval', source: 'runs', runs: 2, more: false });
    expect(heat['steps']).toMatchObject([{ entered: 2, runs: 2, open: 1, cancelled: 1, errorRate: 0 }]);
    expect(await asked('heat', 'approval', '--status', 'cancelled')).toMatchObject({ runs: 1 });
    expect((await cli('heat', 'approval')).stdout).toMatch(/^2 runs since \S+Z\n\nSTEP +VISITS/);
    expect(await cli('heat', 'approval', '--source', 'traces')).toMatchObject({ code: 0, stdout: '' });
  });
});

describe('check-upgrade', () => {
  const two = { start: 'a', steps: { a: { type: 'set', assign: {}, next: 'b' }, b: { type: 'wait', for: '1h' } } };

  test('replays what is stored against an edited file, and says where a run would go another way', async () => {
    const file = await writeSaga(cwd, 'two', two);
    await cli('start', file, '--id', 'r1');
    expect(await asked('check-upgrade', file)).toEqual({ compatible: ['r1'], diverging: [] });
    const described = await writeSaga(cwd, 'two', { ...two, returns: 'something else' });
    expect(await asked('check-upgrade', described)).toEqual({ compatible: ['r1'], diverging: [] });
    const steps = { a: { type: 'set', assign: {}, next: 'c' }, c: { type: 'wait', for: '1h' } };
    const told = await cli('check-upgrade', await writeSaga(cwd, 'two', { ...two, steps }), '--json');
    expect(told.code).toBe(2);
    expect(JSON.parse(told.stdout)).toEqual({
      compatible: [],
      diverging: [{ runId: 'r1', path: 'a', why: expect.stringMatching(/^Event \d+ is .*\.$/) as string }],
    });
  });
});

describe('[LI5] schedules', () => {
  test('are listed with their next times, and fired by hand', async () => {
    await cli('deploy', await writeSaga(cwd, 'nightly', nightly));
    const { items } = (await asked('schedules')) as { items: readonly Record<string, unknown>[] };
    const [first, second] = items;
    expect(first).toMatchObject({
      workflow: 'nightly',
      name: 'at9',
      cron: '0 9 * * *',
      timeZone: 'UTC',
      paused: false,
    });
    expect(first?.['next']).toMatch(/T09:00:00.000Z$/);
    expect(first?.['upcoming']).toHaveLength(10);
    expect(second).toMatchObject({ name: 'often', every: '1h', paused: true, next: null, upcoming: [] });
    expect((await cli('schedules')).stdout).toMatch(/^nightly\/at9 .* active\nnightly\/often .* paused$/m);
    expect(await asked('trigger', 'at9')).toMatchObject({ status: 'completed', output: { by: 'at9' } });
    expect(await asked('trigger', 'nightly/often')).toMatchObject({ workflow: 'nightly' });
  });
});

describe('a run and what it starts', () => {
  const child = { start: 'nap', steps: { nap: { type: 'wait', for: '1h' } }, returns: '{% input * 10 %}' };
  const one = { one: { type: 'child', workflow: 'child', input: '{% item %}' } };
  const parent = { start: 'all', steps: { all: { type: 'map', items: [1, 2], start: 'one', steps: one } } };

  test('[LI2] finds the workflows of its folder, or of another', async () => {
    const file = await writeSaga(cwd, 'parent', parent);
    const lost = await cli('run', file, '--virtual-time', '--json');
    expect(lost.code).toBe(2);
    expect(JSON.parse(lost.stdout)).toMatchObject({ error: { type: 'child.notFound' } });
    await writeSaga(cwd, 'child', child);
    const run = await asked('run', file, '--virtual-time');
    expect(run).toMatchObject({ status: 'completed', output: [10, 20], durationMs: 3_600_000 });
    expect((run['steps'] as readonly { path: string }[]).map(({ path }) => path)).toEqual([
      'all',
      'all[0].one',
      'all[1].one',
    ]);
    const other = testFolder();
    await writeSaga(other, 'child', { ...child, returns: 7 });
    expect(await asked('run', file, '--virtual-time', '--workflows', other)).toMatchObject({ output: [7, 7] });
  });

  test('its timeline names items, children, signals and events', async () => {
    await writeSaga(cwd, 'child', child);
    const told = {
      tell: { type: 'emit', event: 'done', next: 'wait' },
      wait: { type: 'receive', signal: 'go', timeout: '1s' },
    };
    const steps = { all: { ...parent.steps.all, next: 'tell' }, ...told };
    const { stdout } = await cli('run', await writeSaga(cwd, 'parent', { ...parent, steps }), '--virtual-time');
    for (const line of ['all [2]', '  all[1].one → child', 'tell → done', 'wait ← go'])
      expect(stdout.split('\n').some((each) => each.startsWith(line))).toBe(true);
  });

  test('[LI3] is followed through continue-as-new, and sent its signals in time', async () => {
    const loop = {
      start: 'tick',
      steps: {
        tick: { type: 'receive', signal: 'tick', next: 'more' },
        more: { type: 'choice', branches: [{ when: '{% input < 3 %}', next: 'again' }], otherwise: 'end' },
        again: { type: 'continueAsNew', input: '{% input + 1 %}' },
        end: { type: 'succeed', output: '{% input %}' },
      },
    };
    const ticks = [{ name: 'tick' }, { name: 'tick', at: '1h' }, { name: 'tick', at: '2h' }];
    await writeFile(path.join(cwd, 'ticks.json'), JSON.stringify(ticks));
    const args = ['run', await writeSaga(cwd, 'loop', loop), '--input', '1', '--signals', 'ticks.json'];
    expect(await asked(...args, '--virtual-time')).toMatchObject({ output: 3, durationMs: 3_600_000 });
    await writeFile(path.join(cwd, 'ticks.json'), JSON.stringify(ticks.map(({ name }) => ({ name }))));
    const kept = await asked(...args, '--id', 'r1');
    expect(kept).toMatchObject({ status: 'completed', output: 3 });
    expect(await asked('run', 'loop.saga.json', '--id', 'r1', '--input', '1')).toEqual(kept);
  });

  test('[HO6] is carried on with what it waits for', async () => {
    await writeSaga(cwd, 'child', { ...child, steps: { nap: { type: 'wait', for: '1s' } } });
    const file = await writeSaga(cwd, 'parent', parent);
    expect((await cli('run', file, '--id', 'r1', '--timeout', '100ms')).code).toBe(3);
    expect(await asked('run', file, '--id', 'r1')).toMatchObject({ status: 'completed', output: [10, 20] });
  });

  test('[DA8] its output is shown whole, however large', async () => {
    const big = {
      start: 'end',
      steps: { end: { type: 'succeed', output: '{% input %}' } },
      queries: { all: { returns: '{% input %}' } },
    };
    await writeFile(path.join(cwd, 'big.json'), JSON.stringify({ big: 'x'.repeat(300_000) }));
    const args = ['run', await writeSaga(cwd, 'big', big), '--input', '@big.json'];
    for (const more of [['--virtual-time'], ['--id', 'r1']])
      expect(await asked(...args, ...more)).toMatchObject({
        output: { big: expect.stringMatching(/^x{300000}$/) as string },
      });
    expect(await asked('query', 'r1', 'all')).toMatchObject({ result: { big: expect.stringMatching(/^x/) as string } });
  });

  test('mocks are for the steps of its children as well', async () => {
    const working = { start: 'work', steps: { work: { type: 'task', activity: 'log', readOnly: true } } };
    await writeSaga(cwd, 'child', working);
    await writeFile(path.join(cwd, 'mocks.json'), '{ "work": [{ "return": 1 }] }');
    const args = [
      'run',
      await writeSaga(cwd, 'parent', parent),
      '--virtual-time',
      '--mocks',
      'mocks.json',
      '--mocks-only',
    ];
    expect(await asked(...args)).toMatchObject({ status: 'completed', output: [1, 1] });
  });
});
