import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { noPlace } from '../../../activities/place.ts';
import type { Broker } from '../../../brokers/broker.ts';
import { fresh, openedBroker, outgoing, publish, waitUntil } from '../../../brokers/testing/collecting.ts';
import { quickLimits } from '../../../brokers/testing/limits.ts';
import type { TestServer } from '../../../brokers/testing/program.ts';
import { isInstalled, mqttServer, natsServer, rabbitServer, redisServer } from '../../../brokers/testing/servers.ts';
import { makeStream } from '../../../brokers/testing/streams.ts';
import { compile, type JsonObject } from '../../../core/index.ts';
import { type NodeEngine, openEngine } from '../../../node/index.ts';
import { testFolder } from '../../../node/testing/folder.ts';
import { EnvironmentError } from '../../../runtime/environment.ts';
import { toJsonObject } from '../../json.ts';
import { openTriggers, type TriggerFrame } from '../frame.ts';
import { messagesWithin } from './source.ts';
import type { ChildOptions } from './testing/engine-child.ts';

const START_MS = 120_000;
const forEver = (): Promise<never> => new Promise(() => {});

describe.each([
  { type: 'nats', start: () => natsServer() },
  { type: 'redis', start: () => redisServer() },
  { type: 'mqtt', start: () => mqttServer() },
  { type: 'rabbitmq', start: () => rabbitServer() },
] as const)('messages of $type', ({ type, start }) => {
  describe.skipIf(!isInstalled[type])(
    isInstalled[type] ? 'with its server' : 'SKIPPED: its server is not installed',
    () => {
      let server: TestServer;
      let broker: Broker;
      const connection = () => ({ type, url: server.url });

      beforeAll(async () => {
        const started = await start();
        if (started === null) throw new Error('it was said to be installed');
        server = started;
        if (type === 'nats') await makeStream(server.url);
        broker = await openedBroker(connection());
      }, START_MS);

      afterAll(async () => {
        await broker?.close();
        await server?.stop();
      });

      test('[LI5] start a run each, with payload, headers and topic; duplicates start none', async () => {
        const topic = fresh('contract.');
        const { engine, runs } = await hosted(connection(), {
          type: 'message',
          topic,
          input:
            '{% { "n": trigger.payload.n, "who": trigger.headers.who, "topic": trigger.topic, "key": trigger.key } %}',
        });
        const [id, other] = [fresh('m'), fresh('m')];
        const one = outgoing(topic, '{"n":1}', { id, headers: { who: 'me' } });
        await publish(broker, one);
        await publish(broker, one, { ...one, payload: Buffer.from('{"n":9}') });
        await publish(broker, outgoing(topic, '{"n":2}', { id: other, headers: { who: 'you' } }));
        await waitUntil(() => runs().length === 2);
        const inputs = runs().map(({ runId }) => engine.reader.history(runId, undefined, 1).items[0]);
        expect(inputs.map((event) => event?.type === 'RunStarted' && event.input)).toEqual(
          expect.arrayContaining([
            { n: 1, who: 'me', topic, key: id },
            { n: 2, who: 'you', topic, key: other },
          ]),
        );
      });

      test.each(['before', 'after'] as const)(
        '[LI5] killed %s the engine has written it, the message comes again, and there is one run',
        async (hang) => {
          const topic = fresh('contract.');
          const database = join(testFolder(), 'runs.db');
          const options = { database, connection: connection(), topic };
          const [key, next] = [fresh('m'), fresh('m')];
          const doomed = await child({ ...options, hang });
          await publish(broker, outgoing(topic, '{}', { id: key }));
          await doomed.says(hang === 'before' ? `received ${key}` : `started ${key}`);
          await doomed.kill();
          const heir = await child({ ...options, hang: 'never' });
          await heir.says(hang === 'before' ? `started ${key}` : `duplicate ${key}`);
          await publish(broker, outgoing(topic, '{}', { id: next }));
          await heir.says(`started ${next}`);
          await heir.kill();
          const engine = await openEngine({ database, activities: { perform: forEver } });
          onTestFinished(() => engine.close());
          expect(engine.reader.runs({ limit: 10 }).items.map(({ workflow }) => workflow)).toEqual(['orders', 'orders']);
        },
        START_MS,
      );

      test('that can start nothing are told of once each, and those behind them go on', async () => {
        const topic = fresh('contract.');
        const { runs, warnings } = await hosted(connection(), {
          type: 'message',
          topic,
          when: '{% trigger.payload.fine %}',
          key: '{% trigger.payload.key %}',
        });
        const [bad, wrong] = [fresh('m'), fresh('m')];
        await publish(broker, outgoing(topic, 'no JSON', { id: bad }));
        await publish(broker, outgoing(topic, '{"key":{},"fine":true}', { id: wrong }));
        await publish(broker, outgoing(topic, '{"key":"passed","fine":false}'));
        await publish(broker, outgoing(topic, '{"key":"a","fine":true}'), outgoing(topic, '{"key":"a","fine":true}'));
        await publish(broker, outgoing(topic, '{"key":"b","fine":true}'));
        await waitUntil(() => runs().length === 2 && warnings.length >= 2);
        expect(warnings.toSorted()).toEqual(
          [
            expect.stringMatching(`${bad} of .*set aside at its first delivery.*not JSON`),
            expect.stringMatching(`${wrong} of .*did not start orders by come: The key of come is`),
          ].toSorted((a, b) => String(a).localeCompare(String(b))),
        );
      });

      test('wait while the engine cannot write, and none is lost', async () => {
        const topic = fresh('contract.');
        let isFull = true;
        const tried: string[] = [];
        const { runs, warnings } = await hosted(
          connection(),
          { type: 'message', topic },
          (deliver) => async (delivery) => {
            tried.push(delivery.key);
            if (isFull) throw new EnvironmentError('database.full', 'The disk is full.');
            return deliver(delivery);
          },
        );
        const [one, two] = [fresh('m'), fresh('m')];
        await publish(broker, outgoing(topic, '{}', { id: one }), outgoing(topic, '{}', { id: two }));
        await waitUntil(() => tried.filter((key) => key === one).length > quickLimits.maxDeliveries);
        isFull = false;
        await waitUntil(() => runs().length === 2);
        expect(warnings).toEqual([]);
      });
    },
  );
});

type Deliver = NodeEngine['deliver'];

async function hosted(
  connection: JsonObject & { readonly type: string },
  trigger: JsonObject,
  change: (deliver: Deliver) => Deliver = (deliver) => deliver,
) {
  const database = join(testFolder(), 'runs.db');
  const engine = await openEngine({ database, activities: { perform: forEver } });
  const steps = { nap: { type: 'wait', for: '1h' } };
  const triggers = { come: { connection: 'broker', ...trigger } };
  const compiled = compile({ format: 'sagaloom/v1', name: 'orders', start: 'nap', steps, triggers });
  if (!compiled.ok) throw new Error(JSON.stringify(compiled.diagnostics));
  await engine.deploy({ definition: toJsonObject(compiled.definition), hash: compiled.hash, by: 'test' });
  const warnings: string[] = [];
  const frame: TriggerFrame = openTriggers({
    engine: { ...engine, deliver: change((request) => engine.deliver(request)) },
    sources: [messagesWithin(quickLimits)],
    place: () => ({
      ok: true,
      place: { ...noPlace, settings: { connections: { broker: connection as { type: string } } } },
    }),
    secret: async () => null,
    warn: (message) => warnings.push(message),
  });
  onTestFinished(async () => {
    await frame.close();
    await engine.close();
  });
  await frame.settled();
  return { engine, warnings, runs: () => engine.reader.runs({ limit: 100 }).items };
}

async function child(options: ChildOptions) {
  const file = new URL('testing/engine-child.ts', import.meta.url).pathname;
  const process_: ChildProcessByStdio<null, Readable, Readable> = spawn(
    process.execPath,
    [file, JSON.stringify(options)],
    {
      stdio: ['ignore', 'pipe', 'pipe'],
    },
  );
  const lines: string[] = [];
  for (const input of [process_.stdout, process_.stderr])
    createInterface({ input }).on('line', (line) => lines.push(line));
  const kill = async (): Promise<void> => {
    if (process_.exitCode !== null || process_.signalCode !== null) return;
    process_.kill('SIGKILL');
    await once(process_, 'exit');
  };
  onTestFinished(kill);
  const says = (line: string): Promise<void> =>
    waitUntil(
      () => lines.includes(line),
      () => `${line}: ${lines.join('\n')}`,
    );
  await says('listening');
  return { says, kill };
}
