import { createServer } from 'node:net';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { createServer as createSecureServer } from 'node:https';
import { afterEach, describe, expect, test } from 'vitest';
import { certificates, opensslVersion } from '../testing/certificates.ts';
import { failureOf, inPlace, outputOf, servers } from '../testing/http.ts';
import { json } from '../testing/server.ts';
import { type TestProxy, tinyproxy, tinyproxyVersion } from '../testing/tinyproxy.ts';

const serve = servers();
const proxies: TestProxy[] = [];
afterEach(async () => {
  await Promise.all(proxies.splice(0).map((proxy) => proxy.close()));
});
async function proxied(...lines: readonly string[]): Promise<TestProxy> {
  const proxy = await tinyproxy(lines);
  proxies.push(proxy);
  return proxy;
}

const name = tinyproxyVersion ?? 'SKIPPED: tinyproxy is not installed';
describe.skipIf(tinyproxyVersion === null)(`http: through a proxy (${name})`, () => {
  test("the workspace's, by CONNECT to an address that was looked at", async () => {
    const server = await serve((_, response) => json(response, 200, { ok: true }));
    const proxy = await proxied();
    const named = server.url.replace('127.0.0.1', 'localhost');
    expect(await outputOf({ url: `${named}/x` }, inPlace({ proxy: { url: proxy.url } }))).toMatchObject({
      body: { ok: true },
    });
    expect(server.received).toMatchObject([{ url: '/x', headers: { host: new URL(named).host } }]);
    expect(await proxy.log()).toMatch(/CONNECT 127\.0\.0\.1:\d+/);
  });

  test('names are left to the proxy where the workspace says so', async () => {
    const server = await serve((_, response) => json(response, 200, null));
    const proxy = await proxied();
    const named = server.url.replace('127.0.0.1', 'localhost');
    await outputOf({ url: named }, inPlace({ proxy: { url: proxy.url, names: 'proxy' } }));
    expect(await proxy.log()).toMatch(/CONNECT localhost:\d+/);
    const denied = inPlace({ proxy: { url: proxy.url, names: 'proxy' }, deny: ['localhost'] });
    expect(await failureOf({ url: named }, denied)).toMatchObject({ type: 'http.forbidden' });
  });

  test('that of the step, or none, or none for some hosts', async () => {
    const server = await serve((_, response) => json(response, 200, null));
    const [workspaces, own] = [await proxied(), await proxied()];
    const context = inPlace({ proxy: { url: workspaces.url } });
    await outputOf({ url: server.url, proxy: { url: own.url } }, context);
    expect(await own.log()).toContain(': CONNECT ');
    await outputOf({ url: server.url, proxy: 'none' }, context);
    await outputOf({ url: server.url }, inPlace({ proxy: { url: workspaces.url, bypass: ['127.0.0.0/8'] } }));
    expect(await workspaces.log()).not.toContain(': CONNECT ');
    expect(server.received.length).toBe(3);
  });

  test('it is told user and password, from secrets', async () => {
    const server = await serve((_, response) => json(response, 200, null));
    const proxy = await proxied('BasicAuth me s3cret');
    const settings = { proxy: { url: proxy.url, user: 'me', password: '{% secrets.PROXY %}' } };
    const secret = async (asked: string) => (asked === 'PROXY' ? 's3cret' : null);
    expect(await outputOf({ url: server.url }, inPlace(settings, { secret }))).toMatchObject({ status: 200 });
    const unset = await failureOf({ url: server.url }, inPlace(settings));
    expect(unset).toMatchObject({ type: 'activity.input', effect: 'none' });
    expect(unset.message).toContain('secret PROXY');
    const shut = await failureOf({
      url: server.url,
      method: 'POST',
      proxy: { url: proxy.url, user: 'me', password: 'no' },
    });
    expect(shut).toMatchObject({ type: 'http.proxy', effect: 'none' });
    expect(shut.message).toMatch(/the proxy answered 40[17]/);
    expect(server.received.length).toBe(1);
  });

  test('no way round the policy: spellings, names and redirects are refused before the proxy hears of them', async () => {
    const proxy = await proxied();
    const context = inPlace({ proxy: { url: proxy.url } });
    for (const url of ['http://169.254.169.254/', 'http://0xa9fea9fe/', 'http://[::ffff:a9fe:a9fe]/'])
      expect(await failureOf({ url }, context)).toMatchObject({ type: 'http.forbidden', effect: 'none' });
    const server = await serve((_, response) => response.writeHead(302, { location: 'http://2852039166/' }).end());
    expect(await failureOf({ url: server.url }, context)).toMatchObject({ type: 'http.forbidden' });
    const named = server.url.replace('127.0.0.1', 'localhost');
    const shut = inPlace({ proxy: { url: proxy.url }, network: 'public' });
    expect(await failureOf({ url: named }, shut)).toMatchObject({ type: 'http.forbidden', effect: 'none' });
    const log = await proxy.log();
    expect(log).not.toMatch(/169\.254|a9fe|localhost/i);
  });

  test('a proxy that a step names is held to the policy, one that the workspace names is not', async () => {
    const server = await serve((_, response) => json(response, 200, null));
    const proxy = await proxied();
    const allow = [`127.0.0.1:${new URL(server.url).port}`];
    const own = await failureOf({ url: server.url, proxy: { url: proxy.url } }, inPlace({ network: 'none', allow }));
    expect(own).toMatchObject({ type: 'http.forbidden', effect: 'none' });
    const settled = inPlace({ network: 'none', allow, proxy: { url: proxy.url } });
    expect(await outputOf({ url: server.url }, settled)).toMatchObject({ status: 200 });
  });

  test('[AT2] one that is not there, or does not get through, has sent nothing', async () => {
    const proxy = await proxied();
    const gone = await tinyproxy();
    await gone.close();
    const nowhere = createServer().listen(0, '127.0.0.1');
    await once(nowhere, 'listening');
    const { port } = nowhere.address() as AddressInfo;
    nowhere.close();
    await once(nowhere, 'close');
    const url = `http://127.0.0.1:${port}/`;
    const absent = await failureOf({ url, method: 'POST', proxy: { url: gone.url } });
    expect(absent).toMatchObject({ type: 'http.connection', effect: 'none' });
    const blocked = await failureOf({ url, method: 'POST', proxy: { url: proxy.url } });
    expect(blocked).toMatchObject({ type: 'http.proxy', effect: 'none' });
  });

  test.each(['nowhere', 'socks5://127.0.0.1:1', 'http://me:hidden@127.0.0.1:1'])(
    '[AT2] %s is no proxy: wrong input',
    async (url) => {
      const error = await failureOf({ url: 'http://127.0.0.1:1/', proxy: { url } });
      expect(error).toMatchObject({ type: 'activity.input', effect: 'none' });
      expect(error.message).not.toContain('hidden');
    },
  );

  test.skipIf(opensslVersion === null)(
    'https goes through it whole: the proxy sees no certificate and no path',
    async () => {
      const { ca, cert, key } = certificates();
      const server = createSecureServer({ cert, key }, (request, response) => response.end(request.url));
      server.listen(0, '127.0.0.1');
      await once(server, 'listening');
      const proxy = await proxied();
      const url = `https://localhost:${(server.address() as AddressInfo).port}/hidden`;
      const output = await outputOf({ url, tls: { ca }, proxy: { url: proxy.url } });
      expect(output).toMatchObject({ body: '/hidden' });
      expect(await proxy.log()).not.toContain('hidden');
      server.closeAllConnections();
      server.close();
    },
  );
});
