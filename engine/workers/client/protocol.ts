/**
 * The worker protocol, version 1: what goes over the wire, as JSON. docs/workers.md says what it means. Times are milliseconds or, where
 * the name says so, seconds; nobody's clock is compared with anybody else's.
 */

export const PREFIX = '/api/worker/v1';

export type Json = string | number | boolean | null | readonly Json[] | { readonly [name: string]: Json };

/** An activity that a worker has code for. */
export interface OfferedActivity {
  readonly name: string;
  readonly summary?: string | undefined;
  /** JSON Schemas, from which forms are made. Default: anything. */
  readonly input?: Json | undefined;
  readonly output?: Json | undefined;
}

export interface RegisterRequest {
  /** One process: another that registers under this id takes its place. */
  readonly worker: string;
  /** Which code it runs; a task queue may ask for certain builds. */
  readonly build: string;
  readonly queues: readonly string[];
  readonly activities: readonly OfferedActivity[];
  /** Tasks at a time. */
  readonly concurrency: number;
  /** A task is lost after so long without a heartbeat. Default: 30. */
  readonly leaseSeconds?: number | undefined;
  /** Secrets that its code may ask for by name. */
  readonly secrets?: readonly string[] | undefined;
}

export interface RegisterAnswer {
  /** Goes with every later request of this process. */
  readonly session: string;
  readonly leaseSeconds: number;
  /** How often to send heartbeats while there is a task. */
  readonly heartbeatSeconds: number;
  /** The longest that a poll is held open. */
  readonly pollSeconds: number;
}

export interface PollRequest {
  readonly session: string;
  /** Tasks wanted at most. */
  readonly slots: number;
  /** The leases it has. One that it was sent and does not name is sent again. Left out: nothing is. */
  readonly held?: readonly string[] | undefined;
  /** Held open so long at most, where there is nothing to answer. Default: `pollSeconds`. */
  readonly waitSeconds?: number | undefined;
}

export interface PollAnswer {
  readonly tasks: readonly Task[];
  /** Leases whose tasks should stop. */
  readonly cancelled: readonly string[];
}

/** One attempt of a step. */
export interface Task {
  /** Unguessable; names the attempt from here on. */
  readonly lease: string;
  readonly queue: string;
  readonly activity: string;
  readonly with: Json;
  /** Values in `with` that are secret, by name: to be kept out of logs and whatever else is written. */
  readonly secrets: Readonly<Record<string, string>>;
  /** Idempotency key: the same for all attempts of a visit. */
  readonly key: string;
  /** 1 for the first. */
  readonly attempt: number;
  readonly runId: string;
  readonly workflow: string;
  /** Of the definition. */
  readonly hash: string;
  readonly stepId: string;
  readonly path: string;
  readonly visit: number;
  /** It is the undo of the step. */
  readonly undo: boolean;
  readonly traceparent: string | null;
  /** The longest that the activity itself may be silent; null: no limit. */
  readonly heartbeatMs: number | null;
  /** What the attempt before this one last said of its progress. */
  readonly lastHeartbeat: Json;
}

export interface HeartbeatRequest {
  readonly session: string;
  readonly leases: readonly Beat[];
}

/** Each keeps its lease. */
export interface Beat {
  readonly lease: string;
  /** The activity itself said that it still works. */
  readonly working?: boolean | undefined;
  /** How far it is; says that it works, too. */
  readonly details?: Json | undefined;
}

/** `cancelled`: it should stop, and say how it ended. `lost`: it is another's by now; nothing it says is heard. */
export type LeaseState = 'held' | 'cancelled' | 'lost';

export interface HeartbeatAnswer {
  readonly leases: readonly { readonly lease: string; readonly state: LeaseState }[];
}

export interface CompleteRequest {
  readonly lease: string;
  readonly output: Json;
}

export type Effect = 'none' | 'unknown' | 'done';

export interface TaskFailure {
  /** Dotted, most general first: `payment.declined`. */
  readonly type: string;
  /** One line: what happened, where, what to do. */
  readonly message: string;
  readonly details?: Json | undefined;
  /** Left out: the retry policy of the step decides. */
  readonly retryable?: boolean | undefined;
  /** What was left in the world. Left out: unknown. */
  readonly effect?: Effect | undefined;
  /** Not to be tried again before. */
  readonly retryAfterMs?: number | undefined;
  readonly cause?: TaskFailure | undefined;
}

export interface FailRequest {
  readonly lease: string;
  readonly error: TaskFailure;
}

/** It is in the run's history. */
export interface AcceptedAnswer {
  readonly accepted: true;
}

export interface SecretRequest {
  readonly lease: string;
  readonly name: string;
}

export interface SecretAnswer {
  readonly value: string;
}

export interface LogRequest {
  readonly lease: string;
  readonly level: 'debug' | 'info' | 'warn' | 'error';
  readonly message: string;
  readonly data?: Json | undefined;
}

export interface SessionRequest {
  readonly session: string;
}

/** Tasks it still has. */
export interface DrainAnswer {
  readonly held: number;
}

/** Of every status but 200. */
export interface ErrorAnswer {
  readonly error: { readonly code: string; readonly message: string };
}
