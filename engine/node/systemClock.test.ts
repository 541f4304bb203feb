import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { clockContract } from '../runtime/testing/clock-contract.ts';
import { systemClock } from './systemClock.ts';

clockContract('the clock of the system', () => ({
  clock: systemClock,
  pass: (ms) => new Promise((resolve) => systemClock.setTimer(systemClock.now() + ms, resolve)),
}));

const DAY = 86_400_000;

/** Months cannot be waited for: only here the timers of the system are held by hand. */
function heldTime(): void {
  vi.useFakeTimers();
  onTestFinished(() => void vi.useRealTimers());
}

describe('the clock of the system', () => {
  test('a timer beyond 2^31 ms fires at its time, not at once', () => {
    heldTime();
    let fired = false;
    systemClock.setTimer(Date.now() + 60 * DAY, () => (fired = true));
    vi.advanceTimersByTime(60 * DAY - 1);
    expect(fired).toBe(false);
    vi.advanceTimersByTime(1);
    expect(fired).toBe(true);
  });

  test('a clock that is set forward, or slept, brings timers due within half a minute', () => {
    heldTime();
    let fired = false;
    systemClock.setTimer(Date.now() + DAY, () => (fired = true));
    vi.setSystemTime(Date.now() + 2 * DAY);
    vi.advanceTimersByTime(30_000);
    expect(fired).toBe(true);
  });

  test('a clock that is set back delays them: a timer is a time, not a length', () => {
    heldTime();
    let fired = false;
    systemClock.setTimer(Date.now() + 10_000, () => (fired = true));
    vi.setSystemTime(Date.now() - 3_600_000);
    vi.advanceTimersByTime(10_000);
    expect(fired).toBe(false);
    vi.advanceTimersByTime(3_600_000);
    expect(fired).toBe(true);
  });
});
