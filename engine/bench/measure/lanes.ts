import { percentile } from './statistics.ts';

export interface Load {
  readonly inFlight: number;
  readonly runs: number;
  readonly stepsPerRun: number;
}

export interface Throughput {
  readonly runsPerSecond: number;
  readonly stepsPerSecond: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
  /** Of this process. */
  readonly cpuSecondsPer1000Steps: number;
}

/** So many lanes, each of which begins the next run when its own has ended. */
export async function throughput(load: Load, run: () => Promise<void>): Promise<Throughput> {
  const times: number[] = [];
  let begun = 0;
  const lane = async (): Promise<void> => {
    while (begun < load.runs) {
      begun += 1;
      const started = performance.now();
      await run();
      times.push(performance.now() - started);
    }
  };
  const cpu = process.cpuUsage();
  const started = performance.now();
  await Promise.all(Array.from({ length: load.inFlight }, lane));
  const seconds = (performance.now() - started) / 1_000;
  const { user, system } = process.cpuUsage(cpu);
  const steps = load.runs * load.stepsPerRun;
  return {
    runsPerSecond: load.runs / seconds,
    stepsPerSecond: steps / seconds,
    p50Ms: percentile(times, 0.5) ?? 0,
    p99Ms: percentile(times, 0.99) ?? 0,
    cpuSecondsPer1000Steps: (user + system) / 1e6 / (steps / 1_000),
  };
}
