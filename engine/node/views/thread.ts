import type { ProjectionModule } from '../projection.ts';
import type { RetentionPolicy } from '../retention.ts';

/** What is said between the engine's thread and that of the views. */
export interface ThreadData {
  readonly database: string;
  readonly projections: readonly ProjectionModule[];
  /** Default: what the database says, else all runs are kept. */
  readonly retention?: RetentionPolicy | undefined;
}

export type Asked =
  /** Something was appended. */
  { readonly kind: 'follow' } | { readonly kind: 'catchUp' | 'rebuild' | 'close'; readonly id: number };

export type Said =
  | { readonly kind: 'done'; readonly id: number; readonly error: unknown }
  | { readonly kind: 'warning'; readonly message: string; readonly error: unknown };
