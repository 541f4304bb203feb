import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { virtualClock } from '../memory/virtualClock.ts';
import { wakeups } from './wakeups.ts';

describe('wakeups', () => {
  test('[WK1] a run is woken at its time or before, and no run that wants nothing is', () => {
    const wish = fc.record({ run: fc.nat(7), inMs: fc.oneof(fc.nat(500), fc.constant(null)), pass: fc.nat(120) });
    fc.assert(
      fc.property(fc.array(wish, { maxLength: 200 }), (wishes) => {
        const clock = virtualClock(0);
        const wanted = new Map<string, number>();
        const wake = (runId: string): void => {
          const at = wanted.get(runId);
          if (at === undefined) throw new Error(`${runId} was woken for nothing`);
          if (at > clock.now()) timers.set(runId, at); // early: it says again
          else wanted.delete(runId);
        };
        const timers = wakeups(clock, wake);
        for (const { run, inMs, pass } of wishes) {
          const runId = `r${run}`;
          if (inMs === null) {
            wanted.delete(runId);
            timers.clear(runId);
          } else {
            const at = clock.now() + inMs;
            wanted.set(runId, at);
            timers.set(runId, at);
          }
          clock.advance(pass);
          for (const at of wanted.values()) if (at <= clock.now()) return false; // late
        }
        return true;
      }),
    );
  });

  test('[WK2] ten thousand deadlines that only move on need one timer of the clock', () => {
    let timersSet = 0;
    const clock = virtualClock(0);
    const counting = {
      ...clock,
      setTimer: (at: number, fire: () => void) => ((timersSet += 1), clock.setTimer(at, fire)),
    };
    const timers = wakeups(counting, () => {});
    for (let i = 0; i < 10_000; i += 1) timers.set('r', 60_000 + i);
    expect(timersSet).toBe(1);
  });

  test('runs that ended do not pile up', () => {
    const clock = virtualClock(0);
    let woken = 0;
    const timers = wakeups(clock, () => (woken += 1));
    for (let i = 0; i < 20_000; i += 1) {
      timers.set(`r${i}`, 1_000 + (i % 997));
      if (i % 100 !== 0) timers.clear(`r${i}`);
    }
    clock.advance(10_000);
    expect(woken).toBe(200);
  });
});
