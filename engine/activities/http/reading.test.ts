import { brotliCompressSync, deflateSync, gzipSync, zstdCompressSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { failureOf, inPlace, outputOf, servers } from '../testing/http.ts';
import { json } from '../testing/server.ts';
import { retryAfterMs } from './retry-after.ts';

const serve = servers();
const answering = (body: string | Buffer, headers: Record<string, string> = {}, status = 200) =>
  serve((_, response) => response.writeHead(status, headers).end(body));

describe('http: the body of the answer', () => {
  const bytes = Buffer.from([0x89, 0x50, 0, 255]);
  const encoded = (contentType: string | null) => ({ base64: bytes.toString('base64'), contentType, bytes: 4 });

  test.each(['image/png', 'application/octet-stream', 'application/pdf', 'application/x-unheard-of'])(
    'of %s is bytes that say what they are',
    async (type) => {
      const { url } = await answering(bytes, { 'content-type': type });
      expect(await outputOf({ url })).toMatchObject({ body: encoded(type) });
    },
  );

  test('without a type is text if it reads as text', async () => {
    expect(await outputOf({ url: (await answering('grüß')).url })).toMatchObject({ body: 'grüß' });
    expect(await outputOf({ url: (await answering(bytes)).url })).toMatchObject({ body: encoded(null) });
  });

  test.each([
    'application/xml',
    'image/svg+xml; charset=utf-8',
    'application/yaml',
    'application/x-ndjson',
    'text/csv',
  ])('of %s is text', async (type) => {
    const { url } = await answering('<a/>', { 'content-type': type });
    expect(await outputOf({ url })).toMatchObject({ body: '<a/>' });
  });

  test('is read as the step says, whatever its type', async () => {
    const { url } = await answering('{"a":1}', { 'content-type': 'text/plain' });
    expect(await outputOf({ url, responseAs: 'json' })).toMatchObject({ body: { a: 1 } });
    expect(await outputOf({ url, responseAs: 'base64' })).toMatchObject({ body: { base64: 'eyJhIjoxfQ==', bytes: 7 } });
    const other = await answering('{"a":1}', { 'content-type': 'application/json' });
    expect(await outputOf({ url: other.url, responseAs: 'text' })).toMatchObject({ body: '{"a":1}' });
  });

  test('that should be JSON and is not is an error with its beginning', async () => {
    const { url } = await answering('<html>', { 'content-type': 'application/json' });
    const error = await failureOf({ url, method: 'POST', responseAs: 'json' });
    expect(error).toMatchObject({ type: 'http.body', effect: 'unknown', details: { status: 200, body: '<html>' } });
  });
});

describe('http: packed answers', () => {
  const packers = { gzip: gzipSync, br: brotliCompressSync, deflate: deflateSync, zstd: zstdCompressSync };
  const text = JSON.stringify({ list: Array.from({ length: 500 }, (_, i) => i) });
  const packed = (encoding: string, body: Buffer) =>
    answering(body, { 'content-type': 'application/json', 'content-encoding': encoding });

  test.each(Object.entries(packers))('%s is unpacked', async (encoding, pack) => {
    const { url } = await packed(encoding, pack(Buffer.from(text)));
    expect(await outputOf({ url })).toMatchObject({ body: JSON.parse(text) });
  });

  test('the last layer is unpacked first', async () => {
    const { url } = await packed('br, gzip', gzipSync(brotliCompressSync(text)));
    expect(await outputOf({ url })).toMatchObject({ body: JSON.parse(text) });
  });

  test.each(Object.entries(packers))(
    'a small body of %s that unpacks to a huge one stops at the limit',
    async (encoding, pack) => {
      const bomb = pack(Buffer.alloc(64 * 1024 * 1024));
      expect(bomb.length).toBeLessThan(100_000);
      const { url } = await packed(encoding, bomb);
      expect(await failureOf({ url })).toMatchObject({ type: 'http.tooLarge', retryable: false });
    },
  );

  test.each([
    ['too many layers', 'gzip, gzip, gzip', gzipSync('x')],
    ['a packing nobody knows', 'pack200', Buffer.from('x')],
    ['a name of Object', 'constructor', Buffer.from('x')],
    ['no gzip at all', 'gzip', Buffer.from('plain')],
    ['half of it', 'gzip', gzipSync(text).subarray(0, 50)],
    ['no Brotli at all', 'br', Buffer.from('plain text')],
    ['no Zstandard at all', 'zstd', Buffer.from('plain text')],
  ])('%s is an error of its own', async (_, encoding, body) => {
    const { url } = await packed(encoding, body);
    expect(await failureOf({ url, method: 'POST' })).toMatchObject({ type: 'http.encoding', effect: 'unknown' });
  });

  test('an answer without a body may say that it is packed', async () => {
    const server = await serve((_, response) => response.writeHead(200, { 'content-encoding': 'gzip' }).end());
    expect(await outputOf({ url: server.url, method: 'HEAD' })).toMatchObject({ body: null });
    expect(await outputOf({ url: server.url })).toMatchObject({ body: null });
  });
});

describe('http: how long an answer may be', () => {
  test('the step may ask for more, as far as the workspace lets it', async () => {
    const { url } = await answering('x'.repeat(300_000));
    expect(await failureOf({ url })).toMatchObject({ type: 'http.tooLarge' });
    expect(await outputOf({ url, maxBytes: 300_000 })).toMatchObject({ status: 200 });
    expect(await failureOf({ url, maxBytes: 299_999 })).toMatchObject({ type: 'http.tooLarge' });
    const error = await failureOf({ url, maxBytes: 300_000 }, inPlace({ maxAnswerBytes: 1_000 }));
    expect(error).toMatchObject({ type: 'activity.input', effect: 'none' });
    expect(error.message).toContain('http.maxAnswerBytes');
  });

  test('the workspace may let every step have less', async () => {
    const { url } = await answering('x'.repeat(2_000));
    expect(await failureOf({ url }, inPlace({ maxAnswerBytes: 1_000 }))).toMatchObject({ type: 'http.tooLarge' });
  });
});

describe('http: what counts as success', () => {
  test('statuses and classes', async () => {
    const { url } = await answering('{"a":1}', { 'content-type': 'application/json' }, 404);
    expect(await outputOf({ url, success: ['2xx', 404] })).toMatchObject({ status: 404, body: { a: 1 } });
    expect(await outputOf({ url, success: ['4xx'] })).toMatchObject({ status: 404 });
    expect(await failureOf({ url, success: ['2xx', 403, '5xx'] })).toMatchObject({ type: 'http.404' });
  });

  test('a 2xx outside the rule is an error', async () => {
    const { url } = await answering('', {}, 202);
    expect(await failureOf({ url, method: 'POST', success: [200] })).toMatchObject({
      type: 'http.202',
      effect: 'unknown',
    });
  });
});

describe('http: Retry-After', () => {
  test('[RT6] is in the error, whatever its status', async () => {
    for (const status of [429, 503, 418]) {
      const server = await serve((_, response) => response.setHeader('retry-after', '7').writeHead(status).end());
      expect(await failureOf({ url: server.url })).toMatchObject({ type: `http.${status}`, retryAfterMs: 7_000 });
    }
  });

  test('[RT6] an answer that does not ask for time gets none', async () => {
    const server = await serve((_, response) => json(response, 503, null));
    expect(await failureOf({ url: server.url })).not.toHaveProperty('retryAfterMs');
  });

  const now = Date.parse('2026-05-01T12:00:00Z');
  test.each<[string, Record<string, string>, number | null]>([
    ['seconds', { 'retry-after': '120' }, 120_000],
    ['none', { 'retry-after': '0' }, 0],
    ['a date, by our clock', { 'retry-after': 'Fri, 01 May 2026 12:00:30 GMT' }, 30_000],
    [
      'a date, by the clock of the service',
      { 'retry-after': 'Fri, 01 May 2026 15:00:30 GMT', date: 'Fri, 01 May 2026 15:00:00 GMT' },
      30_000,
    ],
    ['a date that is over', { 'retry-after': 'Fri, 01 May 2026 11:00:00 GMT' }, 0],
    ['a word', { 'retry-after': 'soon' }, null],
    ['a negative number', { 'retry-after': '-5' }, null],
    ['a fraction', { 'retry-after': '1.5' }, null],
    ['two of them', { 'retry-after': '1, 2' }, null],
    ['nothing', {}, null],
  ])('%s', (_, headers, expected) => expect(retryAfterMs(headers, now)).toBe(expected));

  test('whatever it holds, it is a time or nothing', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.nat().map(String),
          fc.date({ noInvalidDate: true }).map((date) => date.toUTCString()),
        ),
        (text) => {
          const asked = retryAfterMs({ 'retry-after': text });
          return asked === null || (Number.isFinite(asked) && asked >= 0);
        },
      ),
    );
  });
});

describe('http: GraphQL', () => {
  const query = 'query Q($id: ID!) { order(id: $id) { total } }';
  const graphql = { query, variables: { id: '1' }, operationName: 'Q' };
  const answer = (body: unknown, status = 200) => serve((_, response) => json(response, status, body));

  test('is sent as the protocol says', async () => {
    const server = await answer({ data: { order: { total: 3 } } });
    expect(await outputOf({ url: server.url, graphql })).toMatchObject({ body: { data: { order: { total: 3 } } } });
    const [got] = server.received;
    expect(got).toMatchObject({ method: 'POST', headers: { 'content-type': 'application/json' } });
    expect(got?.headers.accept).toContain('application/graphql-response+json');
    expect(JSON.parse(got?.body ?? '')).toEqual(graphql);
  });

  test('goes into the URL of a GET', async () => {
    const server = await answer({ data: {} });
    await outputOf({ url: `${server.url}/graphql?a=1`, method: 'GET', graphql });
    const asked = new URL(server.received[0]?.url ?? '', server.url).searchParams;
    expect(Object.fromEntries(asked)).toEqual({ a: '1', query, variables: '{"id":"1"}', operationName: 'Q' });
    expect(server.received[0]?.body).toBe('');
  });

  test('errors are an error, with what data came', async () => {
    const errors = [{ message: 'no such order', path: ['order'] }, { message: 'nor this' }];
    const server = await answer({ errors, data: { order: null, shop: 1 } });
    const error = await failureOf({ url: server.url, graphql });
    expect(error).toMatchObject({
      type: 'http.graphql',
      effect: 'none',
      details: { status: 200, errors, data: { shop: 1 } },
    });
    expect(error.message).toContain('no such order (and 1 more)');
  });

  test('[AT2] a mutation with errors may have done something', async () => {
    const server = await answer({ errors: [{ message: 'half done' }], data: null });
    const error = await failureOf({ url: server.url, graphql: { query: 'mutation { pay }' } });
    expect(error.type).toBe('http.graphql');
    expect(error.effect).toBeUndefined();
    expect(error.retryable).toBeUndefined();
  });

  test('a document that will never do is final', async () => {
    const server = await answer({ errors: [{ message: 'x', extensions: { code: 'GRAPHQL_VALIDATION_FAILED' } }] });
    expect(await failureOf({ url: server.url, graphql })).toMatchObject({ type: 'http.graphql', retryable: false });
  });

  test('a bad status is that error, with the body', async () => {
    const server = await answer({ errors: [{ message: 'no' }] }, 401);
    expect(await failureOf({ url: server.url, graphql })).toMatchObject({
      type: 'http.401',
      details: { body: { errors: [{}] } },
    });
  });

  test.each([[{}], [[]], ['text'], [null], [{ errors: [] }], [{ errors: 'x' }]])(
    '%j is no answer of GraphQL',
    async (body) => {
      expect(await failureOf({ url: (await answer(body)).url, graphql })).toMatchObject({
        type: 'http.body',
        effect: 'none',
      });
    },
  );
});
