import type { Failure } from '../core/failure.ts';
import type { Place, RunStatus, UndoStatus } from '../core/event.ts';
import type { Json } from '../core/json.ts';

/** A run in the index: what lists show, and what recovery looks for. Derived from history, written with it. Times are epoch ms. */
export interface RunEntry {
  readonly runId: string;
  readonly workflow: string;
  readonly hash: string;
  readonly status: RunStatus;
  readonly undo: UndoStatus;
  readonly startedAt: number;
  readonly endedAt: number | null;
  /** W3C trace context it was started with. */
  readonly traceparent: string | null;
  /** Both null until it ends. */
  readonly output: Json;
  readonly error: Failure | null;
  /** Stuck steps and undos that wait for a person. */
  readonly attention: readonly AttentionEntry[];
  /** Number of the last event: the version of the run. */
  readonly events: number;
  /** Time of the last event. */
  readonly at: number;
  /** When the run must be looked at: 0 while attempts, children or other runs are waited for, else its next timer; null when only a person can move it on. */
  readonly wakeAt: number | null;
}

export interface AttentionEntry extends Place {
  readonly kind: 'step' | 'undo';
  readonly stepId: string;
  readonly error: Failure;
  readonly since: number;
  readonly attempts: number;
}
