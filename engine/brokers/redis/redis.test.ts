import { createClient } from 'redis';
import { expect, onTestFinished, test } from 'vitest';
import type { Broker } from '../broker.ts';
import { collect, fresh, never, openedBroker, outgoing, publish, TIMEOUT_MS } from '../testing/collecting.ts';
import { brokerContract } from '../testing/contract.ts';
import { isInstalled, redisServer } from '../testing/servers.ts';

brokerContract({
  title: 'Redis streams',
  isInstalled: isInstalled.redis,
  start: () => redisServer(),
  settings: (url) => ({ type: 'redis', url }),
  shares: true,
  also,
});

function also(broker: () => Broker, url: () => string): void {
  const call = async (...args: readonly string[]): Promise<unknown> => {
    const client = createClient({ url: url(), RESP: 2 });
    await client.connect();
    try {
      return await client.sendCommand([...args]);
    } finally {
      client.destroy();
    }
  };

  test('[BR1] refuses a key that is no stream', async () => {
    const topic = fresh('contract.');
    await call('SET', topic, 'x');
    expect(await broker().publish(outgoing(topic, 'a'), TIMEOUT_MS, never)).toMatchObject({
      error: { type: 'publish.refused', effect: 'none', message: expect.stringContaining('WRONGTYPE') as string },
    });
    await expect(collect(broker(), { topic })).rejects.toThrow(/WRONGTYPE/);
  });

  test('reads entries that others wrote as an object of their fields, known by their own id', async () => {
    const topic = fresh('contract.');
    const reader = await collect(broker(), { topic });
    const id = await call('XADD', topic, '*', 'id', '42', 'status', 'paid');
    await reader.count(1);
    expect(reader.received[0]).toMatchObject({ id, isRecognised: true });
    expect(JSON.parse(reader.texts()[0] ?? '')).toEqual({ id: '42', status: 'paid' });
    await reader.stop();
  });

  test('leaves nothing of itself in the group when it stops', async () => {
    const topic = fresh('contract.');
    const reader = await collect(broker(), { topic });
    await publish(broker(), outgoing(topic, 'a'));
    await reader.count(1);
    expect(await call('XINFO', 'CONSUMERS', topic, 'g')).toHaveLength(1);
    await reader.stop();
    expect(await call('XINFO', 'CONSUMERS', topic, 'g')).toEqual([]);
  });

  test('goes on in a group that was made anew when the stream was deleted', async () => {
    const topic = fresh('contract.');
    const reader = await collect(broker(), { topic });
    await call('DEL', topic);
    await expect.poll(() => call('EXISTS', topic), { timeout: TIMEOUT_MS }).toBe(1);
    await broker().publish(outgoing(topic, 'after'), TIMEOUT_MS, never);
    await reader.count(1);
    expect(reader.texts()).toEqual(['after']);
    await reader.stop();
  });

  test('logs in as the connection says, and never repeats a password', async () => {
    const guarded = await redisServer({ args: ['--requirepass', 'hunter22'] });
    if (guarded === null) throw new Error('it was there a moment ago');
    onTestFinished(() => guarded.stop());
    const send = async (password: string): Promise<unknown> => {
      const one = await openedBroker({ type: 'redis', url: guarded.url, password });
      const answer = await one.publish(outgoing('t', 'a'), TIMEOUT_MS, never);
      await one.close();
      return answer;
    };
    expect(await send('hunter22')).toMatchObject({ ok: true });
    const bad = await send('hunter23');
    expect(bad).toMatchObject({ error: { type: 'publish.connection', effect: 'none' } });
    expect(JSON.stringify(bad)).not.toContain('hunter2');
  });
}
