import type { Clock } from '../runtime/ports.ts';

/** Time that passes only when told. Timers fire in the order of their times, then of being set; now is then their time. */
export interface VirtualClock extends Clock {
  advance(ms: number): void;
  /** To the next timer, which fires; false when there is none. */
  step(): boolean;
}

interface Timer {
  readonly at: number;
  readonly order: number;
  readonly fire: () => void;
}

export function virtualClock(start: number): VirtualClock {
  let now = start;
  let count = 0;
  const timers = new Set<Timer>();

  const earliest = (): Timer | null => {
    let first: Timer | null = null;
    for (const timer of timers) if (first === null || isBefore(timer, first)) first = timer;
    return first;
  };
  const fireNext = (until: number): boolean => {
    const timer = earliest();
    if (timer === null || timer.at > until) return false;
    timers.delete(timer);
    now = Math.max(now, timer.at);
    timer.fire();
    return true;
  };
  return {
    now: () => now,
    setTimer(at, fire) {
      const timer = { at, order: (count += 1), fire };
      timers.add(timer);
      return () => timers.delete(timer);
    },
    advance(ms) {
      const until = now + ms;
      let fired = true;
      while (fired) fired = fireNext(until);
      now = until;
    },
    step: () => fireNext(Infinity),
  };
}

function isBefore(a: Timer, b: Timer): boolean {
  return a.at === b.at ? a.order < b.order : a.at < b.at;
}
