import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Figures } from '../measure/figures.ts';
import type { Contender } from '../task.ts';
import type { Shape } from '../workload.ts';
import type { Bench, Round } from './bench.ts';

/** W1 and W2: everybody who is here, one after the other. */
export function loadBench(
  name: string,
  about: string,
  load: { readonly shape: Shape; readonly inFlight: number },
  compares: NonNullable<Bench['compares']>,
): Bench {
  return {
    name,
    about,
    compares,
    async measure(round) {
      const measured: [Contender, Figures][] = [];
      for (const on of round.contenders) {
        const figures = await measureOne(round, on, load);
        if (figures) measured.push([on, figures]);
      }
      return Object.fromEntries(measured);
    },
  };
}

/** A peer that fails is left out of the round; we may not fail. */
async function measureOne(
  { folder, seconds, run, say }: Round,
  on: Contender,
  load: { readonly shape: Shape; readonly inFlight: number },
): Promise<Figures | null> {
  const own = join(folder, on);
  await mkdir(own);
  try {
    return await run({ kind: 'load', on, seconds, folder: own, ...load });
  } catch (error) {
    if (on === 'ours') throw error;
    say(`${on} is left out: ${error instanceof Error ? error.message : String(error)}`);
    return null;
  }
}
