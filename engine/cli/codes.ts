/** What the process ends with; scripts depend on it. */
export const SUCCESS = 0;
/** It does not parse, does not compile, a bad flag, no such file. */
export const WRONG_INPUT = 1;
/** The run ended otherwise than `completed`. */
export const NOT_COMPLETED = 2;
/** The run is suspended, or still open. */
export const OPEN = 3;
/** Port, disk, database, network. */
export const ENVIRONMENT = 4;
export const REFUSED = 5;
/** Ours. */
export const BUG = 70;

export type ExitCode = 0 | 1 | 2 | 3 | 4 | 5 | 70;

/** What stops a command: one line that says what is wrong, where, and what to do. */
export interface Failed {
  readonly ok: false;
  readonly code: ExitCode;
  readonly message: string;
}

export type Result<T> = { readonly ok: true; readonly value: T } | Failed;

export const ok = <T>(value: T): Result<T> => ({ ok: true, value });

export const failed = (code: ExitCode, message: string): Failed => ({ ok: false, code, message });

export const wrongInput = (message: string): Failed => failed(WRONG_INPUT, message);
