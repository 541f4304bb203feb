import { expect, test } from 'vitest';
import { underLoad } from './under-load.ts';

test('so many runs are in flight and no more, and what was put off is waited for', async () => {
  let now = 0;
  let most = 0;
  let settled = 0;
  const run = async (): Promise<void> => {
    now += 1;
    most = Math.max(most, now);
    await new Promise(setImmediate);
    now -= 1;
  };
  const settle = async (): Promise<void> => void (settled += 1);
  const load = { inFlight: 7, seconds: 0.02, stepsPerRun: 10 };
  const figures = await underLoad(load, { run, settle, cpuSeconds: () => 0 });
  expect([now, most, settled]).toEqual([0, 7, 2]);
  expect(figures['stepsPerSecond']).toBeCloseTo(10 * (figures['runsPerSecond'] ?? 0), 6);
});

test('a run that fails ends the measurement', async () => {
  const run = () => Promise.reject(new Error('broken'));
  await expect(underLoad({ inFlight: 2, seconds: 60, stepsPerRun: 1 }, { run, cpuSeconds: () => 0 })).rejects.toThrow(
    'broken',
  );
});
