/** It took too long. */
class TooLong extends Error {
  override readonly name = 'TooLong';
}

/** The signal was aborted first. */
export class Aborted extends Error {
  override readonly name = 'Aborted';
}

/** The promise, unless time or the signal is first. What it does afterwards is nobody's business any more. */
export async function within<T>(promise: Promise<T>, ms: number, signal: AbortSignal): Promise<T> {
  const { promise: sooner, reject } = Promise.withResolvers<never>();
  const abort = (): void => reject(new Aborted('it was aborted'));
  const timer = setTimeout(() => reject(new TooLong(`there was no answer for ${ms} ms`)), ms);
  if (signal.aborted) abort();
  signal.addEventListener('abort', abort, { once: true });
  promise.catch(() => {});
  try {
    return await Promise.race([promise, sooner]);
  } finally {
    clearTimeout(timer);
    signal.removeEventListener('abort', abort);
  }
}

/** Resolves after so long, or as soon as the signal is aborted. */
export function pause(ms: number, signal: AbortSignal): Promise<void> {
  if (signal.aborted) return Promise.resolve();
  return new Promise((resolve) => {
    const end = (): void => {
      clearTimeout(timer);
      signal.removeEventListener('abort', end);
      resolve();
    };
    const timer = setTimeout(end, ms);
    signal.addEventListener('abort', end, { once: true });
  });
}

/** Resolves when the signal is aborted. */
export const aborted = (signal: AbortSignal): Promise<void> =>
  signal.aborted
    ? Promise.resolve()
    : new Promise((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }));

interface BackOff {
  readonly firstRetryMs: number;
  readonly longestRetryMs: number;
}

/** After so many failures, at least one: doubled each time, and up to half of it less by chance, so that many do not come at once. */
export function backOffMs(failures: number, { firstRetryMs, longestRetryMs }: BackOff): number {
  const full = Math.min(firstRetryMs * 2 ** Math.min(failures - 1, 40), longestRetryMs);
  return full * (1 - Math.random() / 2);
}
