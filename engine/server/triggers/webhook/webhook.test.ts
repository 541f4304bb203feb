import { createHmac } from 'node:crypto';
import { once } from 'node:events';
import { type IncomingMessage, request } from 'node:http';
import { connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { compile, type JsonObject } from '../../../core/index.ts';
import { suiteFolder } from '../../../node/testing/folder.ts';
import { createEngineHost, type EngineHost } from '../../host.ts';
import { type PageServer, servePage } from '../../page/serve.ts';
import { toJsonObject } from '../../json.ts';
import { receiveHook } from './receive.ts';

let host: EngineHost;
let page: PageServer;
let port: number;

const folder = suiteFolder();
const SECRET = 'a-planted-hook-secret';
const env = { ...process.env, SAGALOOM_SECRET_HOOK_SECRET: SECRET };

async function deploy(name: string, triggers: JsonObject, more: JsonObject = {}): Promise<void> {
  const steps = { nap: { type: 'wait', for: '1h' } };
  const compiled = compile({ format: 'sagaloom/v1', name, start: 'nap', steps, triggers, ...more });
  if (!compiled.ok) throw new Error(JSON.stringify(compiled.diagnostics));
  const { definition, hash } = compiled;
  await host.context.engine.deploy({ definition: toJsonObject(definition), hash, by: 'test' });
}

beforeAll(async () => {
  host = await createEngineHost({ workspace: folder, database: '.sagaloom/runs.db', shop: null, env });
  page = await servePage({ host, port: 0, dist: folder });
  port = Number(new URL(page.url).port);
  const signature = { scheme: 'hmac-sha256', secret: 'HOOK_SECRET' };
  await deploy('open', { hook: { type: 'webhook' } });
  await deploy('signed', {
    hook: { type: 'webhook', path: 'shop/orders', signature },
    lost: { type: 'webhook', signature: { scheme: 'token', secret: 'NOT_SET' } },
    some: { type: 'webhook', when: '{% trigger.payload.paid %}', methods: ['PUT', 'GET'], signature },
  });
  const input = { type: 'object', properties: { n: { type: 'number' } } };
  await deploy('strict', { hook: { type: 'webhook' } }, { input, concurrencyKey: { key: 'one', onLimit: 'reject' } });
});

afterAll(async () => {
  await page.close();
  await host.close();
});

interface Sent {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Buffer;
}

/** By hand, so that Host and path go out as they are given. */
async function send(path: string, { method = 'POST', headers = {}, body = '{"n":1}' }: Sent = {}) {
  const asked = request({ host: '127.0.0.1', port, path, method, headers });
  asked.on('error', () => {}); // it may answer before it has read all
  asked.end(method === 'GET' || method === 'OPTIONS' ? undefined : body);
  const [response] = (await once(asked, 'response')) as [IncomingMessage];
  let text = '';
  for await (const chunk of response) text += String(chunk);
  const parsed = text.startsWith('{') ? (JSON.parse(text) as Record<string, unknown>) : {};
  return { status: response.statusCode, headers: response.headers, body: parsed, text };
}

const sign = (body: string | Buffer): string => `sha256=${createHmac('sha256', SECRET).update(body).digest('hex')}`;
const signed = (body: string | Buffer, headers: Record<string, string> = {}): Sent => ({
  body,
  headers: { 'x-signature-256': sign(body), ...headers },
});

describe('a webhook', () => {
  test('[LI5][TR4] starts a run, and says which once it is durable; the same again starts none', async () => {
    const first = await send('/hooks/open/hook', { headers: { 'idempotency-key': 'k1' } });
    expect(first).toMatchObject({ status: 202, body: { status: 'started', runId: expect.any(String) } });
    expect(first.headers).toMatchObject({ 'cache-control': 'no-store', 'x-content-type-options': 'nosniff' });
    const { engine } = host.context;
    expect(engine.reader.run(String(first.body['runId']))).toMatchObject({ workflow: 'open', status: 'running' });
    const second = await send('/hooks/open/hook', { headers: { 'Idempotency-Key': 'k1' }, body: '{"n":2}' });
    expect(second).toMatchObject({ status: 200, body: { status: 'duplicate', runId: first.body['runId'] } });
    const third = await send('/hooks/open/hook');
    expect(third.status).toBe(202);
    expect(third.body['runId']).not.toBe(first.body['runId']);
  });

  test('[LI5] of a hundred at once with one key one starts the run', async () => {
    const headers = { 'idempotency-key': 'crowd' };
    const all = await Promise.all(Array.from({ length: 100 }, () => send('/hooks/open/hook', { headers })));
    expect(all.filter(({ status }) => status === 202)).toHaveLength(1);
    expect(all.filter(({ status }) => status === 200)).toHaveLength(99);
    expect(new Set(all.map(({ body }) => body['runId'])).size).toBe(1);
  });

  test('[TR4][PG1] that is signed is taken under any name it is called by; one that is not signed so, is not', async () => {
    const host = { host: 'hooks.example.com', 'x-forwarded-for': '203.0.113.9', origin: 'https://other.example' };
    expect(await send('/hooks/shop/orders', signed('{"n":1}', host))).toMatchObject({ status: 202 });
    const wrong = await send('/hooks/shop/orders', {
      body: '{"n":2}',
      headers: { 'x-signature-256': sign('{"n":1}') },
    });
    expect(wrong).toMatchObject({ status: 401, body: { error: 'signature', message: 'The signature is wrong.' } });
    expect(await send('/hooks/shop/orders')).toMatchObject({ status: 401 });
    expect((await send('/', { method: 'GET', headers: { host: 'hooks.example.com' } })).status).toBe(403);
  });

  test('[TR4] is signed over the bytes that came', async () => {
    const body = Buffer.from('{"n":  1}\r\n');
    expect(await send('/hooks/shop/orders', signed(body))).toMatchObject({ status: 202 });
  });

  test.each([
    ['a Host of others', { host: 'evil.example' }],
    ['a Host of others with our port', { host: 'evil.example:PORT' }],
    ['a page of another site', { origin: 'https://evil.example' }],
    ['a page without origin', { origin: 'null' }],
    ['a page of another port', { origin: 'http://127.0.0.1:1' }],
    ['a picture on a page', { 'sec-fetch-site': 'cross-site' }],
    ['a proxy', { 'x-forwarded-for': '203.0.113.9' }],
    ['a tunnel', { forwarded: 'for=203.0.113.9' }],
  ])('[PG1][PG2] without signature it is not open to %s', async (_, headers) => {
    const filled = Object.fromEntries(
      Object.entries(headers).map(([name, value]) => [name, value.replace('PORT', String(port))]),
    );
    expect(await send('/hooks/open/hook', { headers: filled })).toMatchObject({ status: 403 });
  });

  test('[PG2] without signature it is open to our own page', async () => {
    const headers = { origin: `http://127.0.0.1:${port}`, 'sec-fetch-site': 'same-origin' };
    expect(await send('/hooks/open/hook', { headers })).toMatchObject({ status: 202 });
  });

  test.each([
    ['/hooks/', 404],
    ['/hooks/none', 404],
    ['/hooks/open/hook/', 404],
    ['/hooks/open/%E0%A4%A', 404],
    ['/hooks/open/../open/hook', 202],
    ['/hooks/op%65n/hook', 202],
    ['/hooks', 404],
  ])('[TR4] %s is %i', async (path, status) => {
    expect((await send(path)).status).toBe(status);
  });

  test('[TR4] takes the methods it says, and tells which', async () => {
    expect(await send('/hooks/open/hook', { method: 'PUT' })).toMatchObject({
      status: 405,
      headers: { allow: 'POST' },
    });
    expect(await send('/hooks/open/hook', { method: 'GET' })).toMatchObject({ status: 405 });
    expect(await send('/hooks/open/hook', { method: 'OPTIONS' })).toMatchObject({ status: 405 });
    expect(await send('/hooks/signed/some')).toMatchObject({ status: 405, headers: { allow: 'PUT, GET' } });
  });

  test('[TR4] whose condition is false starts none', async () => {
    const answer = await send('/hooks/signed/some', { ...signed('{"paid":false}'), method: 'PUT' });
    expect(answer).toMatchObject({ status: 200, body: { status: 'passed', runId: null } });
    const asked = await send('/hooks/signed/some?paid=', { ...signed(''), method: 'GET' });
    expect(asked).toMatchObject({ status: 422 }); // '' is neither true nor false
  });

  test('[DA9] says what does not fit, and what there are too many of', async () => {
    const answer = await send('/hooks/strict/hook', { body: '{"n":"one"}' });
    expect(answer).toMatchObject({
      status: 422,
      body: { error: 'invalid', message: expect.stringContaining('input') },
    });
    expect(await send('/hooks/strict/hook')).toMatchObject({ status: 202 });
    expect(await send('/hooks/strict/hook')).toMatchObject({ status: 409, body: { error: 'full' } });
  });

  test.each([
    ['no JSON', { body: '{' }, 400],
    ['no text', { body: Buffer.from([0xc3, 0x28]) }, 400],
    ['deeper than any stack', { body: '['.repeat(200_000) + ']'.repeat(200_000) }, 422],
    ['packed', { body: '{}', headers: { 'content-encoding': 'gzip' } }, 415],
    ['too large', { body: 'x'.repeat(1_048_577) }, 413],
    [
      'too large, and does not say so',
      { body: 'x'.repeat(1_048_577), headers: { 'transfer-encoding': 'chunked' } },
      413,
    ],
  ])('[TR4] a body that is %s is refused', async (_, given: Sent, status) => {
    expect((await send('/hooks/open/hook', given)).status).toBe(status);
  });

  test('[TR4] a body as large as it may be is taken', async () => {
    const body = JSON.stringify('x'.repeat(1_048_576 - 2));
    expect((await send('/hooks/open/hook', { body })).status).toBe(202);
  });

  test('[TR4] a caller that goes in the midst of its body starts nothing', async () => {
    const before = (await host.context.engine.deliveries({ limit: 500 })).length;
    const socket = connect(port, '127.0.0.1');
    await once(socket, 'connect');
    socket.write(`POST /hooks/open/hook HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nContent-Length: 100\r\n\r\n{"n":`);
    socket.destroy();
    await once(socket, 'close');
    await send('/hooks/none'); // the server goes on
    expect((await host.context.engine.deliveries({ limit: 500 })).length).toBe(before);
  });

  test('[DA7][TR2] without its secret it can be nobody; the secret itself is in nothing that is kept', async () => {
    const answer = await send('/hooks/signed/lost', { headers: { authorization: `Bearer ${SECRET}` } });
    expect(answer).toMatchObject({ status: 503, headers: { 'retry-after': '5' } });
    expect(answer.text).not.toContain('NOT_SET');
    const kept = JSON.stringify(await host.context.engine.deliveries({ limit: 500 }));
    expect(kept).not.toContain(SECRET);
    expect(kept).not.toContain('sha256=');
  });

  test('[TR4] two workflows with one address are told apart by nobody, so neither is started', async () => {
    await deploy('twin-a', { hook: { type: 'webhook', path: 'twin' } });
    await deploy('twin-b', { hook: { type: 'webhook', path: 'twin', methods: ['PUT'] } });
    expect((await send('/hooks/twin')).status).toBe(202);
    await deploy('twin-b', { hook: { type: 'webhook', path: 'twin' } });
    expect(await send('/hooks/twin')).toMatchObject({ status: 409, body: { error: 'ambiguous' } });
  });

  test('[TR4] told so, it lets everybody in, and takes no more than it may', async () => {
    const { engine } = host.context;
    const options = { engine, secret: async () => null, warn: () => {}, unsigned: 'any', maxBytes: 4 } as const;
    const caller = { isLoopback: false, isOurHost: false, isOurOrigin: false };
    const ask = (body: string, unsigned: 'any' | 'local') => {
      const headers = { origin: 'https://other.example' };
      const asked = new Request('http://hooks.example/hooks/open/hook', { method: 'POST', headers, body });
      return receiveHook({ ...options, unsigned }, asked, caller).then(({ status }) => status);
    };
    expect([await ask('1234', 'any'), await ask('12345', 'any'), await ask('1234', 'local')]).toEqual([202, 413, 403]);
  });

  test('[TR4] of an engine that is closing is to be sent again', async () => {
    const folder = suiteFolder();
    const other = await createEngineHost({ workspace: folder, database: '.sagaloom/runs.db', shop: null, env });
    const { engine } = other.context;
    const triggers = await host.context.engine.triggers();
    await other.close();
    const options = { engine: { ...engine, triggers: async () => triggers }, secret: async () => null, warn: () => {} };
    const caller = { isLoopback: true, isOurHost: true, isOurOrigin: false };
    const asked = new Request('http://127.0.0.1/hooks/open/hook', { method: 'POST', body: '{}' });
    const answer = await receiveHook(options, asked, caller);
    expect([answer.status, answer.headers.get('retry-after')]).toEqual([503, '5']);
  });
});
