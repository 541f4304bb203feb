import { mkdtemp, rm, symlink, writeFile, mkdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Json } from '../../core/json.ts';
import { noPlace } from '../place.ts';
import { testContext } from '../testing/context.ts';
import { call, failureOf, servers } from '../testing/http.ts';
import { json } from '../testing/server.ts';
import { multipart } from './multipart.ts';

const serve = servers();
const echo = () => serve((_, response) => json(response, 200, null));

let workspace = '';
beforeAll(async () => {
  workspace = await mkdtemp(path.join(tmpdir(), 'sagaloom-http-'));
  await mkdir(path.join(workspace, 'inside'));
  await writeFile(path.join(workspace, 'inside', 'data.bin'), Buffer.from([0, 255, 13, 10, 128]));
  await writeFile(path.join(path.dirname(workspace), `${path.basename(workspace)}.secret`), 'outside');
  await symlink(`${workspace}.secret`, path.join(workspace, 'link'));
});
afterAll(async () => {
  await rm(workspace, { recursive: true });
  await rm(`${workspace}.secret`);
});
const here = () => testContext({ place: { ...noPlace, workspace } });

describe('http: bodies', () => {
  test.each<[string, Json, string, string]>([
    ['JSON', { body: { a: [1] } }, 'application/json', '{"a":[1]}'],
    [
      'a form',
      { form: { a: 'x y&z', b: [1, true], c: null, ü: '' } },
      'application/x-www-form-urlencoded',
      'a=x+y%26z&b=1&b=true&%C3%BC=',
    ],
    ['text', { text: 'grüß' }, 'text/plain; charset=utf-8', 'grüß'],
    ['text of another type', { text: '<a/>', headers: { 'Content-Type': 'text/xml' } }, 'text/xml', '<a/>'],
    ['bytes', { base64: 'aGk=' }, 'application/octet-stream', 'hi'],
  ])('%s, as a POST where nobody says otherwise', async (_, input, type, body) => {
    const server = await echo();
    await call({ url: server.url, ...(input as object) });
    expect(server.received).toMatchObject([{ method: 'POST', body, headers: { 'content-type': type } }]);
  });

  test('a file of the workspace, byte for byte', async () => {
    const server = await echo();
    await call({ method: 'PUT', url: server.url, file: 'inside/data.bin' }, here());
    expect([...(server.received[0]?.bytes ?? [])]).toEqual([0, 255, 13, 10, 128]);
    expect(server.received[0]?.headers['content-type']).toBe('application/octet-stream');
  });

  test.each(['../x', '/etc/passwd', 'inside/../../x', 'link', 'inside', 'nothing', ''])(
    '[AT2] nothing is sent of "%s", which is no file within the workspace',
    async (file) => {
      const server = await echo();
      const error = await failureOf({ url: server.url, multipart: [{ name: 'a', file }] }, here());
      expect(error).toMatchObject({ type: 'activity.input', retryable: false, effect: 'none' });
      expect(server.received).toEqual([]);
    },
  );

  test('multipart: fields, JSON, bytes and files', async () => {
    const server = await echo();
    const parts = [
      { name: 'note', value: 'grüß "dich"\r\n' },
      { name: 'data', value: { a: 1 } },
      { name: 'raw', base64: 'AP8=', filename: 'a "b".bin' },
      { name: 'file', file: 'inside/data.bin', contentType: 'image/png' },
    ];
    await call({ url: server.url, multipart: parts }, here());
    const [got] = server.received;
    const form = await new Response(new Uint8Array(got?.bytes ?? []), {
      headers: { 'content-type': got?.headers['content-type'] ?? '' },
    }).formData();
    expect(form.get('note')).toBe('grüß "dich"\r\n');
    expect(form.get('data')).toBe('{"a":1}');
    const raw = form.get('raw') as File;
    expect([raw.name, raw.type, [...new Uint8Array(await raw.arrayBuffer())]]).toEqual([
      'a "b".bin',
      'application/octet-stream',
      [0, 255],
    ]);
    const file = form.get('file') as File;
    expect([file.name, file.type, (await file.arrayBuffer()).byteLength]).toEqual(['data.bin', 'image/png', 5]);
  });

  test('multipart: whatever is in it comes out of it, and nothing breaks out', async () => {
    const text = fc.string({ unit: 'binary', maxLength: 40 }).map((raw) => raw.toWellFormed());
    const hostile = fc.constantFrom('\r\n--x\r\n', '"; filename="x', '--sagaloom-', '\n', '\r\n\r\n');
    const any = fc.oneof(text, hostile);
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.record({ name: any.filter((name) => name !== ''), value: any }), { minLength: 1 }),
        async (fields) => {
          const { bytes, contentType } = await multipart(fields, () => Promise.reject(new Error('no files here')));
          const form = await new Response(new Uint8Array(bytes), {
            headers: { 'content-type': contentType },
          }).formData();
          expect(Array.from(form.entries(), ([, value]) => value)).toEqual(fields.map(({ value }) => value));
        },
      ),
      { numRuns: 300 },
    );
  });

  test.each<[string, Json, string]>([
    ['two bodies', { body: 1, text: 'x' }, 'more than one of'],
    ['a part of nothing', { multipart: [{ name: 'a' }] }, 'exactly one of'],
    ['a part of two', { multipart: [{ name: 'a', value: 1, base64: '' }] }, 'exactly one of'],
    ['bytes that are none', { base64: 'not base64!' }, '/base64'],
    ['a status that is none', { success: ['9xx'] }, '/success'],
    ['a header name that is none', { idempotencyHeader: 'a b' }, '/idempotencyHeader'],
    ['too long an answer', { maxBytes: 1e9 }, '/maxBytes'],
  ])('[AT2] %s is wrong input: final, effect none', async (_, input, says) => {
    const error = await failureOf({ url: 'http://127.0.0.1:1/', ...(input as object) });
    expect(error).toMatchObject({ type: 'activity.input', retryable: false, effect: 'none' });
    expect(JSON.stringify(error)).toContain(says);
  });
});

test.each([
  ['content-length', '1'],
  ['transfer-encoding', 'chunked'],
  ['upgrade', 'websocket'],
  ['expect', '100-continue'],
  ['bad name', 'x'],
  ['x-line', 'a\r\nb: c'],
])('[AT2] a header that would change how the request is framed (%s) is wrong input', async (name, value) => {
  const server = await echo();
  const error = await failureOf({ url: server.url, body: { long: 'enough' }, headers: { [name]: value } });
  expect(error).toMatchObject({ type: 'activity.input', retryable: false, effect: 'none' });
  expect(server.received).toEqual([]);
});

describe('http: the header of the idempotency key', () => {
  test('[AT3] has the name that the step says', async () => {
    const server = await echo();
    await call({ url: server.url, idempotencyHeader: 'X-Request-Id' });
    expect(server.received[0]?.headers).toMatchObject({ 'x-request-id': 'key-1' });
    expect(server.received[0]?.headers).not.toHaveProperty('idempotency-key');
  });

  test('is not sent where the step says so', async () => {
    const server = await echo();
    await call({ url: server.url, idempotencyHeader: false });
    expect(JSON.stringify(server.received[0]?.headers)).not.toContain('key-1');
  });
});
