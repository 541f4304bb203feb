import { Consumer, Producer } from '@platformatic/kafka';
import { type Address, placeOf } from '../address.ts';
import type { Driver } from '../driver.ts';
import { secretsOf } from '../fields.ts';
import { kafkaOptions } from './options.ts';
import { readKafka } from './read.ts';
import { type KafkaProducer, sendKafka } from './send.ts';
import type { KafkaSettings } from './settings.ts';

/** Built on the client's documentation: no server was at hand to try it against, beyond that a connection which fails is told so. */
export function kafkaDriver(settings: KafkaSettings, address: Address): Driver<KafkaProducer> {
  const options = kafkaOptions(settings, address);
  return {
    title: 'Kafka',
    place: placeOf(address),
    secrets: secretsOf([settings.password, settings.key, address.password ?? undefined]),
    async connect() {
      const producer = new Producer({ ...options, idempotent: true, acks: -1 });
      try {
        await producer.metadata({ topics: [] }); // it connects only when it is used
        return producer;
      } catch (error) {
        await producer.close(true).catch(() => {});
        throw error;
      }
    },
    disconnect: (producer) => producer.close(true).catch(() => {}),
    send: sendKafka,
    async read(session) {
      const consumer = new Consumer({ ...options, groupId: session.subscription.group });
      try {
        await readKafka(consumer, session);
      } finally {
        await consumer.close(true).catch(() => {});
      }
    },
  };
}
