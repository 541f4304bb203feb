import { jetstream, JetStreamApiError, type JetStreamClient } from '@nats-io/jetstream';
import { errors, headers, type NatsConnection } from '@nats-io/transport-node';
import type { JsonObject } from '../../core/json.ts';
import type { Outgoing } from '../broker.ts';
import { NotSent, Refused } from '../driver.ts';

const KEY_HEADER = 'message-key';

/** A stream has taken it, and written it down: the server says so. One with an id that came before, in its window, is not taken twice. */
export async function sendNats(connection: NatsConnection, message: Outgoing, waitMs: number): Promise<JsonObject> {
  if (connection.isClosed()) throw new NotSent('the connection is closed.');
  if (!isSubject(message.topic))
    throw new Refused(
      `${JSON.stringify(message.topic)} is no subject: words with dots between them, without * and >.`,
      {
        retryable: false,
      },
    );
  const { stream, seq, duplicate } = await taken(jetstream(connection), message, waitMs);
  return { broker: 'nats', stream, sequence: seq, duplicate };
}

const isSubject = (topic: string): boolean => /^[^\s.*>]+(\.[^\s.*>]+)*$/.test(topic);

async function taken(client: JetStreamClient, message: Outgoing, timeout: number) {
  const { topic, payload, id, key, contentType } = message;
  const sent = headers();
  sent.set('content-type', contentType);
  if (key !== null) sent.set(KEY_HEADER, key);
  for (const [name, value] of Object.entries(message.headers)) sent.set(name, value);
  try {
    return await client.publish(topic, payload, { msgID: id, headers: sent, timeout });
  } catch (error) {
    throw explained(error, topic);
  }
}

function explained(error: unknown, topic: string): unknown {
  if (isUnanswered(error)) return new Refused(`no stream of this server takes the subject ${topic}.`);
  if (error instanceof JetStreamApiError) return new Refused(error.message);
  if (error instanceof errors.InvalidArgumentError) return new Refused(error.message, { retryable: false }); // too long
  const isForbidden = [error, causeOf(error)].some((one) => one instanceof errors.PermissionViolationError);
  return isForbidden ? new Refused(`this user may not publish to ${topic}.`) : error;
}

/** The server says at once that nobody listens to the subject. */
function isUnanswered(error: unknown): boolean {
  const cause = causeOf(error);
  return cause instanceof errors.RequestError && cause.isNoResponders();
}

const causeOf = (error: unknown): unknown => (error instanceof Error ? error.cause : null);
