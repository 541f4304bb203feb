import { createServer, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, test } from '../served.ts';

/** What a web socket from this page meets: `open`, or that it was refused. */
function tryToConnect([url, ...protocols]: readonly [string, ...string[]]): Promise<'open' | 'refused'> {
  return new Promise((resolve) => {
    const socket = new WebSocket(url, protocols);
    socket.addEventListener('open', () => resolve('open'));
    socket.addEventListener('error', () => resolve('refused'));
  });
}

const rpcOf = (url: string) => `${url.replace('http', 'ws').replace(/\/$/, '')}/rpc`;

async function tokenOf(url: string): Promise<string> {
  const page = await (await fetch(url)).text();
  const token = /name="sagaloom-token" content="([^"]+)"/.exec(page)?.[1];
  if (token === undefined) throw new Error('the page holds no token');
  return token;
}

/** A website in another tab. */
const elsewhere = test.extend<{ otherSite: string }>({
  // oxlint-disable-next-line no-empty-pattern -- Playwright reads the fixtures a function wants from its pattern
  otherSite: async ({}, use) => {
    const server = createServer((_, response) => {
      response.setHeader('content-type', 'text/html').end('<!doctype html><title>Another site</title>');
    });
    await new Promise<void>((done) => void server.listen(0, '127.0.0.1', done));
    await use(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
    server.close();
  },
});

elsewhere(
  'another website cannot open the engine’s web socket, even with a stolen token',
  async ({ page, served, otherSite }) => {
    const token = await tokenOf(served.url);
    await page.goto(otherSite);
    expect(await page.evaluate(tryToConnect, [rpcOf(served.url)] as const)).toBe('refused');
    expect(await page.evaluate(tryToConnect, [rpcOf(served.url), `sagaloom.${token}`] as const)).toBe('refused');
  },
);

elsewhere('another website can neither read the page nor frame it', async ({ page, served, otherSite }) => {
  await page.goto(otherSite);
  const reads = (url: string) =>
    fetch(url)
      .then((response) => response.text())
      .catch(() => 'refused');
  expect(await page.evaluate(reads, served.url)).toBe('refused');
  await page.evaluate((url) => {
    const frame = document.createElement('iframe');
    frame.src = url;
    document.body.append(frame);
    return new Promise((done) => frame.addEventListener('load', done));
  }, served.url);
  const framed = page.frames().find((frame) => frame !== page.mainFrame());
  expect(framed?.url()).not.toBe(served.url);
});

test('the page itself needs its token', async ({ page, served }) => {
  await page.goto(served.url);
  expect(await page.evaluate(tryToConnect, [rpcOf(served.url)] as const)).toBe('refused');
  expect(await page.evaluate(tryToConnect, [rpcOf(served.url), 'sagaloom.guessed'] as const)).toBe('refused');
  const token = await tokenOf(served.url);
  expect(await page.evaluate(tryToConnect, [rpcOf(served.url), `sagaloom.${token}`] as const)).toBe('open');
});

test('a foreign name that resolves to this machine gets nothing', async ({ served }) => {
  const { port } = new URL(served.url);
  const status = await new Promise<number | undefined>((resolve, reject) => {
    const headers = { host: `evil.example:${port}` };
    const asked = request({ host: '127.0.0.1', port, path: '/', headers }, (response) => {
      response.resume();
      resolve(response.statusCode);
    });
    asked.once('error', reject).end();
  });
  expect(status).toBeGreaterThanOrEqual(400);
});
