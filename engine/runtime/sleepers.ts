import type { Clock, Journal } from './ports.ts';

/**
 * Runs that are not in memory and will want something one day: found by the index when their time comes, not by looking at histories.
 * One timer of the clock for all of them, at the earliest.
 */
export interface Sleepers {
  /** All that was under way, or is overdue; then waits for the next. */
  recover(): Promise<void>;
  /** A run leaves memory until then. */
  expect(at: number): void;
  stop(): void;
}

export function sleepers(options: {
  readonly journal: Pick<Journal, 'sleepers' | 'nextWake'>;
  readonly clock: Clock;
  readonly wake: (runId: string) => void;
  readonly warn: (message: string, error?: unknown) => void;
}): Sleepers {
  const { journal, clock, wake, warn } = options;
  let armed: { readonly at: number; readonly cancel: () => void } | null = null;
  /** Looked up from here on: from 0 until recovery has gone well. */
  let from = 1;
  let isStopped = false;

  const expect = (at: number): void => {
    if (isStopped || (armed && armed.at <= at)) return;
    armed?.cancel();
    armed = { at, cancel: clock.setTimer(at, () => void look()) };
  };
  const look = async (): Promise<void> => {
    armed = null;
    try {
      const now = clock.now();
      const due = await journal.sleepers(from, now);
      const next = await journal.nextWake(now);
      from = 1;
      if (isStopped) return;
      if (next !== null) expect(next);
      for (const { runId } of due) wake(runId);
    } catch (error) {
      warn('Sleeping runs could not be looked up; trying again.', error);
      expect(clock.now() + RETRY_MS);
    }
  };
  return {
    recover() {
      from = 0;
      return look();
    },
    expect,
    stop() {
      isStopped = true;
      armed?.cancel();
    },
  };
}

const RETRY_MS = 5_000;
