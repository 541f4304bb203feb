/** Of an answer where nobody says more: what a history holds inline (DA8). */
export const DEFAULT_BYTES = 256 * 1024;

/** What a step may ask for where the workspace says nothing. */
export const DEFAULT_MOST_BYTES = 16 * 1024 * 1024;

/** What a workspace may allow: an answer is held in memory, and its text beside it. */
export const MOST_BYTES = 64 * 1024 * 1024;

/** Of a request's body, and of files that are read for it. */
export const MOST_SENT_BYTES = 64 * 1024 * 1024;
