import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { paced } from './paced.ts';

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

/** A call that takes 100 ms, and when each began. */
function slow() {
  const begun: number[] = [];
  const from = Date.now();
  const call = async (): Promise<void> => {
    begun.push(Date.now() - from);
    await new Promise((resolve) => setTimeout(resolve, 100));
  };
  return { begun, call };
}

test('a stream of pokes neither starves nor floods it, and the last one counts', async () => {
  const { begun, call } = slow();
  const { poke } = paced(call, 250, new AbortController().signal);
  for (let n = 0; n < 100; n++) {
    poke();
    await vi.advanceTimersByTimeAsync(10);
  }
  await vi.advanceTimersByTimeAsync(5_000);
  expect(begun).toEqual([0, 350, 700, 1_050]);
});

test('without a poke nothing is called, and nothing after the end', async () => {
  const { begun, call } = slow();
  const stop = new AbortController();
  const { poke } = paced(call, 250, stop.signal);
  await vi.advanceTimersByTimeAsync(1_000);
  expect(begun).toEqual([]);
  poke();
  poke();
  stop.abort();
  await vi.advanceTimersByTimeAsync(1_000);
  expect(begun).toHaveLength(1);
});
