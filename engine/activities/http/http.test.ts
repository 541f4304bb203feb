import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { once } from 'node:events';
import { afterEach, describe, expect, test } from 'vitest';
import type { AttemptResult } from '../../core/command.ts';
import type { Failure } from '../../core/failure.ts';
import type { Json } from '../../core/json.ts';
import { testContext } from '../testing/context.ts';
import { json, listen, type TestServer } from '../testing/server.ts';
import { httpActivity } from './index.ts';
import { MAX_RESPONSE_BYTES } from './read.ts';

const open: TestServer[] = [];
const serve = async (...args: Parameters<typeof listen>): Promise<TestServer> => {
  const server = await listen(...args);
  open.push(server);
  return server;
};
afterEach(async () => {
  await Promise.all(open.splice(0).map((server) => server.close()));
});

const context = testContext({ traceparent: '00-11111111111111111111111111111111-2222222222222222-01' });
const never = new AbortController().signal;
const call = (input: Json, signal: AbortSignal = never): Promise<AttemptResult> =>
  httpActivity.perform(input, context, signal);

async function failureOf(input: Json, signal?: AbortSignal): Promise<Failure> {
  const result = await call(input, signal);
  if (result.kind !== 'failed') throw new Error(`it succeeded: ${JSON.stringify(result)}`);
  return result.error;
}

/** A port nobody listens on: one that was free a moment ago. */
async function closedPort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

describe('http: what is sent', () => {
  test('[AT3] the step key goes out as idempotency-key, the trace context as traceparent', async () => {
    const server = await serve((_, response) => json(response, 200, { ok: true }));
    const result = await call({ method: 'POST', url: `${server.url}/orders`, body: { sku: 'a' } });
    expect(result).toMatchObject({ kind: 'completed', output: { status: 200, body: { ok: true } } });
    expect(server.received).toMatchObject([
      {
        method: 'POST',
        url: '/orders',
        body: '{"sku":"a"}',
        headers: { 'idempotency-key': 'key-1', traceparent: context.traceparent, 'content-type': 'application/json' },
      },
    ]);
  });

  test('headers of the workflow win over the default ones, whatever their case', async () => {
    const server = await serve((_, response) => json(response, 200, null));
    await call({ url: server.url, headers: { 'Idempotency-Key': 'mine', 'X-Count': 3 } });
    expect(server.received[0]?.headers).toMatchObject({ 'idempotency-key': 'mine', 'x-count': '3' });
  });

  test('the query is added to what the URL has; null leaves a name out, a list repeats it', async () => {
    const server = await serve((_, response) => json(response, 200, null));
    await call({ url: `${server.url}/find?a=1`, query: { q: 'x y&z', none: null, tag: ['b', 'c'], deep: true } });
    expect(server.received[0]?.url).toBe('/find?a=1&q=x+y%26z&tag=b&tag=c&deep=true');
  });

  test('a text is sent as it is when its content type is not JSON', async () => {
    const server = await serve((_, response) => json(response, 200, null));
    await call({ method: 'PUT', url: server.url, body: 'a=1', headers: { 'content-type': 'text/plain' } });
    await call({ method: 'PUT', url: server.url, body: 'a=1' });
    expect(server.received.map(({ body }) => body)).toEqual(['a=1', '"a=1"']);
  });
});

describe('http: what is read', () => {
  test.each([
    ['application/json', '{"a":1}', { a: 1 }],
    ['application/problem+json; charset=utf-8', '{"a":1}', { a: 1 }],
    ['application/json', 'not { json', 'not { json'],
    ['text/html', '<p>', '<p>'],
    ['text/plain', '', null],
    ['text/plain; charset=latin1', Buffer.from([0xe4]), 'ä'],
    ['text/plain; charset=nonsense', 'x', 'x'],
  ])('a body of %s', async (type, text, expected) => {
    const server = await serve((_, response) => response.writeHead(200, { 'content-type': type }).end(text));
    expect(await call({ url: server.url })).toMatchObject({ output: { body: expected } });
  });

  test('headers are plain texts, several of a name joined', async () => {
    const server = await serve((_, response) => response.setHeader('x-two', ['a', 'b']).end());
    expect(await call({ url: server.url })).toMatchObject({ output: { headers: { 'x-two': 'a, b' }, body: null } });
  });

  test('HEAD has no body', async () => {
    const server = await serve((_, response) => json(response, 200, { a: 1 }));
    expect(await call({ method: 'HEAD', url: server.url })).toMatchObject({ output: { status: 200, body: null } });
  });

  test('a body beyond the limit is an error, and the rest of it is not waited for', async () => {
    const server = await serve((_, response) => {
      response.writeHead(200).write(Buffer.alloc(MAX_RESPONSE_BYTES + 1)); // and never ends
    });
    expect(await failureOf({ method: 'POST', url: server.url })).toMatchObject({
      type: 'http.tooLarge',
      retryable: false,
      effect: 'unknown',
    });
  });

  test('a body of exactly the limit is read', async () => {
    const server = await serve((_, response) => response.end(Buffer.alloc(MAX_RESPONSE_BYTES, 'x')));
    const result = await call({ url: server.url });
    expect(result.kind).toBe('completed');
  });
});

describe('http: how it fails', () => {
  test.each([
    ['GET', 404, 'none'],
    ['POST', 404, 'none'],
    ['POST', 409, 'none'],
    ['POST', 503, 'unknown'],
    ['GET', 503, 'none'],
    ['POST', 304, 'unknown'],
  ] as const)('[AT2] %s answered %i has effect %s', async (method, status, effect) => {
    const server = await serve((_, response) => json(response, status, status === 304 ? undefined : { why: 'so' }));
    const error = await failureOf({ method, url: `${server.url}/a?secret=1` });
    expect(error).toMatchObject({ type: `http.${status}`, effect, details: { status } });
    expect(error.message).toContain(`${method} ${server.url}/a answered ${status}`);
    expect(error.message).not.toContain('secret');
  });

  test('an error carries the body of the answer', async () => {
    const server = await serve((_, response) => json(response, 402, { code: 'declined' }));
    const error = await failureOf({ method: 'POST', url: server.url });
    expect(error.details).toEqual({ status: 402, body: { code: 'declined' } });
  });

  test('a status is told even when its body breaks off or is too large', async () => {
    const server = await serve(({ url }, response, socket) => {
      response.writeHead(500, { 'content-length': String(2 * MAX_RESPONSE_BYTES) });
      response.write(url === '/large' ? Buffer.alloc(MAX_RESPONSE_BYTES + 1) : 'x', () => {
        if (url === '/broken') socket.destroy();
      });
    });
    for (const way of ['large', 'broken']) {
      expect(await failureOf({ method: 'POST', url: `${server.url}/${way}` })).toMatchObject({
        type: 'http.500',
        details: { status: 500, body: null },
        effect: 'unknown',
      });
    }
  });

  test('[AT2] a refused connection was never sent: none, and it may be tried again', async () => {
    const error = await failureOf({ method: 'POST', url: `http://127.0.0.1:${await closedPort()}/` });
    expect(error).toMatchObject({ type: 'http.connection', effect: 'none', details: { code: 'ECONNREFUSED' } });
    expect(error.retryable).toBeUndefined();
  });

  test('[AT2] a name that does not resolve was never sent', async () => {
    const error = await failureOf({ method: 'POST', url: 'http://no-such-host.invalid/' });
    expect(error).toMatchObject({ type: 'http.connection', effect: 'none' });
  });

  test('[AT2] a TLS handshake that fails was never sent', async () => {
    const server = await serve((_, response) => response.end());
    const error = await failureOf({ method: 'POST', url: server.url.replace('http:', 'https:') });
    expect(error).toMatchObject({ type: 'http.connection', effect: 'none' });
  });

  test('[AT2] a reset before the answer leaves the effect unknown, of a GET none', async () => {
    const server = await serve((_, __, socket) => socket.resetAndDestroy());
    expect(await failureOf({ method: 'POST', url: server.url })).toMatchObject({
      type: 'http.reset',
      effect: 'unknown',
    });
    expect(await failureOf({ url: server.url })).toMatchObject({ type: 'http.reset', effect: 'none' });
  });

  test('[AT2] a reset after the headers leaves the effect unknown', async () => {
    const server = await serve((_, response, socket) => {
      response.writeHead(200, { 'content-length': '100' });
      response.write('part', () => socket.resetAndDestroy());
    });
    expect(await failureOf({ method: 'POST', url: server.url })).toMatchObject({
      type: 'http.reset',
      effect: 'unknown',
    });
  });

  test('what is not HTTP is an error of its own', async () => {
    const server = createServer((socket) => socket.once('data', () => socket.end('nonsense\r\n\r\n')));
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    expect(await failureOf({ method: 'POST', url: `http://127.0.0.1:${port}` })).toMatchObject({
      type: 'http.protocol',
      effect: 'unknown',
    });
    server.close();
  });
});

describe('http: how it is stopped', () => {
  test('[AT2] its own timeout strikes while the answer is slow: unknown', async () => {
    const server = await serve(() => {}); // never answers
    const error = await failureOf({ method: 'POST', url: server.url, timeout: '50ms' });
    expect(error).toMatchObject({ type: 'http.timeout', effect: 'unknown' });
    expect(error.message).toContain('50ms');
  });

  test('its own timeout also bounds the body', async () => {
    const server = await serve((_, response) => void response.writeHead(200).write('x'));
    expect(await failureOf({ method: 'POST', url: server.url, timeout: '50ms' })).toMatchObject({
      type: 'http.timeout',
    });
  });

  test('an abort ends the request at the server too', async () => {
    const stop = new AbortController();
    let gone = (): void => {};
    const closed = new Promise<void>((done) => {
      gone = done;
    });
    const server = await serve((_, response) => {
      response.once('close', gone);
      stop.abort();
    });
    const error = await failureOf({ method: 'POST', url: server.url }, stop.signal);
    expect(error).toMatchObject({ type: 'cancelled', effect: 'unknown' });
    await closed;
  });

  test('[AT2] aborted before it began, nothing was sent', async () => {
    const server = await serve((_, response) => response.end());
    expect(await failureOf({ method: 'POST', url: server.url }, AbortSignal.abort())).toMatchObject({
      type: 'cancelled',
      effect: 'none',
    });
    expect(server.received).toEqual([]);
  });
});

describe('http: redirects', () => {
  const redirecting = (status: number, then = 200) =>
    serve(({ url }, response) => {
      if (url === '/') response.writeHead(status, { location: '/next' }).end();
      else json(response, then, { at: url });
    });

  test('307 repeats the request with its body', async () => {
    const server = await redirecting(307);
    expect(await call({ method: 'POST', url: server.url, body: 1 })).toMatchObject({
      output: { body: { at: '/next' } },
    });
    expect(server.received.map(({ method, body }) => [method, body])).toEqual([
      ['POST', '1'],
      ['POST', '1'],
    ]);
  });

  test('[AT2] a 4xx behind a 307 is a refusal; behind a 303 the POST has been taken', async () => {
    const refused = await redirecting(307, 404);
    expect(await failureOf({ method: 'POST', url: refused.url })).toMatchObject({ type: 'http.404', effect: 'none' });
    const taken = await redirecting(303, 404);
    expect(await failureOf({ method: 'POST', url: taken.url })).toMatchObject({ type: 'http.404', effect: 'unknown' });
    expect(taken.received.map(({ method }) => method)).toEqual(['POST', 'GET']);
  });

  test('an endless chain ends', async () => {
    let hops = 0;
    const server = await serve((_, response) => response.writeHead(302, { location: `/${(hops += 1)}` }).end());
    expect(await failureOf({ url: server.url })).toMatchObject({
      type: 'http.redirect',
      retryable: false,
      effect: 'none',
    });
    expect(hops).toBeLessThan(10);
  });

  test('a circle ends', async () => {
    const server = await serve((_, response) => response.writeHead(302, { location: '/same' }).end());
    expect(await failureOf({ url: server.url })).toMatchObject({ type: 'http.redirect' });
  });

  test('credentials do not follow to another host', async () => {
    const other = await serve((_, response) => json(response, 200, null));
    const server = await serve((_, response) => response.writeHead(302, { location: other.url }).end());
    await call({ url: server.url, headers: { authorization: 'Bearer x' } });
    expect(server.received[0]?.headers.authorization).toBe('Bearer x');
    expect(other.received[0]?.headers.authorization).toBeUndefined();
  });
});

describe('http: wrong input is final and does nothing', () => {
  test.each<[string, Json, string]>([
    ['no url', {}, '/url'],
    ['an unknown field', { url: 'http://a', verb: 'GET' }, 'verb'],
    ['an unknown method', { url: 'http://a', method: 'BREW' }, '/method'],
    ['a relative URL', { url: '/orders' }, 'not a URL'],
    ['another protocol', { url: 'file:///etc/passwd' }, 'only http: and https:'],
    ['credentials in the URL', { url: 'http://me:secret@a/' }, 'authorization header'],
    ['a header with a line break', { url: 'http://127.0.0.1:1/', headers: { 'x-a': 'b\r\nc: d' } }, 'cannot be sent'],
    ['a duration that is none', { url: 'http://a', timeout: 'soon' }, '/timeout'],
    ['no object', 'http://a', 'its root'],
  ])('%s', async (_, input, says) => {
    const error = await failureOf(input);
    expect(error).toMatchObject({ type: 'activity.input', retryable: false, effect: 'none' });
    expect(JSON.stringify(error)).toContain(says);
  });
});
