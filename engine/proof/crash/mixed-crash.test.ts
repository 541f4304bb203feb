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
const KILLS_A_DATABASE = 50;

/** On a database of its own, with an outer world of its own. */
async function trialOf(times: number, from: number): Promise<CrashTrial> {
  const world = await startWorld(from);
  try {
    const trial = new CrashTrial(join(testFolder(), 'runs.db'), world, randomFrom(from));
    for (let kill = 1; kill <= times; kill += 1) {
      await trial.killOnce();
      expect(trial.faults, `after kill ${kill}, seed ${from}`).toEqual([]);
    }
    await trial.finish();
    const { length } = await world.get<Call[]>('/calls');
    console.log(
      `${times} kills, ${trial.histories.size} runs (${trial.endings}), ${trial.lost} attempts lost, ${length} calls`,
    );
    expect(trial.faults, `in the end, seed ${from}`).toEqual([]);
    return trial;
  } finally {
    await world.stop();
  }
}

test(
  `[AT2] [AT3] [AT5] [SG5] [LI1] [LI2] [LI3] [HO1] [HO6] killed ${kills} times over a mixed load, the engine loses nothing and does nothing twice`,
  async () => {
    let lost = 0;
    for (let killed = 0; killed < kills; killed += KILLS_A_DATABASE) {
      const trial = await trialOf(Math.min(KILLS_A_DATABASE, kills - killed), seed + killed);
      lost += trial.lost;
    }
    console.log(`${kills} kills held, ${lost} attempts lost, seed ${seed}`);
    expect(lost, 'kills that struck an open attempt').toBeGreaterThan(kills / 10);
  },
  kills * TIME_PER_KILL_MS + 180_000,
);
