import { copyFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import Database from 'better-sqlite3';
import { expect, test, vi } from 'vitest';
import { saga } from '../testing/place.ts';
import { readJournal } from './journal.ts';
import { collector } from './testing/collector.ts';
import { byId, closedSpans, compensated, exporting, ran } from './testing/exporting.ts';

const quietly = { timeout: 20_000, interval: 50 };
const log = (next: object = {}) => ({ type: 'task', activity: 'log', with: { message: 'm' }, ...next });

const counting = saga({
  name: 'counting',
  input: { type: ['number', 'null'] },
  start: 'work',
  steps: {
    work: log({ next: 'more' }),
    more: {
      type: 'choice',
      branches: [{ when: '{% ($exists(input) and input != null ? input : 0) < 2 %}', next: 'again' }],
      otherwise: 'done',
    },
    again: { type: 'continueAsNew', input: '{% (input != null ? input : 0) + 1 %}' },
    done: { type: 'succeed' },
  },
});

async function everyRun({ client, host }: Awaited<ReturnType<typeof exporting>>): Promise<readonly string[]> {
  const ids = (await client.runs.list({ limit: 500 })).items.map(({ runId }) => runId);
  await Promise.all(ids.map((runId) => host.context.engine.settled(runId)));
  const now = (await client.runs.list({ limit: 500 })).items.map(({ runId }) => runId);
  return now.length === ids.length ? ids : everyRun({ client, host } as Awaited<ReturnType<typeof exporting>>);
}

test('children, runs that continue, and runs that were reset or forked are sent as they are read', async () => {
  const to = await collector();
  const engine = await exporting({
    OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: `${to.url}/v1/traces`,
    OTEL_BSP_MAX_EXPORT_BATCH_SIZE: '5',
  });
  const { runs, definitions } = engine.client;
  await definitions.deploy({ document: compensated });
  const parent = saga({
    name: 'parent',
    start: 'both',
    steps: {
      both: {
        type: 'map',
        items: '{% [1, 2, 3] %}',
        concurrency: 2,
        start: 'sub',
        steps: { sub: { type: 'child', workflow: 'order', catch: [{ errors: ['*'], next: 'fine' }] }, fine: log() },
      },
    },
  });
  const first = await ran(engine, parent);
  await ran(engine, counting);
  await runs.fork({ runId: first, at: 3 });
  const waiting = saga({
    name: 'w',
    start: 'a',
    steps: { a: log({ next: 'b' }), b: { type: 'receive', signal: 's' } },
  });
  const { runId } = await runs.start({ document: waiting, input: null });
  await vi.waitFor(async () => expect((await runs.get({ runId })).events).toBeGreaterThan(3), quietly);
  const anew = await runs.reset({ runId, to: 'b' });
  await runs.signal({ runId: anew.runId, name: 's', payload: 1 });
  const ids = await everyRun(engine);
  const all = byId(closedSpans(engine.host, ids));
  await vi.waitFor(async () => {
    const { traces } = await engine.client.telemetry.status();
    expect(traces?.behind).toBe(0);
    expect(byId(to.spans()).size).toBe(all.size);
  }, quietly);
  expect(byId(to.spans())).toEqual(all);
  expect(ids.length).toBeGreaterThanOrEqual(8);
  const parents = new Set(to.spans().map(({ spanId }) => spanId));
  expect(to.spans().filter(({ parentSpanId }) => parentSpanId !== null && !parents.has(parentSpanId))).toEqual([]);
  await engine.close();
  await to.close();
});

test('another history in place of the one that was read is sent from its beginning', async () => {
  const to = await collector();
  const env = { OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: `${to.url}/v1/traces` };
  const engine = await exporting(env);
  const kept = await ran(engine, compensated);
  const database = path.join(engine.workspace, '.sagaloom', 'runs.db');
  await engine.host.context.engine.backup(`${database}.bak`);
  const lost = await ran(engine, compensated);
  await vi.waitFor(async () => expect((await engine.client.telemetry.status()).traces?.behind).toBe(0), quietly);
  await engine.close();
  for (const end of ['', '-wal', '-shm']) rmSync(`${database}${end}`, { force: true });
  copyFileSync(`${database}.bak`, database);

  const before = to.came.length;
  const next = await exporting(env, engine.workspace);
  const fresh = await ran(next, compensated);
  const all = byId(closedSpans(next.host, [kept, fresh]));
  const since = () => byId(to.came.slice(before).flatMap(({ spans }) => spans));
  await vi.waitFor(() => expect(since().size).toBe(all.size), quietly);
  expect(since()).toEqual(all);
  expect(next.host.context.engine.reader.run(lost)).toBeNull();
  await next.close();
  await to.close();
});

test('entries of runs that were deleted before they were read are counted', async () => {
  const engine = await exporting();
  await ran(engine, compensated);
  await ran(engine, compensated);
  const database = path.join(engine.workspace, '.sagaloom', 'runs.db');
  await engine.close();
  const writing = new Database(database);
  const { changes } = writing.prepare('DELETE FROM journal WHERE run = 1').run();
  writing.prepare('DELETE FROM runs WHERE run = 1').run();
  writing.close();
  const journal = readJournal(database);
  const part = journal.part(0, { position: 0, run: 0 });
  expect(part).toMatchObject({ deleted: changes, position: part.end });
  expect(part.appends.every(({ run }) => run === 2)).toBe(true);
  journal.close();
});
