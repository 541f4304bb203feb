import type { Command, Rejection } from '../core/command.ts';
import type { AttemptWanted } from '../core/effect.ts';
import type { Recorded } from '../core/event.ts';
import type { Json, JsonObject } from '../core/json.ts';
import type { RunEntry } from './entry.ts';
import type { Activities, Clock, Ids, Journal, RunContext } from './ports.ts';

/** A durable host of the core. Promises reject for bugs and for an `EnvironmentError` only; refusals are data. */
export interface Engine {
  start(request: StartRequest): Promise<Outcome>;
  command(runId: string, command: Command): Promise<Outcome>;
  /** Events after a number: what is recorded, then what comes; ends when the run ends, and at once for a run that is not there. */
  events(runId: string, after?: number): AsyncIterableIterator<readonly Recorded[]>;
  /** The entry of a run whenever it changes; a slow reader gets the latest of each run. */
  changes(): AsyncIterableIterator<RunEntry>;
  /** Resolves when the run has ended, or is suspended with nothing under way; null for a run that is not there. */
  settled(runId: string): Promise<RunEntry | null>;
  /** Stops: attempts under way are aborted and recorded as lost when the journal is opened again. */
  close(): Promise<void>;
}

export interface StartRequest {
  /** As `compile` gave it, with its hash. */
  readonly definition: JsonObject;
  readonly hash: string;
  readonly input: Json;
  /** Resolved values (DA6). */
  readonly config: JsonObject;
  readonly by: string;
  readonly runId?: string | undefined;
  /** Default: the run's id. */
  readonly runKey?: string | undefined;
  readonly traceparent?: string | null | undefined;
}

/** Accepted: durable, and this is the run after it. */
export type Outcome = { readonly kind: 'accepted'; readonly entry: RunEntry } | Rejection;

export interface EngineOptions {
  readonly journal: Journal;
  readonly activities: Activities;
  readonly clock: Clock;
  readonly ids: Ids;
  /** The trace context an attempt hands on. Default: that of the run. */
  readonly traceparent?: ((run: RunContext, attempt: AttemptWanted) => string | null) | undefined;
  /** Something went wrong that nobody is waiting to hear. */
  readonly onWarning?: ((message: string, error?: unknown) => void) | undefined;
}
