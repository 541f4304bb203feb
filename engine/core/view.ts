import type { Effect, Failure } from './failure.ts';
import type { Json, JsonObject } from './json.ts';
import type { Breakpoint, BufferedSignal, FrameKey, ParentLink, Place, RunStatus, UndoStatus } from './event.ts';
import type { StepType } from './definition/document.ts';

/**
 * A run as people and scripts read it: a fold over its events, needing no definition. Canvas, command line and projections share it.
 * Times are epoch ms.
 */
export interface RunView {
  readonly runId: string;
  readonly workflow: string;
  readonly hash: string;
  readonly status: RunStatus;
  readonly undo: UndoStatus;
  readonly input: Json;
  readonly output: Json;
  readonly error: Failure | null;
  readonly startedAt: number;
  readonly endedAt: number | null;
  readonly cancelRequested: boolean;
  readonly paused: boolean;
  /** RN9. The step it has paused before; absent where it has not, or somebody paused it. */
  readonly pausedBefore?: Breakpoint;
  /** It waits for a slot of its concurrency key. */
  readonly queued: boolean;
  readonly parent: ParentLink | null;
  /** The run that it continues, or was branched from. */
  readonly from: string | null;
  /** The run that follows it. */
  readonly next: string | null;
  /** Signals that no `receive` has taken, in the order they came. */
  readonly signals: readonly BufferedSignal[];
  /** Search attributes. */
  readonly attributes: JsonObject;
  /** In the order they were entered. */
  readonly steps: readonly StepView[];
  readonly effects: readonly EffectView[];
  /** Compensations under way, outermost first. */
  readonly undoing: readonly UndoingView[];
  /** Number of events folded: the version of the run. */
  readonly events: number;
  /** Time of the last event. */
  readonly at: number;
}

export type StepStatus =
  | 'running'
  | 'waiting'
  | 'retrying'
  | 'completed'
  | 'failed'
  | 'caught'
  | 'cancelled'
  | 'skipped'
  | 'stuck';

export interface StepView extends Place {
  readonly id: string;
  readonly type: StepType;
  /** Path and visit of the composite it is in; null at the top. */
  readonly parent: Place | null;
  /** Name of the block in that composite (`body`, a branch, `finally`). */
  readonly block: string | null;
  readonly status: StepStatus;
  readonly outcome: Effect;
  /** Attempts begun; 0 for a step that is no task. */
  readonly attempts: number;
  /** It has no effect to undo. */
  readonly readOnly: boolean;
  readonly startedAt: number;
  readonly endedAt: number | null;
  readonly output: Json;
  readonly error: Failure | null;
  /** Epoch ms of the next attempt while `retrying`; of waking while `waiting`. */
  readonly until: number | null;
  readonly with: Json;
  /** `pending`: would be, or is being, undone. */
  readonly undo: 'none' | 'pending' | 'running' | 'stuck' | 'done' | 'failed' | 'skipped';
  readonly undoAttempts: number;
  readonly undoError: Failure | null;
  /** 1 for the first undone; null before. */
  readonly undoOrder: number | null;
  /** Index of the branch a choice took; -1 is otherwise. */
  readonly branch: number | null;
  /** Run id of the child that its last attempt started. */
  readonly child: string | null;
  /** Of a `receive`: the signal it waits for, or took. */
  readonly signal: string | null;
  /** SG6. A saga whose pivot is behind: what it did stands. */
  readonly committed?: true;
  /** LI4. Done in the run that was reset, and not yet here: the blocks it was in, innermost first. */
  readonly carried?: readonly FrameKey[];
}

/** One ended attempt of a step that is not read-only, or of an undo, in order. */
export interface EffectView extends Place {
  readonly seq: number;
  readonly kind: 'do' | 'undo';
  readonly attempt: number;
  readonly outcome: Effect;
}

/** A block whose ledger is being undone. */
export interface UndoingView {
  readonly frame: FrameKey;
  readonly error: Failure;
  readonly order: 'reverse' | 'parallel';
  readonly onFailure: 'suspend' | 'continue' | 'fail';
  /** In the order of undoing. */
  readonly entries: readonly Place[];
  readonly stopped: boolean;
}
