/**
 * Retry arithmetic: when, if ever, what failed is tried again.
 *
 *   RT1  a rule's failures never exceed its `maxAttempts` − 1 retries; rules count each for itself
 *   RT2  a non-retryable failure is final, whatever is left of the budget
 *   RT3  no delay of a policy exceeds its `maxIntervalMs`, jitter included
 *   RT4  no attempt starts at or after the schedule-to-close deadline
 *   RT5  past the pivot (SG6) attempts are without limit, unless the failure says it is final
 *   RT6  a failure may ask for a longer delay than the policy's, up to a day
 */
import { durationMs } from '../duration.ts';
import { fillRetryRule } from '../definition/defaults.ts';
import type { RetryRule } from '../definition/document.ts';
import { type Failure, isUnwinding, matchesType } from '../failure.ts';

/** All intervals in milliseconds. */
export interface RetryPolicy {
  readonly errors: readonly string[];
  readonly maxAttempts: number;
  readonly initialIntervalMs: number;
  readonly backoffCoefficient: number;
  readonly maxIntervalMs: number;
  readonly jitter: 'none' | 'full';
  readonly nonRetryable: readonly string[];
}

export type RetryDecision =
  | { readonly kind: 'retry'; readonly rule: number; readonly delayMs: number }
  | { readonly kind: 'giveUp'; readonly rule: number | null };

export interface FailedAttempt {
  readonly failure: Failure;
  /** How many failures each rule has counted before this one. */
  readonly counts: readonly number[];
  readonly nowMs: number;
  /** Schedule-to-close deadline, or Infinity. */
  readonly deadlineMs: number;
  /** In [0, 1), drawn from the run's own seed, so that a replay waits just as long. */
  readonly random: number;
  readonly unlimited: boolean;
}

export function retryPolicy(rule: RetryRule): RetryPolicy {
  const filled = fillRetryRule(rule);
  return {
    errors: filled.errors,
    maxAttempts: filled.maxAttempts,
    initialIntervalMs: durationMs(filled.initialInterval),
    backoffCoefficient: filled.backoffCoefficient,
    maxIntervalMs: durationMs(filled.maxInterval),
    jitter: filled.jitter,
    nonRetryable: filled.nonRetryable,
  };
}

const fallback = retryPolicy({});

export function decideRetry(policies: readonly RetryPolicy[], failed: FailedAttempt): RetryDecision {
  const { failure } = failed;
  if (failure.retryable === false || isUnwinding(failure.type)) return { kind: 'giveUp', rule: null }; // RT2
  const index = policies.findIndex((policy) => policy.errors.some((pattern) => matchesType(pattern, failure.type)));
  if (index === -1 && !failed.unlimited) return { kind: 'giveUp', rule: null };
  const policy = policies[index] ?? fallback;
  const rule = Math.max(index, 0);
  const failures = (failed.counts[rule] ?? 0) + 1;
  if (!failed.unlimited && isSpent(policy, failure, failures)) return { kind: 'giveUp', rule };
  const delayMs = Math.max(withJitter(policy, backoffMs(policy, failures), failed.random), askedDelayMs(failure)); // RT6
  if (failed.nowMs + delayMs >= failed.deadlineMs) return { kind: 'giveUp', rule }; // RT4
  return { kind: 'retry', rule, delayMs };
}

function isSpent(policy: RetryPolicy, failure: Failure, failures: number): boolean {
  return failures >= policy.maxAttempts || policy.nonRetryable.some((type) => matchesType(type, failure.type)); // RT1, RT2
}

/** Delay after so many failures, before jitter. */
export function backoffMs(policy: RetryPolicy, failures: number): number {
  if (policy.initialIntervalMs === 0) return 0; // 0 × ∞ is NaN: a late attempt overflows the power
  const uncapped = policy.initialIntervalMs * policy.backoffCoefficient ** (failures - 1);
  return Math.round(Math.min(uncapped, policy.maxIntervalMs)); // RT3
}

const LONGEST_ASKED_MS = 24 * 60 * 60 * 1_000;

/** RT6. Failures are other people's words: what is no time asks for none. */
function askedDelayMs({ retryAfterMs }: Failure): number {
  if (typeof retryAfterMs !== 'number' || !(retryAfterMs > 0)) return 0;
  return Math.min(Math.ceil(retryAfterMs), LONGEST_ASKED_MS);
}

function withJitter(policy: RetryPolicy, delayMs: number, random: number): number {
  return policy.jitter === 'full' ? Math.floor(delayMs * random) : delayMs;
}

/** One more failure counted against a rule. */
export function countFailure(counts: readonly number[], rule: number | null): readonly number[] {
  if (rule === null) return counts;
  return Array.from({ length: Math.max(counts.length, rule + 1) }, (_, i) => (counts[i] ?? 0) + (i === rule ? 1 : 0));
}
