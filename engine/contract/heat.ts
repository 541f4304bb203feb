import { eventIterator, type } from '@orpc/contract';
import { z } from 'zod';
import { base } from './base.ts';
import type { Histogram } from './histogram.ts';

/** How a step fared, all its visits and, in a map, all items together. */
export interface StepHeat {
  /** Id of the step in the file. */
  readonly step: string;
  /** `task`, `saga`, …; null where the traces do not say. */
  readonly type: string | null;
  /** Runs that came to it. */
  readonly runs: number;
  /** Visits: the sum of all flows into it, and of `open`, `last` and all flows out of it. */
  readonly entered: number;
  /** Still in it. */
  readonly open: number;
  /** Visits that nothing followed in their block. */
  readonly last: number;
  readonly completed: number;
  /** Ended by an error, with nothing to catch it. */
  readonly failed: number;
  /** Ended by an error that its own `catch` or `onTimeout` took. */
  readonly caught: number;
  /** Ended from outside: cancelled, or left open when its run ended. */
  readonly cancelled: number;
  /** Attempts after the first. */
  readonly retries: number;
  /** Visits that were undone. */
  readonly undone: number;
  /** Undos that failed, or were given up. */
  readonly undoFailed: number;
  /** Waits between attempts and for people, and how long they were, in ms. */
  readonly waits: number;
  readonly waitMs: number;
  /** Of visits that ended, from their beginning to their end. */
  readonly durations: Histogram;
  /** Types of errors it ended with, the most frequent first, ten at most. */
  readonly errors: readonly (readonly [type: string, count: number])[];
}

/** By which way a step was left. `catch`: by a clause of its `catch`, or `onTimeout`; `error` says for which error. */
export type FlowExit = 'next' | 'otherwise' | `branch:${number}` | 'catch';

/** How often one step came after another in its block. */
export interface FlowHeat {
  /** Null: the block began with `to`. */
  readonly from: string | null;
  readonly exit: FlowExit;
  /** Of a `catch`, the error's type. */
  readonly error: string | null;
  readonly to: string;
  readonly count: number;
}

/** How a workflow fared over many runs, or over traces of it. */
export interface Heat {
  readonly workflow: string;
  readonly source: HeatSource;
  /** Runs, or traces, that it is made of. */
  readonly runs: number;
  /** There are more than were asked for. */
  readonly more: boolean;
  /** When the oldest and the newest of them began: ISO 8601; null where there are none. */
  readonly from: string | null;
  readonly to: string | null;
  /** Of the whole: from a run's start to its end. */
  readonly durations: Histogram;
  readonly steps: readonly StepHeat[];
  readonly flows: readonly FlowHeat[];
  /** Versions among them by hash, the most frequent first. Not narrowed by the version asked for. */
  readonly versions: readonly { readonly hash: string; readonly runs: number }[];
}

export type HeatUpdate =
  | { readonly kind: 'progress'; readonly done: number; readonly of: number }
  | { readonly kind: 'heat'; readonly heat: Heat };

export const heatSources = ['runs', 'traces'] as const;
/** Runs of this engine, or traces that were received or imported. */
export type HeatSource = (typeof heatSources)[number];

export const mostHeatRuns = 10_000;

export const heatAsked = z.object({
  workflow: z.string().min(1),
  source: z.enum(heatSources).optional(),
  /** So many at most, the newest first. */
  limit: z.int().min(1).max(mostHeatRuns).optional(),
  /** Of runs: in one of these. */
  statuses: z.array(z.string()).min(1).max(20).optional(),
  /** Of this version alone. */
  hash: z.string().min(1).optional(),
  /** Begun at or after, and before. */
  since: z.iso.datetime({ offset: true }).optional(),
  until: z.iso.datetime({ offset: true }).optional(),
});
export type HeatAsked = z.infer<typeof heatAsked>;

/** How a workflow fares over many runs. */
export const heat = {
  /** Progress some times a second, then the heat, once. Going away ends the work. */
  get: base.input(heatAsked).output(eventIterator(type<HeatUpdate>())),
};
