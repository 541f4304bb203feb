/** Bounds of a script that its step does not choose. */
export const DEFAULT_TIMEOUT = '5s';
export const LONGEST_TIMEOUT = '10m';
export const DEFAULT_MEMORY_MB = 32;

/** The stack of the machine that WebAssembly gives QuickJS is bounded; well below it QuickJS itself says that it is full. */
export const STACK_BYTES = 256 * 1024;

/** Of a thread: QuickJS has to meet its own bound before it meets this one, which would bring it down. */
export const STACK_MB = 16;

export const MAX_RESULT_CHARACTERS = 16 * 1024 * 1024;

/** Depth of the result: what the engine takes. */
export const MAX_RESULT_DEPTH = 200;

export const MAX_LINES = 100;
export const MAX_LINE_CHARACTERS = 2_000;

/** Frames of a stack that are told. */
export const MAX_FRAMES = 10;

export const MAX_MESSAGE_CHARACTERS = 2_000;

/** Threads that run scripts at the same time. */
export const THREADS = 4;
export const IDLE_MS = 60_000;
