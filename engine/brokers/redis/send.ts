import { ErrorReply } from 'redis';
import type { JsonObject } from '../../core/json.ts';
import type { Outgoing } from '../broker.ts';
import { NotSent, Refused } from '../driver.ts';
import type { RedisClient } from './client.ts';
import { fieldsOf, text } from './entry.ts';

/** Redis keeps it as safely as it is set up to: on disk at once only with `appendfsync always`. */
export async function sendRedis(client: RedisClient, message: Outgoing): Promise<JsonObject> {
  if (!client.isOpen()) throw new NotSent('the connection is closed.');
  try {
    const id = await client.call('XADD', message.topic, '*', ...fieldsOf(message));
    return { broker: 'redis', stream: message.topic, entry: text(id) };
  } catch (error) {
    throw error instanceof ErrorReply ? new Refused(error.message) : error;
  }
}
