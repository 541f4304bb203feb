import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { beforeEach, describe, expect, onTestFinished, test, vi } from 'vitest';
import type { JsonObject } from '../core/json.ts';
import { testFolder } from '../node/testing/folder.ts';
import { createEngineHost } from '../server/index.ts';
import { writeSaga } from './testing/documents.ts';
import { type Told, within } from './testing/within.ts';

let cwd: string;
beforeEach(() => {
  cwd = testFolder();
});

const cli = (...args: readonly string[]): Promise<Told> => within(args, { cwd });

async function asked(...args: readonly string[]): Promise<Record<string, unknown>> {
  const { code, stdout, stderr } = await cli(...args, '--json');
  if (code !== 0) throw new Error(`${code}: ${stderr}`);
  return JSON.parse(stdout) as Record<string, unknown>;
}

const itemsOf = async (...args: readonly string[]): Promise<readonly JsonObject[]> =>
  (await asked(...args))['items'] as readonly JsonObject[];

const order: JsonObject = {
  input: { type: 'object', properties: { id: { type: 'string' }, sum: { type: 'number' }, gift: { type: 'boolean' } } },
  triggers: {
    hook: { type: 'webhook', input: '{% trigger.payload %}' },
    nightly: { type: 'schedule', cron: '0 3 * * *', jitter: '10m', input: { id: 'nightly' } },
    files: { type: 'file', pattern: 'inbox/*', input: { id: '{% trigger.payload.path %}' } },
  },
  start: 'done',
  steps: { done: { type: 'succeed', output: '{% input %}' } },
};

/** An engine on the database, as a server would have it. */
async function serving() {
  const host = await createEngineHost({ workspace: cwd, database: '.sagaloom/runs.db', shop: null });
  onTestFinished(() => host.close());
  return host;
}

describe('a start for later', () => {
  test('[TR6] is listed until it is due, and no run until then', async () => {
    const file = await writeSaga(cwd, 'order', order);
    const told = await cli('start', file, '--input', '{"id":"a"}', '--id', 'later', '--delay', '1h');
    expect(told).toMatchObject({ code: 0, stdout: expect.stringMatching(/^later: due \d{4}-/) });
    expect(await itemsOf('deliveries')).toMatchObject([{ id: 'later', type: 'start', status: 'pending', runId: null }]);
    expect((await cli('deliveries')).stdout).toMatch(/later +order +\S+ +due /);
    expect((await cli('runs')).stderr).toContain('1 to come are not due yet');
    expect(await itemsOf('runs')).toEqual([]);
    expect(await cli('start', file, '--id', 'later', '--delay', '1h')).toMatchObject({ code: 1 }); // null is no order
    expect(await cli('start', file, '--input', '{}', '--id', 'later', '--delay', '1h')).toMatchObject({ code: 5 });
  });

  test('[TR6] starts under whoever serves when it is due', async () => {
    const file = await writeSaga(cwd, 'order', order);
    const at = new Date(Date.now() + 700).toISOString();
    expect(await asked('start', file, '--input', '{"id":"a"}', '--id', 'r', '--at', at)).toMatchObject({ dueAt: at });
    const host = await serving();
    await vi.waitFor(() => expect(host.context.engine.reader.run('r')).toMatchObject({ status: 'completed' }), 10_000);
    expect(Date.parse(host.context.engine.reader.run('r')?.startedAt ?? '')).toBeGreaterThanOrEqual(Date.parse(at));
  });

  test('[TR6] can be cancelled as a run is, or as a delivery', async () => {
    const file = await writeSaga(cwd, 'order', order);
    for (const id of ['a', 'b']) await cli('start', file, '--input', '{}', '--id', id, '--delay', '1d');
    expect(await cli('cancel', 'a')).toMatchObject({ code: 0, stdout: 'a: cancelled\n' });
    expect(await cli('deliveries', 'cancel', 'b')).toMatchObject({ code: 0, stdout: 'b: cancelled\n' });
    expect(await itemsOf('deliveries', '--status', 'pending')).toEqual([]);
    expect(await cli('cancel', 'none')).toMatchObject({ code: 1 });
    expect(await cli('deliveries', 'cancel', 'none')).toMatchObject({ code: 1 });
  });

  test.each([
    [['--delay', 'soon']],
    [['--at', 'tomorrow']],
    [['--at', '2030-01-01', '--delay', '1h']],
    [['--batch', 'items.csv', '--delay', '1h']],
    [['--batch', 'none.csv']],
    [['--batch', '.', '--rate', '1/s']],
  ])('%j is refused in one line', async (flags) => {
    const file = await writeSaga(cwd, 'order', order);
    const { code, stderr } = await cli('start', file, ...flags);
    expect(code).toBe(1);
    expect(stderr.trim().split('\n')).toHaveLength(1);
  });
});

describe('a batch', () => {
  const lines = (count: number): string =>
    Array.from({ length: count }, (_, i) => `${JSON.stringify({ id: `o${i}`, sum: i })}\n`).join('');
  const put = async (name: string, text: string): Promise<string> => {
    await writeFile(path.join(cwd, name), text);
    return name;
  };

  test('[TR7] starts a run for each line, and for none twice, also when it is started again with more', async () => {
    const file = await writeSaga(cwd, 'order', order);
    const items = await put('orders.jsonl', lines(1_200));
    const first = await asked('start', file, '--batch', items, '--key', 'item.id');
    expect(first).toEqual({ batch: 'orders', started: 1_200, existing: 0, failures: 0, failed: [] });
    await put('orders.jsonl', lines(1_250));
    const again = await asked('start', file, '--batch', items, '--key', '{% item.id %}');
    expect(again).toMatchObject({ started: 50, existing: 1_200 });
    const other = await asked('start', file, '--batch', items, '--key', 'item.id', '--batch-id', 'second');
    expect(other).toMatchObject({ batch: 'second', started: 1_250, existing: 0 });
  });

  test('[TR7] reads a table as its schema says, and tells of what does not fit by line', async () => {
    const file = await writeSaga(cwd, 'order', order);
    const rows = ['id,sum,gift', 'a,1.5,true', '', '"b, the second",2,FALSE', 'c,much,true', 'd,,', 'a,9,true'];
    const items = await put('orders.csv', `\uFEFF${rows.join('\r\n')}\r\n`);
    const { code, stdout, stderr } = await cli('start', file, '--batch', items, '--key', 'item.id');
    expect({ code, stdout }).toEqual({ code: 5, stdout: 'orders: 3 started, 1 were there already, 1 failed\n' });
    expect(stderr).toMatch(/^line 5: .*sum/m);
    const outputs = (await itemsOf('runs')).map(({ output }) => output);
    expect(outputs).toEqual(
      expect.arrayContaining([
        { id: 'a', sum: 1.5, gift: true },
        { id: 'b, the second', sum: 2, gift: false },
        { id: 'd' },
      ]),
    );
  });

  test('[TR7] goes on after a line that is none, and says which', async () => {
    const file = await writeSaga(cwd, 'order', order);
    const items = await put('orders.jsonl', '{"id":"a"}\n{"id":\n[]\n{"sum":"x"}\n{"id":"b"}');
    const { code, stdout } = await cli('start', file, '--batch', items, '--json');
    expect(code).toBe(5);
    const { started, failed } = JSON.parse(stdout) as { started: number; failed: { line: number; why: string }[] };
    expect({ started, lines: failed.map(({ line }) => line).toSorted((a, b) => a - b) }).toEqual({
      started: 2,
      lines: [2, 3, 4],
    });
    expect(failed.every(({ why }) => !why.includes('\n'))).toBe(true);
  });

  test('[TR7] goes on after a row that is none, and says which', async () => {
    const file = await writeSaga(cwd, 'order', order);
    const items = await put('orders.csv', 'id,sum\na,1\nb,2,3\nc,4\n');
    const { code, stdout } = await cli('start', file, '--batch', items, '--json');
    expect(code).toBe(5);
    expect(JSON.parse(stdout)).toMatchObject({ started: 2, failures: 1, failed: [{ line: 3 }] });
  });

  test('[TR7] goes no faster than it may', async () => {
    const file = await writeSaga(cwd, 'order', order);
    const items = await put('orders.jsonl', lines(30));
    const since = Date.now();
    expect(await asked('start', file, '--batch', items, '--rate', '20/s')).toMatchObject({ started: 30 });
    expect(Date.now() - since).toBeGreaterThanOrEqual(1_000);
  });

  test('a key that cannot be told starts nothing', async () => {
    const file = await writeSaga(cwd, 'order', order);
    const items = await put('orders.jsonl', lines(3));
    expect(await cli('start', file, '--batch', items, '--key', 'item.(')).toMatchObject({ code: 1, stdout: '' });
    const none = await cli('start', file, '--batch', items, '--key', 'item.none');
    expect(none).toMatchObject({ code: 5, stdout: 'orders: 0 started, 0 were there already, 3 failed\n' });
    expect(await itemsOf('runs')).toEqual([]);
  });
});

describe('what starts runs', () => {
  test('[LI5] triggers of every type are fired by hand, with what would have come', async () => {
    await cli('deploy', await writeSaga(cwd, 'order', order));
    const fired = await asked('trigger', 'order/hook', '--payload', '{"id":"h"}');
    expect(await asked('trigger', 'files', '--input', '{"path":"inbox/a"}')).toMatchObject({
      output: { id: 'inbox/a' },
    });
    expect(await asked('trigger', 'nightly')).toMatchObject({ output: { id: 'nightly' } });
    expect(fired).toMatchObject({ status: 'completed', output: { id: 'h' } });
    expect(await cli('trigger', 'hook', '--payload', '{"sum":"x"}')).toMatchObject({ code: 1 });
    expect(await cli('trigger', 'order')).toMatchObject({ code: 1, stderr: expect.stringContaining('order/files') });
    expect(await cli('trigger', 'none')).toMatchObject({ code: 1 });
    expect(await cli('trigger', 'nightly', '--payload', '{}')).toMatchObject({ code: 1 });
  });

  test('[LI5] a schedule shows its next ten times', async () => {
    await cli('deploy', await writeSaga(cwd, 'order', order));
    const [schedule] = await itemsOf('schedules');
    expect(schedule).toMatchObject({ workflow: 'order', name: 'nightly', jitter: '10m', recent: [] });
    expect(schedule?.['upcoming']).toHaveLength(10);
    const { stdout } = await cli('schedules');
    expect(stdout).toMatch(/order\/nightly +0 3 \* \* \* UTC \+10m/);
    expect(stdout.match(/^ {2}next {2}.*T03:0\d:/gm)).toHaveLength(10);
  });

  test('[TR1] deliveries are listed page by page, shown, and sent again', async () => {
    await cli('deploy', await writeSaga(cwd, 'order', order));
    const host = await serving();
    const { engine } = host.context;
    for (const [key, id] of [
      ['k1', 'a'],
      ['k2', 2],
      ['k3', 'c'],
      ['k3', 'c'],
    ] as const)
      await engine.deliver({ workflow: 'order', trigger: 'hook', key, payload: { id }, headers: { 'x-a': 'b' } });
    await host.close();
    const first = await asked('deliveries', '--limit', '2');
    expect(first['items']).toMatchObject([
      { key: 'k3', status: 'started', duplicates: 1 },
      { key: 'k2', status: 'refused', runId: null, problem: { code: 'invalid' } },
    ]);
    expect(await itemsOf('deliveries', '--cursor', String(first['next']))).toMatchObject([{ key: 'k1' }]);
    expect(await itemsOf('deliveries', '--status', 'refused', '--workflow', 'order')).toHaveLength(1);
    const [{ id = '' } = {}] = first['items'] as readonly { readonly id?: string }[];
    const shown = await cli('deliveries', 'show', id);
    expect(JSON.parse(shown.stdout)).toMatchObject({ payload: { id: 'c' }, headers: { 'x-a': 'b' }, trigger: 'hook' });
    expect(await asked('deliveries', 'replay', id)).toMatchObject({
      status: 'started',
      replays: id,
      duplicates: 0,
    });
    expect(await cli('deliveries', 'replay', 'none')).toMatchObject({ code: 1 });
    expect(await cli('deliveries', 'replay')).toMatchObject({ code: 1 });
    expect((await cli('deliveries')).stdout).toMatch(/order\/hook .* refused: .*input/);
  });
});
