import type { AttemptResult } from '../../core/command.ts';
import type { Json } from '../../core/json.ts';
import type { Activities, Work } from '../ports.ts';

export interface HeldAttempt {
  readonly work: Work;
  readonly signal: AbortSignal;
  readonly answer: (result: AttemptResult) => void;
  readonly throws: (error: unknown) => void;
}

/** Attempts that end when the test says so. */
export interface HeldActivities extends Activities {
  /** All that were begun, in order. */
  readonly begun: readonly HeldAttempt[];
  /** The next that is begun, or was and is not yet taken. */
  next(): Promise<HeldAttempt>;
}

export const completed = (output: Json = null): AttemptResult => ({ kind: 'completed', output });

export function heldActivities(): HeldActivities {
  const begun: HeldAttempt[] = [];
  const waiting: ((attempt: HeldAttempt) => void)[] = [];
  let taken = 0;
  return {
    begun,
    perform(work, signal) {
      const { promise, resolve, reject } = Promise.withResolvers<AttemptResult>();
      begun.push({ work, signal, answer: resolve, throws: reject });
      serve();
      return promise;
    },
    next() {
      const { promise, resolve } = Promise.withResolvers<HeldAttempt>();
      waiting.push(resolve);
      serve();
      return promise;
    },
  };

  function serve(): void {
    while (waiting.length > 0 && taken < begun.length) {
      const attempt = begun[taken];
      taken += 1;
      if (attempt) waiting.shift()?.(attempt);
    }
  }
}
