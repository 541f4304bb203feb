import { once } from 'node:events';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import { Metadata, status } from '@grpc/grpc-js';
import { afterEach, describe, expect, test } from 'vitest';
import { encodeMessage } from '../protobuf/encode.ts';
import { rootOf } from '../protobuf/schema.ts';
import { closeAll, echo, failureOf, inPlace, never, outputOf, rejecting, serve } from './testing/call.ts';
import { serve as serveOrders, type TestService } from './testing/service.ts';

afterEach(closeAll);

describe('grpc: how it fails', () => {
  const none = { effect: 'none', retryable: false };
  test.each<readonly [keyof typeof status, object]>([
    ['INVALID_ARGUMENT', none],
    ['NOT_FOUND', none],
    ['ALREADY_EXISTS', none],
    ['PERMISSION_DENIED', none],
    ['UNAUTHENTICATED', none],
    ['FAILED_PRECONDITION', none],
    ['OUT_OF_RANGE', none],
    ['UNIMPLEMENTED', none],
    ['RESOURCE_EXHAUSTED', { effect: 'none' }],
    ['UNAVAILABLE', { effect: 'unknown' }],
    ['DEADLINE_EXCEEDED', { effect: 'unknown' }],
    ['ABORTED', { effect: 'unknown' }],
    ['INTERNAL', { effect: 'unknown' }],
    ['UNKNOWN', { effect: 'unknown' }],
    ['CANCELLED', { effect: 'unknown' }],
    ['DATA_LOSS', { effect: 'unknown', retryable: false }],
  ])('[AT2] %s', async (name, rules) => {
    const { target } = await serve(rejecting(status[name]));
    const error = await failureOf({ target });
    expect(error).toMatchObject({
      type: `grpc.${name}`,
      details: { code: status[name], status: name, message: 'why', errors: null },
      ...rules,
    });
    expect(error.retryable).toBe((rules as { retryable?: boolean }).retryable);
    expect(error.message).toBe(`shop.v1.Orders/Get at ${target} answered ${name}: why.`);
  });

  test('what the service says of its error is decoded, and the rest stays bytes', async () => {
    const schema = rootOf(
      {
        'a.proto':
          'syntax = "proto3"; import "google/protobuf/any.proto"; package google.rpc; message Status { int32 code = 1; string message = 2; repeated google.protobuf.Any details = 3; } message BadRequest { message FieldViolation { string field = 1; string description = 2; } repeated FieldViolation field_violations = 1; }',
      },
      'a.proto',
    );
    const details = [
      {
        '@type': 'type.googleapis.com/google.rpc.BadRequest',
        fieldViolations: [{ field: 'sku', description: 'unknown' }],
      },
      { '@type': 'type.example.com/own.Thing', $base64: 'aGk=' },
    ];
    const metadata = new Metadata();
    metadata.set(
      'grpc-status-details-bin',
      Buffer.from(encodeMessage(schema.lookupType('google.rpc.Status'), { code: 3, message: 'bad', details })),
    );
    metadata.set('x-request-id', 'r-1');
    const { target } = await serve(rejecting(status.INVALID_ARGUMENT, 'bad', metadata));
    expect(await failureOf({ target })).toMatchObject({
      details: {
        errors: [
          {
            '@type': 'type.googleapis.com/google.rpc.BadRequest',
            fieldViolations: [{ field: 'sku', description: 'unknown', reason: '' }],
          },
          details[1],
        ],
        trailers: { 'x-request-id': 'r-1' },
      },
    });
  });

  test('details that are no message are left out', async () => {
    const metadata = new Metadata();
    metadata.set('grpc-status-details-bin', Buffer.from('ffff', 'hex'));
    const { target } = await serve(rejecting(status.INTERNAL, 'x', metadata));
    expect(await failureOf({ target })).toMatchObject({ type: 'grpc.INTERNAL', details: { errors: null } });
  });

  test('[AT2] a refused connection was never sent', async () => {
    const service = await serveOrders(echo);
    service.close();
    const error = await failureOf({ target: service.target });
    expect(error).toMatchObject({
      type: 'grpc.UNAVAILABLE',
      effect: 'none',
    });
    expect(error.retryable).toBeUndefined();
    expect(error.message).toContain('ECONNREFUSED');
  });

  test('a server that speaks no TLS is told apart', async () => {
    const service = await serve(echo);
    const error = await failureOf({ target: service.target, tls: true });
    expect(error).toMatchObject({ type: 'grpc.UNAVAILABLE', effect: 'none' });
    expect(error.message).toContain('say tls: false');
    expect(service.calls).toEqual([]);
  });

  test('a server that was not there is found as soon as it is', async () => {
    const gone = await serve(echo);
    gone.close();
    expect(await failureOf({ target: gone.target })).toMatchObject({ type: 'grpc.UNAVAILABLE', effect: 'none' });
    const back = await serve(echo, { port: Number(gone.target.split(':')[1]) });
    expect(await outputOf({ target: back.target })).toMatchObject({ message: { note: 'yes' } });
  });

  test('[AT2] a name that does not resolve was never sent', async () => {
    expect(await failureOf({ target: 'no-such-host.invalid:443' })).toMatchObject({
      type: 'grpc.UNAVAILABLE',
      effect: 'none',
    });
  });

  test('[AT2] a server that goes away during a call leaves it unknown; the next call finds the one that came back', async () => {
    const service: TestService = await serve(async () => {
      service.close();
      return {};
    });
    await outputOf({ target: service.target, message: {} }).catch(() => null);
    expect(service.calls).toHaveLength(1);
    const again = await serve(echo, { port: Number(service.target.split(':')[1]) });
    expect(await outputOf({ target: again.target })).toMatchObject({ message: { note: 'yes' } });
  });

  test('[AT2] a call cut off in the midst is UNAVAILABLE or INTERNAL, unknown', async () => {
    const service: TestService = await serve(() => {
      service.close();
      return new Promise<object>(() => {});
    });
    expect(await failureOf({ target: service.target })).toMatchObject({
      type: expect.stringMatching(/^grpc\.(UNAVAILABLE|INTERNAL|CANCELLED|UNKNOWN)$/) as string,
      effect: 'unknown',
    });
  });

  test('[AT2] a deadline during the call: unknown, and the server hears of it', async () => {
    let heard = (): void => {};
    const cancelled = new Promise<void>((resolve) => (heard = resolve));
    const { target } = await serve(
      (_, __, given) =>
        new Promise<object>(() => {
          given.on('cancelled', () => heard());
        }),
    );
    await failureOf({ target, method: 'Watch' }); // what the service is, is known from here
    expect(await failureOf({ target, timeout: '300ms' })).toMatchObject({
      type: 'grpc.DEADLINE_EXCEEDED',
      effect: 'unknown',
    });
    await cancelled;
  });

  test('[AT2] a deadline before there is a connection: none', async () => {
    const sockets: Socket[] = [];
    const silent = createServer((socket) => sockets.push(socket)).listen(0, '127.0.0.1');
    await once(silent, 'listening');
    const { port } = silent.address() as AddressInfo;
    try {
      expect(await failureOf({ target: `127.0.0.1:${port}`, timeout: '200ms', tls: true })).toMatchObject({
        type: 'grpc.DEADLINE_EXCEEDED',
        effect: 'none',
      });
    } finally {
      for (const socket of sockets) socket.destroy();
      silent.close();
    }
  });

  test('an abort cancels the call, and is unknown once it was sent', async () => {
    const stopping = new AbortController();
    const { target } = await serve(() => {
      stopping.abort();
      return new Promise<object>(() => {});
    });
    expect(await failureOf({ target }, stopping.signal)).toMatchObject({ type: 'cancelled', effect: 'unknown' });
    expect(await failureOf({ target }, AbortSignal.abort())).toMatchObject({ type: 'cancelled', effect: 'none' });
  });

  test('an answer that is too large was done all the same', async () => {
    const { target } = await serve(() => ({ note: 'x'.repeat(17 * 1024 * 1024) }));
    expect(await failureOf({ target })).toMatchObject({ type: 'grpc.tooLarge', retryable: false, effect: 'unknown' });
  });

  test('a message that is too large is not sent', async () => {
    const service = await serve(echo);
    expect(
      await failureOf({ target: service.target, message: { orderId: 'x'.repeat(17 * 1024 * 1024) } }),
    ).toMatchObject({ type: 'activity.input', effect: 'none' });
    expect(service.calls).toEqual([]);
  });

  test('the rules of the network hold, whatever the spelling', async () => {
    const service = await serve(echo);
    const port = service.target.split(':')[1] ?? '';
    const within = inPlace(process.cwd(), { http: { network: 'public' } });
    for (const host of [
      '127.0.0.1',
      'localhost',
      '[::ffff:127.0.0.1]',
      '127.1',
      '2130706433',
      '0x7f000001',
      '169.254.169.254',
    ]) {
      expect(await failureOf({ target: `${host}:${port}` }, never, within)).toMatchObject({
        type: 'grpc.forbidden',
        retryable: false,
        effect: 'none',
      });
    }
    expect(service.calls).toEqual([]);
  });
});
