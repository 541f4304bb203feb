import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { RetryRule } from '../definition/document.ts';
import { backoffMs, decideRetry, type FailedAttempt, retryPolicy } from './retry.ts';

const rule: RetryRule = { maxAttempts: 4, maxInterval: '3s', nonRetryable: ['payment.declined'] };
const policy = retryPolicy(rule);

const failedOn = (failures: number, change: Partial<FailedAttempt> = {}): FailedAttempt => ({
  failure: { type: 'http.503', message: 'Service Unavailable' },
  counts: [failures - 1],
  nowMs: 0,
  deadlineMs: Infinity,
  random: 0.5,
  unlimited: false,
  ...change,
});

describe('retry', () => {
  test('waits 1 s, 2 s, then the cap', () => {
    expect([1, 2, 3].map((failures) => backoffMs(policy, failures))).toEqual([1_000, 2_000, 3_000]);
  });

  test('[RT1] the last attempt is final', () => {
    expect(decideRetry([policy], failedOn(3)).kind).toBe('retry');
    expect(decideRetry([policy], failedOn(4))).toEqual({ kind: 'giveUp', rule: 0 });
  });

  test('[RT1] each rule counts for itself', () => {
    const rules = [retryPolicy({ errors: ['http'], maxAttempts: 2 }), retryPolicy({ errors: ['*'], maxAttempts: 5 })];
    const spent = failedOn(1, { counts: [1, 0] });
    expect(decideRetry(rules, spent)).toEqual({ kind: 'giveUp', rule: 0 });
    expect(decideRetry(rules, { ...spent, failure: { type: 'dns', message: '' } })).toMatchObject({
      kind: 'retry',
      rule: 1,
    });
  });

  test('[RT2] a declined payment is not tried again, nor is what it covers', () => {
    const declined = { type: 'payment.declined.lost_card', message: 'lost card' };
    expect(decideRetry([policy], failedOn(1, { failure: declined })).kind).toBe('giveUp');
  });

  test('[RT4] gives up rather than start past the deadline', () => {
    expect(decideRetry([policy], failedOn(1, { deadlineMs: 1_000 })).kind).toBe('giveUp');
  });

  test('[RT5] without limit it only ends when the failure says so', () => {
    expect(decideRetry([policy], failedOn(1_000, { unlimited: true })).kind).toBe('retry');
    const final = { type: 'x', message: '', retryable: false };
    expect(decideRetry([policy], failedOn(1, { unlimited: true, failure: final })).kind).toBe('giveUp');
  });

  test('[RT3] no policy and no luck waits longer than its cap', () => {
    const anyRule = fc.record({
      maxAttempts: fc.constant(1_000),
      initialInterval: fc.nat(60_000).map((ms) => `${ms}ms`),
      backoffCoefficient: fc.double({ min: 1, max: 10, noNaN: true }),
      maxInterval: fc.nat(3_600_000).map((ms) => `${ms}ms`),
      jitter: fc.constantFrom('none' as const, 'full' as const),
    });
    fc.assert(
      fc.property(
        anyRule,
        fc.integer({ min: 1, max: 999 }),
        fc.double({ min: 0, max: 0.999, noNaN: true }),
        (any, failures, random) => {
          const anyPolicy = retryPolicy(any);
          const decision = decideRetry([anyPolicy], failedOn(failures, { random }));
          return decision.kind === 'retry' && decision.delayMs <= anyPolicy.maxIntervalMs;
        },
      ),
    );
  });
});
