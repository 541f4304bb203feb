import type { JsonObject } from '../core/json.ts';
import type { Outgoing, Subscription } from './broker.ts';
import type { Attend, InFlight } from './attending.ts';

/** What is different from broker to broker; what is the same for all is in `publishing.ts`, `attending.ts` and `listening.ts`. */
export interface Driver<Client = unknown> {
  /** As people call it. */
  readonly title: string;
  /** `host:port`, without credentials. */
  readonly place: string;
  /** To be taken out of whatever the client library says. */
  readonly secrets: readonly string[];
  /** Tries once. `lost` is told when the connection is gone, asked for or not. */
  readonly connect: (lost: () => void) => Promise<Client>;
  /** Never rejects. */
  readonly disconnect: (client: Client) => Promise<void>;
  /** Resolves when the broker has confirmed it. Throws `NotSent` or `Refused`; of any other exception nothing is known. */
  readonly send: (client: Client, message: Outgoing, waitMs: number) => Promise<JsonObject>;
  /** Reads over one connection of its own until the signal is aborted, then resolves; rejects when the connection is gone. */
  readonly read: (session: Session) => Promise<void>;
}

export interface Session {
  readonly subscription: Subscription;
  readonly attend: Attend;
  /** Where each message is put that is attended to. Before its connection is closed in peace, all of them are waited for. */
  readonly under: InFlight;
  /** To be called once messages come. */
  readonly listening: () => void;
  readonly signal: AbortSignal;
}

/** It never went out: effect none. */
export class NotSent extends Error {
  override readonly name = 'NotSent';
}

/** The broker said no. */
export class Refused extends Error {
  override readonly name = 'Refused';
  readonly effect: 'none' | 'unknown';
  /** False: the same message will never be taken. */
  readonly retryable: boolean;

  constructor(message: string, { effect = 'none', retryable = true }: RefusedOptions = {}) {
    super(message);
    this.effect = effect;
    this.retryable = retryable;
  }
}

interface RefusedOptions {
  readonly effect?: 'none' | 'unknown';
  readonly retryable?: boolean;
}
