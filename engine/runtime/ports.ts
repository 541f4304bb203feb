import type { AttemptResult } from '../core/command.ts';
import type { AttemptWanted } from '../core/effect.ts';
import type { Recorded } from '../core/event.ts';
import type { JsonObject } from '../core/json.ts';
import type { RunState } from '../core/index.ts';
import type { RunEntry } from './entry.ts';

/** What the runtime needs of the world. Each port has a real adapter and one held by hand; one contract suite is for both. */

/**
 * The histories of all runs, the index of runs, and the definitions they are pinned to.
 *
 *   JO1  what is appended is durable when the promise resolves, or nothing of it is there
 *   JO2  an append is written only where `expected` is the version of the run; else nothing is, and the answer is a conflict
 *   JO3  events, index, definition and snapshot of one append are written together
 *   JO4  a failed append fails alone: others given at the same time are not touched
 */
export interface Journal {
  append(change: Append): Promise<Appended>;
  load(runId: string): Promise<StoredRun | null>;
  entry(runId: string): Promise<RunEntry | null>;
  /** Events with a greater number than `after`, in order. */
  history(runId: string, after: number, limit: number): Promise<readonly Recorded[]>;
  definition(hash: string): Promise<JsonObject | null>;
  /** Runs whose `wakeAt` is between the two, both included, the earliest first. */
  sleepers(from: number, to: number): Promise<readonly Sleeper[]>;
  /** The earliest `wakeAt` after a time. */
  nextWake(after: number): Promise<number | null>;
  close(): Promise<void>;
}

export interface Append {
  readonly runId: string;
  /** Number of the last event already there; 0 for a new run. */
  readonly expected: number;
  /** At least one, numbered from `expected + 1`. */
  readonly events: readonly Recorded[];
  /** The run as it is after these events. */
  readonly entry: RunEntry;
  /** With the first events of a run: the definition of `entry.hash`. */
  readonly definition?: JsonObject | undefined;
  /** Replaces the one before it. */
  readonly snapshot?: RunState | undefined;
}

export type Appended =
  | { readonly kind: 'appended' }
  /** Somebody else wrote: this is the version that is there. */
  | { readonly kind: 'conflict'; readonly version: number };

export interface StoredRun {
  readonly entry: RunEntry;
  /** The state after so many events, so that a long run is not folded from its beginning. */
  readonly snapshot: RunState | null;
  /** The events after the snapshot. */
  readonly tail: readonly Recorded[];
}

export interface Sleeper {
  readonly runId: string;
  readonly wakeAt: number;
}

/** Wall-clock time, epoch ms. Every timer of the runtime goes through it. */
export interface Clock {
  now(): number;
  /** Calls `fire` once it is `at` or later, never within this call; the answer cancels. */
  setTimer(at: number, fire: () => void): () => void;
}

export interface Ids {
  runId(): string;
  /** From which a run draws its chance (DA4). */
  seed(): string;
}

/** The run an attempt belongs to. */
export interface RunContext {
  readonly runId: string;
  readonly runKey: string;
  readonly workflow: string;
  readonly hash: string;
  /** W3C trace context the attempt is to hand on; see `EngineOptions.traceparent`. */
  readonly traceparent: string | null;
}

export interface Work extends AttemptWanted {
  readonly run: RunContext;
}

/** Does the work of attempts. A rejected promise is the failure `activity`, effect unknown. */
export interface Activities {
  /** On abort it should stop soon; what it answers then still counts where the core still wants it. */
  perform(work: Work, signal: AbortSignal): Promise<AttemptResult>;
}
