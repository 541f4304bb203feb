import type { Figures } from '../measure/figures.ts';
import { recoverable } from './definitions.ts';
import { openBenchEngine } from './host.ts';
import { startMany, startRun } from './runs.ts';

/** W4, before: runs whose first attempt never answers. It stays open until it is killed. */
export async function leaveOpen(database: string, runs: number): Promise<Figures> {
  const engine = await openBenchEngine(database, { perform: () => new Promise(() => {}) });
  const compiled = recoverable();
  await startMany(runs, () => startRun(engine, compiled));
  return { open: engine.reader.counts().open };
}

/** W4, after: since the process began, the first attempt that is begun, and when each run has had one. */
export async function recover(database: string, runs: number): Promise<Figures> {
  const moved = new Set<string>();
  const { promise: all, resolve } = Promise.withResolvers<void>();
  let first = 0;
  const engine = await openBenchEngine(database, {
    perform: async ({ run }) => {
      if (moved.size === 0) first = performance.now();
      moved.add(run.runId);
      if (moved.size === runs) resolve();
      return { kind: 'completed', output: null };
    },
  });
  await all;
  const allMovedMs = performance.now();
  await engine.close();
  return { firstProgressMs: first, allMovedMs };
}
