import { join } from 'node:path';
import type { Figures } from '../measure/figures.ts';
import { activitiesBench } from './activities.ts';
import type { Bench } from './bench.ts';
import { helloBench } from './hello.ts';
import { largeBench } from './large.ts';
import { loadBench } from './load.ts';

const SLEEPERS = 100_000;
const OPEN_RUNS = 10_000;
const LONG_RUN_EVENTS = 10_000;
const GROWN_EVENTS = 50_000;

const throughput = { metric: 'stepsPerSecond', isTime: false };

export const benches: readonly Bench[] = [
  {
    name: 'sqlite',
    about: 'rows of a step through better-sqlite3 alone, synchronous=FULL',
    async measure({ folder, seconds, run }) {
      const at = async (perTransaction: number): Promise<number> => {
        const database = join(folder, `${perTransaction}.db`);
        return only(await run({ kind: 'rows', database, seconds: seconds / 2, perTransaction }), 'rowsPerSecond');
      };
      return { ours: { rowsPerSecondAt1: await at(1), rowsPerSecondAt100: await at(100) } };
    },
  },
  loadBench(
    'w1',
    'runs of 10 steps, one after the other, 64 runs in flight',
    { shape: 'chain', inFlight: 64 },
    throughput,
  ),
  loadBench(
    'w1-at-1',
    'runs of 10 steps, one after the other, 1 run in flight',
    { shape: 'chain', inFlight: 1 },
    { metric: 'p50Ms', isTime: true },
  ),
  loadBench(
    'w2',
    'runs of 100 steps at once and their join, 1 run in flight',
    { shape: 'fanOut', inFlight: 1 },
    { metric: 'runsPerSecond', isTime: false },
  ),
  {
    name: 'w3',
    about: `${SLEEPERS.toLocaleString('en')} runs that wait for a timer`,
    async measure({ folder, run }) {
      const empty = await run({ kind: 'rest', database: join(folder, 'empty.db') });
      const database = join(folder, 'runs.db');
      const started = await run({ kind: 'startSleepers', database, runs: SLEEPERS });
      const waiting = await run({ kind: 'rest', database });
      const { runsPerSecond, heapBytesPerRun } = started;
      return {
        ours: {
          runsPerSecond: runsPerSecond ?? 0,
          heapBytesPerRun: heapBytesPerRun ?? 0,
          startingRssMb: only(started, 'rssMb'),
          rssMb: only(waiting, 'rssMb'),
          rssMbWithoutThem: only(empty, 'rssMb'),
          openMs: only(waiting, 'openMs'),
        },
      };
    },
  },
  {
    name: 'w4',
    about: `${OPEN_RUNS.toLocaleString('en')} open runs, SIGKILL, and from the start of the next process to its first attempt`,
    async measure({ folder, run }) {
      const database = join(folder, 'runs.db');
      await run({ kind: 'leaveOpen', database, runs: OPEN_RUNS });
      return { ours: await run({ kind: 'recover', database, runs: OPEN_RUNS }) };
    },
  },
  {
    name: 'w5',
    about: `a run of ${LONG_RUN_EVENTS.toLocaleString('en')} events: opened to its first decision; read and folded without a snapshot`,
    async measure({ folder, run }) {
      const database = join(folder, 'runs.db');
      const left = await run({ kind: 'leaveLongRun', database, events: LONG_RUN_EVENTS });
      const folded = await run({ kind: 'fold', database });
      const resumed = await run({ kind: 'resume', database, events: only(left, 'events') });
      return {
        ours: {
          resumeMs: only(resumed, 'resumeMs'),
          foldMs: only(folded, 'foldMs'),
          events: only(folded, 'events'),
          rssMb: only(resumed, 'rssMb'),
        },
      };
    },
  },
  {
    name: 'growth',
    about: `processor time of a turn at event ${GROWN_EVENTS.toLocaleString('en')} of a run, against event 10`,
    async measure({ folder, run }) {
      return { ours: await run({ kind: 'growth', folder, events: GROWN_EVENTS }) };
    },
  },
  activitiesBench,
  helloBench,
  largeBench,
];

function only(figures: Figures, metric: string): number {
  const value = figures[metric];
  if (value === undefined) throw new Error(`no ${metric} was measured`);
  return value;
}

/** `w1` means `w1-at-1` too. */
export function chosen(name: string | null, large: boolean): readonly Bench[] {
  return name === null
    ? benches.filter(({ isLarge }) => large || !isLarge)
    : benches.filter((bench) => bench.name === name || bench.name.startsWith(`${name}-`));
}
