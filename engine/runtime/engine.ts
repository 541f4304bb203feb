import type { Asked, Command } from '../core/command.ts';
import type { Continued, ParentLink, Recorded } from '../core/event.ts';
import type { QueryAnswer } from '../core/index.ts';
import type { Json, JsonObject } from '../core/json.ts';
import type { RunEntry } from './entry.ts';
import { Host } from './host.ts';
import { forkRun, type ForkRequest, resetRun, type ResetRequest } from './lineage.ts';
import type { Outcome } from './mail.ts';
import { query, sendSignal, sendUpdate, type SignalRequest, type UpdateRequest } from './messages.ts';
import { resolved } from './performing/blobs.ts';
import type { QueueDepth } from './performing/taskQueues.ts';
import type {
  Activities,
  Clock,
  Definitions,
  Deployment,
  Ids,
  Journal,
  Secrets,
  StoredEvent,
  Stores,
  TraceparentOf,
} from './ports.ts';
import type { Mocks } from './scripted/mocks.ts';
import { fireByHand } from './triggers/by-hand.ts';
import type { Came } from './triggers/input.ts';
import type { ScheduleView } from './triggers/schedules.ts';
import { type Triggering, triggering } from './triggers/triggering.ts';
import { type Recording, watchChanges, watchEvents, whenSettled } from './watch.ts';

/** A durable host of the core. Promises reject for bugs and for an `EnvironmentError` only; refusals are data. */
export interface Engine extends Triggering {
  start(request: StartRequest): Promise<Outcome>;
  command(runId: string, command: Command): Promise<Outcome>;
  signal(runId: string, request: SignalRequest): Promise<Outcome>;
  /** What it answered is `result` of the outcome. */
  update(runId: string, request: UpdateRequest): Promise<Outcome>;
  query(runId: string, name: string, input?: Json): Promise<QueryAnswer>;
  pause(runId: string, asked: Asked): Promise<Outcome>;
  resume(runId: string, asked: Asked): Promise<Outcome>;
  /** The run goes on under another definition. */
  migrate(runId: string, to: Asked & Pick<StartRequest, 'definition' | 'hash'>): Promise<Outcome>;
  /** LI4. Ends the run, if it has not ended; the answer is the run that follows it, with the same key. */
  reset(runId: string, request: ResetRequest): Promise<Outcome>;
  /** LI4. A run with the same history and a key of its own, answered by mocks unless the real thing is asked for. */
  fork(runId: string, request: ForkRequest): Promise<Outcome>;
  /** A new version of the workflow for runs to come; its triggers are in force from here on. */
  deploy(request: DeployRequest): Promise<Deployment>;
  /** False: an event with this key was published before. */
  publish(event: PublishRequest): Promise<boolean>;
  /** Domain events after a position: those published, then those to come. */
  published(after?: number): AsyncIterableIterator<readonly StoredEvent[]>;
  /** LI5. Of deployed workflows, with the next `count` moments of each. */
  schedules(count?: number): Promise<readonly ScheduleView[]>;
  /** False: there is no such schedule. */
  setSchedulePaused(workflow: string, trigger: string, paused: boolean): Promise<boolean>;
  /** Starts a run as a trigger of a deployed workflow would, now, with what a delivery would have brought; of a schedule nothing. */
  trigger(workflow: string, name: string, by: string, came?: Came): Promise<Outcome>;
  /** DA8. Every reference to a large value replaced by the value; null where one is not there any more. */
  whole(value: Json): Promise<Json>;
  /** Events after a number: what is recorded, then what comes; ends when the run ends, and at once for a run that is not there. */
  events(runId: string, after?: number): AsyncIterableIterator<readonly Recorded[]>;
  /** The entry of a run whenever it changes; a slow reader gets the latest of each run. */
  changes(): AsyncIterableIterator<RunEntry>;
  /** Resolves when the run has ended, or is suspended; null for a run that is not there, or when the engine closes first. */
  settled(runId: string): Promise<RunEntry | null>;
  /** Nothing is being decided or written: only answers to attempts, timers and people can move on what is open. */
  isIdle(): boolean;
  /** Attempts that have not answered. */
  underWay(): number;
  /** How many attempts each task queue has, that was used since the engine was opened. */
  queues(): readonly QueueDepth[];
  /** Begins nothing more and takes no more commands; what is under way may still answer, and is recorded. To be closed next. */
  closing(): void;
  /**
   * Begins nothing more, gives attempts under way so long to answer, aborts the rest without recording anything of them (they are
   * lost when the journal is opened again), and closes the journal.
   */
  close(options?: { readonly graceMs?: number | undefined }): Promise<void>;
}

export interface StartRequest {
  /** As `compile` gave it, with its hash. */
  readonly definition: JsonObject;
  readonly hash: string;
  readonly input: Json;
  /** Resolved values (DA6). */
  readonly config: JsonObject;
  readonly by: string;
  readonly runId?: string | undefined;
  /** Default: the run's id. */
  readonly runKey?: string | undefined;
  readonly traceparent?: string | null | undefined;
  /** When there is a run with this id: refuse, or answer with it as it is. Default: refuse. */
  readonly reuse?: 'reject' | 'useExisting' | undefined;
  /** The run that starts it as a child. */
  readonly parent?: ParentLink | undefined;
  /** Ids of steps before which it pauses (RN9). */
  readonly breakpoints?: readonly string[] | undefined;
  /** The run that it continues. */
  readonly continued?: Continued | undefined;
}

export interface DeployRequest {
  /** As `compile` gave it, with its hash. */
  readonly definition: JsonObject;
  readonly hash: string;
  readonly by: string;
}

export interface PublishRequest {
  readonly name: string;
  readonly payload?: Json | undefined;
  /** One event a key. Default: a new one. */
  readonly key?: string | undefined;
}

export interface EngineOptions {
  readonly journal: Journal;
  readonly activities: Activities;
  readonly clock: Clock;
  readonly ids: Ids;
  /** Large values, domain events, schedules. Default: they are kept in memory only. */
  readonly stores?: Stores | undefined;
  /** DA7. Default: there are none. */
  readonly secrets?: Secrets | undefined;
  /** What children, schedules and events start. Default: what is deployed, with the defaults of its config. */
  readonly definitions?: Definitions | undefined;
  /** Answers for messages, children, and undos that are workflows: nothing is sent, nothing started. For tasks see `scriptedActivities`. */
  readonly mocks?: Mocks | undefined;
  /** Attempts of one task queue at a time. Default: 1,000. */
  readonly attemptsPerQueue?: number | undefined;
  /** Whether schedules of deployed workflows are kept. Default: where all runs are carried on. */
  readonly schedules?: boolean | undefined;
  /** The trace context an attempt hands on, also to the run it starts. Default: that of the run. */
  readonly traceparent?: TraceparentOf | undefined;
  /**
   * Whether to carry on an open run that nobody asks about. Default: all. Runs of which it says no are left alone: nothing is
   * recorded as lost, nothing is begun. A run that is started or commanded through this engine is its own.
   */
  readonly carriesOn?: ((runId: string) => boolean) | undefined;
  /** Something went wrong that nobody is waiting to hear. */
  readonly onWarning?: ((message: string, error?: unknown) => void) | undefined;
}

/** Opens the journal's runs: what was under way is recorded as lost, what is overdue is done (AT2). */
export async function openRuntime(options: EngineOptions): Promise<Engine> {
  const host = new Host(options);
  await host.open();
  const recording: Recording = {
    history: (runId, after, limit) => host.journal.history(runId, after, limit),
    entry: host.entry,
  };
  const settled = (runId: string): Promise<RunEntry | null> => whenSettled(host.hub, recording, runId);
  return {
    start: (request) => host.start(request),
    command: (runId, command) => host.ask(runId, command),
    ...messaging(host),
    ...lineage(host, settled),
    ...starting(host),
    ...triggering(host),
    async whole(value) {
      const found = await resolved(value, host.stores.blobs);
      return found.ok ? found.value : null;
    },
    events: (runId, after = 0) => watchEvents(host.hub, recording, runId, after),
    changes: () => watchChanges(host.hub),
    settled,
    isIdle: () => host.isIdle,
    underWay: () => host.underWay,
    queues: () => host.queues,
    closing: () => host.closing(),
    close: ({ graceMs = 0 } = {}) => host.close(graceMs),
  };
}

function messaging(host: Host): Pick<Engine, 'signal' | 'update' | 'query' | 'pause' | 'resume'> {
  const { journal, clock, programs, stores, entry, ask } = host;
  const desk = { journal, clock, programs, blobs: stores.blobs, entry, ask };
  return {
    signal: (runId, request) => sendSignal(desk, runId, request),
    update: (runId, request) => sendUpdate(desk, runId, request),
    query: (runId, name, input = null) => query(desk, runId, name, input),
    pause: (runId, { by, why }) => host.ask(runId, { type: 'pause', by, why }),
    resume: (runId, { by, why }) => host.ask(runId, { type: 'resume', by, why }),
  };
}

function lineage(
  host: Host,
  settled: (runId: string) => Promise<RunEntry | null>,
): Pick<Engine, 'migrate' | 'reset' | 'fork' | 'deploy'> {
  const { journal, ids, programs, slots, entry, ask, branch } = host;
  const desk = { journal, ids, programs, slots, entry, ask, branch, settled };
  return {
    migrate: (runId, { by, why, hash, definition }) =>
      host.ask(runId, { type: 'migrate', hash, by, why }, { definition, hash }),
    reset: (runId, request) => resetRun(desk, runId, request),
    fork: (runId, request) => forkRun(desk, runId, request),
    async deploy({ definition, hash, by }) {
      const { name: workflow } = definition;
      if (typeof workflow !== 'string') throw new Error('a compiled definition has a name');
      const deployment = await host.journal.deploy({ workflow, hash, definition, at: host.clock.now(), by });
      host.lookAtSchedules();
      for (const tell of host.deployed) tell();
      return deployment;
    },
  };
}

const UPCOMING = 5;

function starting(host: Host): Pick<Engine, 'publish' | 'published' | 'schedules' | 'setSchedulePaused' | 'trigger'> {
  const { clock, ids, scheduler } = host;
  return {
    publish: ({ name, payload = null, key = ids.runId() }) =>
      host.publish({ key, name, payload, at: clock.now(), runId: null }),
    published: (after = 0) => host.published.read(after),
    schedules: (count = UPCOMING) => scheduler.list(count),
    setSchedulePaused: (workflow, trigger, paused) => scheduler.setPaused(workflow, trigger, paused),
    trigger: (workflow, name, by, came) => fireByHand(host, { workflow, trigger: name, by, came }),
  };
}
