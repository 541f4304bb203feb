import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { AttemptResult } from '../../core/command.ts';
import type { Failure } from '../../core/failure.ts';
import type { Json } from '../../core/json.ts';
import { noPlace } from '../place.ts';
import type { ActivitySettings } from '../settings.ts';
import { testContext } from '../testing/context.ts';
import { servers } from '../testing/http.ts';
import { json, type TestServer } from '../testing/server.ts';
import { openapiActivity } from './index.ts';
import { forgetDocuments } from './load.ts';

const serve = servers();
const echo = (): Promise<TestServer> => serve(({ method, url }, response) => json(response, 200, { method, url }));

let workspace = '';
beforeAll(async () => {
  workspace = await mkdtemp(path.join(tmpdir(), 'sagaloom-openapi-'));
  await mkdir(path.join(workspace, 'api', 'parts'), { recursive: true });
});
afterAll(() => rm(workspace, { recursive: true }));
afterEach(forgetDocuments);

const put = (name: string, content: unknown): Promise<void> =>
  writeFile(path.join(workspace, name), typeof content === 'string' ? content : JSON.stringify(content));

const never = new AbortController().signal;
const call = (input: Json, http?: ActivitySettings['http']): Promise<AttemptResult> =>
  openapiActivity.perform(input, testContext({ place: { ...noPlace, workspace, settings: { http } } }), never);

async function failureOf(input: Json, http?: ActivitySettings['http']): Promise<Failure> {
  const result = await call(input, http);
  if (result.kind !== 'failed') throw new Error(`it succeeded: ${JSON.stringify(result)}`);
  return result.error;
}

const order = {
  type: 'object',
  required: ['sku', 'id'],
  properties: {
    id: { type: 'string', readOnly: true },
    sku: { type: 'string' },
    count: { type: 'integer', minimum: 0, exclusiveMinimum: true },
    note: { type: 'string', nullable: true },
    parent: { $ref: '#/components/schemas/Order' },
  },
};

const shop = {
  openapi: '3.0.3',
  info: { title: 'shop', version: '1' },
  servers: [{ url: 'http://{host}/v1', variables: { host: { default: 'shop.invalid' } } }],
  paths: {
    '/orders/{id}': {
      parameters: [{ name: 'id', in: 'path', required: true, schema: { type: 'string' } }],
      get: {
        operationId: 'getOrder',
        summary: 'One order',
        parameters: [
          { name: 'fields', in: 'query', schema: { type: 'array', items: { type: 'string' } } },
          { name: 'X-Trace', in: 'header', schema: { type: 'boolean' } },
          { name: 'session', in: 'cookie', schema: { type: 'string' } },
          { $ref: '#/components/parameters/QueryId' },
        ],
        responses: { 200: { content: { 'application/json': { schema: { $ref: '#/components/schemas/Order' } } } } },
      },
      delete: { responses: { 204: { description: 'gone' } } },
    },
    '/orders': {
      post: {
        operationId: 'addOrder',
        requestBody: {
          required: true,
          content: { 'application/json': { schema: { $ref: '#/components/schemas/Order' } } },
        },
        responses: { 201: { content: { 'application/json': { schema: { $ref: '#/components/schemas/Order' } } } } },
      },
    },
    '/uploads': {
      post: {
        operationId: 'upload',
        requestBody: {
          content: {
            'multipart/form-data': {
              schema: {
                type: 'object',
                properties: {
                  note: { type: 'string' },
                  file: { type: 'string', format: 'binary' },
                  meta: { type: 'object' },
                },
              },
            },
            'application/x-www-form-urlencoded': {
              schema: { type: 'object', properties: { a: { type: 'array', items: {} } } },
            },
            'image/png': { schema: { type: 'string', format: 'binary' } },
            'text/plain': { schema: { type: 'string' } },
          },
        },
      },
    },
  },
  components: {
    schemas: { Order: order },
    parameters: { QueryId: { name: 'id', in: 'query', schema: { type: 'integer' } } },
  },
};

describe('openapi: what is sent', () => {
  test('path, query, header and cookie go where the document says', async () => {
    await put('api/shop.json', shop);
    const server = await echo();
    const result = await call({
      document: 'api/shop.json',
      operation: 'getOrder',
      server: `${server.url}/v1/`,
      parameters: { 'path.id': 'a/b c', 'query.id': 7, fields: ['x', 'y&z'], 'X-Trace': true, session: 'ü' },
      headers: { 'x-own': 'o' },
      auth: { type: 'bearer', token: 't' },
    });
    expect(result).toMatchObject({ kind: 'completed', output: { status: 200, body: { method: 'GET' } } });
    expect(server.received).toMatchObject([
      {
        url: '/v1/orders/a%2Fb%20c?fields=x&fields=y%26z&id=7',
        headers: {
          'x-trace': 'true',
          cookie: 'session=%C3%BC',
          'x-own': 'o',
          authorization: 'Bearer t',
          accept: 'application/json',
        },
      },
    ]);
    expect(server.received[0]?.headers).toMatchObject({ 'idempotency-key': 'key-1' });
  });

  test('an operation without an id is named by method and path; variables fill the server', async () => {
    await put('api/shop.json', shop);
    const server = await echo();
    const host = new URL(server.url).host;
    await call({
      document: 'api/shop.json',
      operation: 'delete /orders/{id}',
      serverVariables: { host },
      parameters: { id: '1' },
    });
    expect(server.received).toMatchObject([{ method: 'DELETE', url: '/v1/orders/1' }]);
  });

  test('a body as JSON, without what only answers have', async () => {
    await put('api/shop.json', shop);
    const server = await echo();
    const body = { sku: 'a', note: null, parent: { sku: 'b' } };
    await call({ document: 'api/shop.json', operation: 'addOrder', server: server.url, body });
    expect(server.received).toMatchObject([
      { method: 'POST', url: '/orders', headers: { 'content-type': 'application/json' } },
    ]);
    expect(JSON.parse(server.received[0]?.body ?? '')).toEqual(body);
  });

  test('forms, multipart, bytes and text, the first that fits or that named', async () => {
    await put('api/shop.json', shop);
    await writeFile(path.join(workspace, 'data.bin'), Buffer.from([1, 255]));
    const server = await echo();
    const upload = { document: 'api/shop.json', operation: 'upload', server: server.url };
    await call({ ...upload, body: { a: [1, 'x'] } });
    await call({
      ...upload,
      contentType: 'multipart/form-data',
      body: { note: 'n', file: { file: 'data.bin' }, meta: { a: 1 } },
    });
    await call({ ...upload, contentType: 'image/png', body: 'Af8=' });
    await call({ ...upload, contentType: 'text/plain', body: 'hi' });
    const [form, multipart, bytes, text] = server.received;
    expect(form).toMatchObject({ body: 'a=1&a=x', headers: { 'content-type': 'application/x-www-form-urlencoded' } });
    const parts = await new Response(new Uint8Array(multipart?.bytes ?? []), {
      headers: { 'content-type': multipart?.headers['content-type'] ?? '' },
    }).formData();
    expect([parts.get('note'), parts.get('meta')]).toEqual(['n', '{"a":1}']);
    expect([...new Uint8Array(await (parts.get('file') as File).arrayBuffer())]).toEqual([1, 255]);
    expect([[...(bytes?.bytes ?? [])], bytes?.headers['content-type']]).toEqual([[1, 255], 'image/png']);
    expect([text?.body, text?.headers['content-type']]).toEqual(['hi', 'text/plain']);
    expect(server.received.every(({ method }) => method === 'POST')).toBe(true);
  });
});

describe('openapi: wrong input is final and does nothing', () => {
  test.each<[string, Json, string]>([
    ['an unknown operation', { operation: 'getOrdr' }, 'did you mean getOrder?'],
    ['a missing parameter', { operation: 'DELETE /orders/{id}' }, 'parameters'],
    [
      'a parameter of another type',
      { operation: 'getOrder', parameters: { 'path.id': 'a', 'query.id': 'x' } },
      '/parameters/query.id',
    ],
    ['a parameter there is not', { operation: 'DELETE /orders/{id}', parameters: { id: 'a', x: 1 } }, 'x'],
    ['a missing body', { operation: 'addOrder' }, 'body'],
    ['a body that does not fit', { operation: 'addOrder', body: { sku: 1 } }, '/body/sku'],
    ['a limit of OpenAPI 3.0', { operation: 'addOrder', body: { sku: 'a', count: 0 } }, '/body/count'],
    ['a body where none is taken', { operation: 'DELETE /orders/{id}', parameters: { id: 'a' }, body: 1 }, 'body'],
    [
      'a kind of body there is not',
      { operation: 'upload', contentType: 'text/csv', body: 'x' },
      'takes no body of type text/csv',
    ],
    ['bytes that are none', { operation: 'upload', contentType: 'image/png', body: '!' }, 'base64'],
    ['a path that leads elsewhere', { operation: 'DELETE /orders/{id}', parameters: { id: '..' } }, 'another path'],
    ['a path that is not whole', { operation: 'DELETE /orders/{id}', parameters: { id: '' } }, 'another path'],
    [
      'a server that is none',
      { operation: 'DELETE /orders/{id}', parameters: { id: 'a' }, server: 'ftp://a' },
      'say server',
    ],
    [
      'credentials in the server',
      { operation: 'DELETE /orders/{id}', parameters: { id: 'a' }, server: 'http://me:hidden@a' },
      'use auth',
    ],
    ['an unknown field', { operation: 'getOrder', url: 'x' }, 'url'],
  ])('[AT2] %s', async (_, input, says) => {
    await put('api/shop.json', shop);
    const server = await echo();
    const error = await failureOf({ document: 'api/shop.json', server: server.url, ...(input as object) });
    expect(error).toMatchObject({ type: 'activity.input', retryable: false, effect: 'none' });
    expect(JSON.stringify(error)).toContain(says);
    expect(JSON.stringify(error)).not.toContain('hidden');
    expect(server.received).toEqual([]);
  });
});

describe('openapi: the answer', () => {
  const get = { document: 'api/shop.json', operation: 'getOrder', parameters: { 'path.id': 'a' } };
  test('errors are those of http', async () => {
    await put('api/shop.json', shop);
    const server = await serve((_, response) => response.setHeader('retry-after', '2').writeHead(503).end());
    expect(await failureOf({ ...get, server: server.url })).toMatchObject({
      type: 'http.503',
      effect: 'none',
      retryAfterMs: 2_000,
    });
    const forbidden = await failureOf({ ...get, server: 'http://0xa9fea9fe' });
    expect(forbidden).toMatchObject({ type: 'http.forbidden', effect: 'none' });
  });

  test('is held to the document where the step asks for it', async () => {
    await put('api/shop.json', shop);
    const server = await serve((_, response) => json(response, 200, { id: 1, sku: 'a' }));
    expect(await call({ ...get, server: server.url })).toMatchObject({ kind: 'completed' });
    const error = await failureOf({ ...get, server: server.url, checkAnswer: true });
    expect(error).toMatchObject({
      type: 'http.body',
      effect: 'none',
      details: { status: 200, problems: [{ pointer: '/body/id' }] },
    });
    const good = await serve((_, response) => json(response, 200, { id: 'x', sku: 'a', note: null }));
    expect(await call({ ...get, server: good.url, checkAnswer: true })).toMatchObject({ kind: 'completed' });
  });
});

describe('openapi: the document', () => {
  test('may be YAML, and in several files of the workspace', async () => {
    await put(
      'api/many.yaml',
      [
        'openapi: 3.1.0',
        'paths:',
        '  /a/{id}:',
        "    $ref: 'parts/paths.yaml#/a'",
        'components:',
        '  schemas:',
        '    Id: { type: [string, "null"], maxLength: 3 }',
        '',
      ].join('\n'),
    );
    await put(
      'api/parts/paths.yaml',
      [
        'a:',
        '  get:',
        '    operationId: a',
        '    parameters:',
        '      - { name: id, in: path, required: true, schema: { $ref: "../many.yaml#/components/schemas/Id" } }',
        '',
      ].join('\n'),
    );
    const server = await echo();
    const input = { document: 'api/many.yaml', operation: 'a', server: server.url };
    expect(await call({ ...input, parameters: { id: 'abc' } })).toMatchObject({ kind: 'completed' });
    expect(server.received).toMatchObject([{ url: '/a/abc' }]);
    expect(await failureOf({ ...input, parameters: { id: 'abcd' } })).toMatchObject({ type: 'activity.input' });
  });

  test('may be had from a URL, once a minute, and its servers are relative to it', async () => {
    const document = { openapi: '3.1.0', servers: [{ url: '../v2' }], paths: { '/a': { get: { operationId: 'a' } } } };
    const server = await serve(({ url }, response) =>
      json(response, 200, url === '/api/doc.json?key=hidden' ? document : { url }),
    );
    const input = { document: `${server.url}/api/doc.json?key=hidden`, operation: 'a' };
    expect(await call(input)).toMatchObject({ output: { body: { url: '/v2/a' } } });
    await call(input);
    expect(server.received.map(({ url }) => url)).toEqual(['/api/doc.json?key=hidden', '/v2/a', '/v2/a']);
    expect(server.received[0]?.headers).not.toHaveProperty('idempotency-key');
  });

  test('[AT2] a URL that is refused, or does not answer, leaves nothing behind', async () => {
    expect(await failureOf({ document: 'http://169.254.169.254/doc', operation: 'a' })).toMatchObject({
      type: 'http.forbidden',
      effect: 'none',
    });
    const server = await serve((_, response) => response.writeHead(500).end());
    expect(await failureOf({ document: server.url, operation: 'a' })).toMatchObject({
      type: 'http.500',
      effect: 'none',
    });
    expect(await failureOf({ document: server.url, operation: 'a' }, { deny: ['127.0.0.1'] })).toMatchObject({
      type: 'http.forbidden',
    });
  });

  const bomb = [
    'a: &a [x,x,x,x,x,x,x,x,x]',
    ...'bcdefghi'.split('').map((name, i) => `${name}: &${name} [${Array(9).fill(`*${'abcdefgh'[i]}`).join(',')}]`),
    'openapi: 3.1.0',
  ].join('\n');

  test.each<[string, unknown, string]>([
    ['not there', null, 'there is no'],
    ['no document of OpenAPI 3', { swagger: '2.0', paths: {} }, 'OpenAPI 3'],
    ['no object', '[1]', 'no object'],
    ['neither JSON nor YAML', 'a: [1\nb: }', 'neither JSON nor YAML'],
    ['an alias bomb', bomb, 'alias'],
    ['aliases that are a circle', 'openapi: 3.1.0\na: &a [*a]', 'YAML'],
    ['nested without end', `openapi: 3.1.0\na: ${'['.repeat(20_000)}${']'.repeat(20_000)}`, 'nested'],
    ['JSON nested without end', `{"openapi":"3.1.0","a":${'['.repeat(5_000)}${']'.repeat(5_000)}}`, 'nested'],
    ['too large', `openapi: 3.1.0\n#${'x'.repeat(9 * 1024 * 1024)}`, 'larger than'],
    ['a reference to nowhere', { openapi: '3.1.0', paths: { '/a': { $ref: '#/x' } } }, 'has nothing at #/x'],
    ['a reference in a circle', { openapi: '3.1.0', paths: { '/a': { $ref: '#/paths/~1a' } } }, 'in a circle'],
    [
      'a reference out of the workspace',
      { openapi: '3.1.0', paths: { '/a': { $ref: '../../etc/passwd' } } },
      'not within the workspace',
    ],
    [
      'a reference over the network',
      { openapi: '3.1.0', paths: { '/a': { $ref: 'http://127.0.0.1:1/x?hidden' } } },
      'http://127.0.0.1:1/x;',
    ],
    [
      'a reference to the prototype',
      { openapi: '3.1.0', paths: { '/a': { $ref: '#/constructor' } } },
      'has nothing at',
    ],
  ])('[AT2] that is %s is wrong input', async (_, content, says) => {
    await rm(path.join(workspace, 'api/bad.yaml'), { force: true });
    if (content !== null) await put('api/bad.yaml', content);
    const error = await failureOf({ document: 'api/bad.yaml', operation: 'a' });
    expect(error).toMatchObject({ type: 'activity.input', retryable: false, effect: 'none' });
    expect(error.message.toLowerCase()).toContain(says.toLowerCase());
    expect(error.message).not.toContain('hidden');
    expect(error.message).not.toContain('\n');
  });

  test.each(['/etc/passwd', '../x', 'api'])('[AT2] %s is no file within the workspace', async (document) => {
    expect(await failureOf({ document, operation: 'a' })).toMatchObject({ type: 'activity.input', effect: 'none' });
  });
});
