/** A line of the engine's log. */
export interface LogLine {
  /** Epoch ms. */
  readonly at: number;
  readonly level: 'debug' | 'info' | 'warn' | 'error';
  readonly message: string;
  /** JSON. */
  readonly data: string | null;
  readonly traceId: string | null;
  readonly spanId: string | null;
  readonly isSampled: boolean;
  readonly attributes: Readonly<Record<string, string | number>>;
}
