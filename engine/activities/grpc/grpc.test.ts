import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Metadata } from '@grpc/grpc-js';
import { afterEach, describe, expect, test } from 'vitest';
import { grpcActivity } from './index.ts';
import { closeAll, context, echo, failureOf, inPlace, type Input, never, outputOf, serve } from './testing/call.ts';
import { line, orders } from './testing/service.ts';

afterEach(closeAll);

describe('grpc: a call', () => {
  const message = {
    orderId: 'o-1',
    big: '9007199254740993',
    raw: 'aGk=',
    lines: [{ sku: 'A', quantity: 2 }],
    stock: { A: 3 },
    state: 'PAID',
    at: '2026-01-31T09:00:00.250Z',
    way: { cash: true },
  };

  test('by reflection: what comes back is what was sent, as ProtoJSON, defaults included', async () => {
    const { target } = await serve(echo);
    expect(await outputOf({ target, message })).toMatchObject({ message: { echo: message, note: 'yes' } });
    expect(await outputOf({ target })).toMatchObject({
      message: { echo: { orderId: '', big: '0', raw: '', lines: [], stock: {}, state: 'NEW' }, note: 'yes' },
    });
  });

  test('by a .proto file of the workspace and what it imports, where the server tells nothing', async () => {
    const { target } = await serve(echo, { reflection: 'none' });
    const workspace = await mkdtemp(path.join(tmpdir(), 'sagaloom-grpc-'));
    try {
      await mkdir(path.join(workspace, 'protos/shop'), { recursive: true });
      await writeFile(path.join(workspace, 'protos/orders.proto'), orders);
      await writeFile(path.join(workspace, 'protos/shop/line.proto'), line);
      expect(await outputOf({ target, message, proto: 'protos/orders.proto' }, inPlace(workspace))).toMatchObject({
        message: { echo: message },
      });
      expect(await failureOf({ target, message, proto: 'missing.proto' }, never, inPlace(workspace))).toMatchObject({
        type: 'activity.input',
      });
    } finally {
      await rm(workspace, { recursive: true, force: true });
    }
    expect(await failureOf({ target, message })).toMatchObject({
      type: 'grpc.reflection',
      retryable: false,
      effect: 'none',
      message: expect.stringContaining('the server has no reflection. Give a proto file.') as string,
    });
  });

  test('[AT3] the step key and the trace context are sent; what the workflow says wins', async () => {
    const service = await serve(echo);
    await outputOf({ target: service.target });
    await outputOf({
      target: service.target,
      metadata: { 'Idempotency-Key': 'mine', count: 3, two: ['a', 'b'], 'raw-bin': { $base64: 'AP8=' } },
    });
    const [first, second] = service.calls.map(({ metadata }) => metadata);
    expect(first?.get('idempotency-key')).toEqual(['key-1']);
    expect(first?.get('traceparent')).toEqual([context.traceparent]);
    expect(second?.get('idempotency-key')).toEqual(['mine']);
    expect([second?.get('count'), second?.get('two'), second?.get('raw-bin')]).toEqual([
      ['3'],
      ['a, b'],
      [Buffer.from([0, 255])],
    ]);
  });

  test('metadata before and after the answer is given', async () => {
    const { target } = await serve(echo, {
      onCall(given) {
        const before = new Metadata();
        before.set('x-before', 'b');
        before.set('x-bin', Buffer.from([1, 2]));
        given.sendMetadata(before);
      },
    });
    expect(await outputOf({ target })).toMatchObject({
      metadata: { 'x-before': 'b', 'x-bin': { $base64: 'AQI=' } },
      trailers: {},
    });
  });

  test('authority: the server is asked as another', async () => {
    const hosts: string[] = [];
    const { target } = await serve(echo, { onCall: (given) => hosts.push(given.getHost()) });
    await outputOf({ target, authority: 'orders.internal' });
    await outputOf({ target });
    expect(hosts).toEqual(['orders.internal', target]);
  });

  test('a connection by its name, with a secret in it', async () => {
    const { target } = await serve(echo);
    const settings = { connections: { shop: { type: 'grpc', target: '{% secrets.SHOP %}', tls: false } } };
    const within = inPlace(process.cwd(), settings, { SHOP: target });
    const result = await grpcActivity.perform(
      { connection: 'shop', service: 'shop.v1.Orders', method: 'Get' },
      within,
      never,
    );
    expect(result).toMatchObject({ kind: 'completed', output: { message: { note: 'yes' } } });
    expect(await grpcActivity.perform({ connection: 'other', service: 'a', method: 'B' }, within, never)).toMatchObject(
      { error: { type: 'activity.input' } },
    );
  });

  test('many at once', async () => {
    const service = await serve(echo);
    const all = await Promise.all(
      Array.from({ length: 200 }, (_, index) => outputOf({ target: service.target, message: { orderId: `${index}` } })),
    );
    expect(all).toHaveLength(200);
    expect(new Set(service.calls.map(({ request }) => (request as { order_id: string }).order_id)).size).toBe(200);
  });
});

describe('grpc: what a server declares', () => {
  test('is asked for once, and again for what is not in it', async () => {
    const first = await serve(echo, {
      proto: orders
        .replace('rpc Get (', 'rpc Old (GetOrder) returns (Order); rpc Get (')
        .replace('string note = 2;', 'string note = 2;'),
    });
    const port = Number(first.target.split(':')[1]);
    await outputOf({ target: first.target });
    expect(await failureOf({ target: first.target, method: 'Missing' })).toMatchObject({
      type: 'activity.input',
      message: expect.stringContaining('it has Old, Get, Watch, Send') as string,
    });
    first.close();
    const grown = orders.replace('string order_id = 1;', 'string order_id = 1; string colour = 9;');
    const second = await serve((request) => ({ echo: request }), { port, proto: grown });
    expect(await outputOf({ target: second.target, message: { orderId: 'a', colour: 'red' } })).toMatchObject({
      message: { echo: { colour: 'red' } },
    });
  });

  test.each(['Watch', 'Send'])('a method that streams is refused: %s', async (method) => {
    const { target } = await serve(echo);
    expect(await failureOf({ target, method })).toMatchObject({
      type: 'activity.input',
      retryable: false,
      effect: 'none',
      message: expect.stringContaining('streams; only unary') as string,
    });
  });

  test.each<readonly [string, Input, RegExp]>([
    ['a field there is not', { message: { orderID: 'x' } }, /shop.v1.GetOrder has no field orderID/],
    [
      'a value of another type',
      { message: { lines: [{ quantity: -1 }] } },
      /At \/lines\/0\/quantity: it has to be an integer/,
    ],
    ['two of which one may be', { message: { way: { card: 'a', cash: true } } }, /only one may be set/],
    ['a service there is not', { service: 'shop.v1.Missing' }, /it is not there/],
    ['a target that is none', { target: 'http://127.0.0.1:1' }, /is no target/],
    ['a target that is a file', { target: 'unix:/tmp/x:1' }, /is no target/],
    ['metadata of the protocol', { metadata: { 'grpc-timeout': '1S' } }, /belongs to the protocol/],
    [
      'metadata of bytes under a name for text',
      { metadata: { a: { $base64: 'aGk=' } } },
      /only names that end in -bin/,
    ],
    ['metadata of more than ASCII', { metadata: { a: 'ä' } }, /printable ASCII/],
    ['a certificate without its key', { tls: { cert: 'x' } }, /come together/],
    ['a certificate that is none', { tls: { cert: 'x', key: 'y' } }, /have to be PEM/],
  ])('[AT2] %s: final, nothing was sent', async (_, input, message) => {
    const service = await serve(echo);
    const error = await failureOf({ target: service.target, ...input });
    expect(error).toMatchObject({ retryable: false, effect: 'none' });
    expect(error.message).toMatch(message);
    expect(service.calls).toEqual([]);
  });
});
