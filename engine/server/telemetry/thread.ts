import type { QueueDepth } from '../../runtime/index.ts';
import type { LogLine } from '../../telemetry/out/log-lines.ts';
import type { OutSettings } from '../../telemetry/out/settings.ts';

/** What is said between the engine's thread and the one that sends telemetry. */
export interface ThreadData {
  readonly database: string;
  readonly version: string;
  readonly out: OutSettings;
  /** Metrics count what is appended after this position; null: they are not counted yet. */
  readonly countFrom: number | null;
}

export type Asked =
  | { readonly kind: 'logs'; readonly lines: readonly LogLine[] }
  | { readonly kind: 'queues'; readonly id: number; readonly queues: readonly QueueDepth[] }
  | { readonly kind: 'scrape'; readonly id: number; readonly countFrom: number }
  /** `ms`: for how long at most. */
  | { readonly kind: 'flush'; readonly id: number; readonly ms: number }
  | { readonly kind: 'status' | 'test' | 'close'; readonly id: number };

export type Said =
  | { readonly kind: 'answer'; readonly id: number; readonly value: unknown; readonly error: string | null }
  /** It wants to know the task queues, for the metrics. */
  | { readonly kind: 'queues'; readonly id: number }
  | { readonly kind: 'print'; readonly line: string }
  | { readonly kind: 'warning'; readonly message: string };

/** How one signal fares, since the engine was opened. */
export interface SignalStatus {
  readonly sent: number;
  readonly refused: number;
  readonly overflow: number;
  readonly sampledOut: number;
  readonly deleted: number;
  /** Items that wait, of traces entries of the histories; null: it is not known. */
  readonly behind: number | null;
  /** For how long the first of them waits. */
  readonly behindMs: number | null;
  /** Epoch ms. */
  readonly lastSentAt: number | null;
  readonly problem: { readonly at: number; readonly message: string } | null;
}

export type ThreadStatus = Readonly<Partial<Record<'traces' | 'metrics' | 'logs', SignalStatus>>>;
