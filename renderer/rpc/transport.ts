import type { ClientLink } from '@orpc/client';

/** One open line to an engine. It is used until it closes, and then thrown away. */
export interface Transport {
  readonly link: ClientLink<Record<never, never>>;
  /** Aborts when the line is dead: a call on a dead line would else never settle. */
  readonly closed: AbortSignal;
  close(): void;
}

/** Opens a line, or rejects. `signal` gives the attempt up. */
export type Dial = (signal: AbortSignal) => Promise<Transport>;
