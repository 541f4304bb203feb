/** Stock and shipments over HTTP, payments over NATS: `node examples/fulfilment/service.ts`. `NATS_URL` says where the bus is. */
import { jetstream, jetstreamManager } from '@nats-io/jetstream';
import { connect } from '@nats-io/transport-node';
import { Effects, effectsApp } from '../service/effects.ts';
import { listen } from '../service/listen.ts';

const MOST_CENTS = 100_000;
const url = process.env['NATS_URL'] ?? 'nats://127.0.0.1:4222';

const effects = new Effects();

interface Requested {
  readonly orderId: string;
  readonly runId: string;
  readonly cents: number;
}

/** Takes a payment for each request, once, and answers; refunds are remembered likewise. */
async function payments(): Promise<void> {
  const connection = await connect({ servers: url });
  const manager = await jetstreamManager(connection);
  await manager.streams.add({ name: 'ORDERS', subjects: ['orders.>'] });
  await manager.streams.add({ name: 'PAYMENTS', subjects: ['payments.>'] });
  const stream = jetstream(connection);
  const each = async (subject: string, take: (request: Requested) => Promise<void> | void): Promise<void> => {
    const name = subject.replace('.', '-');
    await manager.consumers.add('PAYMENTS', { durable_name: name, ack_policy: 'explicit', filter_subject: subject });
    const consumer = await stream.consumers.get('PAYMENTS', name);
    for await (const message of await consumer.consume()) {
      await take(message.json<Requested>());
      await message.ackAck();
    }
  };
  await Promise.all([
    each('payments.requested', async ({ orderId, runId, cents }) => {
      const paid = cents <= MOST_CENTS;
      if (paid) effects.do('payments', orderId, { orderId, cents });
      const answer = JSON.stringify({ orderId, runId, paid });
      await stream.publish('payments.answered', answer, { msgID: `answer-${orderId}` });
    }),
    each('payments.refunded', ({ orderId }) => void effects.do('refunds', orderId, { orderId })),
  ]);
}

listen({
  name: 'stock service',
  port: 4876,
  open() {
    payments().catch((error: unknown) => {
      console.error(
        `The payment service has no bus at ${url}: ${error instanceof Error ? error.message : String(error)}.`,
      );
      process.exit(4);
    });
    return { app: effectsApp(effects, ['reservations', 'shipments', 'payments', 'refunds']), close: () => {} };
  },
});
