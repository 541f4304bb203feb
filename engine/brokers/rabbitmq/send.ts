import type { Channel, Connection, ReturnedMessage } from 'rabbitmq-client';
import { setImmediate as turn } from 'node:timers/promises';
import type { JsonObject } from '../../core/json.ts';
import type { Outgoing } from '../broker.ts';
import { NotSent, Refused } from '../driver.ts';
import { codeOf, reasonOf } from '../reasons.ts';

/**
 * Each message in flight has a channel of its own: an error closes a channel, and does not say of which of its messages it speaks.
 */
export interface RabbitSender {
  readonly connection: Connection;
  readonly idle: Channel[];
  /** The server is short of memory or disk, and reads nothing. */
  isBlocked: boolean;
}

export function rabbitSender(connection: Connection): RabbitSender {
  const sender: RabbitSender = { connection, idle: [], isBlocked: false };
  connection.on('connection.blocked', () => (sender.isBlocked = true));
  connection.on('connection.unblocked', () => (sender.isBlocked = false));
  return sender;
}

/** Persistent, confirmed, and mandatory: one that reaches no queue is refused. */
export async function sendRabbit(sender: RabbitSender, message: Outgoing): Promise<JsonObject> {
  if (sender.isBlocked) throw new NotSent('it takes no messages for now, as it is short of memory or disk.');
  const channel = await freeChannel(sender);
  const returned: ReturnedMessage[] = [];
  const onReturn = (one: ReturnedMessage): void => void returned.push(one);
  channel.on('basic.return', onReturn);
  const { exchange, routingKey } = target(message);
  try {
    await channel.basicPublish(envelope(message, exchange, routingKey), Buffer.from(message.payload));
    await turn(); // what came back came before the confirmation, and is told after it
  } catch (error) {
    void channel.close();
    throw explained(error);
  }
  channel.off('basic.return', onReturn);
  if (channel.active) sender.idle.push(channel);
  const [back] = returned;
  if (back) throw new Refused(`it reaches no queue (${back.replyText}): exchange "${exchange}", key "${routingKey}".`);
  return { broker: 'rabbitmq', exchange, routingKey };
}

/** With a key the topic is an exchange; without one it is the queue itself. */
const target = ({ topic, key }: Outgoing) =>
  key === null ? { exchange: '', routingKey: topic } : { exchange: topic, routingKey: key };

function envelope({ id, headers, contentType }: Outgoing, exchange: string, routingKey: string) {
  return { exchange, routingKey, mandatory: true, durable: true, messageId: id, contentType, headers: { ...headers } };
}

async function freeChannel({ connection, idle }: RabbitSender): Promise<Channel> {
  const free = idle.pop();
  if (free?.active) return free;
  try {
    const channel = await connection.acquire({ emitErrorsFromChannel: true });
    channel.on('error', () => {}); // whoever waits is told, and it is not used again
    await channel.confirmSelect();
    return channel;
  } catch (error) {
    throw new NotSent(reasonOf(error));
  }
}

const refusals = ['NOT_FOUND', 'ACCESS_REFUSED', 'PRECONDITION_FAILED', 'CONTENT_TOO_LARGE', 'NOT_ALLOWED'];

function explained(error: unknown): unknown {
  const code = codeOf(error);
  // Of several queues some may have taken it.
  if (code === 'NACK') return new Refused('a queue is full, or failed.', { effect: 'unknown' });
  return code !== null && refusals.includes(code) ? new Refused(reasonOf(error)) : error;
}
