/** Which runs, and in what order: asked by the list, its counts and what is done to all that match. */
import { z } from 'zod';
import type { RunStatus } from '../core/event.ts';

/** By type, all there are, in the order they are sorted in: what is open, what ended badly, what is over. */
export const RUN_STATUSES = [
  'running',
  'suspended',
  'paused',
  'failed',
  'timedOut',
  'terminated',
  'cancelled',
  'compensated',
  'continuedAsNew',
  'completed',
] as const satisfies readonly RunStatus[];

const ALL_ARE_THERE: Exclude<RunStatus, (typeof RUN_STATUSES)[number]> extends never ? true : never = true;
void ALL_ARE_THERE;

export const RUN_SORTS = ['started', 'ended', 'duration', 'workflow', 'status', 'events'] as const;
export type RunSortBy = (typeof RUN_SORTS)[number];

export interface RunSort {
  readonly by: RunSortBy;
  readonly order: 'asc' | 'desc';
}

export const NEWEST_FIRST: RunSort = { by: 'started', order: 'desc' };

const MOST = 200;
const text = z.string().min(1).max(1_000);
const time = z.iso.datetime({ offset: true });
const times = z.object({ from: time.optional(), to: time.optional() });
const value = z.union([z.string().max(1_000), z.number(), z.boolean()]);

/** A search attribute that has one of these values, or lies between two, both included unless it says so; without either, that is there. */
const attributeTerm = z.union([
  z.object({ name: text, anyOf: z.array(value).min(1).max(MOST) }),
  z.object({
    name: text,
    from: z.union([z.string(), z.number()]).optional(),
    to: z.union([z.string(), z.number()]).optional(),
    fromExcluded: z.boolean().optional(),
    toExcluded: z.boolean().optional(),
  }),
]);

/** All that is given has to hold; of a list, one of it. */
export const runsFilter = z.object({
  workflows: z.array(text).max(MOST).optional(),
  /** Numbers of deployed versions, or hashes of definitions, or how such a hash begins. */
  versions: z.array(text).max(MOST).optional(),
  statuses: z.array(z.enum(RUN_STATUSES)).max(RUN_STATUSES.length).optional(),
  /** ISO 8601, both included. */
  started: times.optional(),
  /** Only of what has ended. */
  ended: times.optional(),
  /** In ms, both included; of an open run, until now. */
  duration: z.object({ from: z.number().optional(), to: z.number().optional() }).optional(),
  /** How the run's id begins, or its key, which runs that follow one another share. */
  id: text.optional(),
  /** The run that started it as a child. */
  parent: text.optional(),
  /** Whether something of it waits for a person to decide. */
  waiting: z.boolean().optional(),
  /** The type of the error it ended with; with a `*` at its end, how it begins. */
  errorType: text.optional(),
  where: z.array(attributeTerm).max(20).optional(),
});

export type RunsFilter = z.infer<typeof runsFilter>;
export type AttributeTerm = z.infer<typeof attributeTerm>;

export const runsSort = z.object({ by: z.enum(RUN_SORTS), order: z.enum(['asc', 'desc']) });

export interface Counted {
  readonly count: number;
  /** There are more than these: they were not all counted, since that would take too long. */
  readonly more: boolean;
}

export interface RunCounts {
  readonly total: Counted;
  /** Of each status there is; what the filter says of statuses does not count here, so that each tells what choosing it would show. */
  readonly statuses: readonly (Counted & { readonly status: RunStatus })[];
  /** How far the list is behind the histories; 0 when it has all of them. */
  readonly behindMs: number;
}

/** What there is to choose from. */
export interface RunFacets {
  readonly workflows: readonly { readonly name: string; readonly runs: number }[];
  /** Definitions that runs are of; `version` is the number it was deployed with last, null where it never was. */
  readonly versions: readonly {
    readonly workflow: string;
    readonly hash: string;
    readonly version: number | null;
    readonly runs: number;
  }[];
  readonly attributes: readonly {
    readonly name: string;
    readonly types: readonly ('string' | 'number' | 'boolean')[];
  }[];
  readonly errorTypes: readonly string[];
}
