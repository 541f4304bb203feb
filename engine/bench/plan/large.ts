import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Bench } from './bench.ts';

const MANY = 1_000_000;
const FEW = 10;
const load = { kind: 'load', on: 'ours', shape: 'chain', inFlight: 64 } as const;

/** W1 in a database that holds many runs, against one that holds few. The many are made once, by the engine itself. */
export const largeBench: Bench = {
  name: 'large',
  about: `w1 with ${MANY.toLocaleString('en')} runs in the database, against ${FEW}`,
  isLarge: true,
  async measure({ folder, shared, seconds, run, say }) {
    const many = join(shared, 'many.db');
    const few = join(folder, 'few.db');
    if (!existsSync(many)) {
      say(`making ${MANY} runs, once`);
      await run({ kind: 'fill', database: many, runs: MANY });
    }
    await run({ kind: 'fill', database: few, runs: FEW });
    const withFew = await run({ ...load, folder, seconds, database: few });
    const withMany = await run({ ...load, folder, seconds, database: many });
    const ratio = (metric: string): number => (withMany[metric] ?? 0) / (withFew[metric] ?? 1);
    return {
      ours: { ...withMany, timePerStepRatio: 1 / ratio('stepsPerSecond'), cpuRatio: ratio('cpuSecondsPer1000Steps') },
    };
  },
};
