import type { Place } from './event.ts';
import type { Json } from './json.ts';

/**
 * What a state wants of the world, by stable ids. A host compares this list with what it is doing: what is new it begins, what is
 * gone it stops (an attempt whose result is no longer wanted is aborted; a timer is dropped). Asking twice is harmless.
 */
export type WantedEffect = AttemptWanted | TimerWanted;

export interface AttemptWanted extends Place {
  readonly kind: 'attempt';
  /** `attempt:ship#1:2`, of an undo `undo:ship#1:1`. */
  readonly id: string;
  readonly stepId: string;
  readonly undo: boolean;
  /** 1 for the first. */
  readonly attempt: number;
  readonly activity: string;
  readonly with: Json;
  /** Idempotency key (AT3): the same for all attempts of a visit. */
  readonly key: string;
  readonly taskQueue: string;
  /** Epoch ms. */
  readonly startedAt: number;
  /** Epoch ms at which the core gives the attempt up (startToClose or scheduleToClose, whichever is first). */
  readonly deadline: number;
  /** The one that is. */
  readonly limit: 'startToClose' | 'scheduleToClose';
  /** The activity should stop; what it then answers still counts. */
  readonly cancel: boolean;
}

export interface TimerWanted {
  readonly kind: 'timer';
  readonly id: string;
  /** Epoch ms. */
  readonly at: number;
}
