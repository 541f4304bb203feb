import { describe, expect, test } from 'vitest';
import type { Clock } from '../ports.ts';

/** What every clock keeps. `pass` lets so much time go by. */
export function clockContract(name: string, open: () => { clock: Clock; pass: (ms: number) => Promise<void> }): void {
  describe(name, () => {
    test('a timer fires at its time or after, once', async () => {
      const { clock, pass } = open();
      const fired: number[] = [];
      const at = clock.now() + 20;
      clock.setTimer(at, () => fired.push(clock.now()));
      await pass(60);
      expect(fired).toHaveLength(1);
      expect(fired[0]).toBeGreaterThanOrEqual(at);
    });

    test('one whose time is past fires soon, but not within the call that sets it', async () => {
      const { clock, pass } = open();
      let fired = false;
      clock.setTimer(clock.now() - 1_000, () => (fired = true));
      expect(fired).toBe(false);
      await pass(10);
      expect(fired).toBe(true);
    });

    test('a cancelled one never fires, and cancelling twice or too late does no harm', async () => {
      const { clock, pass } = open();
      let count = 0;
      const cancelled = clock.setTimer(clock.now() + 5, () => (count += 1));
      const late = clock.setTimer(clock.now() + 5, () => (count += 10));
      cancelled();
      cancelled();
      await pass(40);
      late();
      expect(count).toBe(10);
    });

    test('timers fire in the order of their times', async () => {
      const { clock, pass } = open();
      const order: string[] = [];
      clock.setTimer(clock.now() + 40, () => order.push('second'));
      clock.setTimer(clock.now() + 10, () => order.push('first'));
      await pass(80);
      expect(order).toEqual(['first', 'second']);
    });
  });
}
