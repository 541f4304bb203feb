import type { ActivityLogger } from '../../activities/activity.ts';
import type { AttemptResult } from '../../core/command.ts';
import type { Failure } from '../../core/failure.ts';
import type { Progress, Work } from '../../runtime/ports.ts';
import type { Described } from './wire.ts';

/** An attempt on its way to a process, and in it. */
export interface Job {
  readonly activity: Described;
  readonly work: Work;
  readonly signal: AbortSignal;
  readonly progress: Progress | undefined;
  /** Without the secrets the attempt knows. */
  readonly logger: ActivityLogger;
  readonly answer: (result: AttemptResult) => void;
}

/** AT2. Of an activity that changes nothing, nothing can be left behind. */
export function failedJob({ activity }: Job, error: Failure): AttemptResult {
  return { kind: 'failed', error: activity.readOnly ? { ...error, effect: 'none' } : error };
}

/** It was never given to a process. */
export function notBegun({ stepId }: Work, type: string, why: string): AttemptResult {
  return { kind: 'failed', error: { type, message: `${stepId} was not begun: ${why}`, effect: 'none' } };
}
