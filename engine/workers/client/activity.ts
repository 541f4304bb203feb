import type { Json, LogRequest, OfferedActivity, Task } from './protocol.ts';

/** What an attempt knows of itself, and may ask. */
export interface TaskContext {
  /** Idempotency key: the same for all attempts of a visit. Whoever is asked twice under it does it once. */
  readonly key: string;
  /** 1 for the first. */
  readonly attempt: number;
  readonly runId: string;
  readonly workflow: string;
  readonly stepId: string;
  /** W3C trace context, to be handed on. */
  readonly traceparent: string | null;
  /** What the attempt before this one last said of its progress. */
  readonly lastHeartbeat: Json;
  /** As it came. */
  readonly task: Task;
  /** Says that it still works, and how far it is; where the step limits the silence between two of these, it must be called. */
  readonly heartbeat: (details?: Json) => void;
  /** One of those the worker registered; null: it is not set. */
  readonly secret: (name: string) => Promise<string | null>;
  /** A line in the log of the engine, without the secrets the attempt knows. */
  readonly log: (level: LogRequest['level'], message: string, data?: Json) => void;
}

/** One kind of work. What it gives is the output; what it throws is a failure, a `TaskError` one that says more. */
export interface WorkerActivity extends OfferedActivity {
  /** Aborting the signal asks it to stop soon; what it then answers still counts, unless its lease is lost. */
  readonly run: (input: Json, context: TaskContext, signal: AbortSignal) => Promise<Json | void> | Json | void;
}
