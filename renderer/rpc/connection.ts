/**
 * Keeps one line to the engine open: dials, redials with back-off, and tells who cares.
 *
 * Invariants
 *   C1  a call waits for a line at most `patienceMs`, and then rejects: nothing hangs for ever
 *   C2  a call in flight when its line dies rejects; nobody repeats it, for it may have been carried out
 *   C3  waits between dials double from 0.25 s up to 8 s, and begin anew once a line was open
 */
import type { ClientLink } from '@orpc/client';
import { create } from 'zustand';
import type { Dial, Transport } from './transport.ts';

type ConnectionState = 'connecting' | 'live' | 'lost';

interface ConnectionStore {
  readonly state: ConnectionState;
  /** Counts the lines opened; who reads data reads it again when this changes. */
  readonly epoch: number;
}

const firstWaitMs = 250;
const longestWaitMs = 8_000;
const dialLimitMs = 10_000;

export class EngineUnreachable extends Error {
  override readonly name = 'EngineUnreachable';
}

export function createConnection(dial: Dial, patienceMs = 10_000) {
  const useConnection = create<ConnectionStore>(() => ({ state: 'connecting', epoch: 0 }));
  let transport: Transport | null = null;
  let waiting: (() => void) | null = null;

  const keepOpen = async (stop: AbortSignal): Promise<void> => {
    let wait = firstWaitMs;
    while (!stop.aborted) {
      transport = await dialOnce(dial);
      if (transport) {
        wait = firstWaitMs; // C3
        useConnection.setState(({ epoch }) => ({ state: 'live', epoch: epoch + 1 }));
        await aborted(AbortSignal.any([transport.closed, stop]));
        transport.close();
        transport = null;
      }
      useConnection.setState({ state: 'lost' });
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, wait);
        waiting = () => {
          clearTimeout(timer);
          resolve();
        };
      });
      wait = Math.min(wait * 2, longestWaitMs);
    }
  };

  const line = async (): Promise<Transport> => {
    if (transport) return transport;
    await settled(useConnection, patienceMs); // C1
    if (!transport) throw new EngineUnreachable('The engine does not answer.');
    return transport;
  };

  const link: ClientLink<Record<never, never>> = {
    call: async (path, input, options) => {
      const open = await line();
      try {
        return await unlessAborted(open.closed, open.link.call(path, input, options));
      } catch (error) {
        if (open.closed.aborted) throw new EngineUnreachable('The connection was lost; it may have been done.'); // C2
        throw error;
      }
    },
  };

  return {
    useConnection,
    link,
    /** What sends a file as it is over the line there is now; null where no line can. */
    poster: async (): Promise<Transport['post']> => (await line()).post,
    keepOpen,
    /** Dial now rather than when the back-off is over. */
    retryNow: () => waiting?.(),
    /** Resolves when there is a line; rejects when `signal` aborts. */
    live: async (signal: AbortSignal) => untilLive(useConnection, signal),
  };
}

type Store = ReturnType<typeof createConnection>['useConnection'];

async function dialOnce(dial: Dial): Promise<Transport | null> {
  try {
    return await dial(AbortSignal.timeout(dialLimitMs));
  } catch {
    return null; // the state says so, and the next dial follows
  }
}

async function settled(store: Store, limitMs: number): Promise<void> {
  await untilLive(store, AbortSignal.timeout(limitMs)).catch(() => undefined);
}

async function untilLive(store: Store, signal: AbortSignal): Promise<void> {
  if (store.getState().state === 'live') return;
  await new Promise<void>((resolve, reject) => {
    const stop = store.subscribe(({ state }) => {
      if (state !== 'live') return;
      stop();
      resolve();
    });
    signal.addEventListener(
      'abort',
      () => {
        stop();
        reject(new EngineUnreachable('The engine does not answer.'));
      },
      { once: true },
    );
  });
}

/** The answer, or a rejection once `signal` aborts: a dead port itself would never settle. */
async function unlessAborted<T>(signal: AbortSignal, answer: Promise<T>): Promise<T> {
  const settled = new AbortController();
  try {
    return await Promise.race([
      answer,
      new Promise<never>((_, reject) => {
        if (signal.aborted) reject(new Error('aborted'));
        signal.addEventListener('abort', () => reject(new Error('aborted')), { once: true, signal: settled.signal });
      }),
    ]);
  } finally {
    settled.abort();
  }
}

async function aborted(signal: AbortSignal): Promise<void> {
  if (signal.aborted) return;
  await new Promise<void>((resolve) => {
    signal.addEventListener('abort', () => resolve(), { once: true });
  });
}
