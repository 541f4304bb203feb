import path from 'node:path';
import { createRouterClient } from '@orpc/server';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { order } from '../../cli/testing/documents.ts';
import type { BulkJob } from '../../contract/bulk.ts';
import { createEngineHost, type EngineHost } from '../host.ts';
import { makeWorkspace, quick, saga, slow } from '../testing/place.ts';

vi.setConfig({ testTimeout: 60_000 });

const open: EngineHost[] = [];
afterEach(async () => {
  await Promise.all(open.splice(0).map((host) => host.close()));
});

async function makeHost(workspace?: string) {
  const folder = workspace ?? (await makeWorkspace());
  const host = await createEngineHost({
    workspace: folder,
    database: path.join(folder, 'runs.db'),
    shop: null,
    env: {},
  });
  open.push(host);
  return { host, folder, client: createRouterClient(host.router, { context: host.context }) };
}
type Client = Awaited<ReturnType<typeof makeHost>>['client'];

const stuck = saga(order('nobody'));

async function started(client: Client, document: string, ids: readonly string[]): Promise<void> {
  for (const runId of ids) await client.runs.start({ document, input: null, runId });
}
const statusOf = async (client: Client, runId: string) => (await client.runs.get({ runId })).status;

async function finished(client: Client, { id }: BulkJob): Promise<BulkJob> {
  await expect.poll(async () => (await client.runs.bulk.status({ id })).state, { timeout: 30_000 }).not.toBe('running');
  return client.runs.bulk.status({ id });
}

describe('what is done to many runs', () => {
  test('is done to all that match, with its reason in each history; what has ended is not meant', async () => {
    const { client } = await makeHost();
    await started(client, slow, ['a', 'b', 'c']);
    await started(client, quick, ['d']);
    await expect.poll(() => statusOf(client, 'd'), { timeout: 20_000 }).toBe('completed');
    const filter = { workflows: ['test'] };
    expect(await client.runs.bulk.preview({ action: 'cancel', filter })).toEqual({
      applies: { count: 3, more: false },
      meant: { count: 4, more: false },
    });
    const job = await client.runs.bulk.start({ action: 'cancel', filter, why: 'the sale is over' });
    expect(job).toMatchObject({ action: 'cancel', state: 'running', total: { count: 3 }, why: 'the sale is over' });
    expect(await finished(client, job)).toMatchObject({ state: 'done', done: 3, refused: 0 });
    for (const runId of ['a', 'b', 'c']) {
      await expect.poll(() => statusOf(client, runId), { timeout: 20_000 }).toBe('cancelled');
      const { history } = await client.runs.get({ runId });
      expect(history.some((event) => event.type === 'CancelRequested' && event.why === 'the sale is over')).toBe(true);
    }
    expect((await client.runs.bulk.list()).map(({ id }) => id)).toEqual([job.id]);
  });

  test('says of each run that refused why, and goes on', async () => {
    const { client } = await makeHost();
    await started(client, slow, ['a', 'b']);
    await client.runs.terminate({ runId: 'a' });
    const job = await client.runs.bulk.start({ action: 'terminate', runs: ['a', 'b', 'nobody'] });
    const done = await finished(client, job);
    expect(done).toMatchObject({ done: 1, refused: 2, total: { count: 3 } });
    expect(done.refusals.map(({ runId }) => runId)).toEqual(['a', 'nobody']);
    expect(done.refusals.every(({ reason }) => reason.length > 5)).toBe(true);
    expect(await statusOf(client, 'b')).toBe('terminated');
  });

  test('tries again what is stuck', async () => {
    const { client } = await makeHost();
    await started(client, stuck, ['a']);
    await expect.poll(async () => (await client.runs.attention()).length, { timeout: 30_000 }).toBe(1);
    const before = (await client.runs.get({ runId: 'a' })).events;
    const job = await client.runs.bulk.start({ action: 'retry', filter: {} });
    expect(await finished(client, job)).toMatchObject({ done: 1, refused: 0 });
    expect((await client.runs.get({ runId: 'a' })).events).toBeGreaterThan(before);
  });

  test('starts again with the same input, once however often it is tried', async () => {
    const { client } = await makeHost();
    await client.runs.start({ document: quick, input: { n: 7 }, runId: 'a' });
    await expect.poll(() => statusOf(client, 'a'), { timeout: 20_000 }).toBe('completed');
    const job = await client.runs.bulk.start({ action: 'again', runs: ['a'] });
    expect(await finished(client, job)).toMatchObject({ done: 1, refused: 0 });
    const again = await client.runs.get({ runId: `a.${job.id}` });
    expect(again).toMatchObject({ input: { n: 7 }, workflow: 'test' });
  });

  test('deletes what has ended, and says what cannot go yet', async () => {
    const { client } = await makeHost();
    await started(client, quick, ['a', 'b']);
    await started(client, slow, ['c']);
    await started(client, quick, ['d']);
    for (const runId of ['a', 'b', 'd'])
      await expect.poll(() => statusOf(client, runId), { timeout: 20_000 }).toBe('completed');
    const job = await client.runs.bulk.start({ action: 'delete', runs: ['a', 'b', 'c', 'd'] });
    const done = await finished(client, job);
    expect(done).toMatchObject({ done: 2, refused: 2 });
    expect(done.refusals.map(({ runId }) => runId)).toEqual(['c', 'd']);
    expect((await client.runs.list({})).items.map(({ runId }) => runId)).toEqual(['d', 'c']);
    expect((await client.runs.list({ sort: { by: 'events', order: 'asc' } })).items).toHaveLength(2);
  });

  test('goes on where it was when the engine was closed in the midst of it', async () => {
    const { client, host, folder } = await makeHost();
    const ids = Array.from({ length: 260 }, (_, i) => `r${i}`);
    await Promise.all(ids.map((runId) => client.runs.start({ document: slow, input: null, runId })));
    const job = await client.runs.bulk.start({ action: 'terminate', filter: {} });
    await host.close(); // after a page at most
    open.splice(0);
    const next = await makeHost(folder);
    const done = await finished(next.client, job);
    expect(done).toMatchObject({ state: 'done', resumed: true, done: 260, refused: 0 });
    const { total } = await next.client.runs.counts({ statuses: ['terminated'] });
    expect(total).toEqual({ count: 260, more: false });
  });

  test('stops when it is told to', async () => {
    const { client } = await makeHost();
    const ids = Array.from({ length: 250 }, (_, i) => `r${i}`);
    await Promise.all(ids.map((runId) => client.runs.start({ document: slow, input: null, runId })));
    const job = await client.runs.bulk.start({ action: 'terminate', filter: {} });
    await client.runs.bulk.stop({ id: job.id });
    const stopped = await finished(client, job);
    expect(stopped.state).toBe('stopped');
    expect(stopped.done).toBeLessThan(250);
  });
});

describe('retention', () => {
  test('is set, says what it would delete, and what it has deleted', async () => {
    const { client } = await makeHost();
    await started(client, quick, ['a', 'b', 'c']);
    for (const runId of ['a', 'b', 'c'])
      await expect.poll(() => statusOf(client, runId), { timeout: 20_000 }).toBe('completed');
    expect(await client.system.retention.get()).toMatchObject({ policy: { keepMs: null }, isFixed: false, deleted: 0 });
    await client.runs.counts({}); // the list has seen them
    expect(await client.system.retention.preview({ keepMs: 0 })).toEqual({ count: 3, more: false });
    expect(await client.system.retention.preview({ keepMs: null, byStatus: { failed: 0 } })).toMatchObject({
      count: 0,
    });
    await client.system.retention.set({ keepMs: null, byStatus: { completed: 0 } });
    await expect.poll(async () => (await client.system.retention.get()).deleted, { timeout: 30_000 }).toBe(2); // the latest stays
    expect((await client.system.retention.get()).lastPass).not.toBeNull();
    expect((await client.runs.list({})).items).toHaveLength(1);
  });
});
