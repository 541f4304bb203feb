import type { ServerResponse } from 'node:http';
import { afterEach, describe, expect, test } from 'vitest';
import type { Json } from '../../core/json.ts';
import { call, failureOf, inPlace, outputOf, servers } from '../testing/http.ts';
import { json, type Received } from '../testing/server.ts';
import { httpActivity } from './index.ts';

const serve = servers();
afterEach(() => httpActivity.close?.());

describe('http: auth', () => {
  test.each<[string, Json, Record<string, string>, string]>([
    ['a bearer token', { type: 'bearer', token: 't0ken' }, { authorization: 'Bearer t0ken' }, '/a'],
    ['user and password', { type: 'basic', user: 'ü', password: 'p:w' }, { authorization: 'Basic w7w6cDp3' }, '/a'],
    ['a key in a header', { type: 'apiKey', name: 'X-Key', value: 'k' }, { 'x-key': 'k' }, '/a'],
    ['a key in the query', { type: 'apiKey', name: 'key', value: 'k&', in: 'query' }, {}, '/a?key=k%26'],
  ])('%s', async (_, auth, headers, url) => {
    const server = await serve((__, response) => json(response, 200, null));
    await outputOf({ url: `${server.url}/a`, auth });
    expect(server.received).toMatchObject([{ url, headers }]);
  });

  test('[AT2] what cannot be sent is refused, and not told', async () => {
    const server = await serve((_, response) => json(response, 200, null));
    const user = await failureOf({ url: server.url, auth: { type: 'basic', user: 'a:b', password: 'hidden' } });
    expect(user).toMatchObject({ type: 'activity.input', effect: 'none' });
    const line = await failureOf({ url: server.url, auth: { type: 'bearer', token: 'hid\r\nden' } });
    expect(line).toMatchObject({ type: 'activity.input', effect: 'none' });
    expect(JSON.stringify([user, line])).not.toMatch(/hidden|hid\\r/);
    expect(server.received).toEqual([]);
  });

  test('follows a redirect on the same origin, and none to another', async () => {
    const other = await serve((_, response) => json(response, 200, null));
    const server = await serve(({ url }, response) => {
      const to = url === '/' ? '/next' : other.url;
      response.writeHead(307, { location: to }).end();
    });
    const input = {
      url: server.url,
      method: 'POST',
      body: 1,
      headers: { 'x-own': 's', cookie: 'c', 'accept-language': 'de' },
    };
    await outputOf({ ...input, auth: { type: 'apiKey', name: 'x-key', value: 'k' } });
    expect(server.received.map(({ headers }) => headers['x-key'])).toEqual(['k', 'k']);
    const [got] = other.received;
    expect(got).toMatchObject({
      method: 'POST',
      body: '1',
      headers: { 'accept-language': 'de', 'idempotency-key': 'key-1' },
    });
    for (const name of ['x-key', 'x-own', 'cookie']) expect(got?.headers).not.toHaveProperty(name);
  });
});

/** A token endpoint and a service that takes its tokens, on one server. */
async function oauthServer(
  change: { expiresIn?: number; refuses?: (token: string) => boolean; token?: (response: ServerResponse) => void } = {},
) {
  let given = 0;
  const server = await serve(({ url, headers }, response) => {
    if (url === '/token') {
      if (change.token) return change.token(response);
      given += 1;
      return json(response, 200, {
        access_token: `tok-${given}`,
        token_type: 'Bearer',
        expires_in: change.expiresIn ?? 3_600,
      });
    }
    const token = (headers.authorization ?? '').replace('Bearer ', '');
    json(response, change.refuses?.(token) ? 401 : 200, { seen: headers.authorization });
  });
  const auth = {
    type: 'oauth2',
    tokenUrl: `${server.url}/token`,
    clientId: 'me',
    clientSecret: 's3&cret',
    scope: 'a b',
  };
  const asked = (path: string): readonly Received[] => server.received.filter(({ url }) => url === path);
  return { server, auth, asked, input: { url: `${server.url}/api`, auth } };
}

describe('http: OAuth 2 client credentials', () => {
  test('a token is asked for as the protocol says, and used', async () => {
    const { input, auth, asked } = await oauthServer();
    await outputOf(input);
    const [token] = asked('/token');
    expect(token?.headers.authorization).toBe(`Basic ${Buffer.from('me:s3%26cret').toString('base64')}`);
    expect(Object.fromEntries(new URLSearchParams(token?.body))).toEqual({
      grant_type: 'client_credentials',
      scope: 'a b',
    });
    expect(asked('/api')[0]?.headers.authorization).toBe('Bearer tok-1');
    await outputOf({
      ...input,
      auth: { ...auth, authentication: 'post', audience: 'x', parameters: { resource: 'r' } },
    });
    const second = Object.fromEntries(new URLSearchParams(asked('/token')[1]?.body));
    expect(second).toMatchObject({ client_id: 'me', client_secret: 's3&cret', audience: 'x', resource: 'r' });
  });

  test('one token serves all attempts, also those that begin at once', async () => {
    const { input, asked } = await oauthServer();
    await Promise.all(Array.from({ length: 20 }, () => outputOf(input)));
    await outputOf(input);
    expect([asked('/token').length, asked('/api').length]).toEqual([1, 21]);
  });

  test('other credentials have another token', async () => {
    const { input, auth, asked } = await oauthServer();
    await outputOf(input);
    await outputOf({ ...input, auth: { ...auth, scope: 'c' } });
    await outputOf({ ...input, auth: { ...auth, clientSecret: 'other' } });
    expect(asked('/api').map(({ headers }) => headers.authorization)).toEqual([
      'Bearer tok-1',
      'Bearer tok-2',
      'Bearer tok-3',
    ]);
  });

  test('one that is over is not used', async () => {
    const { input, asked } = await oauthServer({ expiresIn: 0 });
    await outputOf(input);
    await outputOf(input);
    expect(asked('/token').length).toBe(2);
  });

  test('[AT2] one that is refused is dropped, and the request sent once more with a new one', async () => {
    const { input, asked } = await oauthServer({ refuses: (token) => token === 'tok-1' });
    const output = await outputOf({ ...input, method: 'POST', body: { pay: 1 } });
    expect(output).toMatchObject({ status: 200 });
    expect(asked('/api').map(({ body }) => body)).toEqual(['{"pay":1}', '{"pay":1}']);
    await outputOf(input);
    expect(asked('/token').length).toBe(2);
  });

  test('[AT2] a service that refuses every token is asked twice an attempt, no more', async () => {
    const { input, asked } = await oauthServer({ refuses: () => true });
    expect(await failureOf({ ...input, method: 'POST' })).toMatchObject({ type: 'http.401', effect: 'none' });
    expect([asked('/token').length, asked('/api').length]).toEqual([2, 2]);
  });

  test('[AT2] a 401 behind a redirect does not send a POST a second time', async () => {
    const { auth } = await oauthServer();
    const server = await serve(({ url }, response) => {
      if (url === '/') response.writeHead(303, { location: '/next' }).end();
      else json(response, 401, null);
    });
    expect(await failureOf({ url: server.url, method: 'POST', auth })).toMatchObject({
      type: 'http.401',
      effect: 'unknown',
    });
    expect(server.received.map(({ method }) => method)).toEqual(['POST', 'GET']);
  });

  test('[DA7] a token that the service echoes is not in the answer, nor in the error', async () => {
    const good = await oauthServer();
    expect(JSON.stringify(await outputOf(good.input))).not.toContain('tok-1');
    const bad = await oauthServer({ refuses: () => true });
    expect(JSON.stringify(await failureOf(bad.input))).not.toMatch(/tok-/);
  });

  test.each<[string, (response: ServerResponse) => void, object]>([
    [
      'wrong credentials',
      (response) => json(response, 401, { error: 'invalid_client' }),
      { retryable: false, details: { status: 401, error: 'invalid_client' } },
    ],
    [
      'a wrong scope',
      (response) => json(response, 400, { error: 'invalid_scope', error_description: 'no' }),
      { retryable: false, details: { description: 'no' } },
    ],
    [
      'an outage',
      (response) => response.writeHead(503, { 'retry-after': '3' }).end(),
      { details: { status: 503 }, retryAfterMs: 3_000 },
    ],
    [
      'a challenge',
      (response) => response.writeHead(401, { 'www-authenticate': 'Basic realm="x"' }).end(),
      { details: { status: 401 } },
    ],
    ['no JSON', (response) => response.end('hello'), {}],
    ['too much', (response) => json(response, 200, { x: 'x'.repeat(100_000) }), {}],
    ['tokens of another kind', (response) => json(response, 200, { access_token: 'x', token_type: 'mac' }), {}],
    ['a redirect', (response) => response.writeHead(307, { location: '/token2' }).end(), {}],
    ['a reset', (response) => response.socket?.destroy(), {}],
  ])('[AT2] %s at the token endpoint: the request is not sent', async (_, token, expected) => {
    const { input, asked, server } = await oauthServer({ token });
    const error = await failureOf({ ...input, method: 'POST' });
    expect(error).toMatchObject({ type: 'http.oauth', effect: 'none', ...expected });
    expect(error.message).toContain(`No token was had from ${server.url}/token: `);
    expect(error.message).not.toContain('s3&cret');
    expect(asked('/api')).toEqual([]);
    expect(asked('/token').length).toBe(1);
  });

  test('a token that could not be had is asked for again by the next attempt', async () => {
    let isUp = false;
    const { input } = await oauthServer({
      token: (response) =>
        isUp ? json(response, 200, { access_token: 'x', token_type: 'bearer' }) : response.writeHead(500).end(),
    });
    await failureOf(input);
    isUp = true;
    expect(await outputOf(input)).toMatchObject({ status: 200 });
  });

  test('aborting one attempt leaves the token to the others', async () => {
    let answer = (): void => {};
    let asked = (): void => {};
    const isAsked = new Promise<void>((done) => (asked = done));
    const { input } = await oauthServer({
      token(response) {
        answer = () => json(response, 200, { access_token: 'x', token_type: 'bearer' });
        asked();
      },
    });
    const stop = new AbortController();
    const first = call(input, undefined, stop.signal);
    const second = outputOf(input);
    await isAsked;
    stop.abort();
    expect(await first).toMatchObject({ kind: 'failed', error: { type: 'cancelled', effect: 'none' } });
    answer();
    expect(await second).toMatchObject({ status: 200 });
  });

  test("the step's own timeout bounds the waiting for a token", async () => {
    const { input } = await oauthServer({ token: () => {} });
    expect(await failureOf({ ...input, timeout: '50ms' })).toMatchObject({ type: 'http.timeout', effect: 'none' });
  });

  test('the token endpoint is held to the policy of the workspace', async () => {
    const { input, asked, server } = await oauthServer();
    const tokenUrl = server.url.replace('127.0.0.1', 'localhost');
    const error = await failureOf(
      { ...input, auth: { ...input.auth, tokenUrl: `${tokenUrl}/token` } },
      inPlace({ deny: ['localhost'] }),
    );
    expect(error).toMatchObject({ type: 'http.forbidden', retryable: false, effect: 'none' });
    expect(asked('/token')).toEqual([]);
  });

  test.each(['nowhere', 'ftp://a/', 'http://me:pw@a/'])(
    '[AT2] a token URL that is none (%s) is wrong input',
    async (tokenUrl) => {
      const { input } = await oauthServer();
      const error = await failureOf({ ...input, auth: { ...input.auth, tokenUrl } });
      expect(error).toMatchObject({ type: 'activity.input', effect: 'none' });
      expect(error.message).not.toContain('pw');
    },
  );
});

test('closing twice, and before any request, does no harm', async () => {
  await httpActivity.close?.();
  await httpActivity.close?.();
  const server = await serve((_, response) => json(response, 200, null));
  await outputOf({ url: server.url });
  await httpActivity.close?.();
  await outputOf({ url: server.url });
  expect(server.received.length).toBe(2);
});
