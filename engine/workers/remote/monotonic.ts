import { performance } from 'node:perf_hooks';
import type { Clock } from '../../runtime/ports.ts';

/** The longest that a timer of Node's can be set for. */
const LONGEST_MS = 2_147_483_647;

/** Counts from the start of the process, and never jumps; keeps no process alive. */
export const monotonicClock: Clock = {
  now: () => performance.now(),
  setTimer(at, fire) {
    const timer = setTimeout(fire, Math.min(LONGEST_MS, Math.max(0, at - performance.now())));
    timer.unref();
    return () => clearTimeout(timer);
  },
};
