import { once } from 'node:events';
import { type IncomingMessage, request } from 'node:http';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { importPath } from '../../contract/index.ts';
import { suiteFolder } from '../../node/testing/folder.ts';
import { createEngineHost, type EngineHost } from '../host.ts';
import { makeWorkspace } from '../testing/place.ts';
import { type PageServer, servePage } from './serve.ts';

let host: EngineHost;
let page: PageServer;
let origin: string;

const folder = suiteFolder();

beforeAll(async () => {
  const workspace = await makeWorkspace({}, folder);
  host = await createEngineHost({ workspace, database: path.join(workspace, 'runs.db'), shop: null, env: {} });
  page = await servePage({ host, port: 0 });
  origin = page.url.replace(/\/$/, '');
});

afterAll(async () => {
  await page.close();
  await host.close();
});

const COUNT = 30_000;
const hex = (number: number, digits: number): string => number.toString(16).padStart(digits, '0');

/** A request a line, some MiB in all. */
const fileOf = (traceId: string): Buffer =>
  Buffer.from(
    Array.from({ length: COUNT }, (_, index) => {
      const span = { traceId, spanId: hex(index + 1, 16), name: `step ${index}`, startTimeUnixNano: String(index) };
      return `${JSON.stringify({ resourceSpans: [{ scopeSpans: [{ spans: [span] }] }] })}\n`;
    }).join(''),
  );

function post(importId: string, headers: Record<string, string> = {}) {
  const given = { origin, authorization: `Bearer ${page.token}`, ...headers };
  return request(origin + importPath(importId), { method: 'POST', headers: given });
}

async function statusOf(asked: ReturnType<typeof post>): Promise<number> {
  const [response] = (await once(asked, 'response')) as [IncomingMessage];
  response.resume();
  return response.statusCode ?? 0;
}

test('a file is taken as it is, packed or not, and how far it was read can be asked', async () => {
  const { traces } = host.context;
  for (const [number, pack] of [(file: Buffer) => file, (file: Buffer) => gzipSync(file)].entries()) {
    const file = pack(fileOf(hex(number + 1, 32)));
    const importId = await traces.importBegin();
    expect(await traces.importProgress(importId)).toMatchObject({ bytes: 0, spans: 0 });
    const asked = post(importId);
    asked.end(file);
    expect(await statusOf(asked)).toBe(204);
    expect(await traces.importProgress(importId)).toMatchObject({ bytes: file.length });
    expect(await traces.importEnd(importId)).toMatchObject({ spans: COUNT, why: null, bytes: file.length });
  }
});

test('another page, another token and an import that was not begun get nothing', async () => {
  const importId = await host.context.traces.importBegin();
  const refused = async (id: string, headers: Record<string, string>): Promise<number> => {
    const asked = post(id, headers);
    asked.end(fileOf(hex(9, 32)).subarray(0, 1_000));
    return statusOf(asked);
  };
  expect(await refused(importId, { origin: 'http://127.0.0.1:1' })).toBe(403);
  expect(await refused(importId, { origin: 'null' })).toBe(403);
  expect(await refused(importId, { authorization: 'Bearer no' })).toBe(401);
  expect(await refused(importId, { host: 'elsewhere.example' })).toBe(403);
  expect(await refused('none', {})).toBe(404);
  expect(await host.context.traces.importProgress(importId)).toMatchObject({ bytes: 0 });
  await host.context.traces.importAbort(importId);
});

test('a connection that breaks off leaves what came before', async () => {
  const { traces } = host.context;
  const traceId = hex(5, 32);
  const file = fileOf(traceId);
  const importId = await traces.importBegin();
  const asked = post(importId, { 'content-length': String(file.length) });
  asked.on('error', () => {});
  asked.write(file.subarray(0, file.length / 2));
  const isRead = async (): Promise<boolean> => ((await traces.importProgress(importId))?.bytes ?? 0) > 0;
  await expect.poll(isRead).toBe(true);
  asked.destroy();
  await expect.poll(async () => (await traces.importProgress(importId))?.bytes).toBeGreaterThan(file.length / 4);
  const ended = await traces.importEnd(importId);
  expect(ended?.spans).toBeGreaterThan(COUNT / 8);
  expect(await traces.summary(traceId)).toMatchObject({ spans: ended?.spans });
});

test('a piece that does not follow the one before is refused, and nothing of it is read', async () => {
  const { traces } = host.context;
  const file = fileOf(hex(6, 32));
  const importId = await traces.importBegin();
  const piece = (from: number, to: number): ArrayBuffer => new Uint8Array(file.subarray(from, to)).buffer;
  await traces.importAppend(importId, piece(0, 1_000), 0);
  await expect(traces.importAppend(importId, piece(2_000, 3_000), 2_000)).rejects.toThrow('byte 1000 comes next');
  await traces.importAppend(importId, piece(1_000, file.length), 1_000);
  expect(await traces.importEnd(importId)).toMatchObject({ spans: COUNT, why: null });
});
