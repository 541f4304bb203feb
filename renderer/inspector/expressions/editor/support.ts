import type { Json } from '@sagaloom/engine/core';
import type { Offer } from '../language/completions.ts';
import type { Shape } from '../language/shape.ts';

/** What an editor asks of the inspector around it, at the moment it needs it. */
export interface EditorSupport {
  /** What expressions can read here; null where none may stand. */
  readonly scope: () => Shape | null;
  readonly words: EditorWords;
  /** Its own history has nothing left: the document's goes on. */
  readonly undo: () => void;
  readonly redo: () => void;
}

export interface EditorWords {
  readonly completions: string;
  readonly uncertain: string;
  /** What a value seen is called: from the last run, the sample. */
  readonly seen: () => string;
  readonly kind: (kind: Offer['kind']) => string;
  /** One line of help. */
  readonly help: (name: string) => string | null;
  readonly print: (value: Json) => string;
}

/** What is wrong in a text, and where. */
export interface Mark {
  readonly from: number;
  readonly to: number;
  readonly severity: 'error' | 'warning' | 'info';
  readonly message: string;
}
