import { expect, onTestFinished, test } from 'vitest';
import type { Broker } from '../broker.ts';
import { collect, fresh, never, openedBroker, outgoing, publish, TIMEOUT_MS } from '../testing/collecting.ts';
import { brokerContract } from '../testing/contract.ts';
import { isInstalled, natsServer } from '../testing/servers.ts';
import { makeStream } from '../testing/streams.ts';

brokerContract({
  title: 'NATS JetStream',
  isInstalled: isInstalled.nats,
  start: () => natsServer(),
  settings: (url) => ({ type: 'nats', url }),
  prepare: (url) => makeStream(url),
  shares: true,
  also,
});

function also(broker: () => Broker, url: () => string): void {
  test('[BR1] drops a message that is sent again under its id, and says so', async () => {
    const message = outgoing(fresh('contract.'), 'a');
    expect(await broker().publish(message, TIMEOUT_MS, never)).toMatchObject({ receipt: { duplicate: false } });
    expect(await broker().publish(message, TIMEOUT_MS, never)).toMatchObject({ receipt: { duplicate: true } });
  });

  test.each([
    ['a subject of no stream', outgoing('nobody.takes', 'a'), /no stream/, undefined],
    ['a subject for readers', outgoing('contract.*', 'a'), /is no subject/, false],
    ['a payload that is too long', outgoing('contract.big', 'x'.repeat(2 ** 20 + 1)), /max_payload/, false],
  ])('[BR1] refuses %s', async (_, message, reason, retryable) => {
    const answer = await broker().publish(message, TIMEOUT_MS, never);
    const error = { type: 'publish.refused', effect: 'none', message: expect.stringMatching(reason) as string };
    expect(answer).toMatchObject({ ok: false, error });
    expect(answer.ok || answer.error.retryable).toBe(retryable);
  });

  test('of a work queue reads what was there before', async () => {
    await makeStream(url(), 'work', { isWorkQueue: true });
    await publish(broker(), outgoing('work.a', 'early'));
    const reader = await collect(broker(), { topic: 'work.a' });
    await reader.count(1);
    expect(reader.texts()).toEqual(['early']);
    await reader.stop();
  });

  test('of a topic without a stream says so', async () => {
    await expect(collect(broker(), { topic: 'nobody.takes' })).rejects.toThrow(
      /no stream with the subject nobody\.takes/,
    );
  });

  test('logs in as the connection says, and never repeats a password', async () => {
    const guarded = await natsServer({ args: ['--user', 'me', '--pass', 'hunter22'] });
    if (guarded === null) throw new Error('it was there a moment ago');
    onTestFinished(() => guarded.stop());
    const send = async (change: Readonly<Record<string, string>>): Promise<unknown> => {
      const one = await openedBroker({ url: guarded.url, ...change, type: 'nats' });
      const answer = await one.publish(outgoing('nobody.takes', 'a'), TIMEOUT_MS, never);
      await one.close();
      return answer;
    };
    const good = { url: guarded.url.replace('//', '//me:hunter22@') };
    expect(await send(good)).toMatchObject({ error: { type: 'publish.refused' } });
    expect(await send({ user: 'me', password: 'hunter22' })).toMatchObject({ error: { type: 'publish.refused' } });
    const bad = await send({ user: 'me', password: 'hunter23' });
    expect(bad).toMatchObject({ error: { type: 'publish.connection', effect: 'none' } });
    expect(JSON.stringify(bad)).not.toContain('hunter2');
  });
}
