import { once } from 'node:events';
import { request } from 'node:http';
import { connect } from 'node:net';
import { networkInterfaces } from 'node:os';
import path from 'node:path';
import { createORPCClient } from '@orpc/client';
import { RPCLink } from '@orpc/client/websocket';
import type { ContractRouterClient } from '@orpc/contract';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import type { contract } from '../../contract/index.ts';
import { suiteFolder } from '../../node/testing/folder.ts';
import { createEngineHost, type EngineHost, type PageServer, servePage } from '../../server/index.ts';
import { makeWorkspace, saga } from '../../server/testing/place.ts';
import { type Json, PREFIX, type Task } from '../client/protocol.ts';

const TOKEN = 'a-token-of-the-test-long-enough';

let host: EngineHost;
let page: PageServer;
let base: string;
const folder = suiteFolder();

beforeAll(async () => {
  const settings = { workers: { queues: { slow: { perSecond: 5 }, new: { buildIds: ['2'] } } } };
  const workspace = await makeWorkspace({ 'sagaloom.config.json': JSON.stringify(settings) }, folder);
  const env = { ...process.env, SAGALOOM_SECRET_MINE: 'open sesame', SAGALOOM_SECRET_GIVEN: 'given to the step' };
  host = await createEngineHost({ workspace, database: '.sagaloom/runs.db', shop: null, env, isServed: true });
  page = await servePage({ host, port: 0, workerToken: TOKEN });
  base = page.url.replace(/\/$/, '') + PREFIX;
});

afterAll(async () => {
  await page.close();
  await host.close();
});

interface Told {
  readonly status: number;
  readonly body: Record<string, unknown>;
  readonly headers: Headers;
}

async function post(what: string, body: unknown, headers: Record<string, string> = {}): Promise<Told> {
  const answer = await fetch(`${base}/${what}`, {
    method: 'POST',
    headers: { authorization: `Bearer ${TOKEN}`, 'content-type': 'application/json', ...headers },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  });
  return { status: answer.status, body: (await answer.json()) as Record<string, unknown>, headers: answer.headers };
}

let workers = 0;
async function register(change: object = {}): Promise<string> {
  const about = {
    worker: `w${(workers += 1)}`,
    build: '1',
    queues: ['q'],
    activities: [{ name: 'greet', summary: 'Greets.', input: { type: 'object' }, output: { type: 'string' } }],
    concurrency: 4,
  };
  const { status, body } = await post('register', { ...about, ...change });
  expect(status).toBe(200);
  return String(body['session']);
}

async function taken(session: string): Promise<Task> {
  const { body } = await post('poll', { session, slots: 1, waitSeconds: 10 });
  const [task] = body['tasks'] as Task[];
  if (task === undefined) throw new Error('there was no task');
  return task;
}

const step = (more: object = {}, top: object = {}): string =>
  saga({
    ...top,
    start: 'a',
    steps: { a: { type: 'task', activity: 'greet', taskQueue: 'q', with: { name: 'Ada' }, ...more } },
  });

type Client = ContractRouterClient<typeof contract>;

async function client(): Promise<{ client: Client; socket: WebSocket }> {
  const socket = new WebSocket(`${page.url.replace('http', 'ws')}rpc`, [`sagaloom.${page.token}`], {
    origin: page.url.replace(/\/$/, ''),
  });
  socket.binaryType = 'arraybuffer';
  await once(socket, 'open');
  return { client: createORPCClient(new RPCLink({ websocket: socket as unknown as globalThis.WebSocket })), socket };
}

async function start(document: string): Promise<string> {
  const asked = await client();
  const { runId } = await asked.client.runs.start({ document, input: null });
  asked.socket.terminate();
  return runId;
}

const settled = (runId: string) => host.context.engine.settled(runId);
const typesOf = (runId: string) => host.context.engine.reader.history(runId).items.map(({ type }) => type);

describe('the protocol', () => {
  test('takes a step to a worker and its result into the history', async () => {
    const session = await register();
    const runId = await start(step());
    const task = await taken(session);
    expect(task).toMatchObject({
      queue: 'q',
      activity: 'greet',
      with: { name: 'Ada' },
      attempt: 1,
      runId,
      stepId: 'a',
    });
    expect(task.traceparent).toMatch(/^00-/);
    expect(await post('complete', { lease: task.lease, output: 'Hello, Ada!' })).toMatchObject({
      status: 200,
      body: { accepted: true },
    });
    expect(await settled(runId)).toMatchObject({ status: 'completed', output: 'Hello, Ada!' });
    expect(typesOf(runId)).toContain('AttemptPickedUp');
    expect((await post('complete', { lease: task.lease, output: 'again' })).body).toEqual({ accepted: true }); // WK5
  });

  test('[AT2] a failure is the step’s, with its effect, and what the last heartbeat said goes to the next attempt', async () => {
    const session = await register({ queues: ['fail'] });
    const retry = [{ maxAttempts: 2, initialInterval: '10ms' }];
    const runId = await start(step({ taskQueue: 'fail', retry }));
    const first = await taken(session);
    expect((await post('heartbeat', { session, leases: [{ lease: first.lease, details: { done: 7 } }] })).body).toEqual(
      {
        leases: [{ lease: first.lease, state: 'held' }],
      },
    );
    await post('fail', { lease: first.lease, error: { type: 'greet.shy', message: 'No.', effect: 'none' } });
    const second = await taken(session);
    expect(second).toMatchObject({ attempt: 2, key: first.key, lastHeartbeat: { done: 7 } });
    await post('fail', { lease: second.lease, error: { type: 'greet.shy', message: 'No.', retryable: false } });
    expect(await settled(runId)).toMatchObject({ status: 'failed', error: { type: 'greet.shy' } });
  });

  test('a cancellation ends a poll that waits, and a run that is over refuses what comes late', async () => {
    const session = await register({ queues: ['cancel'] });
    const runId = await start(step({ taskQueue: 'cancel' }));
    const { lease } = await taken(session);
    const poll = post('poll', { session, slots: 1, held: [lease] });
    await host.context.engine.command(runId, { type: 'cancel', by: 'test' });
    expect((await poll).body).toEqual({ tasks: [], cancelled: [lease] });
    await host.context.engine.command(runId, { type: 'terminate', by: 'test' });
    expect(await post('complete', { lease, output: 1 })).toMatchObject({
      status: 410,
      body: { error: { code: 'lease.lost' } },
    });
  });

  test('[DA7] secrets go to the worker alone: those of the step in `with`, others by registered names; answers are without them', async () => {
    const session = await register({ queues: ['secret'], secrets: ['MINE'] });
    const runId = await start(step({ taskQueue: 'secret', with: { key: '{% secrets.GIVEN %}' } }));
    const { lease, with: input, secrets } = await taken(session);
    expect(secrets).toEqual({ GIVEN: 'given to the step' });
    expect(input).toEqual({ key: 'given to the step' });
    expect((await post('secret', { lease, name: 'MINE' })).body).toEqual({ value: 'open sesame' });
    expect((await post('secret', { lease, name: 'GIVEN' })).status).toBe(403);
    expect((await post('log', { lease, level: 'info', message: 'knows open sesame' })).status).toBe(200);
    await post('complete', { lease, output: { said: 'open sesame, given to the step' } });
    expect((await settled(runId))?.output).toEqual({ said: '[secret MINE], [secret GIVEN]' });
    expect((await post('secret', { lease, name: 'MINE' })).status).toBe(410);
  });

  test('a task that went to somebody who hung up is given to the next', async () => {
    const session = await register({ queues: ['hangup'] });
    const hungUp = new AbortController();
    const poll = fetch(`${base}/poll`, {
      method: 'POST',
      signal: hungUp.signal,
      headers: { authorization: `Bearer ${TOKEN}`, 'content-type': 'application/json' },
      body: JSON.stringify({ session, slots: 1 }),
    });
    await expect.poll(() => host.context.workers.list().some(({ queues }) => queues[0] === 'hangup')).toBe(true);
    hungUp.abort();
    await expect(poll).rejects.toThrow();
    const other = await register({ queues: ['hangup'] });
    const runId = await start(step({ taskQueue: 'hangup' }));
    const { lease } = await taken(other);
    await post('complete', { lease, output: 1 });
    expect(await settled(runId)).toMatchObject({ status: 'completed' });
  });

  test('[WK4] a build that a queue does not ask for gets nothing of it, and is listed so', async () => {
    const old = await register({ worker: 'old', queues: ['new'], build: '1' });
    const runId = await start(step({ taskQueue: 'new' }));
    expect((await post('poll', { session: old, slots: 1, waitSeconds: 0.1 })).body['tasks']).toEqual([]);
    const { lease } = await taken(await register({ queues: ['new'], build: '2' }));
    await post('complete', { lease, output: 1 });
    expect(await settled(runId)).toMatchObject({ status: 'completed' });
    const asked = await client();
    const listed = await asked.client.workers.list();
    expect(listed.items.find(({ id }) => id === 'old')).toMatchObject({
      build: '1',
      queues: ['new'],
      excluded: ['new'],
      activities: ['greet'],
      slots: { used: 0, free: 4 },
      draining: false,
    });
    const infos = await asked.client.activities.list();
    expect(infos.find(({ name }) => name === 'greet')).toMatchObject({ source: 'worker', summary: 'Greets.' });
    asked.socket.terminate();
  });

  test('[AT1] scheduleToStart is the time until a worker takes it', async () => {
    const runId = await start(step({ taskQueue: 'nobody', timeouts: { scheduleToStart: '50ms' } }));
    expect(await settled(runId)).toMatchObject({ status: 'failed', error: { type: 'timeout.scheduleToStart' } });
  });

  test('[AT1] startToClose counts from when a worker took it', async () => {
    const runId = await start(step({ taskQueue: 'patient', timeouts: { startToClose: '300ms' } }));
    await new Promise((resolve) => setTimeout(resolve, 500)); // longer than the limit
    const { lease } = await taken(await register({ queues: ['patient'] }));
    expect((await post('complete', { lease, output: 1 })).status).toBe(200);
    expect(await settled(runId)).toMatchObject({ status: 'completed' });
  });

  test('drain and deregister', async () => {
    const session = await register({ queues: ['end'] });
    const runId = await start(step({ taskQueue: 'end' }));
    const { lease } = await taken(session);
    expect((await post('drain', { session })).body).toEqual({ held: 1 });
    await post('complete', { lease, output: 1 });
    expect(await settled(runId)).toMatchObject({ status: 'completed' });
    expect((await post('deregister', { session })).body).toEqual({ held: 0 });
    expect(await post('poll', { session, slots: 1 })).toMatchObject({
      status: 404,
      body: { error: { code: 'worker.unknown' } },
    });
  });
});

describe('what is refused, in one line each', () => {
  const about = { worker: 'x', build: '1', queues: ['q'], activities: [{ name: 'a' }], concurrency: 1 };
  const deep = (depth: number): Json => (depth === 0 ? 1 : [deep(depth - 1)]);

  test.each<[string, string, unknown, Record<string, string>, number, string]>([
    ['no token', 'register', about, { authorization: '' }, 401, 'token'],
    ['a wrong token', 'register', about, { authorization: `Bearer ${TOKEN.slice(1)}` }, 401, 'token'],
    ['the token in another scheme', 'register', about, { authorization: `Basic ${TOKEN}` }, 401, 'token'],
    ['a page in a browser', 'register', about, { origin: 'https://evil.example' }, 403, 'origin'],
    ['text', 'register', 'hello', { 'content-type': 'text/plain' }, 415, 'body.type'],
    ['what is no JSON', 'register', '{', {}, 400, 'body.json'],
    ['no fields', 'register', {}, {}, 400, 'body.wrong'],
    ['a field too many', 'register', { ...about, admin: true }, {}, 400, 'body.wrong'],
    ['no slots', 'register', { ...about, concurrency: 0 }, {}, 400, 'body.wrong'],
    ['a lease for ever', 'register', { ...about, leaseSeconds: 1e9 }, {}, 400, 'body.wrong'],
    ['a body nested too deeply', 'complete', { lease: 'x', output: deep(200) }, {}, 400, 'body.deep'],
    [
      'a cause nested too deeply',
      'fail',
      `{"lease":"x","error":${'{"cause":'.repeat(5_000)}1${'}'.repeat(5_001)}`,
      {},
      400,
      'body.deep',
    ],
    ['a body too large', 'complete', `"${'x'.repeat(17 * 1024 * 1024)}"`, {}, 413, 'body.tooLarge'],
    ['another path', 'steal', {}, {}, 404, 'path.unknown'],
    ['a worker nobody knows', 'poll', { session: 'x', slots: 1 }, {}, 404, 'worker.unknown'],
    ['a lease nobody gave', 'complete', { lease: 'x', output: 1 }, {}, 410, 'lease.lost'],
  ])('%s', async (_, what, body, headers, status, code) => {
    const told = await post(what, body, headers);
    expect(told).toMatchObject({ status, body: { error: { code } } });
    expect((told.body['error'] as { message: string }).message).not.toMatch(/\n/);
    expect(told.headers.get('cache-control')).toBe('no-store');
  });

  test('two processes of one id: the older gets no more', async () => {
    const older = await register({ worker: 'twin' });
    await register({ worker: 'twin' });
    expect(await post('poll', { session: older, slots: 1 })).toMatchObject({ status: 409 });
  });

  test('[PG1] a name that was pointed here, whatever the token', async () => {
    const url = new URL(base);
    const asked = request({
      host: url.hostname,
      port: url.port,
      path: url.pathname,
      headers: { host: 'evil.example', authorization: `Bearer ${TOKEN}` },
    }).end();
    const [response] = (await once(asked, 'response')) as [{ statusCode?: number; resume: () => void }];
    response.resume();
    expect(response.statusCode).toBe(403);
  });

  test('half a request holds up nobody', async () => {
    const { port } = new URL(page.url);
    const socket = connect(Number(port), '127.0.0.1');
    await once(socket, 'connect');
    socket.write(
      `POST ${PREFIX}/poll HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nAuthorization: Bearer ${TOKEN}\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n{`,
    );
    const session = await register({ queues: ['half'] });
    expect((await post('drain', { session })).status).toBe(200);
    socket.destroy();
  });
});

const elsewhere = Object.values(networkInterfaces())
  .flatMap((each) => each ?? [])
  .find(({ internal, family }) => !internal && family === 'IPv4')?.address;

describe.skipIf(elsewhere === undefined)(
  `a server that other machines reach (skipped where there is no address but the loopback)`,
  () => {
    const own = suiteFolder();
    let open: EngineHost;
    let served: PageServer;
    beforeAll(async () => {
      open = await createEngineHost({ workspace: own, database: path.join(own, 'runs.db'), shop: null });
      served = await servePage({ host: open, port: 0, listen: elsewhere, workerToken: TOKEN });
    });
    afterAll(async () => {
      await served.close();
      await open.close();
    });
    const at = (where: string, headers: Record<string, string> = {}) =>
      fetch(served.url.replace('127.0.0.1', elsewhere ?? '').replace(/\/$/, where), { headers });

    test('[PG1] answers workers there, and gives them nothing of the page, its token or its socket', async () => {
      expect((await at(PREFIX, { authorization: `Bearer ${TOKEN}` })).status).toBe(200);
      expect((await at(PREFIX)).status).toBe(401);
      expect((await at(PREFIX, { authorization: `Bearer ${served.token}` })).status).toBe(401);
      for (const where of ['/', '/healthz', '/assets/a.js', `${PREFIX}/../../../`, '/api/worker', '/rpc']) {
        const answer = await at(where, { host: `127.0.0.1:${new URL(served.url).port}` });
        expect([where, answer.status]).toEqual([where, 403]);
        expect(await answer.text()).not.toContain(served.token);
      }
      const { port } = new URL(served.url);
      const socket = new WebSocket(`ws://${elsewhere}:${port}/rpc`, [`sagaloom.${served.token}`], {
        headers: { host: `127.0.0.1:${port}`, origin: `http://127.0.0.1:${port}` },
      });
      const refused = await new Promise((resolve) => {
        socket.once('unexpected-response', (_, { statusCode }) => resolve(statusCode));
        socket.once('error', () => resolve('error'));
        socket.once('open', () => resolve('open'));
      });
      expect(['error', 403]).toContain(refused);
    });

    test('still shows the page on this machine', async () => {
      const answer = await fetch(served.url);
      expect(answer.status).toBe(200);
      expect(await answer.text()).toContain(served.token);
    });
  },
);
