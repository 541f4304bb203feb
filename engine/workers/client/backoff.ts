const FIRST_MS = 100;
const LONGEST_MS = 10_000;

/** Twice as long each time, and anywhere below that: those who lost one server do not all come back at once. */
export class Backoff {
  private failures = 0;

  reset(): void {
    this.failures = 0;
  }

  nextMs(): number {
    const limit = Math.min(LONGEST_MS, FIRST_MS * 2 ** this.failures);
    this.failures += 1;
    return limit * Math.random();
  }
}

/** Resolves early when it is aborted. */
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
