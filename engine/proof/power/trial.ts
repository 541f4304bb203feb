import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { createInterface } from 'node:readline';
import { openWritable } from '../../node/database.ts';
import type { Random } from '../random.ts';
import { storedRuns } from '../rules/stored.ts';
import type { Files } from './disk.ts';
import { type Note, notesIn } from './notes.ts';
import { lostOf, type Said } from './said.ts';
import { shimEnvironment } from './shim.ts';

export interface LifeOptions {
  readonly library: string;
  readonly folder: string;
  readonly seed: number;
  readonly life: number;
  readonly synchronous?: 'FULL' | 'NORMAL' | 'OFF' | undefined;
  readonly lies?: boolean | undefined;
  /** Begun in each of its lanes, one after the other. */
  readonly runs: number;
  /** Killed after so long, if it has not ended by then. */
  readonly forMs: number;
}

const CHILD = join(import.meta.dirname, 'testing', 'engine-child.ts');

/** One life of the engine in the folder, to its end or its death; what it did to the disk. */
export async function live(options: LifeOptions): Promise<readonly Note[]> {
  const { folder, seed, life, runs, synchronous = 'FULL', forMs } = options;
  const log = `${folder}.log`;
  rmSync(log, { force: true });
  mkdirSync(folder, { recursive: true });
  const child = spawn(process.execPath, [CHILD, folder, String(seed), String(life), String(runs), synchronous], {
    env: { ...process.env, ...shimEnvironment({ ...options, log }) },
    stdio: ['pipe', 'pipe', 'inherit'], // its stdin ends with us, and it with its stdin
  });
  const gone = once(child, 'exit');
  for await (const line of createInterface(child.stdout)) {
    if (line.includes('open')) setTimeout(() => child.kill('SIGKILL'), forMs).unref();
    if (line.includes('ended')) child.kill('SIGKILL');
  }
  await gone;
  return existsSync(log) ? notesIn(readFileSync(log)) : [];
}

/** What is wrong with these files: they must open as a database that knows all that was said. */
export async function powerFaults(files: Files, said: readonly Said[], place: string): Promise<readonly string[]> {
  const file = putBack(files, place);
  try {
    const database = openWritable(file);
    try {
      const { histories, faults } = await storedRuns(database, file);
      return [...faults, ...lostOf(said, histories)];
    } finally {
      database.close();
    }
  } catch (error) {
    return [`it does not open: ${String(error)}`];
  }
}

/** The files as they were left, alone in a folder; the database among them. */
export function putBack(files: Files, place: string): string {
  rmSync(place, { recursive: true, force: true });
  mkdirSync(place, { recursive: true });
  for (const [path, bytes] of files) writeFileSync(join(place, basename(path)), bytes);
  return join(place, 'runs.db');
}

/** So many moments among the notes, in order. */
export function moments(notes: readonly Note[], count: number, random: Random): readonly number[] {
  const chosen = new Set<number>();
  while (chosen.size < Math.min(count, notes.length)) chosen.add(random.below(notes.length));
  return Array.from(chosen).toSorted((a, b) => a - b);
}
