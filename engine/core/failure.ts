import type { Json } from './json.ts';

/** AT2: what an attempt may have left in the world. `unknown` is a timeout, a lost worker, a reset after sending. */
export type Effect = 'none' | 'unknown' | 'done';

/** A failure is data, so that it survives JSON, processes and engines. Throwing is for bugs. */
export interface Failure {
  /** Dotted, most general first: `http.503`. */
  readonly type: string;
  readonly message: string;
  readonly details?: Json | undefined;
  /** Unset: the retry policy decides. */
  readonly retryable?: boolean | undefined;
  /** What an activity declares of its own error; unset means `unknown`. */
  readonly effect?: Effect | undefined;
  /** RT6. Who refused asks to be left alone for so long: milliseconds. */
  readonly retryAfterMs?: number | undefined;
  readonly cause?: Failure | undefined;
}

/** `http` matches `http` and `http.503`, not `httpx`; `*` matches all but a cancellation and the run timeout. */
export function matchesType(pattern: string, type: string): boolean {
  if (pattern === '*') return !isUnwinding(type);
  return type === pattern || type.startsWith(`${pattern}.`);
}

/** A cancellation and the run timeout end the run from outside: `*` does not catch them, and nothing retries them. */
export function isUnwinding(type: string): boolean {
  return type === 'cancelled' || type === 'timeout.run';
}

/** As JSON holds it: what an activity's host left undefined is not there. */
export function plainFailure(failure: Failure): Failure {
  const { type, message, details, retryable, effect, retryAfterMs, cause } = failure;
  return {
    type,
    message,
    ...(details === undefined ? {} : { details }),
    ...(retryable === undefined ? {} : { retryable }),
    ...(effect === undefined ? {} : { effect }),
    ...(retryAfterMs === undefined ? {} : { retryAfterMs }),
    ...(cause === undefined ? {} : { cause: plainFailure(cause) }),
  };
}

const strength: Record<Effect, number> = { none: 0, unknown: 1, done: 2 };

/** AT2: a step's outcome is the strongest of its attempts'. */
export function strongest(a: Effect, b: Effect): Effect {
  return strength[a] >= strength[b] ? a : b;
}
