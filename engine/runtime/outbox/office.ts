import type { AttemptResult, Command } from '../../core/command.ts';
import type { ChildWanted, EmitWanted } from '../../core/effect.ts';
import type { Failure } from '../../core/failure.ts';
import type { Json } from '../../core/json.ts';
import type { Branch } from '../branching.ts';
import type { StartRequest } from '../engine.ts';
import type { RunEntry } from '../entry.ts';
import type { Outcome } from '../mail.ts';
import type { Clock, Definitions, DomainEvent, Journal, TraceparentOf } from '../ports.ts';
import type { Attended, Sender } from './outbox.ts';

/** What errands ask of the engine. */
export interface Office {
  readonly journal: Journal;
  readonly clock: Clock;
  readonly definitions: Definitions;
  readonly ask: (runId: string, command: Command) => Promise<Outcome>;
  /** `mustQueue`: it is not refused for want of a slot, but waits for one. */
  readonly start: (request: StartRequest, how?: { readonly mustQueue: boolean }) => Promise<Outcome>;
  readonly branch: (branch: Branch) => Promise<Outcome>;
  /** From memory, where it is there. */
  readonly entry: (runId: string) => Promise<RunEntry | null>;
  /** Sees to it that an open run goes on. */
  readonly carryOn: (runId: string) => void;
  readonly publish: (event: DomainEvent) => Promise<void>;
  readonly settleSlots: (workflow: string, key: string, limit: number) => Promise<void>;
  /** What an attempt hands on to the run it starts. */
  readonly traceparent: TraceparentOf;
  /** Instead of the world's answer; null: that is wanted. */
  readonly script: (errand: EmitWanted | ChildWanted, sender: Sender) => Attended | null;
}

export function attemptEnded(
  { path, visit, attempt, undo }: Pick<EmitWanted, 'path' | 'visit' | 'attempt' | 'undo'>,
  result: AttemptResult,
): Command {
  return { type: 'attemptEnded', path, visit, attempt, undo, result };
}

export const completed = (output: Json): AttemptResult => ({ kind: 'completed', output });

/** Nothing was done. */
export const failed = (error: Failure): AttemptResult => ({ kind: 'failed', error, effect: 'none' });

/** `by` of what a run asks of another. */
export const senderName = (runId: string): string => `run:${runId}`;
