import type { Failure } from '../core/failure.ts';
import type { JsonObject } from '../core/json.ts';

/** A queue or a stream of somebody else: the same two operations for each of them. */

export interface Outgoing {
  /** Subject, queue, exchange, stream or topic: what the broker calls it. */
  readonly topic: string;
  /** What messages are told apart or spread by: a routing key, a key of a partition. */
  readonly key: string | null;
  readonly payload: Uint8Array;
  /** Such as `application/json`. */
  readonly contentType: string;
  /** No control characters in names and values. */
  readonly headers: Readonly<Record<string, string>>;
  /** By which a broker, or who reads it, recognises the message when it is sent again. */
  readonly id: string;
}

export type Published =
  | { readonly ok: true; readonly receipt: JsonObject }
  /** `publish.connection`, `publish.refused` or `publish.unconfirmed`, with what it may have left behind. */
  | { readonly ok: false; readonly error: Failure };

export interface Incoming {
  /** The same each time the broker delivers it, if `isRecognised`; else it is made up for this one delivery. */
  readonly id: string;
  readonly isRecognised: boolean;
  readonly topic: string;
  readonly payload: Uint8Array;
  /** Names in small letters. */
  readonly headers: Readonly<Record<string, string>>;
}

export interface Subscription {
  readonly topic: string;
  /** Readers with one name share the messages; the broker remembers by it how far they are. */
  readonly group: string;
  readonly limits: Limits;
}

/** Times in milliseconds. */
export interface Limits {
  /** So many messages at most are taken and not yet acknowledged. */
  readonly prefetch: number;
  /** A message that failed so often is set aside. */
  readonly maxDeliveries: number;
  /** A message of which nothing was heard for so long is given to another reader. */
  readonly silenceMs: number;
  /** Before the second try of a message, and before the second try to connect; doubled each time. */
  readonly firstRetryMs: number;
  readonly longestRetryMs: number;
}

export const defaultLimits: Limits = {
  prefetch: 32,
  maxDeliveries: 10,
  silenceMs: 30_000,
  firstRetryMs: 200,
  longestRetryMs: 30_000,
};

export interface Listener {
  /** Acknowledged once it resolves, never before; delivered again, after a while, where it rejects. */
  readonly onMessage: (message: Incoming) => Promise<void>;
  /** One line, without secrets. */
  readonly warn: (message: string) => void;
}

/** Thrown by `Listener.onMessage`: it will never do, so the message is set aside at once. */
export class Poison extends Error {
  override readonly name = 'Poison';
}

export interface Consuming {
  /** Resolves once the signal was aborted, what was under way is settled, and the connection closed. */
  readonly done: Promise<void>;
}

/**
 *   BR1  `publish` succeeds only when the broker has confirmed the message; of an effect it says `none` only if that is certain
 *   BR2  a message is acknowledged only after `onMessage` has resolved; until then it comes again, also to another process
 *   BR3  a message that fails for ever is set aside, and the others go on
 *   BR4  a connection that breaks is opened again, for ever; what nobody acknowledged comes again
 */
export interface Broker {
  /** Waits so long for the confirmation. */
  readonly publish: (message: Outgoing, waitMs: number, signal: AbortSignal) => Promise<Published>;
  /** BR4. Resolves once it listens; rejects where the first try fails. Aborting the signal ends it. */
  readonly consume: (subscription: Subscription, listener: Listener, signal: AbortSignal) => Promise<Consuming>;
  /** Gives the connection for publishing back; those of readers end by their own signals. */
  readonly close: () => Promise<void>;
}
