import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import path from 'node:path';
import { createORPCClient } from '@orpc/client';
import { RPCLink } from '@orpc/client/websocket';
import type { ContractRouterClient } from '@orpc/contract';
import { expect, onTestFinished, test } from 'vitest';
import { WebSocket } from 'ws';
import { columnValue, type contract, decodeColumns } from '../../contract/index.ts';
import { testFolder } from '../../node/testing/folder.ts';
import { createEngineHost } from '../host.ts';
import { makeWorkspace } from '../testing/place.ts';
import { protocolsFor } from './guard.ts';
import { servePage } from './serve.ts';

type Client = ContractRouterClient<typeof contract>;

const traceId = '5a6a0000000000000000000000000001';
const idOf = (number: number): string => number.toString(16).padStart(16, '0');
const COUNT = 40_000;

/** More than fits in one piece. */
const file = Buffer.from(
  JSON.stringify({
    resourceSpans: [
      {
        scopeSpans: [
          {
            spans: Array.from({ length: COUNT }, (_, index) => ({
              traceId,
              spanId: idOf(index + 1),
              ...(index > 0 && { parentSpanId: idOf(1) }),
              name: index === 0 ? 'order' : `step ${index % 10}`,
              startTimeUnixNano: String(1_767_225_600_000_000_000n + BigInt(index)),
              endTimeUnixNano: String(1_767_225_600_001_000_000n + BigInt(index)),
            })),
          },
        ],
      },
    ],
  }),
);

async function served(workspace: string): Promise<Client> {
  const host = await createEngineHost({ workspace, database: path.join(workspace, 'runs.db'), shop: null, env: {} });
  const page = await servePage({ host, port: 0 });
  const { port } = new URL(page.url);
  const origin = `http://127.0.0.1:${port}`;
  const websocket = new WebSocket(`ws://127.0.0.1:${port}/rpc`, [...protocolsFor(page.token)], { origin });
  onTestFinished(async () => {
    websocket.terminate();
    await page.close();
    await host.close();
  });
  await once(websocket, 'open');
  return createORPCClient(new RPCLink({ websocket: websocket as unknown as globalThis.WebSocket }));
}

/** Pieces as bytes and as base64 in turn. */
async function imported({ traces }: Client) {
  const { importId } = await traces.import.begin({ name: 'a.json' });
  for (let at = 0; at < file.length; at += 2_000_000) {
    const piece = file.subarray(at, at + 2_000_000);
    const chunk = at % 4_000_000 === 0 ? new Blob([piece]) : piece.toString('base64');
    expect(await traces.import.append({ importId, chunk, at })).toMatchObject({ bytes: at + piece.length });
    expect(await traces.import.progress({ importId })).toMatchObject({ bytes: at + piece.length });
  }
  return traces.import.end({ importId });
}

test('a file is imported, told of, and read by column through the socket; rules and removal are seen at once', async () => {
  const { traces } = await served(await makeWorkspace({}, testFolder()));
  const changes = await traces.changes();
  expect(await changes.next()).toMatchObject({ value: 0 });
  expect(await imported({ traces } as Client)).toMatchObject({
    spans: COUNT,
    traces: 1,
    traceIds: [traceId],
    why: null,
  });
  expect(await changes.next()).toMatchObject({ value: 1 });
  await changes.return?.();

  await traces.rules.set([{ id: 'r', workflow: 'order', step: 'charge', name: 'step 7' }]);
  const parts: ArrayBuffer[] = [];
  let cursor: string | null = null;
  do {
    const part: Awaited<ReturnType<typeof traces.columns>> = await traces.columns({ traceId, cursor });
    parts.push(await part.data.arrayBuffer());
    cursor = part.next;
  } while (cursor !== null);
  const columns = decodeColumns(parts);
  expect(columns.count).toBe(COUNT);
  expect(columnValue(columns, 7, 'sagaloom.step.id')).toBe('charge');
  expect(columnValue(columns, 8, 'sagaloom.step.id')).toBeUndefined();
  expect(await traces.spans({ traceId, ids: [idOf(8)] })).toMatchObject([
    { name: 'step 7', parentSpanId: idOf(1), rule: 'r' },
  ]);
  expect((await (await traces.search({ traceId, text: 'STEP 3' })).arrayBuffer()).byteLength).toBe((COUNT / 10) * 8);
  expect(await traces.remove({ traceIds: [traceId] })).toEqual({ removed: 1 });
  await expect(traces.summary({ traceId })).rejects.toMatchObject({ code: 'NOT_FOUND' });
});

test('a file with no spans is refused, and so is what is no import', async () => {
  const { traces } = await served(await makeWorkspace({}, testFolder()));
  const { importId } = await traces.import.begin({ name: 'a.json' });
  await traces.import.append({ importId, chunk: new Blob(['hello']) });
  await expect(traces.import.end({ importId })).rejects.toMatchObject({
    code: 'INVALID',
    message: expect.stringContaining('no JSON'),
  });
  await expect(traces.import.end({ importId })).rejects.toMatchObject({ code: 'NOT_FOUND' });
});

test('the receiver is off until it is turned on, and on again when the workspace is opened again', async () => {
  const workspace = await makeWorkspace({}, testFolder());
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const address = probe.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  probe.close();
  await once(probe, 'close');
  const host = await createEngineHost({ workspace, database: path.join(workspace, 'runs.db'), shop: null, env: {} });
  expect(await host.context.traces.receiver()).toMatchObject({ on: false, port: 4318, url: null });
  expect(await host.context.traces.setReceiver({ on: true, port })).toMatchObject({
    on: true,
    url: `http://127.0.0.1:${port}`,
  });
  await host.close();
  await expect(fetch(`http://127.0.0.1:${port}/`)).rejects.toThrow();
  const { traces } = await served(workspace);
  expect(await traces.receiver.get()).toMatchObject({ on: true, url: `http://127.0.0.1:${port}` });
  const answer = await fetch(`http://127.0.0.1:${port}/v1/traces`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: file,
  });
  expect(answer.status).toBe(200);
  expect(await traces.receiver.get()).toMatchObject({ received: COUNT });
  expect(await traces.summary({ traceId })).toMatchObject({ spans: COUNT, source: 'received' });
  expect(readFileSync(path.join(workspace, 'runs.db.traces')).length).toBeGreaterThan(0);
});
