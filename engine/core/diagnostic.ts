import type { Said } from './compile/sentences.ts';

/** What is wrong with a definition, where, and what to do. */
export interface Diagnostic {
  /** Stable, upper snake case: `STEP_NOT_FOUND`. */
  readonly code: string;
  readonly severity: 'error' | 'warning';
  /** JSON pointer into the document. */
  readonly pointer: string;
  /** From 1; null when the document did not come as text. */
  readonly line: number | null;
  readonly column: number | null;
  /** Where in the string at `pointer` it is, as an index into it; absent where it is about the whole value. */
  readonly offset?: number;
  /** Id of the step it is about. */
  readonly step: string | null;
  /** One plain sentence that says what to do. */
  readonly message: string;
  /** The message as data: to say it in another language, and to know what it is about. */
  readonly says?: Said;
}
