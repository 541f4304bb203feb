/** What the machine around us can refuse. Stable: scripts match on them. */
export type EnvironmentCode =
  | 'database.newer'
  | 'database.older'
  | 'database.corrupt'
  | 'database.foreign'
  | 'database.missing'
  | 'database.readOnly'
  | 'database.full'
  | 'database.inUse'
  | 'database.failed'
  | 'folder.failed'
  | 'secrets.unreadable'
  | 'secrets.refused'
  | 'secrets.noKey'
  | 'closed';

/** The disk, the database or the way we were started said no. The message is one line and says what to do. */
export class EnvironmentError extends Error {
  override readonly name = 'EnvironmentError';
  readonly code: EnvironmentCode;

  constructor(code: EnvironmentCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}

/** By name, not by class: an error may come from another realm. */
export function isEnvironmentError(error: unknown): error is EnvironmentError {
  return error instanceof Error && error.name === 'EnvironmentError';
}
