import { existsSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { createRouterClient, isDefinedError, safe } from '@orpc/server';
import { afterEach, describe, expect, test } from 'vitest';
import type { Recorded } from '../core/event.ts';
import { createEngineHost, type EngineHost, type EngineHostOptions } from './host.ts';
import { order } from '../cli/testing/documents.ts';
import { makeWorkspace, quick, saga, slow } from './testing/place.ts';

const open: EngineHost[] = [];
afterEach(async () => {
  await Promise.all(open.splice(0).map((host) => host.close()));
});

async function makeHost(change: Partial<EngineHostOptions> = {}, files: Record<string, string> = {}) {
  const workspace = change.workspace ?? (await makeWorkspace(files));
  const host = await createEngineHost({ workspace, database: '.sagaloom/runs.db', shop: null, env: {}, ...change });
  open.push(host);
  return { host, workspace, client: createRouterClient(host.router, { context: host.context }) };
}

/** A task whose activity is never there: stuck in its undo. */
const stuckUndo = saga(order('nobody'));

const withConfig = saga({
  config: { SHOP_URL: { type: 'string', default: 'http://default' }, LIMIT: { type: 'number', default: 1 } },
  input: { type: 'object', required: ['name'], properties: { name: { type: 'string' } } },
  start: 'done',
  steps: { done: { type: 'succeed', output: { url: '{% config.SHOP_URL %}', limit: '{% config.LIMIT %}' } } },
});

async function ended(client: Awaited<ReturnType<typeof makeHost>>['client'], runId: string) {
  const seen: Recorded[] = [];
  for await (const events of await client.runs.watch({ runId })) seen.push(...events);
  return { seen, run: await client.runs.get({ runId }) };
}

describe('runs', () => {
  test('a cursor that is none of the list is refused: an empty page would be its end', async () => {
    const { client } = await makeHost();
    const { error } = await safe(client.runs.list({ cursor: 'garbage' }));
    expect(isDefinedError(error) && error.code).toBe('INVALID');
  });

  test('a run is started, watched to its end, listed, and read', async () => {
    const { client } = await makeHost();
    const { runId, status } = await client.runs.start({ document: quick, input: null });
    expect(['running', 'completed']).toContain(status);
    const { seen, run } = await ended(client, runId);
    expect(seen.map(({ seq }) => seq)).toEqual(seen.map((_, index) => index + 1));
    expect(run).toMatchObject({ runId, status: 'completed', output: { ok: true }, input: null, history: seen });
    expect(run.definition).toMatchObject({ name: 'test', start: 'done' });
    expect((await client.runs.list({})).items).toMatchObject([{ runId, status: 'completed' }]);
    expect((await client.runs.history({ runId, after: 1 })).items).toEqual(seen.slice(1));
    expect((await client.system.info()).openRuns).toBe(0);
    const spans = await client.traces.get({ runId });
    expect(spans.length).toBeGreaterThan(1);
    expect(spans.every(({ endMs }) => endMs !== null)).toBe(true);
  });

  test('what does not compile is told with its diagnostics, and nothing is recorded', async () => {
    const { client } = await makeHost();
    const [error] = await safe(client.runs.start({ document: saga({ start: 'none', steps: {} }), input: null }));
    if (!isDefinedError(error) || error.code !== 'INVALID') throw new Error(String(error));
    expect(error.data.details).toMatchObject([{ code: expect.any(String) as string, severity: 'error' }]);
    expect((await client.runs.list({})).items).toEqual([]);
  });

  test('[DA9] an input that does not fit is told with its pointer', async () => {
    const { client } = await makeHost();
    const [error] = await safe(client.runs.start({ document: withConfig, input: { name: 1 } }));
    if (!isDefinedError(error) || error.code !== 'INVALID') throw new Error(String(error));
    expect(error.data.details).toMatchObject([{ code: 'RUN_INPUT', pointer: '/name' }]);
  });

  test('an id is given once', async () => {
    const { client } = await makeHost();
    await client.runs.start({ document: slow, input: null, runId: 'mine' });
    await expect(client.runs.start({ document: slow, input: null, runId: 'mine' })).rejects.toMatchObject({
      code: 'REFUSED',
    });
  });

  test('a run that is not there is not found, whatever is asked of it', async () => {
    const { client } = await makeHost();
    const runId = 'none';
    const place = { runId, path: 'a', visit: 1 };
    for (const asked of [
      () => client.runs.get({ runId }),
      () => client.runs.history({ runId }),
      () => client.runs.watch({ runId }),
      () => client.traces.get({ runId }),
      () => client.runs.cancel({ runId }),
      () => client.runs.undoRetry(place),
      () => client.runs.completeStep({ ...place, output: 1 }),
    ]) {
      await expect(asked()).rejects.toMatchObject({ code: 'NOT_FOUND' });
    }
  });

  test('a command is recorded with who and why, and refused when it makes no sense', async () => {
    const { client } = await makeHost({ by: 'Ada' });
    const { runId } = await client.runs.start({ document: slow, input: null });
    await client.runs.cancel({ runId, why: 'changed my mind' });
    const { seen, run } = await ended(client, runId);
    expect(run.status).toBe('cancelled');
    expect(seen.find(({ type }) => type === 'CancelRequested')).toMatchObject({ by: 'Ada', why: 'changed my mind' });
    await expect(client.runs.cancel({ runId })).rejects.toMatchObject({
      code: 'REFUSED',
      data: { code: 'notRunning' },
    });
  });

  test('[SG4] a stuck undo needs attention until somebody decides', async () => {
    const { client } = await makeHost();
    const changes = await client.runs.changes();
    const { runId } = await client.runs.start({ document: stuckUndo, input: null });
    for await (const { status } of changes) if (status === 'suspended') break;
    expect(await client.runs.attention()).toMatchObject([{ runId, kind: 'undo', path: 'pay' }]);
    const summary = await client.runs.undoSkip({ runId, path: 'pay', visit: 1, why: 'done by hand' });
    expect(summary.attention).toBe(0);
    expect((await ended(client, runId)).run).toMatchObject({ status: 'failed', undo: 'partial' });
  });

  test('what was open is carried on by the next host', async () => {
    const { client, host, workspace } = await makeHost();
    const { runId } = await client.runs.start({
      document: saga({ start: 'nap', steps: { nap: { type: 'wait', for: '300ms' } } }),
      input: null,
    });
    await host.close();
    const next = await makeHost({ workspace });
    expect((await ended(next.client, runId)).run.status).toBe('completed');
  });
});

describe('config', () => {
  const run = async (files: Record<string, string>, env: NodeJS.ProcessEnv) => {
    const { client } = await makeHost({ env }, files);
    const { runId } = await client.runs.start({ document: withConfig, input: { name: 'x' } });
    return (await ended(client, runId)).run.output;
  };

  test('[DA6] is the default, then the workspace, then the environment', async () => {
    const file = { 'sagaloom.config.json': '{ "config": { "SHOP_URL": "http://file", "LIMIT": 2 } }' };
    expect(await run({}, {})).toEqual({ url: 'http://default', limit: 1 });
    expect(await run(file, {})).toEqual({ url: 'http://file', limit: 2 });
    expect(await run(file, { SHOP_URL: 'http://env' })).toEqual({ url: 'http://env', limit: 2 });
  });

  test('[DA6] that is wrong starts nothing', async () => {
    await expect(run({}, { LIMIT: 'many' })).rejects.toMatchObject({ code: 'INVALID' });
    await expect(run({ 'sagaloom.config.json': '{' }, {})).rejects.toMatchObject({ code: 'INVALID' });
  });
});

describe('the workspace', () => {
  test('is listed, read and written through the contract', async () => {
    const { client } = await makeHost({}, { 'one.saga.json': '{}' });
    expect(await client.workspace.list()).toMatchObject({ items: [{ path: 'one.saga.json' }], next: null });
    const { etag } = await client.workspace.read({ path: 'one.saga.json' });
    await client.workspace.write({ path: 'one.saga.json', text: '{ }', etag });
    await expect(client.workspace.write({ path: 'one.saga.json', text: '', etag })).rejects.toMatchObject({
      code: 'CONFLICT',
    });
    await expect(client.workspace.read({ path: 'two.saga.json' })).rejects.toMatchObject({ code: 'NOT_FOUND' });
    await expect(client.workspace.read({ path: '../x.saga.json' })).rejects.toMatchObject({
      code: 'REFUSED',
      data: { code: 'workspace.path' },
    });
  });
});

describe('the demo', () => {
  test('is not available where the examples are not installed', async () => {
    const { client } = await makeHost();
    expect(await client.demo.status()).toMatchObject({ available: false, running: false });
    await expect(client.demo.start()).rejects.toMatchObject({ code: 'REFUSED' });
    await expect(client.demo.setFaults({ decline: true })).rejects.toMatchObject({ code: 'REFUSED' });
  });

  test('starts once, shows its books, takes faults, gives runs its address, and stops', async () => {
    const { client, workspace } = await makeHost({ shop: undefined });
    const [started, again] = await Promise.all([client.demo.start(), client.demo.start()]);
    expect(started).toMatchObject({ available: true, running: true, faults: { decline: false } });
    expect(again.url).toBe(started.url);
    expect(started.books).toHaveProperty('stock');
    expect(existsSync(path.join(workspace, '.sagaloom', 'shop.db'))).toBe(true);
    expect((await client.demo.setFaults({ decline: true, delayMs: 5 })).faults).toEqual({
      decline: true,
      outage: false,
      delayMs: 5,
    });

    await writeFile(path.join(workspace, 'sagaloom.config.json'), '{ "config": { "SHOP_URL": "http://file" } }');
    const { runId } = await client.runs.start({ document: withConfig, input: { name: 'x' } });
    expect((await ended(client, runId)).run.output).toMatchObject({ url: started.url });

    expect(await client.demo.stop()).toMatchObject({ running: false, url: null, books: null });
    await expect(fetch(started.url ?? '')).rejects.toThrow('fetch failed');
  }, 30_000);

  test('a shop that dies is seen to be gone, and can be started again', async () => {
    const { client, host } = await makeHost({ shop: undefined });
    await client.demo.start();
    process.kill(host.context.demo.pid ?? 0, 'SIGKILL');
    await expect.poll(async () => (await client.demo.status()).running).toBe(false);
    expect((await client.demo.start()).running).toBe(true);
  }, 30_000);

  test('a shop that cannot start says why in one line', async () => {
    const { client } = await makeHost({ shop: '/nowhere/shop.ts' });
    await expect(client.demo.start()).rejects.toMatchObject({ code: 'ENVIRONMENT' });
  }, 30_000);
});

describe('what else the contract offers', () => {
  const counting = saga({
    name: 'counting',
    config: { LIMIT: { type: 'number', default: 1 } },
    variables: { count: 0 },
    searchAttributes: { count: { type: 'number', value: '{% vars.count %}' } },
    updates: { add: { assign: { count: '{% vars.count + update.input %}' }, returns: '{% config.LIMIT %}' } },
    triggers: { often: { type: 'schedule', every: '1h' } },
    start: 'nap',
    steps: { nap: { type: 'wait', for: '1h' } },
  });

  test('a run is started by name, with config before all other sources; its id may be used again', async () => {
    const { client } = await makeHost({ env: { LIMIT: '2' } }, { 'any.saga.json': counting });
    const request = { workflow: 'counting', input: null, runId: 'r1', config: { LIMIT: 3 } };
    const started = await client.runs.start(request);
    expect((await client.runs.update({ runId: 'r1', name: 'add', input: 5 })).result).toBe(3);
    await expect(client.runs.start(request)).rejects.toMatchObject({
      code: 'REFUSED',
      data: { code: 'alreadyStarted' },
    });
    const again = await client.runs.start({ ...request, reuse: 'useExisting' });
    expect(again).toMatchObject({ runId: 'r1', startedAt: started.startedAt });
    await expect(client.runs.start({ ...request, config: { OTHER: 1 } })).rejects.toMatchObject({ code: 'INVALID' });
    await expect(client.runs.start({ ...request, document: counting })).rejects.toMatchObject({ code: 'BAD_REQUEST' });
    await expect(client.runs.start({ ...request, workflow: 'none' })).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });

  test('[RN6] a search attribute that is of another type is null in summaries', async () => {
    const { client } = await makeHost();
    const searchAttributes = {
      n: { type: 'number', value: '{% input %}' },
      gone: { type: 'string', value: '{% input.none.at %}' },
    };
    const document = saga({ name: 'odd', searchAttributes, start: 'nap', steps: { nap: { type: 'wait', for: '1h' } } });
    expect(await client.runs.start({ document, input: 1 })).toMatchObject({ attributes: { n: 1, gone: null } });
    expect(await client.runs.start({ document, input: 'one' })).toMatchObject({ attributes: { n: null, gone: null } });
  });

  test('runs are found by their search attributes, and the lag of the views is told', async () => {
    const { client } = await makeHost();
    for (const [runId, input] of [
      ['a', 1],
      ['b', 2],
    ] as const) {
      await client.runs.start({ document: counting, input: null, runId });
      await client.runs.update({ runId, name: 'add', input });
    }
    expect((await client.runs.list({ attributes: { count: 2 } })).items).toMatchObject([{ runId: 'b' }]);
    expect((await client.runs.list({ attributes: { count: '2' } })).items).toEqual([]);
    expect((await client.runs.list({})).items.map(({ attributes }) => attributes)).toEqual([
      { count: 2 },
      { count: 1 },
    ]);
    expect((await client.system.info()).lagMs).toEqual(expect.any(Number));
  });

  test('[JO6][LI2][LI4] a summary tells of the parent, of the run that follows, and of waiting for a slot', async () => {
    const napping = { start: 'nap', steps: { nap: { type: 'wait', for: '1h' } } };
    const parent = saga({ name: 'parent', start: 'sub', steps: { sub: { type: 'child', workflow: 'napping' } } });
    const { client } = await makeHost({}, { 'napping.saga.json': saga({ name: 'napping', ...napping }) });
    const summaryOf = async (wanted: string) =>
      (await client.runs.list({})).items.find(({ runId }) => runId === wanted) ?? null;

    await client.runs.start({ document: parent, input: null, runId: 'above' });
    const below = async () => (await client.runs.list({ workflow: 'napping' })).items.map(({ runId }) => runId);
    await expect.poll(below).toHaveLength(1);
    const [child = ''] = await below();
    expect(await summaryOf(child)).toMatchObject({ parent: 'above', next: null, queued: false, attributes: {} });
    const fork = await client.runs.fork({ runId: child, at: 1 });
    expect(fork).toMatchObject({ parent: null });
    const after = await client.runs.reset({ runId: child, to: 1 });
    expect(after).toMatchObject({ parent: 'above', next: null });
    expect(await summaryOf(child)).toMatchObject({ parent: 'above', next: after.runId });
    await client.runs.terminate({ runId: after.runId });
    const again = await client.runs.reset({ runId: after.runId, to: 1 });
    expect(again).toMatchObject({ parent: 'above', status: 'running', next: null });
    expect(await summaryOf(after.runId)).toMatchObject({ status: 'terminated', next: again.runId });

    const one = saga({ name: 'one', concurrencyKey: { key: 'k', limit: 1 }, ...napping });
    expect(await client.runs.start({ document: one, input: null, runId: 'q1' })).toMatchObject({ queued: false });
    expect(await client.runs.start({ document: one, input: null, runId: 'q2' })).toMatchObject({ queued: true });
    await client.runs.cancel({ runId: 'q1' });
    await expect.poll(async () => (await summaryOf('q2'))?.queued).toBe(false);
  });

  test('[LI5] a schedule is there once its workflow is deployed, can be paused, and fired by hand', async () => {
    const { client } = await makeHost();
    expect((await client.schedules.list()).items).toEqual([]);
    await client.definitions.deploy({ document: counting });
    const often = { workflow: 'counting', name: 'often' };
    expect((await client.schedules.list()).items).toMatchObject([{ ...often, every: '1h', paused: false }]);
    expect(await client.schedules.pause(often)).toMatchObject({ paused: true, next: null });
    expect(await client.schedules.resume(often)).toMatchObject({ paused: false, next: expect.any(String) as string });
    expect(await client.schedules.trigger(often)).toMatchObject({ workflow: 'counting', status: 'running' });
    for (const ask of [client.schedules.pause, client.schedules.trigger])
      await expect(ask({ ...often, name: 'none' })).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });

  test('what is not there is told apart from what is refused', async () => {
    const { client } = await makeHost();
    await client.runs.start({ document: counting, input: null, runId: 'r1' });
    const codeOf = async (asked: Promise<unknown>) => (await safe(asked))[0];
    expect(await codeOf(client.runs.query({ runId: 'none', name: 'x' }))).toMatchObject({ code: 'NOT_FOUND' });
    expect(await codeOf(client.runs.query({ runId: 'r1', name: 'x' }))).toMatchObject({ code: 'INVALID' });
    expect(await codeOf(client.runs.reset({ runId: 'none', to: 1 }))).toMatchObject({ code: 'NOT_FOUND' });
    expect(await codeOf(client.runs.reset({ runId: 'r1', to: 99 }))).toMatchObject({ code: 'INVALID' });
    expect(await codeOf(client.runs.resume({ runId: 'r1' }))).toMatchObject({ code: 'REFUSED' });
    const broken = saga({ start: 'none', steps: {} });
    expect(await codeOf(client.runs.migrate({ runId: 'r1', document: broken }))).toMatchObject({ code: 'INVALID' });
    expect(await codeOf(client.definitions.deploy({ document: broken }))).toMatchObject({ code: 'INVALID' });
  });
});
