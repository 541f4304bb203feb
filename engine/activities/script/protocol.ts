import type { LogLevel } from '../activity.ts';

/** What the engine's thread asks of a thread of scripts. */
export interface ScriptTask {
  readonly code: string;
  /** JSON text. */
  readonly input: string;
  readonly key: string;
  readonly timeoutMs: number;
  readonly memoryBytes: number;
}

/** A line of the script's console. */
export interface ScriptLine {
  readonly level: LogLevel;
  readonly text: string;
}

/** Of what was thrown; line and column count from 1, in the user's own code. */
export interface Thrown {
  /** Null: no error was thrown, but some other value, which the message shows. */
  readonly name: string | null;
  readonly message: string;
  readonly line: number | null;
  readonly column: number | null;
  /** Innermost first, of the user's code alone. */
  readonly stack: readonly string[];
}

export type ScriptEnd =
  /** JSON text; null: the code gave nothing. */
  | { readonly kind: 'gave'; readonly json: string | null }
  | { readonly kind: 'threw'; readonly thrown: Thrown }
  | { readonly kind: 'syntax'; readonly thrown: Thrown }
  /** The result is not JSON; why. */
  | { readonly kind: 'notJson'; readonly message: string }
  | { readonly kind: 'tooLarge'; readonly characters: number }
  /** A promise that it waits for is never settled. */
  | { readonly kind: 'pending' }
  | { readonly kind: 'timeout' }
  | { readonly kind: 'memory' };
