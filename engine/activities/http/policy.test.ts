import { describe, expect, test } from 'vitest';
import { call, failureOf, inPlace, outputOf, servers } from '../testing/http.ts';
import { json } from '../testing/server.ts';

const serve = servers();
const forbidden = { type: 'http.forbidden', retryable: false, effect: 'none' } as const;

describe('http: where requests may go', () => {
  test.each([
    'http://169.254.169.254/latest/meta-data/',
    'http://2852039166/',
    'http://0xa9fea9fe/',
    'http://0251.0376.0251.0376/',
    'http://169.254.169.254./',
    'http://①⑥⑨.②⑤④.①⑥⑨.②⑤④/',
    'http://[::ffff:169.254.169.254]/',
    'http://[64:ff9b::a9fe:a9fe]/',
    'http://[fd00:ec2::254]/',
    'http://169.254.169.254\\@example.com/',
  ])('[AT2] %s is refused before anything is sent', async (url) => {
    const error = await failureOf({ method: 'POST', url });
    expect(error).toMatchObject(forbidden);
    expect(error.message).toContain('may not be sent: ');
  });

  test('the settings of the workspace decide, also for names', async () => {
    const server = await serve((_, response) => json(response, 200, null));
    const named = server.url.replace('127.0.0.1', 'localhost');
    expect(await failureOf({ url: server.url }, inPlace({ network: 'public' }))).toMatchObject(forbidden);
    expect(await failureOf({ url: named }, inPlace({ network: 'public' }))).toMatchObject(forbidden);
    expect(await failureOf({ url: named }, inPlace({ deny: ['127.0.0.0/8', '::1'] }))).toMatchObject(forbidden);
    expect(await failureOf({ url: named }, inPlace({ network: 'none' }))).toMatchObject(forbidden);
    expect(server.received).toEqual([]);
    expect(await outputOf({ url: named }, inPlace({ network: 'none', allow: ['localhost'] }))).toMatchObject({
      status: 200,
    });
    expect(await outputOf({ url: server.url }, inPlace({ network: 'public', allow: ['127.0.0.0/8'] }))).toMatchObject({
      status: 200,
    });
  });

  test('a connection that was allowed a moment ago is not used once it is not', async () => {
    const server = await serve((_, response) => json(response, 200, null));
    const named = server.url.replace('127.0.0.1', 'localhost');
    await outputOf({ url: named }, inPlace({}));
    expect(await failureOf({ url: named }, inPlace({ deny: ['127.0.0.1', '::1'] }))).toMatchObject(forbidden);
  });

  test('a redirect to where it may not go is not followed, in whatever spelling', async () => {
    const port = 80;
    for (const location of [
      `http://169.254.169.254:${port}/`,
      '//0xA9FEA9FE/',
      'http://[::ffff:a9fe:a9fe]/',
      'http://x@169.254.43518/',
    ]) {
      const server = await serve((_, response) => response.writeHead(307, { location }).end());
      const error = await failureOf({ method: 'POST', url: server.url, body: 1 });
      expect(error).toMatchObject({ type: 'http.forbidden', retryable: false, effect: 'unknown' });
      expect(error.message).toContain('was redirected to where it may not go');
    }
  });

  test('Host and other headers do not lead elsewhere', async () => {
    const server = await serve((_, response) => json(response, 200, null));
    const error = await failureOf({ url: 'http://169.254.169.254/', headers: { host: new URL(server.url).host } });
    expect(error).toMatchObject(forbidden);
  });
});

describe('http: redirects, as the step says', () => {
  const chain = (length: number) =>
    serve(({ url }, response) => {
      const at = Number(url.slice(1));
      if (at < length) response.writeHead(302, { location: `/${at + 1}` }).end();
      else json(response, 200, { at });
    });

  test('0 follows none: a 3xx is an answer as any other', async () => {
    const server = await chain(1);
    expect(await failureOf({ url: `${server.url}/0`, redirects: 0 })).toMatchObject({ type: 'http.302' });
    const output = await outputOf({ url: `${server.url}/0`, redirects: 0, success: ['3xx'] });
    expect(output).toMatchObject({ status: 302, headers: { location: '/1' }, body: null });
    expect(server.received.length).toBe(2);
  });

  test('exactly so many are followed, and no more', async () => {
    const server = await chain(7);
    expect(await outputOf({ url: `${server.url}/0`, redirects: 7 })).toMatchObject({ body: { at: 7 } });
    expect(await failureOf({ url: `${server.url}/0`, redirects: 6 })).toMatchObject({ type: 'http.redirect' });
    expect(await failureOf({ url: `${server.url}/0` })).toMatchObject({ type: 'http.redirect' });
  });

  test.each(['ftp://a/', 'file:///etc/passwd', 'http://', 'javascript:1'])(
    'to %s none is followed',
    async (location) => {
      const server = await serve((_, response) => response.writeHead(302, { location }).end());
      expect(await failureOf({ url: server.url })).toMatchObject({ type: 'http.redirect', retryable: false });
    },
  );

  test('a 3xx that names no place is an answer', async () => {
    const server = await serve((_, response) => response.writeHead(300).end());
    expect(await failureOf({ url: server.url })).toMatchObject({ type: 'http.300' });
  });

  test('the body of a redirect may be as long as it likes', async () => {
    const server = await serve(({ url }, response) => {
      if (url === '/') response.writeHead(302, { location: '/next' }).end('x'.repeat(1_000_000));
      else json(response, 200, null);
    });
    expect(await outputOf({ url: server.url })).toMatchObject({ status: 200 });
  });

  test('credentials in a place are not sent there', async () => {
    const server = await serve(({ url, headers }, response) => {
      if (url === '/') response.writeHead(302, { location: `http://me:secret@${headers.host}/next` }).end();
      else json(response, 200, null);
    });
    await call({ url: server.url });
    expect(server.received.map(({ headers }) => headers.authorization)).toEqual([undefined, undefined]);
  });
});
