import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import * as fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Broker, Poison } from '../broker.ts';
import { collect, fresh, never, openedBroker, outgoing, publish, TIMEOUT_MS, waitUntil } from './collecting.ts';
import type { TestServer } from './program.ts';

/** One kind of broker, with its real server. */
export interface ContractSubject {
  readonly title: string;
  readonly isInstalled: boolean;
  readonly start: () => Promise<TestServer | null>;
  readonly settings: (url: string) => { readonly type: string; readonly url: string };
  /** After each start of the server: what people set up in it before they use it. */
  readonly prepare?: (url: string) => Promise<void>;
  /** Two readers of one group share the messages. */
  readonly shares: boolean;
  /** What this one does beside. */
  readonly also?: (broker: () => Broker, url: () => string) => void;
}

const START_MS = 120_000;

/** Read while its server is killed. */
const KILLED = 'contract.killed';

/** What all brokers do alike: BR1 to BR4. */
export function brokerContract(subject: ContractSubject): void {
  describe.skipIf(!subject.isInstalled)(
    `${subject.title}${subject.isInstalled ? '' : ' (its server is not installed: SKIPPED)'}`,
    () => {
      let server: TestServer;
      const broker = (): Broker => opened;
      let opened: Broker;

      beforeAll(async () => {
        const started = await subject.start();
        if (started === null) throw new Error('it was said to be installed');
        server = started;
        console.info(`${subject.title}: server ${server.version}`);
        await subject.prepare?.(server.url);
        opened = await openedBroker(subject.settings(server.url));
        // RabbitMQ 3.10 forgets a queue that is younger than half a second when it is killed: this one is old by then.
        await (await collect(opened, { topic: KILLED })).stop();
      }, START_MS);

      afterAll(async () => {
        await opened?.close();
        await server?.stop();
      });

      publishing(broker);
      acknowledging(broker);
      bounded(broker);
      failing(broker);
      readers(broker, () => subject.settings(server.url), subject.shares);
      subject.also?.(broker, () => server.url);
      breaking(broker, () => server);
    },
  );
}

function publishing(broker: () => Broker): void {
  test('brings a message as it was sent: bytes, id, headers, key and content type', async () => {
    const topic = fresh('contract.');
    const reader = await collect(broker(), { topic });
    const headers = { traceparent: '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01', 'X-Shop': 'Größe 42' };
    const sent = outgoing(topic, '', {
      headers,
      contentType: 'application/x-test',
      payload: Buffer.from([0, 255, 10, 13]),
    });
    const answer = await broker().publish(sent, TIMEOUT_MS, never);
    expect(answer).toMatchObject({ ok: true, receipt: { broker: expect.any(String) as string } });
    await reader.count(1);
    expect(reader.received[0]).toMatchObject({ id: sent.id, isRecognised: true, topic });
    expect(Buffer.from(reader.received[0]?.payload ?? [])).toEqual(sent.payload);
    expect(reader.received[0]?.headers).toMatchObject({
      traceparent: headers.traceparent,
      'x-shop': headers['X-Shop'],
      'content-type': 'application/x-test',
    });
    await reader.stop();
  });

  test('brings any bytes, in any number', async () => {
    const topic = fresh('contract.');
    const reader = await collect(broker(), { topic });
    const expected: string[] = [];
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.uint8Array({ maxLength: 3_000 }), { minLength: 1, maxLength: 8 }),
        async (bodies) => {
          const messages = bodies.map((payload) => outgoing(topic, '', { payload }));
          expected.push(...bodies.map((body) => Buffer.from(body).toString('hex')));
          await publish(broker(), ...messages);
        },
      ),
      { numRuns: 15 },
    );
    await reader.count(expected.length);
    const came = reader.received.map(({ payload }) => Buffer.from(payload).toString('hex'));
    expect(came.toSorted()).toEqual(expected.toSorted());
    await reader.stop();
  });

  test('gives up at once when it is aborted before it was sent', async () => {
    const lazy = broker();
    const answer = await lazy.publish(outgoing(fresh('contract.'), 'x'), TIMEOUT_MS, AbortSignal.abort());
    expect(answer).toMatchObject({ ok: false, error: { type: expect.stringMatching(/^publish\./) as string } });
  });
}

function acknowledging(broker: () => Broker): void {
  test('[BR2] delivers again what was not finished when the reader stopped, and not what was', async () => {
    const topic = fresh('contract.');
    const done: string[] = [];
    const first = await collect(broker(), {
      topic,
      async onMessage({ id }) {
        if (id === 'stays') throw new Error('not yet');
        done.push(id);
      },
      limits: { firstRetryMs: 1_500, longestRetryMs: 1_500 },
    });
    await publish(broker(), outgoing(topic, 'a', { id: 'goes' }), outgoing(topic, 'b', { id: 'stays' }));
    await first.count(2);
    await waitUntil(() => done.length === 1);
    await first.stop();
    const second = await collect(broker(), { topic });
    await second.count(1);
    await publish(broker(), outgoing(topic, 'c', { id: 'last' }));
    await second.count(2);
    expect(second.received.map(({ id }) => id).toSorted()).toEqual(['last', 'stays']);
    await second.stop();
  });

  test('[BR2] waits, when it is stopped, for what is under way, and acknowledges it', async () => {
    const topic = fresh('contract.');
    const { promise, resolve } = Promise.withResolvers<void>();
    const first = await collect(broker(), { topic, onMessage: () => promise });
    await publish(broker(), outgoing(topic, 'a'));
    await first.count(1);
    let hasStopped = false;
    const stopping = first.stop().then(() => (hasStopped = true));
    await publish(broker(), outgoing(fresh('contract.'), 'time passes')).catch(() => {});
    expect(hasStopped).toBe(false);
    resolve();
    await stopping;
    const second = await collect(broker(), { topic });
    await publish(broker(), outgoing(topic, 'b'));
    await second.count(1);
    expect(second.texts()).toEqual(['b']);
    await second.stop();
  });
}

function bounded(broker: () => Broker): void {
  test('takes no more at once than it was told, and gets them all', async () => {
    const topic = fresh('contract.');
    let [now, most] = [0, 0];
    const reader = await collect(broker(), {
      topic,
      limits: { prefetch: 3 },
      async onMessage() {
        now += 1;
        most = Math.max(most, now);
        await new Promise((done) => setTimeout(done, 1));
        now -= 1;
      },
    });
    await publish(broker(), ...Array.from({ length: 40 }, (_, i) => outgoing(topic, String(i))));
    await reader.count(40);
    await reader.stop();
    expect(most).toBeLessThanOrEqual(3);
    expect(most).toBeGreaterThan(0);
    expect(new Set(reader.texts()).size).toBe(40);
  });
}

function failing(broker: () => Broker): void {
  test('[BR2] delivers again what failed, under the same id, until it does', async () => {
    const topic = fresh('contract.');
    let tries = 0;
    const reader = await collect(broker(), {
      topic,
      async onMessage() {
        tries += 1;
        if (tries < 4) throw new Error(`try ${tries}`);
      },
    });
    await publish(broker(), outgoing(topic, 'a', { id: 'again' }));
    await reader.count(4);
    expect(reader.received.map(({ id }) => id)).toEqual(['again', 'again', 'again', 'again']);
    expect(reader.warnings).toEqual([]);
    await reader.stop();
  });

  test.each([
    ['[BR3] sets aside what fails for ever', new Error('for ever'), 3],
    ['[BR3] sets aside at once what will never do', new Poison('not JSON'), 1],
  ])('%s, says so, and goes on with the others', async (_, error, deliveries) => {
    const topic = fresh('contract.');
    const fails = async (text: string): Promise<void> => {
      if (text === 'bad') throw error;
    };
    const onMessage = ({ payload }: { readonly payload: Uint8Array }) => fails(Buffer.from(payload).toString());
    const reader = await collect(broker(), { topic, limits: { maxDeliveries: 3, prefetch: 1 }, onMessage });
    await publish(broker(), outgoing(topic, 'bad', { id: fresh('poison') }));
    await publish(broker(), outgoing(topic, 'good'));
    await waitUntil(() => reader.texts().includes('good') && reader.warnings.length > 0);
    expect(reader.texts().filter((text) => text === 'bad')).toHaveLength(deliveries);
    expect(reader.warnings).toEqual([
      expect.stringMatching(new RegExp(`poison\\d+ of ${topic} was set aside.*${error.message}`)),
    ]);
    await reader.stop();
    const next = await collect(broker(), { topic, onMessage });
    await publish(broker(), outgoing(topic, 'after'));
    await next.count(1);
    expect(next.texts()).toEqual(['after']);
    await next.stop();
  });
}

function readers(broker: () => Broker, settings: () => { readonly type: string }, shares: boolean): void {
  test('[BR2] delivers to another reader what one had that was killed', async () => {
    const topic = fresh('contract.');
    const child = spawn(process.execPath, [
      new URL('reader-child.ts', import.meta.url).pathname,
      JSON.stringify({ settings: settings(), topic, group: 'g' }),
    ]);
    const lines: string[] = [];
    createInterface({ input: child.stdout }).on('line', (line) => lines.push(line));
    createInterface({ input: child.stderr }).on('line', (line) => lines.push(line));
    await waitUntil(
      () => lines.includes('listening'),
      () => lines.join('\n'),
    );
    await publish(broker(), outgoing(topic, 'a', { id: 'orphan' }));
    await waitUntil(
      () => lines.includes('got orphan'),
      () => lines.join('\n'),
    );
    child.kill('SIGKILL');
    await once(child, 'exit');
    const heir = await collect(broker(), { topic });
    await heir.count(1);
    expect(heir.received[0]).toMatchObject({ id: 'orphan' });
    await heir.stop();
  });

  test.skipIf(!shares)('gives each message to one reader of a group, and to each group', async () => {
    const topic = fresh('contract.');
    const [one, two] = [await collect(broker(), { topic }), await collect(broker(), { topic })];
    await publish(broker(), ...Array.from({ length: 20 }, (_, i) => outgoing(topic, String(i))));
    await waitUntil(() => one.received.length + two.received.length >= 20);
    expect([...one.texts(), ...two.texts()].map(Number).toSorted((a, b) => a - b)).toEqual(
      Array.from({ length: 20 }, (_, i) => i),
    );
    await Promise.all([one.stop(), two.stop()]);
  });
}

function breaking(broker: () => Broker, server: () => TestServer): void {
  test('[BR1] does not know what became of a message when no confirmation comes', async () => {
    const topic = fresh('contract.');
    const reader = await collect(broker(), { topic });
    await publish(broker(), outgoing(topic, 'before'));
    await server().freeze();
    const answer = await broker().publish(outgoing(topic, 'silence'), 300, never);
    server().thaw();
    expect(answer).toMatchObject({ ok: false, error: { type: 'publish.unconfirmed' } });
    expect(answer.ok || answer.error.effect).toBeUndefined();
    await publish(broker(), outgoing(topic, 'after'));
    await waitUntil(() => reader.texts().includes('after'));
    await reader.stop();
  });

  test(
    '[BR4] reads on after the server was killed; [BR1] what is sent meanwhile surely did nothing',
    { timeout: START_MS },
    async () => {
      const topic = KILLED;
      const held = Promise.withResolvers<void>();
      const reader = await collect(broker(), { topic, limits: { prefetch: 1 }, onMessage: () => held.promise });
      await publish(broker(), outgoing(topic, 'a', { id: 'kept' }));
      await reader.count(1);
      await server().kill();
      await expect
        .poll(() => broker().publish(outgoing(topic, 'lost'), 1_000, never), { timeout: TIMEOUT_MS })
        .toMatchObject({ ok: false, error: { type: 'publish.connection', effect: 'none' } });
      held.resolve();
      await server().restart();
      await expect
        .poll(() => broker().publish(outgoing(topic, 'b', { id: 'next' }), TIMEOUT_MS, never), { timeout: START_MS })
        .toMatchObject({ ok: true });
      await waitUntil(
        () => reader.texts().includes('b'),
        () => [...reader.texts(), ...reader.warnings].join('; '),
      );
      expect(reader.texts()).not.toContain('lost');
      expect(reader.warnings[0]).toContain('cannot be read for now');
      expect(reader.warnings.at(-1)).toContain('is read again');
      expect(new Set(reader.warnings).size).toBe(reader.warnings.length);
      await reader.stop();
    },
  );
}
