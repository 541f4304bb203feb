import type { Command } from '../core/command.ts';
import type { AttemptWanted } from '../core/effect.ts';
import type { Recorded } from '../core/event.ts';
import type { Json, JsonObject } from '../core/json.ts';
import type { ActorOptions } from './actor.ts';
import type { RunEntry } from './entry.ts';
import { EnvironmentError } from './environment.ts';
import { Hub } from './hub.ts';
import type { Outcome } from './mail.ts';
import type { Activities, Clock, Ids, Journal, RunContext } from './ports.ts';
import { programs } from './programs.ts';
import { Residents } from './residents.ts';
import { sleepers } from './sleepers.ts';
import { type Wakeups, wakeups } from './wakeups.ts';
import { type Recording, watchChanges, watchEvents, whenSettled } from './watch.ts';

/** A durable host of the core. Promises reject for bugs and for an `EnvironmentError` only; refusals are data. */
export interface Engine {
  start(request: StartRequest): Promise<Outcome>;
  command(runId: string, command: Command): Promise<Outcome>;
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
}

export interface EngineOptions {
  readonly journal: Journal;
  readonly activities: Activities;
  readonly clock: Clock;
  readonly ids: Ids;
  /** The trace context an attempt hands on. Default: that of the run. */
  readonly traceparent?: ((run: RunContext, attempt: AttemptWanted) => string | null) | undefined;
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
  const { journal, clock, ids } = options;
  const hub = new Hub();
  let isClosing = false;
  const timers = wakeups(clock, (runId) => residents.find(runId)?.wake());
  const asked = new Set<string>();
  const carriesOn = (runId: string): boolean => asked.has(runId) || (options.carriesOn?.(runId) ?? true);
  const wake = (runId: string): void => {
    if (carriesOn(runId)) residents.of(runId).wake();
  };
  const asleep = sleepers({ journal, clock, wake, warn: warnOf(options) });
  const residents = new Residents(actorOptions(options, hub, timers), (runId, wakeAt) => {
    timers.clear(runId);
    if (wakeAt !== null) asleep.expect(wakeAt);
  });
  const ask = async (runId: string, command: Command, request: StartRequest | null): Promise<Outcome> => {
    if (isClosing) throw new EnvironmentError('closed', 'The engine is closing; ask again when it is back.');
    if (options.carriesOn) asked.add(runId);
    return residents.of(runId).submit(command, request);
  };

  const recording: Recording = {
    history: (runId, after, limit) => journal.history(runId, after, limit),
    entry: async (runId) => residents.find(runId)?.entry ?? journal.entry(runId),
  };

  const underWay = (): number => residents.all().reduce((sum, actor) => sum + actor.underWay, 0);

  await asleep.recover();
  return {
    start(request) {
      const { input, config, by, traceparent } = request;
      const runId = request.runId ?? ids.runId();
      const runKey = request.runKey ?? runId;
      return ask(runId, { type: 'start', runId, runKey, input, config, by, traceparent }, request);
    },
    command: (runId, command) => ask(runId, command, null),
    events: (runId, after = 0) => watchEvents(hub, recording, runId, after),
    changes: () => watchChanges(hub),
    settled: (runId) => whenSettled(hub, recording, runId),
    isIdle: () => residents.all().every((actor) => actor.isIdle),
    underWay,
    async close({ graceMs = 0 } = {}) {
      if (isClosing) return;
      isClosing = true;
      timers.stop();
      asleep.stop();
      for (const actor of residents.all()) actor.closing();
      await quiet(() => underWay() === 0, clock, graceMs);
      await Promise.all(residents.all().map((actor) => actor.close()));
      hub.close();
      await journal.close();
    },
  };
}

function actorOptions(options: EngineOptions, hub: Hub, timers: Wakeups): Omit<ActorOptions, 'rested'> {
  const { journal, clock, ids, activities } = options;
  return {
    journal,
    clock,
    ids,
    activities,
    programs: programs(journal),
    wakeups: timers,
    traceparent: options.traceparent ?? ((run) => run.traceparent),
    warn: warnOf(options),
    publish: (entry) => hub.publish(entry),
  };
}

function warnOf({ onWarning }: EngineOptions): (message: string, error?: unknown) => void {
  return onWarning ?? (() => {});
}

const LOOK_EVERY_MS = 20;

async function quiet(isQuiet: () => boolean, clock: Clock, graceMs: number): Promise<void> {
  const until = clock.now() + graceMs;
  while (!isQuiet() && clock.now() < until) {
    await new Promise<void>((resolve) => clock.setTimer(clock.now() + LOOK_EVERY_MS, resolve));
  }
}
