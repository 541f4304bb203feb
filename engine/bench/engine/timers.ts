import { setImmediate as turn } from 'node:timers/promises';
import type { Figures } from '../measure/figures.ts';
import { rssMb } from '../measure/process.ts';
import { brief, sleep } from './definitions.ts';
import { openBenchEngine } from './host.ts';
import { completeRun, startMany, startRun } from './runs.ts';

/** W3, and what fills a database. */
export async function startSleepers(database: string, runs: number): Promise<Figures> {
  const engine = await openBenchEngine(database);
  const compiled = sleep();
  await startRun(engine, compiled);
  const heap = heapBytes();
  const started = performance.now();
  await startMany(runs - 1, () => startRun(engine, compiled));
  await engine.projected();
  const seconds = (performance.now() - started) / 1_000;
  const perRun = (heapBytes() - heap) / runs;
  await engine.close();
  return { runsPerSecond: runs / seconds, heapBytesPerRun: Math.max(0, perRun) };
}

/** The process that has opened them: none of them is in it. */
export async function rest(database: string): Promise<Figures> {
  const started = performance.now();
  const engine = await openBenchEngine(database);
  const openMs = performance.now() - started;
  while (!engine.isIdle()) await turn();
  await engine.projected();
  const { open } = engine.reader.counts();
  heapBytes();
  const mb = rssMb();
  await engine.close();
  return { rssMb: mb, openMs, open };
}

export async function fill(database: string, runs: number): Promise<Figures> {
  const engine = await openBenchEngine(database);
  const compiled = brief();
  const started = performance.now();
  await startMany(runs, () => completeRun(engine, compiled));
  await engine.projected();
  const seconds = (performance.now() - started) / 1_000;
  await engine.close();
  return { runsPerSecond: runs / seconds };
}

/** After a collection: the process is started with `--expose-gc`. */
function heapBytes(): number {
  globalThis.gc?.();
  return process.memoryUsage().heapUsed;
}
