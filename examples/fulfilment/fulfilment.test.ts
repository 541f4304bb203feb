import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { jetstream } from '@nats-io/jetstream';
import { connect, type NatsConnection } from '@nats-io/transport-node';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { hasNats, type RunningNats, startNats } from '../testing/nats.ts';
import { type RunningServer, type RunningShop, sagaloom, startServer, startService } from '../testing/processes.ts';

vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

describe.skipIf(!hasNats)('fulfilment over HTTP and NATS (needs nats-server)', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'sagaloom-fulfilment-'));
  let nats: RunningNats;
  let bus: NatsConnection;
  let service: RunningShop;
  let server: RunningServer;

  beforeAll(async () => {
    nats = await startNats(path.join(folder, 'streams'));
    bus = await connect({ servers: nats.url });
    service = await startService('fulfilment/service.ts', ':memory:', { NATS_URL: nats.url });
    const workspace = path.join(folder, 'workspace');
    cpSync(import.meta.dirname, workspace, { recursive: true, filter: (file) => !file.endsWith('.ts') });
    const config = { connections: { bus: { type: 'nats', url: nats.url } } };
    writeFileSync(path.join(workspace, 'sagaloom.config.json'), JSON.stringify(config));
    await vi.waitFor(async () => expect(await streams()).toBe(2), 20_000);
    server = await startServer(workspace, { STOCK_URL: service.url, PAY_WITHIN: '20s' });
    for (const name of ['fulfilment', 'payment-answer']) {
      const file = path.join(workspace, `${name}.saga.json`);
      const { code, stderr } = await sagaloom(['deploy', file, '--url', server.url], server.env);
      expect([code, stderr]).toEqual([0, expect.any(String)]);
    }
  });
  afterAll(async () => {
    await server?.stop();
    await service?.stop();
    await bus?.close();
    await nats?.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  const streams = async (): Promise<number> => {
    const manager = await jetstream(bus).jetstreamManager();
    return (await manager.streams.list().next()).length;
  };
  const place = (order: object) => jetstream(bus).publish('orders.placed', JSON.stringify(order));
  const inForce = async (kind: string, orderId: string): Promise<number> => {
    const { items } = await service.get<{ items: { body: { orderId: string } }[] }>(`/${kind}`);
    return items.filter(({ body }) => body.orderId === orderId).length;
  };
  const counts = async (orderId: string) =>
    Promise.all(['reservations', 'payments', 'shipments', 'refunds'].map((kind) => inForce(kind, orderId)));

  test('an order that comes as a message is paid by message and shipped', async () => {
    await place({ orderId: 'ord-1', cents: 3_270 });
    await vi.waitFor(async () => expect(await counts('ord-1')).toEqual([1, 1, 1, 0]), 20_000);
  });

  test('[LI5] the same order twice is one run', async () => {
    await place({ orderId: 'ord-2', cents: 10 });
    await place({ orderId: 'ord-2', cents: 10 });
    await vi.waitFor(async () => expect(await counts('ord-2')).toEqual([1, 1, 1, 0]), 20_000);
    const { stdout } = await sagaloom(
      ['runs', '--json', '--db', path.join(folder, 'workspace', '.sagaloom', 'runs.db')],
      {},
    );
    const { items } = JSON.parse(stdout) as { items: readonly { workflow: string; runId: string }[] };
    expect(items.filter(({ workflow }) => workflow === 'fulfilment')).toHaveLength(2);
  });

  test('[SG2] a declined payment releases the stock and asks for a refund', async () => {
    await place({ orderId: 'ord-3', cents: 5_000_000 });
    await vi.waitFor(async () => expect(await counts('ord-3')).toEqual([0, 0, 0, 1]), 20_000);
  });
});
