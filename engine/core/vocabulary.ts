/** What events, commands and effects are made of. `event.ts` hands it on: nobody else needs this file. */
import type { Failure } from './failure.ts';
import type { Json } from './json.ts';
import type { FrozenUndo } from './machine/state.ts';

/** Where something happens: a step's path, and which time it is entered. */
export interface Place {
  /** The step's id; inside map items with the item before it: `items[3].ship`. */
  readonly path: string;
  /** 1 for the first time. */
  readonly visit: number;
}

/** RN9. A visit of a step that is about to begin, and the block it begins in. */
export interface Breakpoint extends Place {
  readonly id: string;
  readonly frame: FrameKey;
}

/** One attempt of a step, or of its undo. */
export interface AttemptRef extends Place {
  /** 1 for the first. */
  readonly attempt: number;
  readonly undo: boolean;
}

/** A block being run: `''` is the run's own; else the owning place and the block's name: `pay#1/body`, `both#1/left`. */
export type FrameKey = string;

export type RunStatus =
  | 'running'
  | 'paused'
  | 'suspended'
  | 'completed'
  | 'failed'
  | 'compensated'
  | 'cancelled'
  | 'terminated'
  | 'timedOut'
  | 'continuedAsNew';

/** What is over. */
export type EndStatus = Exclude<RunStatus, 'running' | 'paused' | 'suspended'>;

/** How a run ended, or is about to. */
export interface Ending {
  readonly status: EndStatus;
  readonly output: Json;
  readonly error: Failure | null;
  /** What can be undone and was not; of a run that was terminated also attempts that were still open. */
  readonly left: readonly Place[];
}

/** A signal that no `receive` has taken yet (LI1). */
export interface BufferedSignal {
  /** Of the event that brought it; signals carried over from the run before have 0, -1, … */
  readonly seq: number;
  readonly name: string;
  readonly payload: Json;
  /** What a `receive` with a key compares with. */
  readonly key: Json;
  /** Dedupe id of the sender. */
  readonly id: string | null;
  readonly at: number;
}

export type ParentClosePolicy = 'terminate' | 'cancel' | 'abandon';

/** A child run that this run started and that may still be open. */
export interface ChildLink extends Place {
  readonly runId: string;
  readonly policy: ParentClosePolicy;
}

/** Where a run came from: the run that started it as a child, or as an undo. */
export interface ParentLink extends Place {
  readonly runId: string;
}

/** LI3. What `continueAsNew` hands on. */
export interface Continued {
  readonly from: string;
  /** 1 for the first run that another continued as; part of `step.key`. */
  readonly generation: number;
  readonly signals: readonly BufferedSignal[];
  readonly children: readonly ChildLink[];
  /** RN9. */
  readonly breakpoints?: readonly string[];
}

/** LI4. An effect of the run that was reset, from beyond the point it was reset to. */
export interface CarriedEntry extends Place {
  readonly stepId: string;
  /** The block the step was in, then those around it, up to one that began before the point. */
  readonly frames: readonly FrameKey[];
  /** Idempotency key of its undo. */
  readonly key: string;
  readonly record: LedgerRecord;
  /** How it is undone, where it was recorded under another definition than that of the point. */
  readonly how?: FrozenUndo;
}

/** The run that follows this one: its next generation, or what it was reset to. */
export type NextRun =
  | { readonly kind: 'continued'; readonly runId: string; readonly input: Json; readonly continued: Continued }
  | {
      readonly kind: 'reset';
      readonly runId: string;
      /** Number of the last event that is kept. */
      readonly to: number;
      readonly entries: readonly CarriedEntry[];
      /** Children that may still be open, of which the next run is to know. */
      readonly children?: readonly ChildLink[];
    };

/** `partial`: an entry that should have been undone was not, and is listed. */
export type UndoStatus = 'none' | 'running' | 'complete' | 'partial';

/** SG1. How to undo the effect of a step, evaluated when the step ended. */
export interface LedgerRecord {
  readonly outcome: 'done' | 'unknown';
  readonly undo: { readonly kind: 'ready'; readonly with: Json } | { readonly kind: 'broken'; readonly error: Failure };
}

export interface SlotRequest {
  readonly key: string;
  readonly limit: number;
  /** Whether it waits; else the host has found it free. */
  readonly queued: boolean;
}

export type EmitTarget =
  | { readonly kind: 'signal'; readonly runId: string; readonly signal: string; readonly key: Json }
  | { readonly kind: 'event'; readonly event: string };
