import type { Effect, Failure } from './failure.ts';
import type { Json, JsonObject } from './json.ts';
import type {
  AttemptRef,
  CarriedEntry,
  ChildLink,
  Continued,
  ParentLink,
  Place,
  Recorded,
  SignalReceived,
  SlotRequest,
} from './event.ts';

/** What may be asked of a run. Each is decided alone, in order; each is recorded or refused with a reason. */
export type Command =
  | StartCommand
  | AttemptEndedCommand
  | { readonly type: 'fireTimer'; readonly timer: string }
  | AttemptPickedUpCommand
  | ChildStartedCommand
  | { readonly type: 'admit' }
  | { readonly type: 'childClosed'; readonly runId: string }
  | { readonly type: 'nextStarted'; readonly runId: string }
  | SignalCommand
  | UpdateCommand
  | (Asked & { readonly type: 'pause' })
  | (Asked & { readonly type: 'resume' })
  | ResetCommand
  | BranchCommand
  /** To the definition that `DecideInput.target` is linked from. */
  | (Asked & { readonly type: 'migrate'; readonly hash: string })
  | (Asked & { readonly type: 'cancel' })
  | (Asked & { readonly type: 'terminate' })
  | (Asked & Place & { readonly type: 'retryStep' })
  | (Asked & Place & { readonly type: 'skipStep' })
  | (Asked & Place & { readonly type: 'completeStep'; readonly output: Json })
  | (Asked & Place & { readonly type: 'undoRetry' })
  | (Asked & Place & { readonly type: 'undoSkip' })
  | (Asked & Place & { readonly type: 'undoAbort' });

export interface Asked {
  readonly by: string;
  readonly why?: string | undefined;
}

export interface StartCommand {
  readonly type: 'start';
  readonly runId: string;
  readonly runKey: string;
  readonly input: Json;
  /** Resolved values (DA6). */
  readonly config: JsonObject;
  readonly by: string;
  readonly traceparent?: string | null | undefined;
  readonly parent?: ParentLink | undefined;
  readonly continued?: Continued | undefined;
  /** Ids of steps before which it pauses (RN9). */
  readonly breakpoints?: readonly string[] | undefined;
  /** The slot the host gives it, of the key that `concurrencyOf` found. */
  readonly slot?: SlotRequest | undefined;
}

export interface AttemptPickedUpCommand extends AttemptRef {
  readonly type: 'attemptPickedUp';
}

export interface ChildStartedCommand extends AttemptRef {
  readonly type: 'childStarted';
  readonly runId: string;
  readonly workflow: string;
  readonly hash: string;
}

export interface SignalCommand extends Asked {
  readonly type: 'signal';
  readonly name: string;
  readonly payload: Json;
  /** Left out: by the declaration of the signal, else none. */
  readonly key?: Json | undefined;
  /** A second signal with the same id changes nothing. */
  readonly id?: string | undefined;
}

export interface UpdateCommand extends Asked {
  readonly type: 'update';
  readonly name: string;
  readonly input: Json;
  /** A second update with the same id gets the answer of the first. */
  readonly id?: string | undefined;
}

/** LI4. Ends this run; the host starts the other with the prefix. */
export interface ResetCommand extends Asked {
  readonly type: 'reset';
  /** Number of the last event to keep. */
  readonly to: number;
  readonly runId: string;
  /** The events after `to`, from which the core takes what carries over. */
  readonly beyond: readonly Recorded[];
}

/** The first command of a run whose state is another's prefix. */
export interface BranchCommand extends Asked {
  readonly type: 'branch';
  readonly kind: 'reset' | 'fork';
  readonly from: string;
  readonly runId: string;
  readonly runKey: string;
  readonly entries: readonly CarriedEntry[];
  readonly children?: readonly ChildLink[] | undefined;
  /** Of a reset: what came to the other run after the point, in that order. */
  readonly signals?: readonly Recorded<SignalReceived>[] | undefined;
  readonly mocks: JsonObject | null;
}

/** The world's answer to an attempt that `plan` asked for. A late one, or one for another attempt, is refused. */
export interface AttemptEndedCommand extends AttemptRef {
  readonly type: 'attemptEnded';
  readonly result: AttemptResult;
}

export type AttemptResult =
  | { readonly kind: 'completed'; readonly output: Json }
  /** `effect` overrides what the error says; a lost worker is `worker.lost`, effect `unknown` (AT2). */
  | {
      readonly kind: 'failed';
      readonly error: Failure;
      readonly effect?: Effect | undefined;
      /** The last heartbeat's details, for the next attempt. */
      readonly heartbeat?: Json | undefined;
    };

/** Decided or refused; nothing in between, and nothing is thrown for bad input. */
export interface Rejection {
  readonly kind: 'rejected';
  readonly code: 'notRunning' | 'alreadyStarted' | 'notFound' | 'stale' | 'invalid' | 'full';
  /** One plain sentence. */
  readonly reason: string;
  readonly error?: Failure | undefined;
}
