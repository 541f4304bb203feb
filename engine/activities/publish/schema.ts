import { z } from 'zod';
import { durationSchema } from '../../core/definition/common.ts';

/** Of HTTP's letters: every broker takes them. */
const headerName = z.string().regex(/^[A-Za-z0-9!#$%&'*+.^_`|~-]{1,128}$/);

/** No line breaks and the like. */
const text = z
  .string()
  .max(4_096)
  .regex(/^\P{Cc}*$/u, { error: 'must have no control characters' });

export const publishInput = z
  .strictObject({
    connection: z.string().min(1).meta({
      description: 'A connection of sagaloom.config.json of the type nats, rabbitmq, redis, mqtt or kafka.',
    }),
    topic: text.min(1).meta({
      description:
        'Where it goes: of NATS the subject, of Redis the stream, of MQTT and Kafka the topic; of RabbitMQ the queue, or, with a key, the exchange.',
    }),
    payload: z.json().meta({ description: 'What is sent.' }),
    key: text.optional().meta({
      description:
        'Of RabbitMQ the routing key, of Kafka what decides on the partition; of the others the header message-key. Default: none.',
    }),
    headers: z
      .record(headerName, z.union([text, z.number(), z.boolean()]))
      .optional()
      .meta({ description: 'Sent beside the payload, as texts. traceparent is sent unless it is given here.' }),
    format: z.enum(['json', 'text', 'base64']).optional().meta({
      description:
        'How the payload becomes bytes: as JSON, as a text in UTF-8, or as a text that holds bytes in base64. Default: json.',
    }),
    id: text.min(1).max(512).optional().meta({
      description: "By which a message that is sent twice is recognised. Default: the step's idempotency key.",
    }),
    timeout: durationSchema.optional().meta({
      description: 'How long the confirmation of the broker is waited for. Default: 30s.',
    }),
  })
  .meta({ title: 'publish', description: 'Sends a message to a broker, and waits until that has confirmed it.' });

const id = z.string().meta({ description: 'The id the message was sent with.' });

export const publishOutput = z.discriminatedUnion('broker', [
  z.strictObject({
    broker: z.literal('nats'),
    id,
    stream: z.string().meta({ description: 'The stream that took it.' }),
    sequence: z.int().meta({ description: 'Its number in the stream.' }),
    duplicate: z.boolean().meta({ description: 'true: a message with this id was there, and this one was not added.' }),
  }),
  z.strictObject({
    broker: z.literal('rabbitmq'),
    id,
    exchange: z.string().meta({ description: 'Empty: it went to the queue itself.' }),
    routingKey: z.string().meta({ description: 'The key, or the name of the queue.' }),
  }),
  z.strictObject({
    broker: z.literal('redis'),
    id,
    stream: z.string().meta({ description: 'The stream that took it.' }),
    entry: z.string().meta({ description: 'The id of its entry.' }),
  }),
  z.strictObject({
    broker: z.literal('mqtt'),
    id,
    topic: z.string().meta({ description: 'The topic.' }),
    hadSubscribers: z.boolean().meta({
      description: 'false: the broker says that nobody has subscribed, so nobody gets it.',
    }),
  }),
  z.strictObject({
    broker: z.literal('kafka'),
    id,
    topic: z.string().meta({ description: 'The topic.' }),
    partition: z.int().nullable().meta({ description: 'The partition it is in, where the broker said so.' }),
    offset: z.string().nullable().meta({ description: 'Its offset there, where the broker said so.' }),
  }),
]);

export type PublishInput = z.output<typeof publishInput>;
