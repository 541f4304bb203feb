import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { networkInterfaces } from 'node:os';
import path from 'node:path';
import { deflateSync, gzipSync } from 'node:zlib';
import { expect, onTestFinished, test } from 'vitest';
import { testFolder } from '../../node/testing/folder.ts';
import { testStore } from '../testing/open.ts';
import { send } from '../testing/send.ts';
import { encodeRequest } from '../testing/wire.ts';
import { type Counts, intake } from './intake.ts';
import { Receiver } from './receiver.ts';
import { openReceiver } from './server.ts';

const protobuf = { 'content-type': 'application/x-protobuf' };
const idOf = (number: number, digits: number): string => number.toString(16).padStart(digits, '0');

const requestOf = (from: number, count: number, trace = 1) => ({
  resourceSpans: [
    {
      resource: { attributes: [{ key: 'service.name', value: { stringValue: 'shop' } }] },
      scopeSpans: [
        {
          spans: Array.from({ length: count }, (_, index) => ({
            traceId: idOf(trace, 32),
            spanId: idOf(from + index, 16),
            name: 'a',
            startTimeUnixNano: '1000000',
          })),
        },
      ],
    },
  ],
});

async function listening() {
  const store = testStore();
  const counts: Counts = { received: 0, refused: 0 };
  const server = await openReceiver(0, intake(store.writer, store.file, counts), (error) => {
    throw error;
  });
  onTestFinished(() => server.close());
  return { store, counts, port: server.port };
}

test('what is sent as protobuf or JSON, packed or not, is kept and answered in its encoding', async () => {
  const { store, counts, port } = await listening();
  const json = (from: number) => Buffer.from(JSON.stringify(requestOf(from, 10)));
  const answers = await Promise.all([
    send(port, encodeRequest(requestOf(1, 10)), protobuf),
    send(port, gzipSync(encodeRequest(requestOf(11, 10))), { ...protobuf, 'content-encoding': 'gzip' }),
    send(port, json(21), { 'content-type': 'application/json; charset=utf-8' }),
    send(port, gzipSync(json(31)), { 'content-encoding': 'gzip' }),
    send(port, deflateSync(json(41)), { 'content-encoding': 'deflate' }),
  ]);
  expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200, 200]);
  expect(answers.map(({ headers }) => headers['content-type'])).toEqual([
    'application/x-protobuf',
    'application/x-protobuf',
    'application/json',
    'application/json',
    'application/json',
  ]);
  expect(answers.map(({ body }) => body.toString())).toEqual(['', '', '{}', '{}', '{}']);
  expect(store.reader.summary(idOf(1, 32))).toMatchObject({ spans: 50, service: 'shop', source: 'received' });
  expect(counts).toEqual({ received: 50, refused: 0 });
});

test('a span that cannot be one is refused, the others are kept, and the sender is told', async () => {
  const { store, port } = await listening();
  const [resource] = requestOf(1, 2).resourceSpans;
  const bad = { traceId: '', spanId: idOf(9, 16), name: 'b', startTimeUnixNano: '1' };
  const spans = [...(resource?.scopeSpans[0]?.spans ?? []), bad];
  const mixed = { resourceSpans: [{ scopeSpans: [{ spans }] }] };
  const json = await send(port, JSON.stringify(mixed));
  expect(json.status).toBe(200);
  expect(JSON.parse(json.body.toString())).toEqual({
    partialSuccess: { rejectedSpans: '1', errorMessage: expect.stringContaining('traceId') },
  });
  const wire = await send(port, encodeRequest(mixed), protobuf);
  expect(wire.status).toBe(200);
  expect([...wire.body.subarray(0, 4)]).toEqual([0x0a, wire.body.length - 2, 0x08, 1]);
  expect(wire.body.toString()).toContain('trace id');
  expect(store.reader.summary(idOf(1, 32))?.spans).toBe(2);
});

test('what is malformed, too large, of another kind or sent elsewhere has its own status, and nothing of it is kept', async () => {
  const { store, port } = await listening();
  const whole = encodeRequest(requestOf(1, 3));
  const bomb = gzipSync(Buffer.alloc(80 * 1024 * 1024));
  const statusOf = async (...given: Parameters<typeof send> extends [number, ...infer R] ? R : never) =>
    (await send(port, ...given)).status;
  expect(await statusOf(whole.subarray(0, -1), protobuf)).toBe(400);
  expect(await statusOf('{"resourceSpans":[{"scopeSpans":[{"spans":[{]}]}]}')).toBe(400);
  expect(await statusOf('{"resourceSpans":7}')).toBe(400);
  expect(await statusOf('[]')).toBe(400);
  expect(await statusOf('')).toBe(400);
  expect(await statusOf('{"data":[{"spans":[{"traceID":"1","spanID":"1"}]}]}')).toBe(400);
  expect(await statusOf(whole, { ...protobuf, 'content-encoding': 'gzip' })).toBe(400);
  expect(await statusOf(bomb, { ...protobuf, 'content-encoding': 'gzip' })).toBe(413);
  expect(await statusOf('x', { 'content-type': 'text/plain' })).toBe(415);
  expect(await statusOf(whole, { ...protobuf, 'content-encoding': 'br' })).toBe(415);
  expect(await statusOf('', {}, { path: '/v1/metrics' })).toBe(404);
  expect(await statusOf('', {}, { path: '/v1/logs' })).toBe(404);
  expect(await statusOf('', {}, { path: '/' })).toBe(404);
  expect(await statusOf('', {}, { method: 'GET' })).toBe(405);
  expect(store.reader.count()).toBe(0);
});

test('more than may be is refused before it is read', async () => {
  const { port } = await listening();
  const announced = await send(port, '', { 'content-length': String(65 * 1024 * 1024) }).catch(
    (error: unknown) => error,
  );
  expect(announced).toMatchObject({ status: 413 });
});

test('a name that is not ours, and a page of somebody else, get nothing', async () => {
  const { store, port } = await listening();
  const body = JSON.stringify(requestOf(1, 1));
  expect((await send(port, body, { host: 'attacker.example' })).status).toBe(403);
  expect((await send(port, body, { host: `127.0.0.1:${port + 1}` })).status).toBe(403);
  expect((await send(port, body, { origin: 'https://attacker.example' })).status).toBe(403);
  expect(store.reader.count()).toBe(0);
  expect((await send(port, body, { host: `localhost:${port}`, origin: 'http://localhost:3000' })).status).toBe(200);
});

test('it listens on the loopback only', async () => {
  const { port } = await listening();
  const others = Object.values(networkInterfaces())
    .flatMap((all) => all ?? [])
    .filter(({ internal, family }) => !internal && family === 'IPv4');
  for (const { address } of others)
    await expect(send(port, '{}', {}, { host: address })).rejects.toMatchObject({ code: 'ECONNREFUSED' });
});

test('it is turned on and off, and says why it cannot be', async () => {
  const store = testStore();
  const taken = createServer().listen(0, '127.0.0.1');
  await once(taken, 'listening');
  onTestFinished(() => void taken.close());
  const { port } = taken.address() as { port: number };
  const receiver = new Receiver(store.writer, store.file, { on: false, port });
  onTestFinished(() => receiver.close());
  expect(await receiver.info()).toMatchObject({ on: false, url: null, problem: null });
  const refused = await receiver.set({ on: true, port });
  expect(refused).toMatchObject({ on: true, url: null, problem: expect.stringContaining(`${port} is in use`) });
  taken.close();
  await once(taken, 'close');
  const opened = await receiver.set({ on: true, port });
  expect(opened).toMatchObject({ url: `http://127.0.0.1:${port}`, problem: null, received: 0 });
  expect((await send(port, JSON.stringify(requestOf(1, 4)))).status).toBe(200);
  expect(await receiver.info()).toMatchObject({ received: 4, refused: 0 });
  await receiver.set({ on: false, port });
  await expect(send(port, '{}')).rejects.toMatchObject({ code: 'ECONNREFUSED' });
});

test('what was acknowledged is there after the process was killed', { timeout: 60_000 }, async () => {
  const folder = testFolder();
  const acknowledged = new Set<string>();
  const file = path.join(folder, 'runs.db.traces');
  for (let round = 0; round < 3; round++) {
    const child = spawn(
      process.execPath,
      [path.join(import.meta.dirname, '..', 'testing', 'receiver-child.ts'), file],
      {
        stdio: ['ignore', 'pipe', 'inherit', 'ipc'],
      },
    );
    const [said] = (await once(child.stdout ?? child, 'data')) as [Buffer];
    const port = Number(said.toString());
    const sender = async (which: number): Promise<void> => {
      for (let part = 0; ; part++) {
        const from = 1 + ((round * 8 + which) * 1000 + part) * 20;
        const { status } = await send(port, encodeRequest(requestOf(from, 20, 1 + (part % 3))), protobuf);
        expect(status).toBe(200);
        for (let id = from; id < from + 20; id++) acknowledged.add(`${1 + (part % 3)}:${idOf(id, 16)}`);
        if (acknowledged.size > 1500 * (round + 1)) child.kill('SIGKILL');
      }
    };
    await Promise.allSettled(Array.from({ length: 8 }, (_, which) => sender(which)));
    if (child.signalCode === null) await once(child, 'exit');
  }
  const store = testStore(file);
  const kept = new Set<string>();
  for (const trace of [1, 2, 3])
    for (const id of store.columns(idOf(trace, 32)).ids) kept.add(`${trace}:${idOf(Number(id), 16)}`);
  expect([...acknowledged].filter((each) => !kept.has(each))).toEqual([]);
  expect(acknowledged.size).toBeGreaterThan(4000);
});
