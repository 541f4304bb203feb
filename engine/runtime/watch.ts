import type { Recorded } from '../core/event.ts';
import type { RunEntry } from './entry.ts';
import type { Hub } from './hub.ts';
import { liveIterator } from './liveIterator.ts';
import type { Journal } from './ports.ts';

const PAGE = 500;

/** What is durable: history from the journal; a run's entry from memory, where it is there. */
export type Recording = Pick<Journal, 'history' | 'entry'>;

/**
 * What is recorded, then what comes. News only says that there is more: the journal is read again, so that a slow reader holds
 * nothing in memory.
 */
export function watchEvents(
  hub: Hub,
  journal: Recording,
  runId: string,
  after: number,
): AsyncIterableIterator<readonly Recorded[]> {
  let cursor = after;
  let isOver = false;
  const poll = async (): Promise<readonly Recorded[] | undefined | null> => {
    if (isOver || hub.isClosed) return null;
    const page = await journal.history(runId, cursor, PAGE);
    const last = page.at(-1);
    if (last) {
      cursor = last.seq;
      isOver = last.type === 'RunEnded';
      return page;
    }
    const entry = await journal.entry(runId);
    return entry === null || entry.endedAt !== null ? null : undefined;
  };
  return liveIterator({ poll, subscribe: (poke) => hub.onRun(runId, poke) });
}

/** The latest entry of each run that changed, in the order they last changed. */
export function watchChanges(hub: Hub): AsyncIterableIterator<RunEntry> {
  const latest = new Map<string, RunEntry>();
  const poll = (): RunEntry | undefined | null => {
    const [first] = latest;
    if (!first) return hub.isClosed ? null : undefined;
    latest.delete(first[0]);
    return first[1];
  };
  const subscribe = (poke: () => void): (() => void) =>
    hub.onAll((entry) => {
      if (entry) {
        latest.delete(entry.runId); // to the end of the queue
        latest.set(entry.runId, entry);
      }
      poke();
    });
  return liveIterator({ poll, subscribe });
}

export async function whenSettled(hub: Hub, journal: Recording, runId: string): Promise<RunEntry | null> {
  const { promise, resolve } = Promise.withResolvers<RunEntry | null>();
  const end = hub.onRun(runId, (entry) => {
    if (entry === null || isSettled(entry)) resolve(entry);
  });
  try {
    const entry = await journal.entry(runId); // after listening: nothing can slip between
    return entry === null || isSettled(entry) || hub.isClosed ? entry : await promise;
  } finally {
    end();
  }
}

function isSettled({ endedAt, status }: RunEntry): boolean {
  return endedAt !== null || status === 'suspended';
}
