import { ORPCError } from '@orpc/client';

interface Followed<T> {
  /** Opens the stream anew; asked again after each lost line, so it must say where to go on. */
  readonly open: (signal: AbortSignal) => Promise<AsyncIterable<T>>;
  readonly each: (item: T) => void;
  /** Resolves when there is a line again. */
  readonly live: (signal: AbortSignal) => Promise<void>;
  readonly signal: AbortSignal;
  /** A stream without an end of its own is opened again when it ends. */
  readonly endless?: boolean;
  /** The line stands, and the engine answered that it cannot; it is asked again. */
  readonly failed?: (error: unknown) => void;
}

/** Reads a stream to its end, over as many lines as that takes. Resolves at its end or when `signal` aborts. */
export async function follow<T>({ open, each, live, signal, endless = false, failed }: Followed<T>): Promise<void> {
  const stopped = (): boolean => signal.aborted;
  while (!stopped()) {
    try {
      await live(signal);
      for await (const item of await open(signal)) {
        if (stopped()) return;
        each(item);
      }
      if (!endless) return;
      await pause(retryMs, signal);
    } catch (error) {
      if (stopped()) return;
      if (error instanceof ORPCError) failed?.(error);
      if (isRefusal(error)) throw error;
      // The line was lost: `live` waits for the next one, or for this one if it still stands, a moment.
      await pause(retryMs, signal);
    }
  }
}

const retryMs = 300;

/** The engine answered, and said no: asking again would not help. */
function isRefusal(error: unknown): boolean {
  return error instanceof ORPCError && error.defined;
}

async function pause(ms: number, signal: AbortSignal): Promise<void> {
  await new Promise<void>((resolve) => {
    const timer = setTimeout(resolve, ms);
    signal.addEventListener(
      'abort',
      () => {
        clearTimeout(timer);
        resolve();
      },
      { once: true },
    );
  });
}
