import { Connection } from 'rabbitmq-client';
import { expect, test } from 'vitest';
import { type Broker, Poison } from '../broker.ts';
import { collect, fresh, never, outgoing, publish, TIMEOUT_MS, waitUntil } from '../testing/collecting.ts';
import { brokerContract } from '../testing/contract.ts';
import { isInstalled, rabbitServer } from '../testing/servers.ts';

brokerContract({
  title: 'RabbitMQ',
  isInstalled: isInstalled.rabbitmq,
  start: () => rabbitServer(),
  settings: (url) => ({ type: 'rabbitmq', url }),
  shares: true,
  also,
});

function also(broker: () => Broker, url: () => string): void {
  const directly = async <T>(work: (connection: Connection) => Promise<T>): Promise<T> => {
    const connection = new Connection(url());
    try {
      return await work(connection);
    } finally {
      connection.unsafeDestroy();
    }
  };

  test.each([
    ['a queue', outgoing('nowhere', 'a'), /reaches no queue/],
    ['an exchange', outgoing('nowhere', 'a', { key: 'k' }), /no exchange/],
    ['a binding', outgoing('amq.topic', 'a', { key: 'k' }), /reaches no queue/],
  ])(
    '[BR1] refuses a message for which there is not %s, and takes the others beside it',
    async (_, message, reason) => {
      const topic = fresh('contract.');
      const reader = await collect(broker(), { topic });
      const all = [message, ...Array.from({ length: 10 }, () => outgoing(topic, 'good'))];
      const [bad, ...good] = await Promise.all(all.map((one) => broker().publish(one, TIMEOUT_MS, never)));
      expect(bad).toMatchObject({
        error: { type: 'publish.refused', effect: 'none', message: expect.stringMatching(reason) as string },
      });
      expect(good.map(({ ok }) => ok)).toEqual(Array.from({ length: 10 }, () => true));
      await reader.count(10);
      await reader.stop();
    },
  );

  test('[BR1] does not know what a full queue has left behind', async () => {
    const queue = fresh('full.');
    const full = { 'x-max-length': 1, 'x-overflow': 'reject-publish' } as const;
    await directly((connection) => connection.queueDeclare({ queue, durable: true, arguments: full }));
    const answers = await Promise.all(
      Array.from({ length: 5 }, () => broker().publish(outgoing(queue, 'a'), TIMEOUT_MS, never)),
    );
    const error = answers.flatMap((answer) => (answer.ok ? [] : [answer.error]))[0];
    expect(error).toMatchObject({ type: 'publish.refused', message: expect.stringContaining('full') as string });
    expect(error?.effect).toBeUndefined();
  });

  test('reads what an exchange gets with keys of a pattern', async () => {
    const reader = await collect(broker(), { topic: 'amq.topic/order.*', group: fresh('g') });
    await publish(broker(), outgoing('amq.topic', 'yes', { key: 'order.paid' }));
    await reader.count(1);
    expect(reader.received[0]).toMatchObject({ topic: 'amq.topic', headers: { 'message-key': 'order.paid' } });
    await reader.stop();
  });

  test('[BR3] puts what is set aside into the queue for dead letters', async () => {
    const topic = fresh('contract.');
    const onMessage = (): Promise<void> => Promise.reject(new Poison('never'));
    const reader = await collect(broker(), { topic, onMessage });
    await publish(broker(), outgoing(topic, 'letter'));
    await waitUntil(() => reader.warnings.length > 0);
    await reader.stop();
    const dead = await collect(broker(), { topic: `${topic}.dead` });
    await dead.count(1);
    expect(dead.texts()).toEqual(['letter']);
    await dead.stop();
  });

  test('reads JSON, texts and bytes of others, without an id', async () => {
    const topic = fresh('contract.');
    const reader = await collect(broker(), { topic });
    await directly(async (connection) => {
      const publisher = connection.createPublisher({ confirm: true });
      await publisher.send(topic, { a: ['größe', 1.5, null] });
      await publisher.send(topic, 'a text');
      await publisher.send({ routingKey: topic, contentType: 'application/json' }, Buffer.from('no JSON'));
      await publisher.send({ routingKey: topic, headers: { n: 1, list: [1, 'b'], at: 'x' } }, Buffer.from('bytes'));
    });
    await reader.count(4);
    expect(reader.texts()).toEqual(['{"a":["größe",1.5,null]}', 'a text', 'no JSON', 'bytes']);
    expect(reader.received.every(({ isRecognised }) => !isRecognised)).toBe(true);
    expect(reader.received[3]?.headers).toMatchObject({ n: '1', list: '[1,"b"]', at: 'x' });
    await reader.stop();
  });

  test('[BR4] reads on when its queue was deleted, and made again', async () => {
    const topic = fresh('contract.');
    const reader = await collect(broker(), { topic });
    await directly((connection) => connection.queueDelete(topic));
    await waitUntil(() => reader.warnings.some((line) => line.includes('is read again')));
    await publish(broker(), outgoing(topic, 'after'));
    await reader.count(1);
    expect(reader.texts()).toEqual(['after']);
    await reader.stop();
  });
}
