import { type Producer, ResponseError } from '@platformatic/kafka';
import type { JsonObject } from '../../core/json.ts';
import type { Outgoing } from '../broker.ts';
import { Refused } from '../driver.ts';

export type KafkaProducer = Producer;

/** Names of headers. */
export const ID_HEADER = 'message-id';

/** Confirmed by all replicas that are in step; by an idempotent producer, so that its own repeats are written once. */
export async function sendKafka(producer: KafkaProducer, message: Outgoing): Promise<JsonObject> {
  const { topic, key, payload, id, contentType, headers } = message;
  const named = { ...headers, 'content-type': contentType, [ID_HEADER]: id };
  try {
    const { offsets = [] } = await producer.send({
      acks: -1,
      messages: [
        {
          topic,
          value: Buffer.from(payload),
          headers: new Map(Object.entries(named).map(([name, value]) => [Buffer.from(name), Buffer.from(value)])),
          ...(key !== null && { key: Buffer.from(key) }),
        },
      ],
    });
    const [at] = offsets;
    return {
      broker: 'kafka',
      topic,
      partition: at?.partition ?? null,
      offset: at === undefined ? null : String(at.offset),
    };
  } catch (error) {
    throw isRefusal(error) ? new Refused(error.message) : error;
  }
}

/** Of the server's own numbers: it did not write the message. */
const refusals = [
  3, // there is no such topic or partition
  10, // the message is too long
  17, // no name of a topic
  29, // not allowed to write to the topic
  31, // not allowed in this cluster
  87, // the record is not as it should be
];

const isRefusal = (error: unknown): error is Error =>
  error instanceof ResponseError && refusals.some((code) => error.findBy('apiCode', code) !== null);
