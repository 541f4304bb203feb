import type { ClientLink } from '@orpc/client';

/** One open line to an engine. It is used until it closes, and then thrown away. */
export interface Transport {
  readonly link: ClientLink<Record<never, never>>;
  /** Aborts when the line is dead: a call on a dead line would else never settle. */
  readonly closed: AbortSignal;
  close(): void;
  /**
   * Sends a file as it is, read from the disk by the browser itself; null where the engine has no HTTP. Rejects when the connection ends
   * before the file does, `signal` aborts, or the file cannot be read.
   */
  readonly post: ((path: string, file: Blob, signal: AbortSignal) => Promise<Response>) | null;
}

/** Opens a line, or rejects. `signal` gives the attempt up. */
export type Dial = (signal: AbortSignal) => Promise<Transport>;
