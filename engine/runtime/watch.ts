import type { Recorded } from '../core/event.ts';
import type { RunEntry } from './entry.ts';
import { liveIterator } from './listeners.ts';
import type { Journal } from './ports.ts';

/** Who looks on: told after the append is durable, and never able to hold a run up. */
export interface Watchers {
  publish(entry: RunEntry, events: readonly Recorded[]): void;
  events(runId: string, after: number): AsyncIterableIterator<readonly Recorded[]>;
  changes(): AsyncIterableIterator<RunEntry>;
  settled(runId: string): Promise<RunEntry | null>;
  /** Ends every iterator. */
  close(): void;
}

const PAGE = 500;

export function watchers(journal: Pick<Journal, 'history' | 'entry'>): Watchers {
  const byRun = new Map<string, Set<() => void>>();
  const everything = new Set<(entry: RunEntry) => void>();
  const waiting = new Map<string, Set<(entry: RunEntry | null) => void>>();
  const ending = new Set<() => void>();
  let isClosed = false;

  const closing = (poke: () => void): (() => void) => {
    ending.add(poke);
    return () => ending.delete(poke);
  };
  const listen = (runId: string, poke: () => void): (() => void) => {
    const pokes = byRun.get(runId) ?? new Set();
    byRun.set(runId, pokes.add(poke));
    return () => {
      pokes.delete(poke);
      if (pokes.size === 0) byRun.delete(runId);
    };
  };
  const settle = (entry: RunEntry): void => {
    const resolvers = waiting.get(entry.runId);
    if (!resolvers || !isSettled(entry)) return;
    waiting.delete(entry.runId);
    for (const resolve of resolvers) resolve(entry);
  };

  return {
    publish(entry) {
      for (const poke of byRun.get(entry.runId) ?? []) poke();
      for (const tell of everything) tell(entry);
      settle(entry);
    },
    /** A poke only says that there is more; the journal is read again, so that a slow reader holds nothing in memory. */
    events(runId, after) {
      let cursor = after;
      let isOver = false;
      const poll = async (): Promise<readonly Recorded[] | undefined | null> => {
        if (isOver || isClosed) return null;
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
      return liveIterator({ poll, subscribe: (poke) => both(listen(runId, poke), closing(poke)) });
    },
    changes() {
      const latest = new Map<string, RunEntry>();
      const poll = (): RunEntry | undefined | null => {
        const [first] = latest;
        if (!first) return isClosed ? null : undefined;
        latest.delete(first[0]);
        return first[1];
      };
      const subscribe = (poke: () => void): (() => void) => {
        const tell = (entry: RunEntry): void => {
          latest.delete(entry.runId); // to the end of the queue
          latest.set(entry.runId, entry);
          poke();
        };
        everything.add(tell);
        return both(() => everything.delete(tell), closing(poke));
      };
      return liveIterator({ poll, subscribe });
    },
    async settled(runId) {
      const { promise, resolve } = Promise.withResolvers<RunEntry | null>();
      waiting.set(runId, (waiting.get(runId) ?? new Set()).add(resolve));
      const entry = await journal.entry(runId); // after registering: nothing can slip between
      if (entry && !isSettled(entry)) return promise;
      waiting.get(runId)?.delete(resolve);
      return entry;
    },
    close() {
      isClosed = true;
      for (const poke of ending) poke();
      for (const resolvers of waiting.values()) for (const resolve of resolvers) resolve(null);
      waiting.clear();
    },
  };
}

function isSettled({ endedAt, status }: RunEntry): boolean {
  return endedAt !== null || status === 'suspended';
}

function both(a: () => unknown, b: () => unknown): () => void {
  return () => {
    a();
    b();
  };
}
