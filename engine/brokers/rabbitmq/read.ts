import { randomUUID } from 'node:crypto';
import type { AsyncMessage, Channel, Connection } from 'rabbitmq-client';
import type { Incoming } from '../broker.ts';
import type { Session } from '../driver.ts';
import { aborted } from '../waiting.ts';
import { queueOf } from './queue.ts';

/** `gone` rejects when the connection breaks. What is not acknowledged goes back to the queue then. */
export async function readRabbit(connection: Connection, gone: Promise<never>, session: Session): Promise<void> {
  const { signal, subscription, listening, under } = session;
  const channel = await connection.acquire({ emitErrorsFromChannel: true });
  const ended = endOf(channel);
  const queue = await Promise.race([queueOf(connection, channel, subscription), gone]);
  await channel.basicQos({ prefetchCount: subscription.limits.prefetch });
  const { consumerTag } = await channel.basicConsume({ queue }, (message) => {
    if (!signal.aborted) under.add(attended(channel, queue, message, session));
  });
  listening();
  await Promise.race([aborted(signal), gone, ended]);
  await channel.basicCancel({ consumerTag });
  await Promise.race([under.all(), gone]);
  await channel.close();
}

/** Rejects when the server ends the reading: the queue was deleted, say. */
function endOf(channel: Channel): Promise<never> {
  const { promise, reject } = Promise.withResolvers<never>();
  promise.catch(() => {});
  channel.on('error', reject);
  channel.on('basic.cancel', () => reject(new Error('the server ended it: is the queue still there?')));
  channel.on('close', () => reject(new Error('the channel was closed.')));
  return promise;
}

async function attended(channel: Channel, queue: string, message: AsyncMessage, { attend }: Session): Promise<void> {
  const place = `It is in the dead letters of the queue ${queue}, if that has any.`;
  const verdict = await attend.untilSettled(incoming(message), deliveryOf(message), place);
  const { deliveryTag } = message;
  if (!channel.active) return;
  if (verdict.kind === 'acknowledge') channel.basicAck({ deliveryTag });
  else if (verdict.kind === 'setAside') channel.basicNack({ deliveryTag, requeue: false });
}

/** Only a quorum queue counts; of others it is known that it was delivered before. */
function deliveryOf({ headers, redelivered }: AsyncMessage): number {
  const before: unknown = headers?.['x-delivery-count'];
  if (typeof before === 'number' || typeof before === 'bigint') return Number(before) + 1;
  return redelivered ? 2 : 1;
}

function incoming(message: AsyncMessage): Incoming {
  const { messageId, exchange, routingKey, contentType } = message;
  const body: unknown = message.body;
  return {
    id: messageId || randomUUID(),
    isRecognised: Boolean(messageId),
    topic: exchange || routingKey,
    payload: bytesOf(body, contentType),
    headers: {
      ...textHeaders(message.headers ?? {}),
      'message-key': routingKey,
      ...(contentType !== undefined && { 'content-type': contentType }),
    },
  };
}

/** The client reads JSON and text by itself, by their content type; JSON is written again here, so spaces in it may be lost. */
function bytesOf(body: unknown, contentType: string | undefined): Uint8Array {
  if (body instanceof Uint8Array) return body;
  const text = contentType === 'application/json' ? JSON.stringify(body) : String(body);
  return new TextEncoder().encode(text);
}

/** Tables of AMQP hold more than texts: the rest is JSON. */
function textHeaders(headers: Readonly<Record<string, unknown>>): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), textOf(value)]));
}

const textOf = (value: unknown): string => {
  if (typeof value === 'string') return value;
  if (value instanceof Uint8Array) return Buffer.from(value).toString();
  return JSON.stringify(value, (_, part: unknown) => (typeof part === 'bigint' ? String(part) : part)) ?? '';
};
