import { connectAsync } from 'mqtt';
import { expect, test } from 'vitest';
import type { Broker } from '../broker.ts';
import { collect, fresh, never, outgoing, publish, TIMEOUT_MS, waitUntil } from '../testing/collecting.ts';
import { brokerContract } from '../testing/contract.ts';
import { isInstalled, mqttServer } from '../testing/servers.ts';

brokerContract({
  title: 'MQTT',
  isInstalled: isInstalled.mqtt,
  start: () => mqttServer(),
  settings: (url) => ({ type: 'mqtt', url }),
  shares: false,
  also,
});

function also(broker: () => Broker, url: () => string): void {
  const device = async (topic: string, text: string, options: { readonly retain?: boolean } = {}): Promise<void> => {
    const client = await connectAsync(url(), { protocolVersion: 4 });
    await client.publishAsync(topic, text, { qos: 1, ...options });
    await client.endAsync();
  };

  test('[BR1] refuses a topic for readers, and says where nobody has subscribed', async () => {
    expect(await broker().publish(outgoing('a/#', 'a'), TIMEOUT_MS, never)).toMatchObject({
      error: { type: 'publish.refused', effect: 'none', retryable: false },
    });
    expect(await broker().publish(outgoing(fresh('nobody/'), 'a'), TIMEOUT_MS, never)).toMatchObject({
      receipt: { hadSubscribers: false },
    });
  });

  test('reads many topics by one pattern, also from a device with the older protocol, whose messages have no id', async () => {
    const base = fresh('plant');
    const reader = await collect(broker(), { topic: `${base}/+/temperature` });
    await device(`${base}/7/temperature`, '21.5');
    await reader.count(1);
    expect(reader.received[0]).toMatchObject({ topic: `${base}/7/temperature`, isRecognised: false });
    expect(reader.texts()).toEqual(['21.5']);
    await reader.stop();
  });

  test('passes over what was retained before it came', async () => {
    const topic = fresh('retained/');
    await device(topic, 'old', { retain: true });
    const reader = await collect(broker(), { topic });
    await publish(broker(), outgoing(topic, 'new'));
    await reader.count(1);
    expect(reader.texts()).toEqual(['new']);
    await reader.stop();
  });

  test('says who is to blame when two engines have one group', async () => {
    const topic = fresh('taken/');
    const first = await collect(broker(), { topic, limits: { firstRetryMs: 60_000, longestRetryMs: 60_000 } });
    const second = await collect(broker(), { topic });
    await waitUntil(() => first.warnings.length > 0);
    expect(first.warnings[0]).toMatch(/another engine .* with the same group/);
    await Promise.all([first.stop(), second.stop()]);
  });
}
