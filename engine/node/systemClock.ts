import type { Clock } from '../runtime/ports.ts';

/**
 * Timers by wall-clock time: each is looked at again at least this often, so that one set for next month outlives both the limit of
 * `setTimeout` (2^31 ms) and a clock that was set, or slept, in between.
 */
const LOOK_AGAIN_MS = 30_000;

export const systemClock: Clock = {
  now: () => Date.now(),
  setTimer(at, fire) {
    let timer: NodeJS.Timeout;
    const look = (): void => {
      if (Date.now() >= at) fire();
      else arm();
    };
    const arm = (): void => {
      timer = setTimeout(look, Math.min(Math.max(at - Date.now(), 0), LOOK_AGAIN_MS));
    };
    arm();
    return () => clearTimeout(timer);
  },
};
