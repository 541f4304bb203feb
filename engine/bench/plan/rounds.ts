import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Figures } from '../measure/figures.ts';
import { nameOf, runTask } from '../measure/run-task.ts';
import type { Contender, Task } from '../task.ts';
import type { Bench, Measured, Round } from './bench.ts';

export interface Plan {
  readonly benches: readonly Bench[];
  readonly rounds: number;
  readonly seconds: number;
  readonly contenders: readonly Contender[];
  /** On the disk that is measured. */
  readonly folder: string;
  readonly say: (text: string) => void;
}

export interface Rounds {
  readonly fsyncPerSecond: readonly number[];
  /** Of each bench, one of each round. */
  readonly measured: ReadonlyMap<string, readonly Measured[]>;
}

const FSYNC_SECONDS = 1;

export async function measureRounds(plan: Plan): Promise<Rounds> {
  const fsyncPerSecond: number[] = [];
  const measured = new Map<string, Measured[]>(plan.benches.map(({ name }) => [name, []]));
  for (let number = 1; number <= plan.rounds; number += 1) {
    const round = join(plan.folder, `round-${number}`);
    await mkdir(round);
    const fsync = await runTask({ kind: 'fsync', folder: round, seconds: Math.min(FSYNC_SECONDS, plan.seconds) });
    fsyncPerSecond.push(fsync['fsyncPerSecond'] ?? 0);
    for (const bench of plan.benches) measured.get(bench.name)?.push(await measureBench(plan, bench, number, round));
    await rm(round, { recursive: true, force: true });
  }
  return { fsyncPerSecond, measured };
}

async function measureBench(plan: Plan, bench: Bench, number: number, parent: string): Promise<Measured> {
  const folder = join(parent, bench.name);
  const shared = join(plan.folder, bench.name);
  await mkdir(folder);
  await mkdir(shared, { recursive: true });
  const say = (text: string): void => plan.say(`round ${number} of ${plan.rounds}, ${bench.name}: ${text}`);
  const round: Round = {
    folder,
    shared,
    seconds: plan.seconds,
    contenders: plan.contenders,
    say,
    run: async (task: Task): Promise<Figures> => {
      const started = performance.now();
      const figures = await runTask(task);
      say(`${nameOf(task)}, ${((performance.now() - started) / 1_000).toFixed(1)} s`);
      return figures;
    },
  };
  const measured = await bench.measure(round);
  await rm(folder, { recursive: true, force: true });
  return measured;
}
