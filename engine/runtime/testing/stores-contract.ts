import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { ScheduleEntry, Stores } from '../ports.ts';
import { deliveriesContract } from './deliveries-contract.ts';

interface Opened {
  readonly stores: Stores;
  readonly remove: () => Promise<void>;
}

/** What every host keeps beside the histories. */
export function storesContract(name: string, open: () => Promise<Opened>): void {
  describe(name, () => {
    const at: { stores: Stores; remove: () => Promise<void> } = { stores: nowhere, remove: async () => {} };
    beforeEach(async () => void Object.assign(at, await open()));
    afterEach(() => at.remove());

    test('[DA8] a blob is found by its hash, and putting it twice does no harm', async () => {
      const { blobs } = at.stores;
      expect(await blobs.get('h')).toBeNull();
      await blobs.put('h', '"ä"');
      await blobs.put('h', '"ä"');
      expect(await blobs.get('h')).toBe('"ä"');
    });

    test('[LI5] an event is published once a key, and read in order', async () => {
      const { events } = at.stores;
      const event = (key: string) => ({ key, name: 'paid', payload: { key }, at: 1_000, runId: null });
      const published: boolean[] = [];
      for (const key of ['a', 'b', 'a', 'c']) published.push(await events.publish(event(key)));
      expect(published).toEqual([true, true, false, true]);
      const all = await events.read(0, 10);
      expect(all.map(({ position: _, ...rest }) => rest)).toEqual(['a', 'b', 'c'].map(event));
      expect(await events.read(all[0]?.position ?? 0, 1)).toEqual([all[1]]);
      expect(await events.read(all[2]?.position ?? 0, 1)).toEqual([]);
    });

    test('[LI5] a schedule is kept under its workflow and trigger', async () => {
      const { schedules } = at.stores;
      const entry: ScheduleEntry = {
        workflow: 'w',
        trigger: 'daily',
        paused: false,
        last: null,
        lastRun: null,
        problem: null,
        next: 5_000,
        recent: [],
      };
      const recent = [{ at: 5_000, runId: null, problem: 'no' }];
      const later = { ...entry, paused: true, last: 5_000, lastRun: 'r', problem: 'no', next: null, recent };
      for (const one of [entry, { ...entry, trigger: 'weekly' }, later]) await schedules.save(one);
      expect(await schedules.all()).toEqual([later, { ...entry, trigger: 'weekly' }]);
    });

    test('[AC7] what was not begun is kept by run, replaced, and forgotten', async () => {
      const { unbegun } = at.stores;
      for (const runId of ['a', 'b']) await unbegun.save({ runId, attempts: [`attempt:${runId}#1:1`] });
      await unbegun.save({ runId: 'a', attempts: ['x', 'y'] });
      await unbegun.save({ runId: 'b', attempts: [] });
      expect(await unbegun.all()).toEqual([{ runId: 'a', attempts: ['x', 'y'] }]);
    });

    deliveriesContract(() => at.stores.deliveries);
  });
}

const nowhere = {} as Stores; // until `beforeEach`
