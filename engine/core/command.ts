import type { Effect, Failure } from './failure.ts';
import type { Json, JsonObject } from './json.ts';
import type { Place } from './event.ts';

/** What may be asked of a run. Each is decided alone, in order; each is recorded or refused with a reason. */
export type Command =
  | StartCommand
  | AttemptEndedCommand
  | { readonly type: 'fireTimer'; readonly timer: string }
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
}

/** The world's answer to an attempt that `plan` asked for. A late one, or one for another attempt, is refused. */
export interface AttemptEndedCommand extends Place {
  readonly type: 'attemptEnded';
  readonly attempt: number;
  readonly undo: boolean;
  readonly result: AttemptResult;
}

export type AttemptResult =
  | { readonly kind: 'completed'; readonly output: Json }
  /** `effect` overrides what the error says; a lost worker is `worker.lost`, effect `unknown` (AT2). */
  | { readonly kind: 'failed'; readonly error: Failure; readonly effect?: Effect | undefined };

/** Decided or refused; nothing in between, and nothing is thrown for bad input. */
export interface Rejection {
  readonly kind: 'rejected';
  readonly code: 'notRunning' | 'alreadyStarted' | 'notFound' | 'stale' | 'invalid';
  /** One plain sentence. */
  readonly reason: string;
  readonly error?: Failure | undefined;
}
