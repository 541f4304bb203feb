import { describe, expect, test } from 'vitest';
import { initialState } from '../core/index.ts';
import { memoryJournal } from '../memory/journal.ts';
import type { Append } from '../runtime/ports.ts';
import { pacedJournal } from './paced.ts';

describe('a paced journal', () => {
  test('[PA1] what else is to be done goes on between many loads, and all are answered in order', async () => {
    const order: number[] = [];
    const busy = (): void => {
      const until = performance.now() + 1;
      while (performance.now() < until);
    };
    const journal = { ...memoryJournal(), load: async (runId: string) => (busy(), order.push(Number(runId)), null) };
    const paced = pacedJournal(journal, () => undefined);
    const loads = Array.from({ length: 60 }, (_, i) => paced.load(String(i)));
    const loadedAtTurn: number[] = [];
    for (let turn = 0; turn < 3; turn += 1) {
      loadedAtTurn.push(order.length);
      await new Promise((resolve) => setImmediate(resolve));
    }
    expect(Math.max(...loadedAtTurn)).toBeLessThan(60);
    await Promise.all(loads);
    expect(order).toEqual(Array.from({ length: 60 }, (_, i) => i));
  });

  test.each([
    ['none is there', undefined, true],
    ['events since the last are as long as it is', { seq: 500, bytes: 50_000 }, true],
    ['it is much longer than what came since', { seq: 900, bytes: 50_000 }, false],
  ])('[PA2] a snapshot where %s', async (_, stored, isWritten) => {
    const appended: Append[] = [];
    const journal = {
      ...memoryJournal(),
      append: async (change: Append) => (appended.push(change), { kind: 'appended' as const }),
    };
    const change = {
      runId: 'r',
      expected: 999,
      events: [],
      entry: { events: 1_000 },
      snapshot: initialState(),
    } as unknown as Append;
    await pacedJournal(journal, () => stored).append(change);
    expect(appended.map(({ snapshot }) => snapshot !== undefined)).toEqual([isWritten]);
  });
});
