import { setImmediate } from 'node:timers/promises';

/** Whoever works longer than this keeps others waiting: a frame of a screen is twice as long. */
const SLICE_MS = 8;

/** Work that may take long, beside that of others. */
export interface Slices {
  /** Does work that pauses by itself, letting others work whenever this work has taken its time. */
  run<T>(work: Generator<void, T>): Promise<T>;
  /** Lets others work, if it is time. Throws where nobody waits for the result any more. */
  pause(): Promise<void>;
}

export function slices(signal: AbortSignal | undefined): Slices {
  let until = performance.now() + SLICE_MS;
  const pause = async (): Promise<void> => {
    signal?.throwIfAborted();
    if (performance.now() < until) return;
    await setImmediate();
    signal?.throwIfAborted();
    until = performance.now() + SLICE_MS;
  };
  return {
    pause,
    async run(work) {
      for (;;) {
        const step = work.next();
        if (step.done) return step.value;
        await pause();
      }
    },
  };
}
