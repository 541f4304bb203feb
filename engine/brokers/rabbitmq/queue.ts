import type { Channel, Connection } from 'rabbitmq-client';
import type { Subscription } from '../broker.ts';
import { durableName } from '../durable-name.ts';
import { codeOf } from '../reasons.ts';

/**
 * The queue that is read. `orders` is a queue: if there is none of that name, it is made. `shop/order.*` is what the exchange `shop` gets
 * with keys like that: for it a queue is made for the group, and bound. What is made is durable and keeps copies on several
 * nodes; what fails for ever goes to a queue beside it, with `.dead` at its end.
 */
export async function queueOf(connection: Connection, channel: Channel, subscription: Subscription): Promise<string> {
  const { topic, group } = subscription;
  const [, exchange, pattern] = /^([^/]+)\/(.*)$/.exec(topic) ?? [];
  if (exchange === undefined || pattern === undefined) return declared(connection, channel, topic);
  const queue = await declared(connection, channel, queueName(group, topic));
  await channel.queueBind({ queue, exchange, routingKey: pattern });
  return queue;
}

const LONGEST = 250; // bytes of a name, less the end for dead letters

function queueName(group: string, topic: string): string {
  const readable = `${group}:${topic}`;
  return Buffer.byteLength(readable) <= LONGEST ? readable : durableName({ group, topic });
}

async function declared(connection: Connection, channel: Channel, queue: string): Promise<string> {
  if (await exists(connection, queue)) return queue;
  const dead = `${queue}.dead`;
  await channel.queueDeclare({ queue: dead, durable: true, arguments: { 'x-queue-type': 'quorum' } });
  const letters = { 'x-dead-letter-exchange': '', 'x-dead-letter-routing-key': dead };
  await channel.queueDeclare({ queue, durable: true, arguments: { 'x-queue-type': 'quorum', ...letters } });
  return queue;
}

/** Asked over a channel of its own: the answer no closes it. */
async function exists(connection: Connection, queue: string): Promise<boolean> {
  const channel = await connection.acquire({ emitErrorsFromChannel: true });
  channel.on('error', () => {});
  try {
    await channel.queueDeclare({ queue, passive: true });
    return true;
  } catch (error) {
    if (codeOf(error) === 'NOT_FOUND') return false;
    throw error;
  } finally {
    await channel.close();
  }
}
