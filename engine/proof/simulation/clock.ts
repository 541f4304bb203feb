import type { Clock } from '../../runtime/ports.ts';
import type { Random } from '../random.ts';

/**
 * Time as the seed wants it: it stands still, jumps ahead, and is set back. What is due fires when the seed says so, in any order,
 * but never before its time.
 */
export interface SimClock {
  now(): number;
  /** The clock as one life of the engine sees it; its timers end with it. */
  of(life: { readonly isOver: boolean }): Clock;
  /** Fires one that is due; false when none is. */
  fire(random: Random): boolean;
  /** By so much; less than nothing sets it back. */
  move(ms: number): void;
  /** The earliest timer that is set; Infinity where none is. */
  earliest(): number;
}

interface Timer {
  readonly at: number;
  readonly fire: () => void;
  readonly life: { readonly isOver: boolean };
}

export function simClock(start: number): SimClock {
  let now = start;
  let timers: Timer[] = [];
  const living = (): Timer[] => (timers = timers.filter(({ life }) => !life.isOver));
  return {
    now: () => now,
    of: (life) => ({
      now: () => now,
      setTimer(at, fire) {
        const timer = { at, fire, life };
        timers.push(timer);
        return () => (timers = timers.filter((other) => other !== timer));
      },
    }),
    fire(random) {
      const timer = random.pick(living().filter(({ at }) => at <= now));
      if (timer === null) return false;
      timers = timers.filter((other) => other !== timer);
      timer.fire();
      return true;
    },
    move: (ms) => void (now += ms),
    earliest: () => living().reduce((least, { at }) => Math.min(least, at), Infinity),
  };
}
