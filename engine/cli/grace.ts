/** Time for attempts that were begun to answer, where an engine is stopped that may be started again. */
export const GRACE_MS = 10_000;
