import type { Command } from '../core/command.ts';
import type { AttemptWanted } from '../core/effect.ts';
import type { Recorded } from '../core/event.ts';
import type { Json, JsonObject } from '../core/json.ts';
import { Actor, type ActorOptions } from './actor.ts';
import type { RunEntry } from './entry.ts';
import { EnvironmentError } from './environment.ts';
import type { Outcome } from './mail.ts';
import type { Activities, Clock, Ids, Journal, RunContext } from './ports.ts';
import { programs } from './programs.ts';
import { sleepers } from './sleepers.ts';
import { wakeups } from './wakeups.ts';
import { watchers } from './watch.ts';

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
  /** Nothing is being decided or written, and no attempt is under way: only timers, and people, can move on what is open. */
  isIdle(): boolean;
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
  /** Something went wrong that nobody is waiting to hear. */
  readonly onWarning?: ((message: string, error?: unknown) => void) | undefined;
}

/** A run that waits longer than this leaves memory. */
const FAR_MS = 5 * 60_000;

/** Opens the journal's runs: what was under way is recorded as lost, what is overdue is done (AT2). */
export async function openRuntime(options: EngineOptions): Promise<Engine> {
  const { journal, clock, ids } = options;
  const warn = options.onWarning ?? (() => {});
  const actors = new Map<string, Actor>();
  const watching = watchers(journal);
  let isClosing = false;

  const actorOf = (runId: string): Actor => {
    const there = actors.get(runId);
    if (there) return there;
    const actor = new Actor(runId, actorOptions);
    actors.set(runId, actor);
    return actor;
  };
  const wake = (runId: string): void => {
    if (!isClosing) actorOf(runId).wake();
  };
  const timers = wakeups(clock, (runId) => actors.get(runId)?.wake());
  const asleep = sleepers({ journal, clock, wake, warn });

  /** Ended runs leave memory, and so do those that wait long. */
  const rested = (actor: Actor): void => {
    if (!actor.isIdle || actor.underWay > 0) return;
    const { entry, runId } = actor;
    const isOpen = entry !== null && entry.endedAt === null;
    if (isOpen && entry.wakeAt !== null && entry.wakeAt < clock.now() + FAR_MS) return;
    actors.delete(runId);
    timers.clear(runId);
    if (isOpen && entry.wakeAt !== null) asleep.expect(entry.wakeAt);
  };
  const actorOptions: ActorOptions = {
    ...{ journal, clock, ids, activities: options.activities, warn, rested },
    programs: programs(journal),
    wakeups: timers,
    traceparent: options.traceparent ?? ((run) => run.traceparent),
    publish: watching.publish,
  };
  const ask = async (runId: string, command: Command, request: StartRequest | null): Promise<Outcome> => {
    if (isClosing) throw new EnvironmentError('closed', 'The engine is closing; ask again when it is back.');
    return actorOf(runId).submit(command, request);
  };

  await asleep.recover();
  return {
    start(request) {
      const { input, config, by, traceparent } = request;
      const runId = request.runId ?? ids.runId();
      const runKey = request.runKey ?? runId;
      return ask(runId, { type: 'start', runId, runKey, input, config, by, traceparent }, request);
    },
    command: (runId, command) => ask(runId, command, null),
    events: (runId, after = 0) => watching.events(runId, after),
    changes: watching.changes,
    settled: watching.settled,
    isIdle: () => Array.from(actors.values()).every((actor) => actor.isIdle && actor.underWay === 0),
    async close({ graceMs = 0 } = {}) {
      if (isClosing) return;
      isClosing = true;
      timers.stop();
      asleep.stop();
      for (const actor of actors.values()) actor.closing();
      await quiet(() => Array.from(actors.values()).every((actor) => actor.underWay === 0), clock, graceMs);
      await Promise.all(Array.from(actors.values(), (actor) => actor.close()));
      watching.close();
      await journal.close();
    },
  };
}

const LOOK_EVERY_MS = 20;

async function quiet(isQuiet: () => boolean, clock: Clock, graceMs: number): Promise<void> {
  const until = clock.now() + graceMs;
  while (!isQuiet() && clock.now() < until) {
    await new Promise<void>((resolve) => clock.setTimer(clock.now() + LOOK_EVERY_MS, resolve));
  }
}
