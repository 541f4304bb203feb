/** Characters of a text, or bytes, that come in or go out. */
export const MAX_SIZE = 32 * 1024 * 1024;

/** What the engine takes as a result. */
export const MAX_DEPTH = 200;

/** Lists, objects and their members, all together; shared ones, as by the aliases of YAML, count each time. */
export const MAX_VALUES = 2_000_000;

export const TIMEOUT_MS = 30_000;
export const HEAP_MB = 768;
export const THREADS = 2;
export const IDLE_MS = 60_000;
