/** A connection that the workspace's settings do not allow; nothing was sent to where it would have gone. */
export class ForbiddenError extends Error {
  readonly code = 'ERR_FORBIDDEN';
  /** As the end of a sentence. */
  readonly why: string;

  constructor(why: string) {
    super(`not allowed: ${why}`);
    this.name = 'ForbiddenError';
    this.why = why;
  }
}

export const forbiddenBy = (error: unknown): ForbiddenError | null =>
  error instanceof ForbiddenError ? error : error instanceof AggregateError ? firstForbidden(error.errors) : null;

function firstForbidden(errors: readonly unknown[]): ForbiddenError | null {
  return errors.find((error) => error instanceof ForbiddenError) ?? null;
}
