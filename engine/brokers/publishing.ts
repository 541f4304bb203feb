import type { Failure } from '../core/failure.ts';
import type { Broker, Published } from './broker.ts';
import { type Driver, NotSent, Refused } from './driver.ts';
import { type Held, holding } from './held.ts';
import { reasonOf } from './reasons.ts';
import { Aborted, within } from './waiting.ts';

/** One try to connect takes at most so long. */
const CONNECT_MS = 10_000;

/** BR1. One connection for all that is published: opened when it is needed, and anew after it broke. */
export function publishing<Client>(driver: Driver<Client>): Pick<Broker, 'publish' | 'close'> {
  const holder = holding(driver);
  return {
    async publish(message, waitMs, signal) {
      const held = holder.take();
      try {
        return await overIt(held, signal, async (client) => {
          const sent = Promise.race([driver.send(client, message, waitMs), held.gone]);
          return { ok: true, receipt: await within(sent, waitMs, signal) };
        });
      } finally {
        void holder.giveBack(held);
      }
    },
    close: holder.close,
  };

  async function overIt(
    held: Held<Client>,
    signal: AbortSignal,
    send: (client: Client) => Promise<Published>,
  ): Promise<Published> {
    let client: Client;
    try {
      client = await within(held.client, CONNECT_MS, signal);
    } catch (error) {
      if (!(error instanceof Aborted)) held.broken = true;
      return failure('connection', 'could not be reached', error, { effect: 'none' });
    }
    try {
      return await send(client);
    } catch (error) {
      if (!(error instanceof Refused) && !(error instanceof Aborted)) held.broken = true;
      return unsuccessful(error);
    }
  }

  function unsuccessful(error: unknown): Published {
    if (error instanceof NotSent) return failure('connection', 'was not sent the message', error, { effect: 'none' });
    if (!(error instanceof Refused)) return failure('unconfirmed', 'did not confirm the message', error);
    return failure('refused', 'did not take the message', error, {
      ...(error.effect === 'none' && { effect: 'none' }),
      ...(!error.retryable && { retryable: false }),
    });
  }

  function failure(kind: string, said: string, error: unknown, more: Partial<Failure> = {}): Published {
    const { title, place, secrets } = driver;
    const message = `${title} at ${place} ${said}: ${reasonOf(error, secrets)}`;
    return { ok: false, error: { type: `publish.${kind}`, message: message.replace(/[^.]$/, '$&.'), ...more } };
  }
}
