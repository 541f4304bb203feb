import type { AttemptResult } from '../core/command.ts';
import type { AttemptWanted } from '../core/effect.ts';
import type { Recorded } from '../core/event.ts';
import type { Json, JsonObject } from '../core/json.ts';
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
 *   JO5  versions of a workflow are numbered from 1, without gaps, and never change
 *   JO6  open runs with a slot of a concurrency key are known by it, in the order in which they were started
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
  /** JO5. Answers with the version: a new one, or the latest where that has this hash. */
  deploy(deploy: Deploy): Promise<Deployment>;
  /** The latest version of a workflow. */
  latest(workflow: string): Promise<Deployed | null>;
  /** The latest version of each workflow, by name. */
  deployments(): Promise<readonly Deployment[]>;
  /** JO6. */
  slots(workflow: string, key: string): Promise<Slots>;
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
  /** With the first events of a run, and where it is migrated: the definition of `entry.hash`. */
  readonly definition?: JsonObject | undefined;
  /** With the first events of a run with a concurrency key, and when that changes; null gives the slot back. */
  readonly slot?: { readonly key: string; readonly queued: boolean } | null | undefined;
  /** Replaces the one before it. */
  readonly snapshot?: RunState | undefined;
}

export interface Deploy {
  readonly workflow: string;
  readonly hash: string;
  readonly definition: JsonObject;
  /** Epoch ms. */
  readonly at: number;
  readonly by: string;
}

/** A version of a workflow. */
export interface Deployment {
  readonly workflow: string;
  readonly version: number;
  readonly hash: string;
  readonly at: number;
  readonly by: string;
}

export interface Deployed extends Deployment {
  readonly definition: JsonObject;
}

/** Of one concurrency key of a workflow. */
export interface Slots {
  /** Open runs that have one. */
  readonly taken: number;
  /** The run that has waited longest. */
  readonly next: string | null;
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

/** The W3C trace context that an attempt hands on; null: none. */
export type TraceparentOf = (
  run: { readonly runId: string; readonly traceparent: string | null },
  attempt: Pick<AttemptWanted, 'path' | 'visit' | 'attempt' | 'undo'>,
) => string | null;

/** The run an attempt belongs to. */
export interface RunContext {
  readonly runId: string;
  readonly runKey: string;
  readonly workflow: string;
  readonly hash: string;
  /** W3C trace context the attempt is to hand on; see `EngineOptions.traceparent`. */
  readonly traceparent: string | null;
  /** Of a fork: its attempts are answered by these, never by activities (LI4). */
  readonly mocks?: JsonObject | null | undefined;
}

export interface Work extends Omit<AttemptWanted, 'undoKey'> {
  readonly run: RunContext;
  /** Idempotency key (AT3): the same for all attempts of a visit. */
  readonly key: string;
}

/** Does the work of attempts. A rejected promise is the failure `activity`, effect unknown. */
export interface Activities {
  /** On abort it should stop soon; what it answers then still counts where the core still wants it: not if the reason is `SILENT`. */
  perform(work: Work, signal: AbortSignal, progress?: Progress): Promise<AttemptResult>;
  /** Whether such work may wait for a worker of its own once it is performed; `Progress.pickedUp` then tells when one took it. */
  queues?(work: Work): boolean;
}

/** Why an attempt was aborted whose end is recorded already: it said nothing for too long (AT1). */
export const SILENT = 'silent';

/** What an attempt says and asks while it is under way. */
export interface Progress {
  /** AT1. It still works, and this is how far it is: the next attempt gets the last details as `Work.heartbeat`. */
  heartbeat(details?: Json): void;
  /**
   * AT1. A worker is taking it: to be asked of work that `Activities.queues`, before anything of it is begun. Durable when it resolves;
   * false: nobody waits for it any more, and it must not begin.
   */
  pickedUp(): Promise<boolean>;
  /** Tells once whether what it answered is in the history (AT3). False also where nobody waits for its answer any more. */
  whenDecided(tell: (isRecorded: boolean) => void): void;
  /** DA7. For code that asks by name; null: there is none. It is taken out of whatever the attempt answers. */
  secret(name: string): Promise<string | null>;
  /** DA7. Those it was given so far, by name: for a process elsewhere, which has to keep them out of its own log. Absent: none. */
  secretsGiven?(): ReadonlyMap<string, string>;
  /** DA7. Without the secrets this attempt was given so far: for log lines, and whatever else leaves before the answer. */
  scrub<T extends Json>(value: T): T;
}

/** What stands behind a name when a child, a schedule or an event starts it. */
export interface Definitions {
  latest(workflow: string): Promise<Startable | null>;
}

export interface Startable {
  /** As `compile` gave it. */
  readonly definition: JsonObject;
  readonly hash: string;
  /** Resolved values (DA6). */
  readonly config: JsonObject;
}

/** DA7. Null: there is no such secret. Rejects, saying why in one line, where it cannot be known: an encrypted file without its key. */
export interface Secrets {
  get(name: string): Promise<string | null>;
}

/** DA8. Large values by the hash of what they hold. */
export interface Blobs {
  /** Durable when it resolves. Putting twice does no harm. */
  put(hash: string, text: string): Promise<void>;
  get(hash: string): Promise<string | null>;
}

/** What was published, in order. */
export interface DomainEvents {
  /** Durable when it resolves; false when there is an event with this key already. */
  publish(event: DomainEvent): Promise<boolean>;
  /** Events after a position, in order. */
  read(after: number, limit: number): Promise<readonly StoredEvent[]>;
}

export interface DomainEvent {
  /** One event a key. */
  readonly key: string;
  readonly name: string;
  readonly payload: Json;
  /** Epoch ms. */
  readonly at: number;
  /** The run that published it; null where it came from outside. */
  readonly runId: string | null;
}

export interface StoredEvent extends DomainEvent {
  /** Rises from event to event; there may be gaps. */
  readonly position: number;
}

/** LI5. What is known of schedules between two lives of the engine. */
export interface Schedules {
  /** All that were saved. */
  all(): Promise<readonly ScheduleEntry[]>;
  /** Durable when it resolves; replaces the one of this workflow and trigger. */
  save(entry: ScheduleEntry): Promise<void>;
}

export interface ScheduleEntry {
  readonly workflow: string;
  readonly trigger: string;
  /** By hand. */
  readonly paused: boolean;
  /** Moments up to this time are dealt with: epoch ms. */
  readonly last: number | null;
  /** The run of the last moment that started one. */
  readonly lastRun: string | null;
  /** Why the last moment started none; null where it did. */
  readonly problem: string | null;
  /** When the next run starts; null: never, or it is paused. */
  readonly next: number | null;
  /** What the last moments started, the latest first; some ten of them. */
  readonly recent: readonly MomentEntry[];
}

/** What became of a moment of a schedule. */
export interface MomentEntry {
  readonly at: number;
  /** Null: it started none, for the reason named. */
  readonly runId: string | null;
  readonly problem: string | null;
}

/**
 * LI5. What came to triggers from outside, and starts that are not yet due.
 *
 *   DL1  one delivery an id, which is made of workflow, trigger and key; one that comes again is counted
 *   DL2  what is recorded is durable, and so is its outcome; an outcome is given once
 *   DL3  one that was refused may come again, and is then as new
 */
export interface Deliveries {
  /** DL1, DL3. */
  record(delivery: NewDelivery): Promise<{ readonly isNew: boolean; readonly entry: DeliveryEntry }>;
  /** DL2. False: it has one already. */
  settle(id: string, outcome: DeliveryOutcome): Promise<boolean>;
  get(id: string): Promise<DeliveryEntry | null>;
  /** Those without outcome that are due by then, the earliest first. */
  due(by: number, limit: number): Promise<readonly DeliveryEntry[]>;
  /** When the next of them is due, after a time. */
  nextDue(after: number): Promise<number | null>;
  /** The latest first; those before a position. */
  list(query: DeliveriesQuery): Promise<readonly DeliveryEntry[]>;
}

export interface NewDelivery {
  readonly id: string;
  readonly workflow: string;
  /** Null: a start that somebody asked for. */
  readonly trigger: string | null;
  readonly type: 'event' | 'webhook' | 'message' | 'file' | 'start';
  readonly key: string;
  /** When it came: epoch ms. */
  readonly at: number;
  /** When it is to start its run; not before. 0: at once. */
  readonly dueAt: number;
  /** Whole, or by reference (DA8). */
  readonly payload: Json;
  readonly about: DeliveryAbout;
  /** Who is recorded as having started the run. */
  readonly by: string;
}

/** What else is known of a delivery; no secrets. */
export interface DeliveryAbout {
  readonly headers?: JsonObject | undefined;
  readonly topic?: string | undefined;
  readonly path?: string | undefined;
  /** Of a start: of what, fixed when it was asked for. `definition` is a reference (DA8). */
  readonly start?: { readonly hash: string; readonly definition: Json; readonly config: JsonObject } | undefined;
  /** The delivery it repeats. */
  readonly replays?: string | undefined;
}

export type DeliveryStatus = 'pending' | 'started' | 'passed' | 'refused' | 'cancelled';

export interface DeliveryOutcome {
  readonly status: Exclude<DeliveryStatus, 'pending'>;
  readonly at: number;
  readonly runId: string | null;
  /** Of one that was refused: the code of the refusal, and why in one line. */
  readonly problem: { readonly code: string; readonly reason: string } | null;
}

export interface DeliveryEntry extends NewDelivery {
  /** Rises from delivery to delivery. */
  readonly position: number;
  readonly status: DeliveryStatus;
  readonly settledAt: number | null;
  readonly runId: string | null;
  readonly problem: DeliveryOutcome['problem'];
  /** How often it came again. */
  readonly duplicates: number;
}

export interface DeliveriesQuery {
  readonly before?: number | undefined;
  readonly limit: number;
  readonly workflow?: string | undefined;
  readonly trigger?: string | undefined;
  readonly type?: DeliveryEntry['type'] | undefined;
  readonly status?: DeliveryStatus | undefined;
}

/**
 * AC7. Attempts that stand in a history as started, and that nobody began since the engine was closing. Kept at its end: what is not
 * here was begun, or may have been.
 */
export interface UnbegunAttempts {
  all(): Promise<readonly Unbegun[]>;
  /** Instead of what was kept of the run; none: it is forgotten. Durable when it resolves. */
  save(unbegun: Unbegun): Promise<void>;
}

export interface Unbegun {
  readonly runId: string;
  /** Ids of the effects. */
  readonly attempts: readonly string[];
}

/** What the host keeps beside the histories. */
export interface Stores {
  readonly blobs: Blobs;
  readonly events: DomainEvents;
  readonly schedules: Schedules;
  readonly deliveries: Deliveries;
  readonly unbegun: UnbegunAttempts;
}
