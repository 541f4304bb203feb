import type { BulkAction, BulkJob, BulkRefusal } from '../../contract/bulk.ts';
import type { Counted, RunsFilter } from '../../contract/runs-filter.ts';

/** A job as the database keeps it: enough to go on with after the engine was started anew. Times are epoch ms. */
export interface StoredJob {
  readonly id: string;
  readonly action: BulkAction;
  readonly why: string | null;
  readonly by: string;
  readonly state: BulkJob['state'];
  readonly startedAt: number;
  readonly endedAt: number | null;
  readonly total: Counted;
  readonly done: number;
  readonly refused: number;
  readonly refusals: readonly BulkRefusal[];
  readonly resumed: boolean;
  readonly problem: string | null;
  readonly rest: Rest;
}

/** What is left to do: runs by name, or what matches and began before the job did, on from a cursor. */
export type Rest =
  | { readonly kind: 'runs'; readonly runs: readonly string[] }
  | { readonly kind: 'filter'; readonly filter: RunsFilter; readonly cursor: string | null };

const iso = (at: number): string => new Date(at).toISOString();

export function shown({ by: _by, rest: _rest, startedAt, endedAt, ...job }: StoredJob): BulkJob {
  return { ...job, startedAt: iso(startedAt), endedAt: endedAt === null ? null : iso(endedAt) };
}
