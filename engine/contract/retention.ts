import { type } from '@orpc/contract';
import { z } from 'zod';
import { base } from './base.ts';
import { type Counted, RUN_STATUSES } from './runs-filter.ts';

const keep = z.int().min(0).nullable();
const isEnd = (status: (typeof RUN_STATUSES)[number]): boolean => !['running', 'suspended', 'paused'].includes(status);

/** Statuses a run can end with. */
export const END_STATUSES = RUN_STATUSES.filter(isEnd);

/** In ms since the end of a run; null is for ever. */
const policy = z.object({
  keepMs: keep,
  /** Where it is not the same for all. */
  byStatus: z.partialRecord(z.enum(RUN_STATUSES).refine(isEnd), keep).optional(),
});
export type RetentionSettings = z.infer<typeof policy>;

export interface RetentionInfo {
  readonly policy: RetentionSettings;
  /** The server was started with one (`--keep`), which wins: nothing can be set here. */
  readonly isFixed: boolean;
  /** Runs that it would delete now. */
  readonly due: Counted;
  /** ISO 8601; null: none since the database was made. */
  readonly lastPass: { readonly startedAt: string; readonly endedAt: string; readonly deleted: number } | null;
  /** Runs deleted by all passes. */
  readonly deleted: number;
}

export const retention = {
  get: base.output(type<RetentionInfo>()),
  /** In force from the next pass on, which begins in a moment. REFUSED where the server was started with another. */
  set: base.input(policy).output(type<RetentionInfo>()),
  /** What a policy would delete now. */
  preview: base.input(policy).output(type<Counted>()),
};
