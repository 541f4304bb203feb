import { attending, inFlight } from './attending.ts';
import type { Consuming, Listener, Subscription } from './broker.ts';
import type { Driver } from './driver.ts';
import { reasonOf } from './reasons.ts';
import { backOffMs, pause } from './waiting.ts';

/** BR4. Reads, connection after connection, until the signal is aborted. Rejects where the very first try fails. */
export function listening(
  driver: Driver,
  subscription: Subscription,
  listener: Listener,
  signal: AbortSignal,
): Promise<Consuming> {
  return new Promise((resolve, reject) => {
    const first = { settled: false };
    const done = reading(driver, subscription, listener, signal, {
      began() {
        first.settled = true;
        resolve({ done });
      },
      // A caller that is told so will try again by itself.
      gaveUp(error) {
        if (first.settled) return false;
        first.settled = true;
        reject(new Error(`${driver.title} at ${driver.place}: ${reasonOf(error, driver.secrets)}`));
        return true;
      },
    });
    void done.then(() => first.settled || resolve({ done }));
  });
}

interface Beginning {
  readonly began: () => void;
  readonly gaveUp: (error: unknown) => boolean;
}

async function reading(
  driver: Driver,
  subscription: Subscription,
  listener: Listener,
  signal: AbortSignal,
  { began, gaveUp }: Beginning,
): Promise<void> {
  const telling = tellsOnce(driver, subscription, listener);
  let failures = 0;
  const heard = (): void => {
    failures = 0;
    telling.works();
    began();
  };
  while (!signal.aborted) {
    try {
      await session(driver, subscription, listener, signal, heard);
    } catch (error) {
      if (signal.aborted || gaveUp(error)) return;
      telling.broke(error);
    }
    failures += 1;
    await pause(backOffMs(failures, subscription.limits), signal);
  }
}

/** What was under way over a connection is settled before the next one is opened. */
async function session(
  driver: Driver,
  subscription: Subscription,
  listener: Listener,
  signal: AbortSignal,
  heard: () => void,
): Promise<void> {
  const over = new AbortController();
  const attend = attending(listener, subscription, AbortSignal.any([signal, over.signal]));
  const under = inFlight();
  try {
    await driver.read({ subscription, attend, under, listening: heard, signal });
  } finally {
    over.abort();
    await under.all();
  }
}

/** Each reason once, and once that it works again: not at each try. */
function tellsOnce({ title, place, secrets }: Driver, { topic }: Subscription, { warn }: Listener) {
  const told = new Set<string>();
  return {
    broke(error: unknown): void {
      const reason = reasonOf(error, secrets);
      if (!told.has(reason))
        warn(`${topic} of ${title} at ${place} cannot be read for now, and is tried again: ${reason}`);
      told.add(reason);
    },
    works(): void {
      if (told.size > 0) warn(`${topic} of ${title} at ${place} is read again.`);
      told.clear();
    },
  };
}
