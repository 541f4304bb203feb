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

  describe('[RT6] a failure that asks for time', () => {
    const delayAfter = (retryAfterMs: unknown, change: Partial<FailedAttempt> = {}) => {
      const failure = { type: 'http.429', message: '', retryAfterMs: retryAfterMs as number };
      const decision = decideRetry([policy], failedOn(1, { failure, ...change }));
      return decision.kind === 'retry' ? decision.delayMs : null;
    };

    test('is left alone for so long, also beyond the cap of the policy', () => {
      expect(delayAfter(10_000)).toBe(10_000);
    });

    test('waits as long as the policy says where that is longer', () => {
      expect(delayAfter(1)).toBe(1_000);
    });

    test('gets no more than a day', () => {
      expect(delayAfter(1e300)).toBe(86_400_000);
    });

    test('[RT4] is not tried again when that is past the deadline', () => {
      expect(delayAfter(5_000, { deadlineMs: 5_000 })).toBeNull();
    });

    test('[RT1] gets no attempt beyond the budget', () => {
      expect(delayAfter(5_000, { counts: [3] })).toBeNull();
    });

    test.each([0, -5, Number.NaN, 'soon', null, [9_000]])('asks for nothing with %j', (asked) => {
      expect(delayAfter(asked)).toBe(1_000);
    });

    test('never waits less than either asks, nor a part of a millisecond', () => {
      fc.assert(
        fc.property(fc.double({ min: 0, max: 2e8, noNaN: true }), fc.integer({ min: 1, max: 3 }), (asked, failures) => {
          const delayMs = delayAfter(asked, { counts: [failures - 1] }) ?? -1;
          const least = Math.max(Math.min(asked, 86_400_000), backoffMs(policy, failures));
          return Number.isInteger(delayMs) && delayMs >= least && delayMs < least + 1;
        }),
      );
    });
  });
});
