/** Bytes of a message, either way. */
export const MAX_MESSAGE_BYTES = 16 * 1024 * 1024;

/** A connection has to stand after this. */
export const CONNECT_TIMEOUT_MS = 10_000;

/** After this the addresses of a name are asked for, and looked at, again. */
export const CHANNEL_MS = 60_000;

export const REFLECTION_TIMEOUT_MS = 15_000;
export const MAX_REFLECTED_FILES = 300;
export const MAX_REFLECTED_BYTES = 16 * 1024 * 1024;
