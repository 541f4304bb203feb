/** The host's loop, free of any platform: decide, append, perform; recovery; the ports to the world. */
export {
  type DeployRequest,
  type Engine,
  type EngineOptions,
  openRuntime,
  type PublishRequest,
  type StartRequest,
} from './engine.ts';
export type { AttentionEntry, RunEntry } from './entry.ts';
export { type EnvironmentCode, EnvironmentError, isEnvironmentError } from './environment.ts';
export type { ForkRequest, ResetRequest } from './lineage.ts';
export type { Outcome } from './mail.ts';
export type { QueueDepth } from './performing/taskQueues.ts';
export type { SignalRequest, UpdateRequest } from './messages.ts';
export type {
  Activities,
  Append,
  Appended,
  Blobs,
  Clock,
  Definitions,
  Deliveries,
  DeliveryEntry,
  Deployed,
  Deployment,
  DomainEvent,
  DomainEvents,
  Ids,
  Journal,
  Progress,
  RunContext,
  ScheduleEntry,
  Schedules,
  Secrets,
  Sleeper,
  Startable,
  StoredEvent,
  StoredRun,
  Stores,
  Work,
} from './ports.ts';
export { entryAfter, wakeAt } from './project.ts';
export type { Delivered } from './triggers/delivered.ts';
export type { DeliverRequest } from './triggers/deliveries.ts';
export type { Came } from './triggers/input.ts';
export type { ScheduleTrigger } from './triggers/moments.ts';
export type { ScheduleView } from './triggers/schedules.ts';
export type { NamedTrigger } from './triggers/triggers.ts';
