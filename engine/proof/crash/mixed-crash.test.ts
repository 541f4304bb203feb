import { join } from 'node:path';
import { expect, test } from 'vitest';
import { testFolder } from '../../node/testing/folder.ts';
import { randomFrom } from '../random.ts';
import type { Call } from './effects.ts';
import { CrashTrial, startWorld } from './trial.ts';

/** `SAGALOOM_MIXED_KILLS` says how often, `SAGALOOM_SEED` plans the moments again. */
const kills = Number(process.env['SAGALOOM_MIXED_KILLS'] ?? 12);
const seed = Number(process.env['SAGALOOM_SEED'] ?? Date.now() % 1_000_000);
const TIME_PER_KILL_MS = 10_000;

test(
  `[AT2] [AT3] [AT5] [SG5] [LI1] [LI2] [LI3] [HO1] [HO6] killed ${kills} times over a mixed load, the engine loses nothing and does nothing twice`,
  async () => {
    const world = await startWorld(seed);
    try {
      const trial = new CrashTrial(join(testFolder(), 'runs.db'), world, randomFrom(seed));
      for (let kill = 1; kill <= kills; kill += 1) {
        await trial.killOnce();
        expect(trial.faults, `after kill ${kill}, seed ${seed}`).toEqual([]);
      }
      await trial.finish();
      const { length } = await world.get<Call[]>('/calls');
      console.log(
        `${kills} kills, ${trial.histories.size} runs (${trial.endings}), ${trial.lost} attempts lost, ${length} calls, seed ${seed}`,
      );
      expect(trial.faults, `in the end, seed ${seed}`).toEqual([]);
      expect(trial.lost, 'kills that struck an open attempt').toBeGreaterThan(kills / 10);
    } finally {
      await world.stop();
    }
  },
  kills * TIME_PER_KILL_MS + 180_000,
);
