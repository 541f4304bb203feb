import { expect, onTestFinished, test } from 'vitest';
import type { Recorded } from '../../core/index.ts';
import { testFolder } from '../../node/testing/folder.ts';
import { type Random, randomFrom } from '../random.ts';
import { pause, Trial } from './trial.ts';

/** `SAGALOOM_WORKER_KILLS` says how often each, the workers and the engine, is killed; `SAGALOOM_BATCH` how many items there are. */
const kills = Number(process.env['SAGALOOM_WORKER_KILLS'] ?? 3);
const items = Number(process.env['SAGALOOM_BATCH'] ?? 200);
const seed = Number(process.env['SAGALOOM_SEED'] ?? Date.now() % 1_000_000);
const TIME_PER_KILL_MS = 15_000;

const isResult = (event: Recorded): event is Extract<Recorded, { type: 'StepCompleted' }> =>
  event.type === 'StepCompleted' && event.path.endsWith('.pay');

const isLost = (event: Recorded): event is Extract<Recorded, { type: 'AttemptFailed' }> =>
  event.type === 'AttemptFailed' && event.error.type === 'worker.lost';

/** First engines, then both, then workers alone: what dies with a worker is missed only where the engine lives on. */
function planned(times: number, random: Random): readonly ('worker' | 'engine')[] {
  const third = Math.ceil(times / 3);
  const mixed = Array.from({ length: (times - third) * 2 }, (_, i) =>
    i % 2 === 0 ? ('worker' as const) : ('engine' as const),
  );
  const shuffled = mixed
    .map((kill) => ({ kill, at: random.next() }))
    .toSorted((a, b) => a.at - b.at)
    .map(({ kill }) => kill);
  const alone = (kill: 'worker' | 'engine') => Array.from({ length: third }, () => kill);
  return [...alone('engine'), ...shuffled, ...alone('worker')];
}

test(
  `[AT2][AT3][WK1][WK5] workers killed ${kills} times and the engine ${kills} times: of ${items} items each has one accepted result, and no effect is there twice (seed ${seed})`,
  { timeout: 120_000 + kills * 2 * TIME_PER_KILL_MS + items * 50 },
  async () => {
    const random = randomFrom(seed);
    const trial = new Trial(testFolder(), random);
    onTestFinished(() => trial.end());
    await trial.begin(items, seed);
    const between = Math.max(1, Math.floor(items / (kills * 2 + 1)));
    let killed = 0;
    for (const kill of planned(kills, random)) {
      await trial.worked(random.below(between) + 1);
      if (trial.isOver()) break;
      await (kill === 'worker' ? trial.killWorker() : trial.killEngine());
      killed += 1;
    }
    while (!trial.isOver()) await pause(50);

    const { log, calls } = await trial.log();
    const histories = trial.runs.map((runId) => trial.history(runId));
    const results = histories.flatMap((history) => history.filter(isResult));
    const places = new Set(histories.flatMap((all, run) => all.filter(isResult).map(({ path }) => `${run}: ${path}`)));
    const lost = histories.flat().filter(isLost);
    console.log(
      `${killed} kills: ${results.length} results, ${log.length} effects, ${calls} calls, ${lost.length} attempts lost`,
    );
    expect(histories.map((history) => history.at(-1))).toMatchObject(histories.map(() => ({ status: 'completed' })));
    expect(results).toHaveLength(items);
    expect(places.size).toBe(items); // every item has a result, and none has two
    expect(log).toHaveLength(items);
    expect(new Set(log.map(({ key }) => key)).size).toBe(items); // no effect twice, by the service's own log
    const effects = results.map(({ output }) => (output as { readonly effect: number }).effect);
    expect(new Set(effects)).toEqual(new Set(log.map(({ effect }) => effect))); // what was accepted is what was done
    expect(killed).toBe(kills * 2); // else there was too little to do
    const silent = lost.filter(({ error }) => error.message.includes('was not heard of'));
    expect([silent.length > 0, lost.length > silent.length]).toEqual([true, true]); // both were killed in the midst of it
  },
);
