import { turn } from './turn.ts';
import type { VirtualClock } from './virtualClock.ts';

/**
 * Lets virtual time pass whenever nothing else goes on, until `done` settles. `isBusy` tells of work that time would not bring
 * nearer: a decision being made, a real request under way. Only for what is sure to settle: see `passTimeUntil`.
 */
export async function passTime(clock: VirtualClock, isBusy: () => boolean, done: Promise<unknown>): Promise<void> {
  const over = settled(done);
  await turn();
  while (!over.aborted) {
    if (!isBusy()) clock.step();
    await turn();
  }
}

/** The same, but false when nothing will happen any more, or nothing did for so long. */
export async function passTimeUntil(
  clock: VirtualClock,
  isBusy: () => boolean,
  done: Promise<unknown>,
  patienceMs = Infinity,
): Promise<boolean> {
  const over = settled(done);
  const latest = clock.now() + patienceMs;
  await turn();
  while (!over.aborted) {
    if (!isBusy() && (!clock.step() || clock.now() > latest)) return false;
    await turn();
  }
  return true;
}

/** Lets so much time pass, and what comes due in it happen. */
export async function passFor(clock: VirtualClock, isBusy: () => boolean, ms: number): Promise<void> {
  await passTime(clock, isBusy, new Promise<void>((resolve) => clock.setTimer(clock.now() + ms, resolve)));
  while (isBusy()) await turn();
}

function settled(done: Promise<unknown>): AbortSignal {
  const over = new AbortController();
  const finish = (): void => over.abort();
  done.then(finish, finish);
  return over.signal;
}
