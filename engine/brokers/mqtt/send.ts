import type { MqttClient } from 'mqtt';
import type { JsonObject } from '../../core/json.ts';
import type { Outgoing } from '../broker.ts';
import { NotSent, Refused } from '../driver.ts';

/** Names of user properties: headers have no place of their own. */
export const ID_PROPERTY = 'message-id';
const KEY_PROPERTY = 'message-key';

const NOBODY_SUBSCRIBED = 0x10;

export interface MqttSender {
  readonly client: MqttClient;
  /** Numbers of messages of which the broker said that nobody has subscribed; the client keeps that to itself. */
  readonly unheard: Set<number>;
}

export function mqttSender(client: MqttClient): MqttSender {
  const unheard = new Set<number>();
  client.on('packetreceive', (packet) => {
    if (packet.cmd === 'puback' && packet.reasonCode === NOBODY_SUBSCRIBED) unheard.add(packet.messageId ?? 0);
  });
  return { client, unheard };
}

/** QoS 1: the broker has it. Whether it is on disk, and whether anybody gets it, is the broker's affair. */
export async function sendMqtt({ client, unheard }: MqttSender, message: Outgoing): Promise<JsonObject> {
  const { topic, payload, id, key, contentType, headers } = message;
  if (!client.connected) throw new NotSent('the connection is closed.');
  if (!isTopicName(topic))
    throw new Refused(`${JSON.stringify(topic)} is no topic: # and + are for readers.`, { retryable: false });
  const userProperties = { ...headers, ...(key !== null && { [KEY_PROPERTY]: key }), [ID_PROPERTY]: id };
  try {
    const sent = await client.publishAsync(topic, Buffer.from(payload), {
      qos: 1,
      properties: { contentType, userProperties },
    });
    return { broker: 'mqtt', topic, hadSubscribers: !unheard.delete(sent?.messageId ?? 0) };
  } catch (error) {
    throw explained(error);
  }
}

const isTopicName = (topic: string): boolean => !/[#+\0]/.test(topic);

const FIRST_FAILURE = 0x80;

function explained(error: unknown): unknown {
  const code = error instanceof Error && 'code' in error ? error.code : null;
  return typeof code === 'number' && code >= FIRST_FAILURE && error instanceof Error
    ? new Refused(error.message)
    : error;
}
