import { setTimeout as delay } from 'node:timers/promises';
import type { Figures } from './figures.ts';
import { percentile } from './statistics.ts';

export interface Load {
  readonly inFlight: number;
  readonly seconds: number;
  readonly stepsPerRun: number;
}

/** Whatever runs workflows. */
export interface Subject {
  /** One run, from its start until its end is known. */
  readonly run: () => Promise<void>;
  /** When it resolves, nothing is left to do of what was run: work put off is work all the same. */
  readonly settle?: () => Promise<void>;
  /** Processor time so far, of all processes it takes. */
  readonly cpuSeconds: () => number;
}

/** Even of what is slow. */
const LEAST_RUNS = 10;
const WARM_SHARE = 0.5;

/**
 * So many lanes, each of which begins the next run when its own has ended. Measured is a window in the middle, so that neither the
 * start nor the end, when lanes stand idle, is in it.
 */
export async function underLoad({ inFlight, seconds, stepsPerRun }: Load, subject: Subject): Promise<Figures> {
  const { run, settle, cpuSeconds } = subject;
  let times: number[] = [];
  const end = new AbortController();
  const lane = async (): Promise<void> => {
    while (!end.signal.aborted) {
      const started = performance.now();
      await run();
      times.push(performance.now() - started);
    }
  };
  const lanes = Promise.all(Array.from({ length: inFlight }, lane));
  const pass = (ms: number): Promise<unknown> => Promise.race([delay(ms), lanes]);

  await pass(seconds * WARM_SHARE * 1_000);
  await settle?.();
  times = [];
  const cpu = cpuSeconds();
  const started = performance.now();
  await pass(seconds * 1_000);
  while (times.length < LEAST_RUNS) await pass(50);
  const measured = times;
  const runs = measured.length;
  const over = performance.now();
  await settle?.();
  const ended = performance.now();
  const elapsed = (ended - started) / 1_000;
  const used = cpuSeconds() - cpu;
  end.abort();
  await lanes;
  return {
    runsPerSecond: runs / elapsed,
    stepsPerSecond: (runs * stepsPerRun) / elapsed,
    p50Ms: percentile(measured, 0.5) ?? 0,
    p99Ms: percentile(measured, 0.99) ?? 0,
    cpuSecondsPer1000Steps: used / ((runs * stepsPerRun) / 1_000),
    ...(settle && { settleMs: ended - over }),
  };
}
