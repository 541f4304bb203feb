/** The host's loop, free of any platform: decide, append, perform; recovery; the ports to the world. */
export * from './engine.ts';
export * from './entry.ts';
export * from './environment.ts';
export * from './ports.ts';
