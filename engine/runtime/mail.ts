import type { Command, Rejection } from '../core/command.ts';
import type { Json } from '../core/json.ts';
import type { RunEntry } from './entry.ts';
import type { StartRequest } from './engine.ts';

/** One command on its way to a decision. */
export interface Letter {
  readonly command: Command;
  /** With a start: what a new run is made of; with a migration: what it goes on with. */
  readonly request: Made | null;
  /** Null: it comes from the world, and so is not refused for a full disk, but tried again (AC6). */
  readonly caller: Caller | null;
  /** From the world: told once whether it was accepted, and so is durable. */
  readonly told?: ((isAccepted: boolean) => void) | undefined;
}

export type Made = Pick<StartRequest, 'definition' | 'hash'>;

/** Who waits for the answer. */
interface Caller {
  readonly answer: (outcome: Outcome) => void;
  readonly fail: (error: unknown) => void;
}

/** Accepted: durable, and this is the run after it. */
export type Outcome =
  | {
      readonly kind: 'accepted';
      readonly entry: RunEntry;
      /** What an update answered. */
      readonly result?: Json | undefined;
    }
  | Rejection;

/** A letter that somebody waits on. */
export function asked(command: Command, request: Made | null): { letter: Letter; outcome: Promise<Outcome> } {
  const { promise, resolve, reject } = Promise.withResolvers<Outcome>();
  return { letter: { command, request, caller: { answer: resolve, fail: reject } }, outcome: promise };
}

/** What the world says; if the run no longer wants to know, that is no news to anyone. */
export function own(command: Command, told?: (isAccepted: boolean) => void): Letter {
  return { command, request: null, caller: null, told };
}
