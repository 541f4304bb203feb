/** The host's loop, free of any platform: decide, append, perform; recovery; the ports to the world. */
export { type Engine, type EngineOptions, openRuntime, type StartRequest } from './engine.ts';
export type { AttentionEntry, RunEntry } from './entry.ts';
export { type EnvironmentCode, EnvironmentError, isEnvironmentError } from './environment.ts';
export type { Outcome } from './mail.ts';
export type {
  Activities,
  Append,
  Appended,
  Clock,
  Ids,
  Journal,
  RunContext,
  Sleeper,
  StoredRun,
  Work,
} from './ports.ts';
export { entryAfter, wakeAt } from './project.ts';
