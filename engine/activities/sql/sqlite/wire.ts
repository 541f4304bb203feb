import type { Failure } from '../../../core/failure.ts';
import type { Answer, Limits, Statement } from '../session.ts';

/** What a process of SQLite is told; each is answered once, in order. */
export type Order =
  | {
      readonly kind: 'open';
      readonly workspace: string;
      readonly folders: readonly string[];
      readonly name: string;
      readonly busyMs: number;
    }
  | { readonly kind: 'begin'; readonly readOnly: boolean }
  | { readonly kind: 'run'; readonly statement: Statement; readonly limits: Limits }
  | { readonly kind: 'commit' }
  | { readonly kind: 'rollback' }
  | { readonly kind: 'reset' };

export type Reply =
  | { readonly kind: 'done'; readonly answer: Answer | null }
  | { readonly kind: 'failed'; readonly failure: Failure; readonly isRolledBack: boolean };
