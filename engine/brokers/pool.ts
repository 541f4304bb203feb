import { sha256Hex } from '../runtime/digest.ts';
import { type OpenedBroker, openBroker } from './open.ts';

/** The brokers of a process, by the names of their connections. */
export interface BrokerPool {
  /** The same one as long as its settings are the same; one whose settings have changed is closed once nobody sends over it. */
  readonly get: (name: string, settings: { readonly type: string }) => Promise<OpenedBroker>;
  readonly close: () => Promise<void>;
}

interface Kept {
  readonly digest: string;
  readonly opened: Promise<OpenedBroker>;
}

export function brokerPool(): BrokerPool {
  const kept = new Map<string, Kept>();
  return {
    get(name, settings) {
      const digest = sha256Hex(JSON.stringify(Object.entries(settings).toSorted(([a], [b]) => a.localeCompare(b))));
      const there = kept.get(name);
      if (there?.digest === digest) return there.opened;
      const opened = openBroker(settings);
      kept.set(name, { digest, opened });
      if (there) void closed(there);
      return opened;
    },
    async close() {
      const all = Array.from(kept.values());
      kept.clear();
      await Promise.all(all.map(closed));
    },
  };
}

async function closed({ opened }: Kept): Promise<void> {
  const found = await opened.catch(() => null);
  if (found?.ok) await found.broker.close();
}
