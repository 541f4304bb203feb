import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { barsOf } from './bars.ts';
import { timeoutsOf } from './limits.ts';

const text = fc.option(
  fc.integer({ min: 0, max: 1_000_000 }).map((ms) => `${ms}ms`),
  { nil: null },
);

test('each bar is inside the one it belongs to, and has room for its words', () => {
  fc.assert(
    fc.property(
      fc.record({ scheduleToClose: text, scheduleToStart: text, startToClose: text, heartbeat: text }),
      (own) => {
        const [all, queue, one, silence] = barsOf(timeoutsOf(own, {}));
        expect([all?.from, all?.to, queue?.from]).toEqual([0, 1, 0]);
        expect(queue?.to).toBe(one?.from);
        expect(silence?.from).toBe(one?.from);
        expect(silence?.to ?? 2).toBeLessThanOrEqual((one?.to ?? 0) + 1e-9);
        for (const bar of [queue, one]) expect((bar?.to ?? 0) - (bar?.from ?? 0)).toBeGreaterThan(0.24);
      },
    ),
  );
});
