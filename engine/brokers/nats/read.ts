import {
  AckPolicy,
  type Consumer,
  type ConsumerInfo,
  DeliverPolicy,
  jetstream,
  type JetStreamManager,
  jetstreamManager,
  type JsMsg,
  RetentionPolicy,
} from '@nats-io/jetstream';
import { type MsgHdrs, type NatsConnection, nanos } from '@nats-io/transport-node';
import type { Incoming, Subscription } from '../broker.ts';
import { durableName } from '../durable-name.ts';
import type { Session } from '../driver.ts';

/** A durable consumer, from which messages are pulled: the server remembers what was acknowledged, and gives the rest again. */
export async function readNats(connection: NatsConnection, session: Session): Promise<void> {
  const { signal, subscription, listening, under } = session;
  const consumer = await consumerOf(connection, subscription);
  const { prefetch } = subscription.limits;
  const messages = await consumer.consume({ max_messages: prefetch, abort_on_missing_resource: true });
  const stop = (): void => void messages.close();
  signal.addEventListener('abort', stop, { once: true });
  if (signal.aborted) stop();
  try {
    listening();
    // No more than `prefetch` come before one of them is answered: so says the consumer.
    for await (const message of messages) under.add(attended(message, session));
  } finally {
    signal.removeEventListener('abort', stop);
  }
  if (!signal.aborted) throw new Error('the connection broke.');
  await under.all();
  await connection.flush();
}

async function attended(message: JsMsg, { attend, subscription }: Session): Promise<void> {
  const { stream, deliveryCount } = message.info;
  const still = setInterval(() => message.working(), subscription.limits.silenceMs / 3);
  const place = `It stays in the stream ${stream} as number ${message.seq}, for as long as that keeps it.`;
  const verdict = await attend.once(incoming(message), deliveryCount, place);
  clearInterval(still);
  if (verdict.kind === 'acknowledge') message.ack();
  else if (verdict.kind === 'again') message.nak(Math.ceil(verdict.afterMs));
  else if (verdict.kind === 'setAside') message.term();
}

const ID_HEADER = 'nats-msg-id';

/** Without an id of its sender: its place in the stream, with the time, as a stream made anew counts from one. */
function incoming(message: JsMsg): Incoming {
  const headers = plainHeaders(message.headers);
  const id = headers[ID_HEADER] ?? `${message.info.stream}:${message.seq}:${message.timestampNanos}`;
  return { id, isRecognised: true, topic: message.subject, payload: message.data, headers };
}

function plainHeaders(headers: MsgHdrs | undefined): Readonly<Record<string, string>> {
  const names = headers?.keys() ?? [];
  return Object.fromEntries(Array.from(names, (name) => [name.toLowerCase(), headers?.get(name) ?? '']));
}

async function consumerOf(connection: NatsConnection, subscription: Subscription): Promise<Consumer> {
  const manager = await jetstreamManager(connection);
  const { topic, limits } = subscription;
  const stream = await streamOf(manager, topic);
  const name = durableName(subscription);
  const changeable = {
    ack_wait: nanos(limits.silenceMs),
    max_ack_pending: limits.prefetch,
  };
  const there = await existing(manager, stream, name);
  if (there === null)
    await manager.consumers.add(stream, {
      durable_name: name,
      ack_policy: AckPolicy.Explicit,
      deliver_policy: await beginning(manager, stream),
      filter_subject: topic,
      ...changeable,
    });
  else if (differs(there, changeable)) await manager.consumers.update(stream, name, changeable);
  return jetstream(connection).consumers.get(stream, name);
}

async function streamOf(manager: JetStreamManager, topic: string): Promise<string> {
  try {
    return await manager.streams.find(topic);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new Error(`there is no stream with the subject ${topic}: ${reason}.`, { cause: error });
  }
}

async function existing(manager: JetStreamManager, stream: string, name: string): Promise<ConsumerInfo | null> {
  for await (const info of manager.consumers.list(stream)) if (info.name === name) return info;
  return null;
}

/** What comes from now on; of a work queue all there is, as it keeps only what nobody has done. */
async function beginning(manager: JetStreamManager, stream: string): Promise<DeliverPolicy> {
  const { config } = await manager.streams.info(stream);
  return config.retention === RetentionPolicy.Workqueue ? DeliverPolicy.All : DeliverPolicy.New;
}

type Changeable = Pick<ConsumerInfo['config'], 'ack_wait' | 'max_ack_pending'>;

const differs = ({ config }: ConsumerInfo, wanted: Changeable): boolean =>
  config.ack_wait !== wanted.ack_wait || config.max_ack_pending !== wanted.max_ack_pending;
