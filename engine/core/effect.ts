import type { AttemptRef, ChildLink, EmitTarget, NextRun, SlotRequest } from './event.ts';
import type { Json } from './json.ts';

/**
 * What a state wants of the world, by stable ids. A host compares this list with what it is doing: what is new it begins, what is
 * gone it stops (an attempt whose result is no longer wanted is aborted; a timer is dropped). Asking twice is harmless.
 */
export type WantedEffect =
  | AttemptWanted
  | TimerWanted
  | EmitWanted
  | ChildWanted
  | SlotWanted
  | CloseChildWanted
  | NextRunWanted;

interface AttemptBase extends AttemptRef {
  /** `attempt:ship#1:2`, of an undo `undo:ship#1:1`. */
  readonly id: string;
  readonly stepId: string;
  readonly with: Json;
  /** It should stop; what it then answers still counts. */
  readonly cancel: boolean;
}

/** LI2. Delivered at least once, with `key` as the dedupe id; then answered by `attemptEnded`. Never lost by a crash. */
export interface EmitWanted extends AttemptBase {
  readonly kind: 'emit';
  /** Idempotency key (AT3): the same for all attempts of a visit. */
  readonly key: string;
  readonly target: EmitTarget;
}

/**
 * LI2. A run to be started as `runId` where it is not there, reported by `childStarted`; its end is answered by `attemptEnded`, or
 * its start, where it is not waited for. `cancel` cancels it. Never lost by a crash.
 */
export interface ChildWanted extends AttemptBase {
  readonly kind: 'child';
  readonly workflow: string;
  readonly runId: string;
  readonly wait: boolean;
  /** `childStarted` was recorded. */
  readonly isStarted: boolean;
}

/** A slot of the concurrency key; answered by `admit`. */
export interface SlotWanted extends SlotRequest {
  readonly kind: 'slot';
  readonly id: string;
}

/** The run is over: the child is to be terminated or cancelled, then `childClosed`. */
export interface CloseChildWanted extends ChildLink {
  readonly kind: 'closeChild';
  readonly id: string;
}

/** The run is over: the next is to be started where it is not there, then `nextStarted`. */
export interface NextRunWanted {
  readonly kind: 'nextRun';
  readonly id: string;
  readonly next: NextRun;
}

export interface AttemptWanted extends AttemptBase {
  readonly kind: 'attempt';
  /** Idempotency key (AT3) of an undo, which its entry holds; null: the one of its step (`stepKey`), worked out for who asks. */
  readonly undoKey: string | null;
  readonly activity: string;
  readonly taskQueue: string;
  /** Epoch ms. */
  readonly startedAt: number;
  /** Epoch ms at which the core gives the attempt up, by whichever limit is first; Infinity where it may wait for a worker without end. */
  readonly deadline: number;
  /** The one that is. */
  readonly limit: 'startToClose' | 'scheduleToClose' | 'scheduleToStart';
  /** It is offered to workers, and none has said `attemptPickedUp`: its time does not count before. */
  readonly reportPickUp: boolean;
  /** AT1. Longest silence, ms; the host answers `timeout.heartbeat` after it. Null: none is kept. */
  readonly heartbeatMs: number | null;
  /** Details of the last heartbeat of the attempt before; null where there is none. */
  readonly heartbeat: Json;
}

export interface TimerWanted {
  readonly kind: 'timer';
  readonly id: string;
  /** Epoch ms. */
  readonly at: number;
}
