import type { Session } from '../driver.ts';
import { pause } from '../waiting.ts';
import type { RedisClient } from './client.ts';
import { type Entry, incoming, text } from './entry.ts';
import { type GroupReader, groupReader } from './group.ts';

/** How long one question for new entries waits: a stop that it does not hear of takes as long. */
const WAIT_MS = 2_000;

/** Reads with two connections: on the one a question waits for new entries, the other is free for answers. */
export async function readRedis(asking: RedisClient, waiting: RedisClient, session: Session): Promise<void> {
  const { signal, subscription, listening, under } = session;
  const reader = groupReader(asking, subscription);
  await reader.begin();
  const stopWaiting = await unblocking(asking, waiting);
  signal.addEventListener('abort', stopWaiting, { once: true });
  listening();
  try {
    await readOn(reader, waiting, session);
    await under.all();
    await reader.leave();
  } finally {
    signal.removeEventListener('abort', stopWaiting);
  }
}

/** Ends the question that waits, so that no entry is lost in an answer that nobody reads. */
async function unblocking(asking: RedisClient, waiting: RedisClient): Promise<() => void> {
  const id = text(await waiting.call('CLIENT', 'ID').catch(() => null)); // a user may be forbidden to ask
  return () => void asking.call('CLIENT', 'UNBLOCK', id).catch(() => {});
}

async function readOn(reader: GroupReader, waiting: RedisClient, session: Session): Promise<void> {
  const { signal, subscription, under } = session;
  const { prefetch, silenceMs } = subscription.limits;
  const held = new Set<string>();
  const broken = new AbortController();
  const over = AbortSignal.any([signal, broken.signal]);
  const start = (entry: Entry, delivery: number): void => {
    if (held.has(entry.id)) return;
    held.add(entry.id);
    under.add(attended(reader, entry, delivery, session).finally(() => held.delete(entry.id)));
  };
  const free = (): number => prefetch - under.count();

  await Promise.all([readNew(), claimLost()].map((loop) => loop.finally(() => broken.abort())));

  async function readNew(): Promise<void> {
    while (!over.aborted) {
      if (free() <= 0) await under.one();
      else for (const entry of await reader.fresh(waiting, free(), WAIT_MS)) start(entry, 1);
    }
  }

  async function claimLost(): Promise<void> {
    for (; !over.aborted; await pause(silenceMs / 3, over)) {
      await reader.keep(Array.from(held));
      const room = free();
      if (room > 0) for (const [entry, delivery] of await reader.lost(room)) start(entry, delivery);
    }
  }
}

async function attended(
  { acknowledge }: GroupReader,
  entry: Entry,
  delivery: number,
  { attend, subscription: { topic } }: Session,
): Promise<void> {
  const place = `It stays in the stream as entry ${entry.id}, for as long as that keeps it.`;
  const verdict = await attend.untilSettled(incoming(topic, entry), delivery, place);
  // Where this fails it comes again, and is recognised.
  if (verdict.kind !== 'leave') await acknowledge(entry.id).catch(() => {});
}
