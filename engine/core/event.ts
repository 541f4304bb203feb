import type { Effect, Failure } from './failure.ts';
import type { StepType } from './definition/document.ts';
import type { Json, JsonObject } from './json.ts';
import type {
  AttemptRef,
  Breakpoint,
  CarriedEntry,
  ChildLink,
  Continued,
  EmitTarget,
  Ending,
  FrameKey,
  LedgerRecord,
  NextRun,
  ParentLink,
  Place,
  SlotRequest,
} from './vocabulary.ts';

export type * from './vocabulary.ts';

/**
 * What happened to a run, and all that happened: the only truth. Every read model is a fold over these.
 * What is next is a function of history, so one event a plain step is enough; an event holds only what `evolve` cannot derive
 * (what expressions gave, what the world answered, what was random, what a person decided).
 */
export const SEMANTICS = 1;

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
  readonly parent?: ParentLink;
  readonly continued?: Continued;
  /** Search attributes, where any are declared. */
  readonly attributes?: JsonObject;
  /** RN9. Ids of steps before which it pauses, where there are any. */
  readonly breakpoints?: readonly string[];
  /** `concurrencyKey`: it begins once a slot is free. */
  readonly slot?: SlotRequest;
}

/** A slot of its concurrency key is free: the run begins. */
export interface RunAdmitted {
  readonly type: 'RunAdmitted';
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
  /** Attempt 1 of a task counts as started with this event. Its idempotency key follows from the run and the place: see `StepKeys`. */
  | {
      readonly kind: 'task';
      readonly activity: string;
      readonly with: Json;
      readonly readOnly: boolean;
    }
  /** `with` is the payload. */
  | {
      readonly kind: 'emit';
      readonly target: EmitTarget;
      readonly with: Json;
      readonly readOnly: boolean;
    }
  /** `with` is the child's input. */
  | {
      readonly kind: 'child';
      readonly workflow: string;
      readonly with: Json;
      readonly readOnly: boolean;
    }
  | { readonly kind: 'wait'; readonly until: number }
  /** `until`: epoch ms at which the waiting is given up; null never. */
  | { readonly kind: 'receive'; readonly signal: string; readonly key?: Json; readonly until: number | null }
  /** A block per item or batch, `concurrency` of them at once. */
  | { readonly kind: 'map'; readonly items: readonly Json[]; readonly deadline: number | null }
  /** Its blocks are running from here on. `deadline`: epoch ms of `timeout.block`. */
  | { readonly kind: 'composite'; readonly blocks: readonly string[]; readonly deadline: number | null }
  /** It could not be entered, or is a `fail`: StepFailed follows in the same append. */
  | { readonly kind: 'none' };

/** A step that is done at once: choice, set, succeed, continueAsNew. */
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
export interface AttemptStarted extends AttemptRef {
  readonly type: 'AttemptStarted';
}

/** A worker took the attempt, which was offered to workers (AT1); startToClose counts from here. */
export interface AttemptPickedUp extends AttemptRef {
  readonly type: 'AttemptPickedUp';
}

/** The child run of an attempt is there (LI2). */
export interface ChildStarted extends AttemptRef {
  readonly type: 'ChildStarted';
  readonly runId: string;
  readonly workflow: string;
  readonly hash: string;
}

export interface AttemptFailed extends AttemptRef {
  readonly type: 'AttemptFailed';
  readonly error: Failure;
  readonly effect: Effect;
  /** Index of the retry rule that counted it; null when none matched. */
  readonly rule: number | null;
  /** Epoch ms of the next attempt; null when this was the last. */
  readonly retryAt: number | null;
  /** What the attempt last said of its progress; the next one gets it. */
  readonly heartbeat?: Json;
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
  /** Number of the signal that a `receive` took. */
  readonly signal?: number;
}

export interface StepFailed extends Place {
  readonly type: 'StepFailed';
  readonly error: Failure;
  readonly outcome: Effect;
  readonly entry: LedgerRecord | null;
  /** The clause that caught it, -1 is `onTimeout`; null lets the block fail. */
  readonly caught: { readonly clause: number; readonly next: string | null; readonly assigned: JsonObject } | null;
  /** Number of the signal that a `receive` took. */
  readonly signal?: number;
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
  /** Number of the signal that a `receive` took. */
  readonly signal?: number;
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

/** Buffered until a `receive` takes it (LI1). */
export interface SignalReceived {
  readonly type: 'SignalReceived';
  readonly name: string;
  readonly payload: Json;
  readonly key: Json;
  readonly id: string | null;
  /** LI4. It had come to the run that was reset, with its event of this number. */
  readonly again?: number;
}

/** LI1. Validated, assigned and answered in one decision. */
export interface UpdateApplied {
  readonly type: 'UpdateApplied';
  readonly name: string;
  readonly id: string | null;
  readonly input: Json;
  readonly assigned: JsonObject;
  readonly result: Json;
}

/** Search attributes after a variable was assigned, all of them. */
export interface AttributesSet {
  readonly type: 'AttributesSet';
  readonly values: JsonObject;
}

/** Dispatch stops; what is under way may still answer, timers keep time. */
export interface RunPaused {
  readonly type: 'RunPaused';
  /** RN9. The step it paused before; absent where somebody paused it. */
  readonly breakpoint?: Breakpoint;
}

export interface RunResumed {
  readonly type: 'RunResumed';
}

/** From here on events are of the definition with this hash. */
export interface DefinitionMigrated {
  readonly type: 'DefinitionMigrated';
  readonly from: string;
  readonly hash: string;
  /** First values of variables that the new one adds. */
  readonly assigned: JsonObject;
}

/** LI4. The history before is that of another run; from here on it is this one's. Attempts that were open are begun anew. */
export interface RunBranched {
  readonly type: 'RunBranched';
  readonly kind: 'reset' | 'fork';
  readonly from: string;
  readonly runId: string;
  /** Of a reset the same, of a fork a new one. */
  readonly runKey: string;
  /** Limits that were running are moved on by so many ms. */
  readonly shift: number;
  readonly entries: readonly CarriedEntry[];
  /** Of a reset: the open children it takes over. */
  readonly children?: readonly ChildLink[];
  /** How the attempts of a fork are answered: by step, as in a mocks file; null asks the activities themselves. */
  readonly mocks: JsonObject | null;
}

/** The run is over, but children or the next run have yet to be told; nothing else goes on. */
export interface RunClosing extends Ending {
  readonly type: 'RunClosing';
  readonly children: readonly ChildLink[];
  readonly next: NextRun | null;
}

/** The child was told, or had ended. */
export interface ChildClosed {
  readonly type: 'ChildClosed';
  readonly runId: string;
}

/** The next run is there. */
export interface NextStarted {
  readonly type: 'NextStarted';
  readonly runId: string;
}

/** Always the last. */
export interface RunEnded extends Ending {
  readonly type: 'RunEnded';
  /** The run that follows it. */
  readonly next?: string;
}

export type RunEvent =
  | RunStarted
  | RunAdmitted
  | RunBranched
  | DefinitionMigrated
  | SignalReceived
  | UpdateApplied
  | AttributesSet
  | RunPaused
  | RunResumed
  | StepStarted
  | StepPassed
  | AttemptStarted
  | AttemptPickedUp
  | ChildStarted
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
  | RunClosing
  | ChildClosed
  | NextStarted
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
