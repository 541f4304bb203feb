import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Figures } from '../measure/figures.ts';
import type { Bench } from './bench.ts';

/** Enough that whoever does them is never idle. */
const IN_FLIGHT = 64;

const places = ['here', 'code', 'http'] as const;

/** What it costs to have an activity that does nothing done: in the engine's process, in one of the workspace's code, and by a worker over HTTP. */
export const activitiesBench: Bench = {
  name: 'activities',
  about: `an activity that does nothing, in the engine's process, in one of the workspace's code, and by a worker over HTTP; 1 and ${IN_FLIGHT} in flight`,
  async measure({ folder, seconds, run }) {
    const ours: Record<string, number> = {};
    for (const where of places) {
      const at = async (inFlight: number): Promise<Figures> => {
        const own = join(folder, `${where}-${inFlight}`);
        await mkdir(own);
        return run({ kind: 'activities', where, folder: own, inFlight, seconds: seconds / 2 });
      };
      const [alone, many] = [await at(1), await at(IN_FLIGHT)];
      ours[`${where}P50Ms`] = alone['p50Ms'] ?? 0;
      ours[`${where}P99Ms`] = alone['p99Ms'] ?? 0;
      ours[`${where}PerSecond`] = many['stepsPerSecond'] ?? 0;
    }
    return { ours };
  },
};
