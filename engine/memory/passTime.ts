import { turn } from './turn.ts';
import type { VirtualClock } from './virtualClock.ts';

/**
 * Lets virtual time pass whenever nothing else goes on, until `done` settles. `isBusy` tells of work that time would not bring
 * nearer: a decision being made, a real request under way.
 */
export async function passTime(clock: VirtualClock, isBusy: () => boolean, done: Promise<unknown>): Promise<void> {
  const over = new AbortController();
  const finish = (): void => over.abort();
  done.then(finish, finish);
  await turn();
  while (!over.signal.aborted) {
    if (!isBusy()) clock.step();
    await turn();
  }
}
