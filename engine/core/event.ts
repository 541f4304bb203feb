import type { Effect, Failure } from './failure.ts';
import type { StepType } from './definition/document.ts';
import type { Json, JsonObject } from './json.ts';

/**
 * What happened to a run, and all that happened: the only truth. Every read model is a fold over these.
 * What is next is a function of history, so one event a plain step is enough; an event holds only what `evolve` cannot derive
 * (what expressions gave, what the world answered, what was random, what a person decided).
 */
export const SEMANTICS = 1;

/** Where something happens: a step's path, and which time it is entered. */
export interface Place {
  /** The step's id; inside map items with the item before it: `items[3].ship`. */
  readonly path: string;
  /** 1 for the first time. */
  readonly visit: number;
}

/** A block being run: `''` is the run's own; else the owning place and the block's name: `pay#1/body`, `both#1/left`. */
export type FrameKey = string;

export type RunStatus =
  | 'running'
  | 'suspended'
  | 'completed'
  | 'failed'
  | 'compensated'
  | 'cancelled'
  | 'terminated'
  | 'timedOut';

/** `partial`: an entry that should have been undone was not, and is listed. */
export type UndoStatus = 'none' | 'running' | 'complete' | 'partial';

/** SG1. How to undo the effect of a step, evaluated when the step ended. */
export interface LedgerRecord {
  readonly outcome: 'done' | 'unknown';
  readonly undo: { readonly kind: 'ready'; readonly with: Json } | { readonly kind: 'broken'; readonly error: Failure };
}

export interface RunStarted {
  readonly type: 'RunStarted';
  readonly runId: string;
  /** Same across resets; idempotency keys derive from it (AT3). */
  readonly runKey: string;
  readonly workflow: string;
  readonly hash: string;
  readonly semantics: number;
  readonly seed: string;
  readonly input: Json;
  readonly config: JsonObject;
  readonly variables: JsonObject;
  /** Epoch ms at which `timeout.run` strikes (AT4). */
  readonly deadline: number | null;
  /** W3C trace context the run was started with. */
  readonly traceparent: string | null;
}

/** A step was entered and is not done at once. */
export interface StepStarted extends Place {
  readonly type: 'StepStarted';
  readonly id: string;
  readonly stepType: StepType;
  readonly frame: FrameKey;
  readonly detail: StepDetail;
}

export type StepDetail =
  /** Attempt 1 of a task counts as started with this event. `key` is the idempotency key (AT3). */
  | {
      readonly kind: 'task';
      readonly activity: string;
      readonly with: Json;
      readonly key: string;
      readonly readOnly: boolean;
    }
  | { readonly kind: 'wait'; readonly until: number }
  /** Its blocks are running from here on. `deadline`: epoch ms of `timeout.block`. */
  | { readonly kind: 'composite'; readonly blocks: readonly string[]; readonly deadline: number | null }
  /** It could not be entered, or is a `fail`: StepFailed follows in the same append. */
  | { readonly kind: 'none' };

/** A step that is done at once: choice, set, succeed. */
export interface StepPassed extends Place {
  readonly type: 'StepPassed';
  readonly id: string;
  readonly stepType: StepType;
  readonly frame: FrameKey;
  readonly assigned: JsonObject;
  readonly next: string | null;
  /** Index of the branch a choice took; -1 is `otherwise`. */
  readonly branch?: number;
}

/** A retry begins. The first attempt has no event of its own. */
export interface AttemptStarted extends Place {
  readonly type: 'AttemptStarted';
  readonly attempt: number;
  readonly undo: boolean;
}

export interface AttemptFailed extends Place {
  readonly type: 'AttemptFailed';
  readonly attempt: number;
  readonly undo: boolean;
  readonly error: Failure;
  readonly effect: Effect;
  /** Index of the retry rule that counted it; null when none matched. */
  readonly rule: number | null;
  /** Epoch ms of the next attempt; null when this was the last. */
  readonly retryAt: number | null;
}

export interface StepCompleted extends Place {
  readonly type: 'StepCompleted';
  readonly output: Json;
  readonly assigned: JsonObject;
  readonly entry: LedgerRecord | null;
  /** SG6: the point of no return is passed. */
  readonly pivot?: true;
  /** A person ended it. */
  readonly manual?: 'skipped' | 'completed';
}

export interface StepFailed extends Place {
  readonly type: 'StepFailed';
  readonly error: Failure;
  readonly outcome: Effect;
  readonly entry: LedgerRecord | null;
  /** The clause that caught it; null lets the block fail. */
  readonly caught: { readonly clause: number; readonly next: string | null; readonly assigned: JsonObject } | null;
}

/** Ended from outside: a lost race, a failed sibling, a cancelled run, a block's time limit. */
export interface StepCancelled extends Place {
  readonly type: 'StepCancelled';
  readonly outcome: Effect;
  readonly entry: LedgerRecord | null;
}

/** SG6. After (or at) the pivot nothing may fail: a person decides. */
export interface StepStuck extends Place {
  readonly type: 'StepStuck';
  readonly error: Failure;
  /** Its last attempt was done; what failed came after. */
  readonly outcome?: 'done';
}

/** A composite failed and will be tried again, once undone. */
export interface BlockRetryScheduled extends Place {
  readonly type: 'BlockRetryScheduled';
  readonly error: Failure;
  readonly attempt: number;
  readonly rule: number;
  readonly retryAt: number;
}

export interface BlockRetried extends Place {
  readonly type: 'BlockRetried';
  readonly attempt: number;
  readonly deadline: number | null;
}

export interface BlockTimedOut extends Place {
  readonly type: 'BlockTimedOut';
}

export interface FinallyStarted extends Place {
  readonly type: 'FinallyStarted';
  readonly error: Failure | null;
  readonly output: Json;
  /** The body came to a `succeed`: the run ends with this output next. */
  readonly succeeds?: true;
}

/** A block of a composite ended well. How it ends badly follows from its steps. */
export interface BlockCompleted {
  readonly type: 'BlockCompleted';
  readonly frame: FrameKey;
  readonly output: Json;
}

/** Its steps ended well, but its output could not be evaluated. */
export interface BlockFailed {
  readonly type: 'BlockFailed';
  readonly frame: FrameKey;
  readonly error: Failure;
}

/** SG2. The ledger of this frame is being undone because of this error. */
export interface CompensationStarted {
  readonly type: 'CompensationStarted';
  readonly frame: FrameKey;
  readonly error: Failure;
  readonly order: 'reverse' | 'parallel';
  readonly onFailure: 'suspend' | 'continue' | 'fail';
  /** In the order of undoing. */
  readonly entries: readonly Place[];
}

export interface UndoCompleted extends Place {
  readonly type: 'UndoCompleted';
  readonly attempt: number;
  readonly output: Json;
}

/** SG4 `suspend`, or SG1: the undo's input could not be evaluated. */
export interface UndoStuck extends Place {
  readonly type: 'UndoStuck';
  readonly error: Failure;
}

/** SG4 `continue` and `fail`. */
export interface UndoFailed extends Place {
  readonly type: 'UndoFailed';
  readonly error: Failure;
}

export interface UndoSkipped extends Place {
  readonly type: 'UndoSkipped';
}

/** A person gave up on the rest of this frame's ledger. */
export interface CompensationAborted extends Place {
  readonly type: 'CompensationAborted';
  readonly frame: FrameKey;
}

export interface CompensationEnded {
  readonly type: 'CompensationEnded';
  readonly frame: FrameKey;
  /** What the frame fails with: the original error, or `compensation` with it as its cause. */
  readonly error: Failure;
  readonly undone: number;
  readonly left: readonly Place[];
}

export interface CancelRequested {
  readonly type: 'CancelRequested';
}

export interface RunTimedOut {
  readonly type: 'RunTimedOut';
}

export interface RunEnded {
  readonly type: 'RunEnded';
  readonly status: Exclude<RunStatus, 'running' | 'suspended'>;
  readonly output: Json;
  readonly error: Failure | null;
  /** What can be undone and was not; of a run that was terminated also attempts that were still open. */
  readonly left: readonly Place[];
}

export type RunEvent =
  | RunStarted
  | StepStarted
  | StepPassed
  | AttemptStarted
  | AttemptFailed
  | StepCompleted
  | StepFailed
  | StepCancelled
  | StepStuck
  | BlockRetryScheduled
  | BlockRetried
  | BlockTimedOut
  | FinallyStarted
  | BlockCompleted
  | BlockFailed
  | CompensationStarted
  | UndoCompleted
  | UndoStuck
  | UndoFailed
  | UndoSkipped
  | CompensationAborted
  | CompensationEnded
  | CancelRequested
  | RunTimedOut
  | RunEnded;

export type EventType = RunEvent['type'];

/** An event in its place in a run's history. */
export type Recorded<E extends RunEvent = RunEvent> = E & {
  /** 1 for the first. */
  readonly seq: number;
  /** Epoch ms; never goes back within a run. */
  readonly at: number;
  /** Who commanded it, and why, where a person or a program did. */
  readonly by?: string;
  readonly why?: string;
};
