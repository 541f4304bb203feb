import { randomUUID } from 'node:crypto';
import type { IPublishPacket, MqttClient } from 'mqtt';
import type { Incoming } from '../broker.ts';
import type { Session } from '../driver.ts';
import { aborted } from '../waiting.ts';
import { ID_PROPERTY } from './send.ts';

/**
 * Messages of one connection. The client would acknowledge each before it takes the next from the wire, pings included; so it is told
 * to send nothing, and the acknowledgement is written here once the message is settled.
 */
export function receiveMqtt(client: MqttClient, session: Session): void {
  client.handleMessage = (packet, next) => void taken(client, packet, session, next);
}

/** The broker is told how many it may send, and not each keeps to it; for QoS 0 there is no limit. Nothing more is read without room. */
async function taken(
  client: MqttClient,
  packet: IPublishPacket,
  session: Session,
  next: (error?: Error) => void,
): Promise<void> {
  const { under, signal, subscription } = session;
  while (under.count() >= subscription.limits.prefetch) await under.one();
  if (!signal.aborted) under.add(attended(client, packet, session)); // else it comes again with the session
  next(later);
}

const later = new Error('It is acknowledged later.');

export async function readMqtt(client: MqttClient, gone: Promise<never>, session: Session): Promise<void> {
  const { signal, subscription, listening, under } = session;
  // Retained messages are of before: they tell of a state, and start nothing.
  const [granted] = await Promise.race([client.subscribeAsync(subscription.topic, { qos: 1, rh: 2 }), gone]);
  if (granted !== undefined && granted.qos >= 0x80)
    throw new Error(`this user may not subscribe to ${subscription.topic}.`);
  listening();
  await Promise.race([aborted(signal), gone]);
  await Promise.race([under.all(), gone]);
}

async function attended(client: MqttClient, packet: IPublishPacket, { attend }: Session): Promise<void> {
  const place = 'MQTT keeps no such messages: it is lost.';
  const verdict = await attend.untilSettled(incoming(packet), 1, place);
  if (verdict.kind !== 'leave' && packet.qos === 1) acknowledge(client, packet.messageId);
}

/** A PUBACK of four bytes: of success nothing more has to be said. */
function acknowledge({ stream, connected }: MqttClient, id: number | undefined): void {
  if (connected && id !== undefined) stream.write(Buffer.from([0x40, 2, id >> 8, id & 0xff]));
}

function incoming({ topic, payload, properties }: IPublishPacket): Incoming {
  const { contentType, userProperties = {} } = properties ?? {};
  const headers = Object.fromEntries(
    Object.entries(userProperties).map(([name, value]) => [name.toLowerCase(), one(value)]),
  );
  const { [ID_PROPERTY]: id, ...rest } = headers;
  return {
    id: id ?? randomUUID(),
    isRecognised: id !== undefined,
    topic,
    payload: typeof payload === 'string' ? Buffer.from(payload) : payload,
    headers: { ...rest, ...(contentType !== undefined && { 'content-type': contentType }) },
  };
}

const one = (value: string | string[]): string => (Array.isArray(value) ? value.join(', ') : value);
