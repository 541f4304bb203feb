import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { certificates, opensslVersion } from '../activities/testing/certificates.ts';
import type { Published } from './broker.ts';
import { collect, fresh, never, openedBroker, outgoing, publish, TIMEOUT_MS } from './testing/collecting.ts';
import type { TestServer } from './testing/program.ts';
import { isInstalled, mqttServer, natsServer, rabbitServer, redisServer } from './testing/servers.ts';

const START_MS = 120_000;

describe.each([
  { type: 'nats', start: natsServer },
  { type: 'redis', start: redisServer },
  { type: 'mqtt', start: mqttServer },
  { type: 'rabbitmq', start: rabbitServer },
] as const)('$type by TLS', ({ type, start }) => {
  const missing = [!isInstalled[type] && 'its server', opensslVersion === null && 'openssl'].filter(Boolean).join(', ');

  describe.skipIf(missing !== '')(
    missing === '' ? 'with certificates on both sides' : `SKIPPED, not installed: ${missing}`,
    () => {
      const pem = missing === '' ? certificates() : null;
      let server: TestServer;

      beforeAll(async () => {
        const started = pem && (await start({ tls: pem }));
        if (started === null) throw new Error('it was said to be installed');
        server = started;
      }, START_MS);

      afterAll(() => server?.stop());

      const sent = async (change: Readonly<Record<string, unknown>>): Promise<Published> => {
        const broker = await openedBroker({ ...change, type, url: server.url });
        const answer = await broker.publish(outgoing(fresh('t.'), 'a'), TIMEOUT_MS, never);
        await broker.close();
        return answer;
      };
      /** It came to the broker, which may have nobody for it. */
      const arrived = (answer: Published): boolean => answer.ok || answer.error.type === 'publish.refused';

      test('comes to it with the authority and a certificate of its own', async () => {
        expect(await sent({ ca: pem?.ca, ...own() })).toSatisfy(arrived);
        expect(await sent({ verify: false, ...own() })).toSatisfy(arrived);
      });

      test('does not trust an authority it was not told of, and is not let in without a certificate', async () => {
        const refused = { ok: false, error: { type: 'publish.connection', effect: 'none' } };
        expect(await sent(own())).toMatchObject(refused);
        const stranger = await sent({ ca: pem?.ca });
        // TLS 1.3 says so only after the first bytes have gone out.
        expect(stranger).toMatchObject({
          ok: false,
          error: { type: expect.stringMatching(/connection|unconfirmed/) as string },
        });
      });

      test.skipIf(type === 'nats')('reads', async () => {
        const broker = await openedBroker({ type, url: server.url, ca: pem?.ca, ...own() });
        const topic = fresh('t.');
        const reader = await collect(broker, { topic });
        await publish(broker, outgoing(topic, 'a'));
        await reader.count(1);
        expect(reader.texts()).toEqual(['a']);
        await reader.stop();
        await broker.close();
      });

      function own() {
        return { cert: pem?.client.cert, key: pem?.client.key };
      }
    },
  );
});
