import type { RetryRule } from './document.ts';

/** What a definition means where it is silent. `normalise` writes these out; `link` relies on the same. */
export const DEFAULT_START_TO_CLOSE = '1m';
export const DEFAULT_CANCEL_TIMEOUT = '10s';
export const DEFAULT_TASK_QUEUE = 'default';
/** LI5. */
export const DEFAULT_TIME_ZONE = 'UTC';
export const DEFAULT_CATCH_UP = '1m';
/** A file is whole once nothing changed for so long. */
export const DEFAULT_SETTLE = '1s';
/** How far the time a webhook was signed at may be from ours. */
export const DEFAULT_SIGNATURE_TOLERANCE = '5m';

type Filled<T> = { readonly [K in keyof T]-?: Exclude<T[K], undefined> };

const RETRY_RULE: Filled<RetryRule> = {
  errors: ['*'],
  maxAttempts: 3,
  initialInterval: '1s',
  backoffCoefficient: 2,
  maxInterval: '1m',
  jitter: 'none',
  nonRetryable: [],
};

export function fillRetryRule(rule: RetryRule): Filled<RetryRule> {
  const given = Object.fromEntries(Object.entries(rule).filter(([, value]) => value !== undefined));
  return { ...RETRY_RULE, ...given };
}

/** SG4: an undo is worth more than one try, also where nobody said so. */
export const DEFAULT_UNDO_RETRY: readonly RetryRule[] = [RETRY_RULE];
