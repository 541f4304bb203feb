import { expect, test } from 'vitest';
import type { Deliveries, NewDelivery } from '../ports.ts';

/** DL1 to DL3, of every host. */
export function deliveriesContract(store: () => Deliveries): void {
  recording(store);
  finding(store);
}

function recording(store: () => Deliveries): void {
  test('[TR1] a delivery is recorded once, counted when it comes again, and has one outcome', async () => {
    const deliveries = store();
    const first = await deliveries.record(delivery('a'));
    expect(first).toEqual({ isNew: true, entry: { ...delivery('a'), ...asRecorded, position: 1 } });
    expect(await deliveries.record({ ...delivery('a'), payload: 'other' })).toMatchObject({
      isNew: false,
      entry: { payload: { n: 1 }, duplicates: 1 },
    });
    const outcome = { status: 'started', at: 2_000, runId: 'a', problem: null } as const;
    expect(await deliveries.settle('a', outcome)).toBe(true);
    expect(await deliveries.settle('a', { ...outcome, status: 'passed' })).toBe(false);
    expect(await deliveries.settle('none', outcome)).toBe(false);
    const { at: settledAt, ...rest } = outcome;
    expect(await deliveries.get('a')).toEqual({ ...first.entry, ...rest, settledAt, duplicates: 1 });
    expect(await deliveries.get('none')).toBeNull();
  });

  test('[TR1] a delivery that was refused may come again, in its place', async () => {
    const deliveries = store();
    await deliveries.record(delivery('a'));
    const problem = { code: 'invalid', reason: 'no' };
    await deliveries.settle('a', { status: 'refused', at: 1_500, runId: null, problem });
    expect(await deliveries.get('a')).toMatchObject({ status: 'refused', problem });
    const again = { ...delivery('a'), at: 3_000, dueAt: 3_000, payload: 'better' };
    const { isNew, entry } = await deliveries.record(again);
    expect({ isNew, entry }).toEqual({ isNew: true, entry: { ...again, ...asRecorded, position: 1, duplicates: 1 } });
  });
}

function finding(store: () => Deliveries): void {
  test('[TR1] deliveries without outcome are found by when they are due', async () => {
    const deliveries = store();
    for (const [id, dueAt] of [
      ['late', 9_000],
      ['a', 1_000],
      ['b', 1_000],
      ['soon', 5_000],
    ] as const)
      await deliveries.record({ ...delivery(id), dueAt });
    await deliveries.settle('b', { status: 'cancelled', at: 1_000, runId: null, problem: null });
    const ids = async (by: number, limit: number) => (await deliveries.due(by, limit)).map(({ id }) => id);
    expect(await ids(999, 10)).toEqual([]);
    expect(await ids(5_000, 10)).toEqual(['a', 'soon']);
    expect(await ids(5_000, 1)).toEqual(['a']);
    expect([await deliveries.nextDue(5_000), await deliveries.nextDue(9_000)]).toEqual([9_000, null]);
  });

  test('[TR1] deliveries are listed from the latest on, page by page, and by what they are', async () => {
    const deliveries = store();
    for (const id of ['a', 'b', 'c', 'd'])
      await deliveries.record({
        ...delivery(id),
        workflow: id === 'd' ? 'other' : 'w',
        trigger: id === 'c' ? null : 't',
      });
    await deliveries.settle('b', { status: 'passed', at: 1_000, runId: null, problem: null });
    const ids = async (query: Parameters<typeof deliveries.list>[0]) =>
      (await deliveries.list(query)).map(({ id }) => id);
    expect(await ids({ limit: 10 })).toEqual(['d', 'c', 'b', 'a']);
    const [, second] = await deliveries.list({ limit: 2 });
    expect(await ids({ limit: 2, before: second?.position })).toEqual(['b', 'a']);
    expect(await ids({ limit: 10, workflow: 'w', trigger: 't' })).toEqual(['b', 'a']);
    expect(await ids({ limit: 10, status: 'pending', type: 'webhook', workflow: 'other' })).toEqual(['d']);
    expect(await ids({ limit: 10, type: 'file' })).toEqual([]);
  });
}

const delivery = (id: string): NewDelivery => ({
  id,
  workflow: 'w',
  trigger: 't',
  type: 'webhook',
  key: `key of ${id}`,
  at: 1_000,
  dueAt: 1_000,
  payload: { n: 1 },
  about: { headers: { a: 'b' } },
  by: 'webhook:t',
});

const asRecorded = { status: 'pending', settledAt: null, runId: null, problem: null, duplicates: 0 } as const;
