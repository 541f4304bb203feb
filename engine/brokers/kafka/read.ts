import type { Consumer, Message, MessagesStream } from '@platformatic/kafka';
import type { Incoming } from '../broker.ts';
import type { Session } from '../driver.ts';
import { ID_HEADER } from './send.ts';

type Bytes = MessagesStream<Buffer, Buffer, Buffer, Buffer>;

/** One message after the other, so that an offset is committed only when all before it are settled. */
export async function readKafka(
  consumer: Consumer,
  { subscription, attend, under, listening, signal }: Session,
): Promise<void> {
  const { topic, limits } = subscription;
  const stream: Bytes = await consumer.consume({
    topics: [topic],
    autocommit: false,
    mode: 'committed',
    fallbackMode: 'latest', // a new group begins with what comes from now on
    highWaterMark: limits.prefetch,
  });
  const stop = (): void => void stream.close();
  signal.addEventListener('abort', stop, { once: true });
  listening();
  try {
    for await (const message of stream) {
      const attended = settled(message);
      under.add(attended.catch(() => {}));
      await attended;
      if (signal.aborted) return;
    }
    if (!signal.aborted) throw new Error('the connection broke.');
  } finally {
    signal.removeEventListener('abort', stop);
    await stream.close();
  }

  async function settled(message: Message): Promise<void> {
    const { partition, offset } = message;
    const place = `It stays in partition ${partition} at offset ${offset}, for as long as that keeps it.`;
    const verdict = await attend.untilSettled(incoming(message), 1, place);
    if (verdict.kind !== 'leave') await message.commit();
  }
}

/** Without an id of its sender: its place, with the time, as a topic made anew counts from nought. */
function incoming({ topic, partition, offset, timestamp, key, value, headers }: Message): Incoming {
  const named = Object.fromEntries(Array.from(headers, ([name, one]) => [String(name).toLowerCase(), String(one)]));
  const { [ID_HEADER]: id = `${topic}:${partition}:${offset}:${timestamp}`, ...rest } = named;
  const withKey = (key as Buffer | null)?.toString(); // null of a message without one
  return {
    id,
    isRecognised: true,
    topic,
    payload: value ?? new Uint8Array(),
    headers: { ...rest, ...(withKey !== undefined && { 'message-key': withKey }) },
  };
}
