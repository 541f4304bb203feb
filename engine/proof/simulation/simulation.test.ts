import { describe, expect, test } from 'vitest';
import { testFolder } from '../../node/testing/folder.ts';
import { plantNames, plants } from './plants.ts';
import { series, simulateSeed } from './series.ts';

/** What `npm test` can afford, the same seeds each time; `npm run simulate` has no such limit. */
const SEEDS = Number(process.env['SAGALOOM_SEEDS'] ?? 150);
const PATIENCE = 400;

describe('whatever one seed decides', () => {
  test(`[HO1] [HO2] [HO4] [HO6] [AT2] [AT3] [AT5] [SG2] [SG4] [SG5] [MA2] [MA3] [MA4] [LI1] [LI2] [LI3] no invariant breaks`, async () => {
    const folder = testFolder();
    const { failure, steps } = await series({ from: 1, seeds: SEEDS, folder });
    expect(failure?.problems, `npm run simulate -- --from ${failure?.seed ?? 0} --seeds 1`).toBeUndefined();
    console.log(`simulation: ${SEEDS} seeds, ${steps} steps`);
    expect(steps).toBeGreaterThan(100 * SEEDS);
  }, 120_000);

  test('a seed is the whole case: twice the same trace, on both stores', async () => {
    const folder = testFolder();
    for (const seed of [1, 2, 3, 25, 50]) {
      const [once, again] = [await simulateSeed({ seed, folder }), await simulateSeed({ seed, folder })];
      expect([again.hash, again.steps]).toEqual([once.hash, once.steps]);
    }
    expect((await simulateSeed({ seed: 1 })).hash).not.toBe((await simulateSeed({ seed: 2 })).hash);
  }, 60_000);

  test('a crash at every single step is survived', async () => {
    for (const seed of [3, 11]) {
      const { steps } = await simulateSeed({ seed, crashAt: Infinity });
      for (let crashAt = 1; crashAt <= Math.min(steps, 120); crashAt += 1) {
        const { problems } = await simulateSeed({ seed, crashAt });
        expect(problems, `seed ${seed}, crash at step ${crashAt}`).toEqual([]);
      }
    }
  }, 120_000);
});

describe('planted', () => {
  test.each(plantNames)(
    '%s is found',
    async (name) => {
      const { failure, seeds } = await series({ from: 1, seeds: PATIENCE, plant: plants[name] });
      expect(failure?.problems[0], `not found within ${seeds} seeds`).toMatch(/SI\d/);
    },
    60_000,
  );
});
