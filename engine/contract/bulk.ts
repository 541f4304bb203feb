import { type } from '@orpc/contract';
import { z } from 'zod';
import { base } from './base.ts';
import { type Counted, runsFilter } from './runs-filter.ts';

/** What can be done to many runs at once. */
export const BULK_ACTIONS = ['cancel', 'terminate', 'retry', 'again', 'delete'] as const;
/**
 * `retry`: every step and undo that waits for a person is tried again. `again`: of a run that has ended, a new one with the same
 * definition, input and config. `delete`: a run that has ended goes, with its history and all that belongs to it.
 */
export type BulkAction = (typeof BULK_ACTIONS)[number];

const MOST_RUNS = 5_000;
const which = z.object({
  action: z.enum(BULK_ACTIONS),
  /** These runs; else all that match the filter when it begins. */
  runs: z.array(z.string().min(1)).min(1).max(MOST_RUNS).optional(),
  filter: runsFilter.optional(),
});

const isOne = ({ runs, filter }: z.infer<typeof which>): boolean => (runs === undefined) !== (filter === undefined);
const oneOf = { message: 'Give either runs or filter.' };

export interface BulkPreview {
  /** Runs that it can be done to as they are now. */
  readonly applies: Counted;
  /** Of those that are meant; it cannot be done to the rest. */
  readonly meant: Counted;
}

export interface BulkRefusal {
  readonly runId: string;
  readonly reason: string;
}

/** Times are ISO 8601. */
export interface BulkJob {
  readonly id: string;
  readonly action: BulkAction;
  /** Recorded with what it does to each run. */
  readonly why: string | null;
  /** `broken`: it could not go on; `problem` says why. */
  readonly state: 'running' | 'done' | 'stopped' | 'broken';
  readonly startedAt: string;
  readonly endedAt: string | null;
  /** How many it was meant for when it began. */
  readonly total: Counted;
  readonly done: number;
  readonly refused: number;
  /** The first of them. */
  readonly refusals: readonly BulkRefusal[];
  /** The engine was started anew meanwhile, and it went on from where it was. */
  readonly resumed: boolean;
  readonly problem: string | null;
}

const one = base.input(z.object({ id: z.string().min(1) }));

export const bulk = {
  /** What would be done, and to how many. */
  preview: base.input(which.refine(isOne, oneOf)).output(type<BulkPreview>()),
  /** Begins it: it goes on in the engine, whoever looks. */
  start: base
    .input(which.extend({ why: z.string().max(1_000).optional() }).refine(isOne, oneOf))
    .output(type<BulkJob>()),
  status: one.output(type<BulkJob>()),
  /** The last ones, the newest first. */
  list: base.output(type<readonly BulkJob[]>()),
  /** What is under way is finished; nothing more is begun. */
  stop: one.output(type<BulkJob>()),
};
