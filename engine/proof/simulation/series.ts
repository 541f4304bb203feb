import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Plant } from './plants.ts';
import { type Simulated, simulate } from './simulate.ts';
import { sqliteStore } from './sqliteStore.ts';

/** Many seeds, one after the other, until one is found at which something is wrong. */
export interface SeriesOptions {
  readonly from: number;
  readonly seeds: number;
  /** Goes on beyond `seeds` until so many steps were taken. */
  readonly steps?: number | undefined;
  readonly plant?: Plant | undefined;
  /** Where databases may be put: then every so many seeds are on SQLite. */
  readonly folder?: string | undefined;
  readonly onSeed?: ((sum: Sum) => void) | undefined;
}

export interface Sum {
  seeds: number;
  onSqlite: number;
  steps: number;
  crashes: number;
  runs: number;
  events: number;
}

export interface Series extends Sum {
  readonly seconds: number;
  /** The first seed that failed. */
  readonly failure: Simulated | null;
}

const SQLITE_EVERY = 25;

export async function series({ from, seeds, steps = 0, plant, folder, onSeed }: SeriesOptions): Promise<Series> {
  const startedAt = performance.now();
  const sum: Sum = { seeds: 0, onSqlite: 0, steps: 0, crashes: 0, runs: 0, events: 0 };
  let failure: Simulated | null = null;
  for (let seed = from; failure === null && (sum.seeds < seeds || sum.steps < steps); seed += 1) {
    const done = await simulateSeed({ seed, plant, folder });
    sum.seeds += 1;
    sum.onSqlite += isOnSqlite(seed, folder) ? 1 : 0;
    for (const name of ['steps', 'crashes', 'runs', 'events'] as const) sum[name] += done[name];
    if (done.problems.length > 0) failure = done;
    onSeed?.(sum);
  }
  return { ...sum, seconds: (performance.now() - startedAt) / 1_000, failure };
}

const isOnSqlite = (seed: number, folder: string | undefined): boolean =>
  folder !== undefined && seed % SQLITE_EVERY === 0;

export interface OneSeed {
  readonly seed: number;
  readonly plant?: Plant | undefined;
  readonly folder?: string | undefined;
  readonly keepTrace?: boolean | undefined;
  readonly crashAt?: number | undefined;
}

/** A seed is on the same kind of store each time. */
export async function simulateSeed({ folder, ...options }: OneSeed): Promise<Simulated> {
  if (folder === undefined || !isOnSqlite(options.seed, folder)) return simulate(options);
  const place = join(folder, `seed-${options.seed}`);
  mkdirSync(place, { recursive: true });
  try {
    return await simulate({ ...options, store: sqliteStore(place) });
  } finally {
    rmSync(place, { recursive: true, force: true });
  }
}
