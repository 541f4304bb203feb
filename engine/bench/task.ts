import type { Shape } from './workload.ts';

/** What a process of its own is asked to measure. */
export type Task =
  | { readonly kind: 'fsync'; readonly folder: string; readonly seconds: number }
  | { readonly kind: 'rows'; readonly database: string; readonly seconds: number; readonly perTransaction: number }
  | LoadTask
  /** So many runs that are over with their first append. */
  | { readonly kind: 'fill'; readonly database: string; readonly runs: number }
  | { readonly kind: 'startSleepers'; readonly database: string; readonly runs: number }
  /** Opens it and waits: what the process then takes. */
  | { readonly kind: 'rest'; readonly database: string }
  /** Leaves so many runs with an attempt under way; then it is killed. */
  | { readonly kind: 'leaveOpen'; readonly database: string; readonly runs: number }
  | { readonly kind: 'recover'; readonly database: string; readonly runs: number }
  | { readonly kind: 'leaveLongRun'; readonly database: string; readonly events: number }
  | { readonly kind: 'resume'; readonly database: string; readonly events: number }
  | { readonly kind: 'fold'; readonly database: string }
  | {
      readonly kind: 'activities';
      readonly where: 'here' | 'code' | 'http';
      readonly folder: string;
      readonly inFlight: number;
      readonly seconds: number;
    }
  | { readonly kind: 'growth'; readonly folder: string; readonly events: number };

/** Who runs the load. */
export type Contender = 'ours' | 'log' | 'restateTuned' | 'restateDefault' | 'dbos';

export interface LoadTask {
  readonly kind: 'load';
  readonly on: Contender;
  readonly shape: Shape;
  readonly inFlight: number;
  readonly seconds: number;
  readonly folder: string;
  /** For ours; default: a new one. */
  readonly database?: string | undefined;
}
