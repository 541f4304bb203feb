import { randomUUID } from 'node:crypto';
import type { Subscription } from '../broker.ts';
import type { RedisClient, Reply } from './client.ts';
import { type Entry, entryOf, text } from './entry.ts';

const OWN = 'sagaloom-';
const DAY_MS = 86_400_000;

/** One reader of a consumer group, under a name of its own: nobody takes its entries for theirs as long as it is heard of. */
export interface GroupReader {
  /** Makes the group where there is none: it begins with what comes from now on. */
  readonly begin: () => Promise<void>;
  /** New entries, at most so many; none after `waitMs`. */
  readonly fresh: (waiting: RedisClient, count: number, waitMs: number) => Promise<readonly Entry[]>;
  /** Entries of readers that were not heard of for `silenceMs`, each with the number of times it was delivered. */
  readonly lost: (count: number) => Promise<readonly (readonly [Entry, number])[]>;
  /** Says that these are still worked on. */
  readonly keep: (ids: readonly string[]) => Promise<void>;
  readonly acknowledge: (id: string) => Promise<void>;
  /** Forgets its name, if nothing is left under it. */
  readonly leave: () => Promise<void>;
}

export function groupReader(asking: RedisClient, { topic, group, limits }: Subscription): GroupReader {
  const me = OWN + randomUUID();
  let cursor = '0-0';
  return {
    async begin() {
      await asking.call('XGROUP', 'CREATE', topic, group, '$', 'MKSTREAM').catch((error: unknown) => {
        if (!String(error).includes('BUSYGROUP')) throw error;
      });
      await forgetOthers();
    },
    async fresh(waiting, count, waitMs) {
      const wanted = ['COUNT', String(count), 'BLOCK', String(waitMs)];
      const reply = await waiting.call('XREADGROUP', 'GROUP', group, me, ...wanted, 'STREAMS', topic, '>');
      const [, entries] = list(list(reply)[0]);
      return list(entries).flatMap((one) => entryOf(one) ?? []);
    },
    async lost(count) {
      const { silenceMs } = limits;
      const args = [topic, group, me, String(silenceMs), cursor, 'COUNT', String(count)];
      const [next, entries] = list(await asking.call('XAUTOCLAIM', ...args));
      cursor = text(next);
      const claimed = list(entries).flatMap((one) => entryOf(one) ?? []);
      return Promise.all(claimed.map(async (entry) => [entry, await deliveries(entry.id)] as const));
    },
    async keep(ids) {
      if (ids.length > 0) await asking.call('XCLAIM', topic, group, me, '0', ...ids, 'JUSTID');
    },
    async acknowledge(id) {
      await asking.call('XACK', topic, group, id);
    },
    async leave() {
      const left = list(await asking.call('XPENDING', topic, group, '-', '+', '1', me));
      if (left.length === 0) await asking.call('XGROUP', 'DELCONSUMER', topic, group, me);
    },
  };

  /** This one included. */
  async function deliveries(id: string): Promise<number> {
    const [, , , count] = list(list(await asking.call('XPENDING', topic, group, id, id, '1'))[0]);
    return Number(count ?? 1);
  }

  /** Names of readers that died, once nothing is left under them. */
  async function forgetOthers(): Promise<void> {
    const all = list(await asking.call('XINFO', 'CONSUMERS', topic, group)).map(namedFields);
    for (const one of all) {
      const name = text(one.get('name'));
      const isDone = Number(one.get('pending')) === 0 && Number(one.get('idle')) > DAY_MS;
      if (isDone && name.startsWith(OWN)) await asking.call('XGROUP', 'DELCONSUMER', topic, group, name);
    }
  }
}

const list = (reply: Reply | undefined): readonly Reply[] => (Array.isArray(reply) ? (reply as readonly Reply[]) : []);

function namedFields(reply: Reply): ReadonlyMap<string, Reply> {
  const parts = list(reply);
  const names = parts.filter((_, at) => at % 2 === 0);
  return new Map(names.map((name, at) => [text(name), parts[at * 2 + 1] ?? null]));
}
