import type { Effect } from '../../core/failure.ts';
import type { Place, StepView } from '../../core/index.ts';
import type { TimerKind } from './timers.ts';

/** Rows of the views. Times are epoch ms; `run` is the run's number in its database. */
interface OfRun extends Place {
  readonly run: number;
  readonly runId: string;
}

export interface TaskRow extends OfRun {
  readonly stepId: string;
  readonly type: StepView['type'];
  readonly status: StepView['status'];
  /** Attempts begun; 0 for a step that makes none. */
  readonly attempt: number;
  /** When it was last heard of. */
  readonly since: number;
  readonly startedAt: number;
  readonly endedAt: number | null;
  readonly until: number | null;
}

export interface TimerRow extends OfRun {
  readonly kind: TimerKind;
  readonly at: number;
}

export interface LedgerRow extends OfRun {
  readonly stepId: string;
  readonly outcome: Effect;
  readonly undo: StepView['undo'];
  /** Of the undo. */
  readonly attempts: number;
  /** 1 for what was undone first; null while it is not. */
  readonly placeInOrder: number | null;
  /** 1: the run has ended, and nobody undid it. */
  readonly isLeft: 0 | 1;
}

export interface UsedDefinition {
  readonly hash: string;
  readonly workflow: string;
  /** Runs that are kept. */
  readonly runs: number;
  readonly firstUsed: number;
  readonly lastUsed: number;
}
