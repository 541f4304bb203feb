import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Incoming } from '../../brokers/index.ts';
import { collect, openedBroker, fresh } from '../../brokers/testing/collecting.ts';
import type { TestServer } from '../../brokers/testing/program.ts';
import { isInstalled, mqttServer, natsServer, rabbitServer, redisServer } from '../../brokers/testing/servers.ts';
import { makeStream } from '../../brokers/testing/streams.ts';
import type { Json } from '../../core/json.ts';
import type { ActivityContext } from '../activity.ts';
import { noPlace } from '../place.ts';
import { testContext } from '../testing/context.ts';
import { publishActivity } from './index.ts';

const signal = new AbortController().signal;
const traceparent = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01';

function contextWith(connection: { readonly type: string; readonly [field: string]: string }): ActivityContext {
  const settings = { connections: { events: connection } };
  const secret = async (name: string) => (name === 'URL' ? 'nats://user:hunter22@127.0.0.1:1' : null);
  return testContext({ place: { ...noPlace, settings }, traceparent, key: fresh('step-key-'), secret });
}

afterAll(() => publishActivity.close?.());

const START_MS = 120_000;

describe.each([
  { type: 'nats', start: () => natsServer(), topic: 'contract.publish' },
  { type: 'redis', start: () => redisServer(), topic: 'contract.publish' },
  { type: 'mqtt', start: () => mqttServer(), topic: 'contract/publish' },
  { type: 'rabbitmq', start: () => rabbitServer(), topic: 'contract.publish' },
] as const)('publish to $type', ({ type, start, topic }) => {
  describe.skipIf(!isInstalled[type])(
    isInstalled[type] ? 'with its server' : 'SKIPPED: its server is not installed',
    () => {
      let server: TestServer;
      beforeAll(async () => {
        const started = await start();
        if (started === null) throw new Error('it was said to be installed');
        server = started;
        if (type === 'nats') await makeStream(server.url);
      }, START_MS);
      afterAll(() => server?.stop());

      const read = async (
        input: Json,
      ): Promise<{ readonly result: unknown; readonly got: Incoming | undefined; readonly key: string }> => {
        const settings = { type, url: server.url };
        const broker = await openedBroker(settings);
        const reader = await collect(broker, { topic, group: fresh('group') });
        const context = contextWith(settings);
        const result = await publishActivity.perform(input, context, signal);
        await reader.count(1);
        await reader.stop();
        return { result, got: reader.received[0], key: context.key };
      };

      test('[AT3] sends JSON with the key of the step as its id, and the trace', async () => {
        const { result, got, key } = await read({
          connection: 'events',
          topic,
          payload: { n: 1 },
          headers: { tenant: 'é', n: 2 },
        });
        expect(result).toMatchObject({ kind: 'completed', output: { broker: type, id: key } });
        expect(publishActivity.output.safeParse((result as { output: unknown }).output).error).toBeUndefined();
        expect(got).toMatchObject({
          id: key,
          headers: { traceparent, tenant: 'é', n: '2', 'content-type': 'application/json' },
        });
        expect(JSON.parse(Buffer.from(got?.payload ?? []).toString())).toEqual({ n: 1 });
      });

      test('sends texts and bytes, with an id and headers of its own', async () => {
        const own = { id: fresh('own-'), headers: { traceparent: 'mine', 'Content-Type': 'x/y' } };
        const text = await read({ connection: 'events', topic, payload: 'größe', format: 'text', ...own });
        expect(Buffer.from(text.got?.payload ?? []).toString()).toBe('größe');
        expect(text.got).toMatchObject({ id: own.id, headers: { traceparent: 'mine', 'content-type': 'x/y' } });
        const bytes = await read({ connection: 'events', topic, payload: 'AP8=', format: 'base64' });
        expect(Array.from(bytes.got?.payload ?? [])).toEqual([0, 255]);
      });
    },
  );
});

test.each([
  ['a payload that is no text', { payload: { a: 1 }, format: 'text' }, /must be a text/],
  ['a payload that is no base64', { payload: 'a?', format: 'base64' }, /must be base64/],
  ['a header with a line break', { payload: 1, headers: { a: 'b\r\nc: d' } }, /control characters/],
  ['a connection that is not there', { payload: 1, connection: 'other' }, /no connection other/],
])('%s is wrong input, and final', async (_, input, message) => {
  const context = contextWith({ type: 'nats', url: 'nats://127.0.0.1' });
  const result = await publishActivity.perform({ connection: 'events', topic: 't', ...input }, context, signal);
  expect(result).toMatchObject({
    kind: 'failed',
    error: {
      type: 'activity.input',
      effect: 'none',
      retryable: false,
      message: expect.stringMatching(message) as string,
    },
  });
});

test.each([
  [{ type: 'nats', url: 'ftp://user:hunter22@h' }, /url: must be like nats:/],
  [{ type: 'redis', url: 'redis://127.0.0.1', passwort: 'hunter22' }, /passwort/],
])('settings of a connection that are wrong are told without their values: %#', async (connection, message) => {
  const result = await publishActivity.perform(
    { connection: 'events', topic: 't', payload: 1 },
    contextWith(connection),
    signal,
  );
  expect(result).toMatchObject({
    kind: 'failed',
    error: { type: 'activity.input', message: expect.stringMatching(message) as string },
  });
  expect(JSON.stringify(result)).not.toContain('hunter22');
});

test.each([
  { type: 'nats', url: '{% secrets.URL %}' },
  { type: 'redis', url: 'redis://u:hunter22@127.0.0.1:1' },
  { type: 'mqtt', url: 'mqtt://u:hunter22@127.0.0.1:1' },
  { type: 'rabbitmq', url: 'amqp://u:hunter22@127.0.0.1:1' },
  { type: 'kafka', url: 'kafka://u:hunter22@127.0.0.1:1' },
])('$type that cannot be reached has surely done nothing, and no secret is told', async (connection) => {
  const result = await publishActivity.perform(
    { connection: 'events', topic: 't', payload: 1 },
    contextWith(connection),
    signal,
  );
  expect(result).toMatchObject({ kind: 'failed', error: { type: 'publish.connection', effect: 'none' } });
  expect(JSON.stringify(result)).toContain('127.0.0.1:1');
  expect(JSON.stringify(result)).not.toContain('hunter22');
});
