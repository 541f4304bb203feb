import type { Ids } from '../runtime/ports.ts';

/** The same ids and seeds every time: `run-1`, `run-2`, … */
export function countedIds(seed = 'seed', prefix = 'run-'): Ids {
  let count = 0;
  return {
    runId: () => `${prefix}${(count += 1)}`,
    seed: () => seed,
  };
}
