import { once } from 'node:events';

/** For work that cannot be stopped, or that others wait for too: when the signal aborts it goes on, and is no longer waited for. */
export async function untilAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  signal.throwIfAborted();
  const over = new AbortController();
  try {
    const aborted = once(signal, 'abort', { signal: over.signal }).then(() => signal.throwIfAborted());
    await Promise.race([work, aborted]);
    return await work;
  } finally {
    over.abort();
  }
}
