import { once } from 'node:events';
import { mkdir, symlink, writeFile } from 'node:fs/promises';
import { type IncomingMessage, request } from 'node:http';
import path from 'node:path';
import { createORPCClient } from '@orpc/client';
import { RPCLink } from '@orpc/client/websocket';
import type { ContractRouterClient } from '@orpc/contract';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import type { contract } from '../../contract/index.ts';
import { createEngineHost, type EngineHost } from '../host.ts';
import { suiteFolder } from '../../node/testing/folder.ts';
import { makeWorkspace, quick, slow } from '../testing/place.ts';
import { type PageServer, servePage } from './serve.ts';

let host: EngineHost;
let page: PageServer;
let port: number;
let token: string;

const folder = suiteFolder();

beforeAll(async () => {
  const workspace = await makeWorkspace({}, folder);
  const dist = path.join(workspace, 'built');
  await mkdir(path.join(dist, 'assets'), { recursive: true });
  await writeFile(path.join(workspace, 'secret.txt'), 'secret');
  await writeFile(
    path.join(dist, 'index.html'),
    '<html><head><meta property="csp-nonce" nonce="__CSP_NONCE__"></head><body><script nonce="__CSP_NONCE__" src="/assets/a-1.js"></script></body></html>',
  );
  await writeFile(path.join(dist, 'assets', 'a-1.js'), 'export {};');
  await writeFile(path.join(dist, 'icon.svg'), '<svg/>');
  await symlink(path.join(workspace, 'secret.txt'), path.join(dist, 'link.txt'));
  host = await createEngineHost({ workspace, database: '.sagaloom/runs.db', shop: null });
  page = await servePage({ host, port: 0, dist });
  port = Number(new URL(page.url).port);
  token = /name="sagaloom-token" content="([^"]+)"/.exec((await get('/')).body)?.[1] ?? '';
});

afterAll(async () => {
  await page.close();
  await host.close();
});

interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: string;
}

/** By hand, so that the path and the Host go out as they are given. */
async function get(target: string, headers: Record<string, string> = {}, method = 'GET'): Promise<Answer> {
  const asked = request({ host: '127.0.0.1', port, path: target, method, headers }).end();
  const [response] = (await once(asked, 'response')) as [IncomingMessage];
  let body = '';
  for await (const chunk of response) body += String(chunk);
  return { status: response.statusCode ?? 0, headers: response.headers, body };
}

interface Dial {
  readonly protocols?: readonly string[];
  readonly origin?: string | null;
  readonly host?: string;
  readonly path?: string;
}

/** The HTTP status of the refusal, or the open socket. */
async function dial(change: Dial = {}): Promise<WebSocket | number> {
  const { protocols = [`sagaloom.${token}`], origin = `http://127.0.0.1:${port}`, path: target = '/rpc' } = change;
  const headers = { ...(origin !== null && { origin }), ...(change.host !== undefined && { host: change.host }) };
  const socket = new WebSocket(`ws://127.0.0.1:${port}${target}`, [...protocols], { headers });
  return new Promise((resolve, reject) => {
    socket.once('open', () => resolve(socket));
    socket.once('unexpected-response', (_, response) => resolve(response.statusCode ?? 0));
    socket.once('error', reject);
  });
}

type Client = ContractRouterClient<typeof contract>;

async function connect(): Promise<{ readonly client: Client; readonly socket: WebSocket }> {
  const socket = await dial();
  if (typeof socket === 'number') throw new Error(`refused with ${socket}`);
  socket.binaryType = 'arraybuffer';
  const websocket = socket as unknown as globalThis.WebSocket;
  return { client: createORPCClient(new RPCLink({ websocket })), socket };
}

describe('the page', () => {
  test('[PG1] is given to our names only', async () => {
    for (const name of ['127.0.0.1', 'localhost', '[::1]', 'LOCALHOST']) {
      expect((await get('/', { host: `${name}:${port}` })).status).toBe(200);
    }
    for (const name of [
      'evil.example',
      `evil.example:${port}`,
      '127.0.0.1',
      `127.0.0.1:${port + 1}`,
      `x@127.0.0.1:${port}`,
    ]) {
      const { status, body } = await get('/', { host: name });
      expect([name, status >= 400]).toEqual([name, true]);
      expect(body).not.toContain(token);
    }
  });

  test('[PG3] holds the token, long and stored nowhere', async () => {
    const { headers } = await get('/');
    expect(token).toMatch(/^[\w-]{43}$/);
    expect(headers['cache-control']).toBe('no-store');
  });

  test('has a fresh nonce in each response, the same in the page and in its policy', async () => {
    const nonces = await Promise.all(
      [1, 2].map(async () => {
        const { body, headers } = await get('/');
        const nonce = /script nonce="([^"]+)"/.exec(body)?.[1] ?? '';
        expect(body).not.toContain('__CSP_NONCE__');
        expect(headers['content-security-policy']).toContain(`style-src 'self' 'nonce-${nonce}'`);
        return nonce;
      }),
    );
    expect(new Set(nonces).size).toBe(2);
  });

  test('forbids what it does not need', async () => {
    const { headers } = await get('/');
    const policy = String(headers['content-security-policy']);
    for (const part of ["default-src 'none'", "frame-ancestors 'none'", "base-uri 'none'"])
      expect(policy).toContain(part);
    expect(policy).not.toContain('unsafe');
    expect(headers).toMatchObject({
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'no-referrer',
      'cross-origin-opener-policy': 'same-origin',
      'cross-origin-resource-policy': 'same-origin',
    });
    expect(headers['access-control-allow-origin']).toBeUndefined();
  });

  test('its hashed files are kept for ever, the others asked for again', async () => {
    const script = await get('/assets/a-1.js');
    expect(script).toMatchObject({ status: 200, body: 'export {};' });
    expect(script.headers['content-type']).toMatch(/^text\/javascript/);
    expect(script.headers['cache-control']).toContain('immutable');
    const icon = await get('/icon.svg');
    expect(icon.headers).toMatchObject({ 'content-type': 'image/svg+xml; charset=utf-8', 'cache-control': 'no-cache' });
    const again = await get('/icon.svg', { 'if-none-match': String(icon.headers['etag']) });
    expect(again).toMatchObject({ status: 304, body: '' });
  });

  test.each([
    '/../secret.txt',
    '/assets/../../secret.txt',
    '/..%2fsecret.txt',
    '/%2e%2e/secret.txt',
    '/assets/..%5c..%5csecret.txt',
    '//secret.txt',
    '/link.txt',
    '/assets',
    '/assets/',
    '/.hidden',
    '/index.html',
    '/%00',
    '/%ff',
    '/none.js',
  ])('gives nothing for %s', async (target) => {
    const { status, body } = await get(target);
    expect(status).toBe(404);
    expect(body).not.toContain('secret');
  });

  test('says that it is well', async () => {
    expect(JSON.parse((await get('/healthz')).body)).toMatchObject({ ok: true });
  });

  test('commands nothing over plain HTTP', async () => {
    expect((await get('/rpc', {}, 'POST')).status).toBe(404);
    expect((await get('/', {}, 'POST')).status).toBe(404);
  });
});

describe('the socket', () => {
  test('[PG3] opens with the token, and answers with the same protocol', async () => {
    const socket = await dial();
    expect(socket).toBeInstanceOf(WebSocket);
    if (socket instanceof WebSocket) {
      expect(socket.protocol).toBe(`sagaloom.${token}`);
      socket.terminate();
    }
  });

  test.each<[string, () => Dial, number]>([
    ['[PG3] no token', () => ({ protocols: [] }), 401],
    ['[PG3] a wrong token', () => ({ protocols: [`sagaloom.${'x'.repeat(43)}`] }), 401],
    ['[PG3] a part of the token', () => ({ protocols: [`sagaloom.${token.slice(0, -1)}`] }), 401],
    ['[PG3] the token as another protocol', () => ({ protocols: [token] }), 401],
    ['[PG2] the origin of a website', () => ({ origin: 'https://evil.example' }), 403],
    ['[PG2] another port of this machine', () => ({ origin: `http://127.0.0.1:${port + 1}` }), 403],
    ['[PG2] our host over another scheme', () => ({ origin: `https://127.0.0.1:${port}` }), 403],
    ['[PG2] the origin null', () => ({ origin: 'null' }), 403],
    ['[PG2] no origin', () => ({ origin: null }), 403],
    [
      '[PG1] a name that was pointed here',
      () => ({ host: `evil.example:${port}`, origin: `http://evil.example:${port}` }),
      403,
    ],
    ['another path', () => ({ path: '/other' }), 404],
    ['a path that only begins so', () => ({ path: '/rpc/x' }), 404],
  ])('refuses %s', async (_, change, status) => {
    expect(await dial(change())).toBe(status);
  });

  test('serves the contract to several clients, and each sees what the other does', async () => {
    const [one, two] = await Promise.all([connect(), connect()]);
    const changes = await two.client.runs.changes();
    const firstChange = changes.next();
    const { runId } = await one.client.runs.start({ document: quick, input: null });
    expect((await firstChange).value).toMatchObject({ runId });
    const seen: string[] = [];
    for await (const events of await two.client.runs.watch({ runId })) seen.push(...events.map(({ type }) => type));
    expect(seen.at(0)).toBe('RunStarted');
    expect(seen.at(-1)).toBe('RunEnded');
    await changes.return?.();
    one.socket.terminate();
    two.socket.terminate();
  });

  test('a client that goes away takes its subscriptions along', async () => {
    const one = await connect();
    const { runId } = await one.client.runs.start({ document: slow, input: null });
    const { engine } = host.context;
    let open = 0;
    const counted = counting(engine, (by) => (open += by));
    Object.assign(host.context, { engine: counted });
    const watching = await one.client.runs.watch({ runId });
    await watching.next();
    const changes = await one.client.runs.changes();
    void changes.next().catch(() => {});
    void watching.next().catch(() => {});
    await expect.poll(() => open).toBe(2);
    one.socket.terminate();
    await expect.poll(() => open).toBe(0);
    Object.assign(host.context, { engine });
    await engine.command(runId, { type: 'terminate', by: 'test' });
  });

  test('a message too large ends the connection, not the server', async () => {
    const { socket } = await connect();
    socket.on('error', () => {});
    socket.send(Buffer.alloc(17 * 1024 * 1024));
    await once(socket, 'close');
    expect((await get('/healthz')).status).toBe(200);
  });

  test('what is no message is survived', async () => {
    const { socket, client } = await connect();
    socket.send('}{');
    socket.send(Buffer.from([0xff, 0x00]));
    expect(await client.activities.list()).not.toEqual([]);
    socket.terminate();
  });
});

/** Counts iterators that were opened and not closed. */
function counting(
  engine: EngineHost['context']['engine'],
  note: (by: 1 | -1) => void,
): EngineHost['context']['engine'] {
  const noted = <T>(source: AsyncIterableIterator<T>): AsyncIterableIterator<T> => {
    note(1);
    return {
      next: () => source.next(),
      return: async () => {
        note(-1);
        return (await source.return?.()) ?? { done: true, value: undefined };
      },
      [Symbol.asyncIterator]() {
        return this;
      },
    };
  };
  return {
    ...engine,
    events: (runId, after) => noted(engine.events(runId, after)),
    changes: () => noted(engine.changes()),
  };
}

describe('two servers', () => {
  test('a port in use is told, and nothing is left behind', async () => {
    await expect(servePage({ host, port })).rejects.toMatchObject({ code: 'EADDRINUSE' });
    expect((await get('/healthz')).status).toBe(200);
  });
});
