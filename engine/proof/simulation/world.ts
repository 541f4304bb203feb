import type { AttemptResult } from '../../core/command.ts';
import type { Append } from '../../runtime/ports.ts';
import type { Random } from '../random.ts';
import { type Programs, RunWatch } from '../rules/watch.ts';
import type { Trouble } from './answers.ts';
import type { SimClock } from './clock.ts';
import type { Plant } from './plants.ts';
import type { Store } from './store.ts';
import type { Trace } from './trace.ts';

/** What is there whether the engine lives or not, and what is known of it all. */
export interface World {
  readonly random: Random;
  readonly trace: Trace;
  readonly clock: SimClock;
  readonly store: Store;
  readonly plant: Plant;
  readonly problems: string[];
  readonly runs: Map<string, RunWatch>;
  readonly programs: Programs;
  /** Calls of ports that wait for the seed to answer them. */
  pending: Pending[];
  /** Appends of engines that are dead, still on their way. */
  late: Append[];
  /** What the world said to each attempt, by run and id. */
  readonly answers: Map<string, Answered>;
  /** Attempts that were begun, by run and id. */
  readonly begun: Set<string>;
  /** Runs into whose history an engine that was dead wrote after all: what the living had in hand is then not what it knew. */
  readonly disturbed: Set<string>;
  trouble: Trouble;
  /** Whether calls of the journal may fail. */
  isSick: boolean;
  serial: number;
}

export interface Answered {
  readonly runId: string;
  readonly attempt: string;
  /** Null: it broke. */
  readonly result: AttemptResult | null;
  /** The life of the engine that heard it. */
  readonly life: Mortal;
}

export interface Mortal {
  readonly isOver: boolean;
}

export interface Pending {
  readonly kind: 'append' | 'read' | 'write' | 'attempt';
  readonly life: Mortal;
  readonly label: string;
  readonly change?: Append;
  /** Never answered. */
  readonly isSilent?: boolean;
  readonly release: () => Promise<void>;
  readonly fail: () => void;
}

export function watchOf({ runs, programs, answers }: World, runId: string): RunWatch {
  const there = runs.get(runId);
  if (there) return there;
  const watch = new RunWatch(runId, {
    programs,
    said: (attempt) => answers.get(`${runId} ${attempt}`)?.result ?? null,
    runs: (other) => (runs.get(other)?.entry ? runs.get(other) : undefined),
  });
  runs.set(runId, watch);
  return watch;
}

/** It is durable: from here on it must never be lost. */
export function commit(world: World, change: Append): void {
  world.problems.push(...watchOf(world, change.runId).commit(change));
}

/** What the journal holds is what was committed, event by event, and its index says so. */
export async function audit({ runs, store, problems }: World): Promise<void> {
  for (const [runId, watch] of runs) {
    const history = await store.journal.history(runId, 0, Infinity);
    problems.push(...watch.audit(history, await store.journal.entry(runId)));
  }
}
