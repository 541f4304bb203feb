import { Actor, type ActorOptions } from './actor.ts';
import type { Clock } from './ports.ts';
import { Registry } from './registry.ts';

/** A run that waits longer than this leaves memory. */
const FAR_MS = 5 * 60_000;

/** The runs in memory. Ended ones leave, and so do those that wait long. */
export class Residents {
  private readonly actors = new Registry<Actor>();
  private readonly clock: Clock;
  private readonly options: ActorOptions;
  /** It will want something at that time. */
  private readonly left: (runId: string, wakeAt: number | null) => void;

  constructor(options: Omit<ActorOptions, 'rested'>, left: (runId: string, wakeAt: number | null) => void) {
    this.options = { ...options, rested: (actor) => this.rested(actor) };
    this.clock = options.clock;
    this.left = left;
  }

  /** Comes into memory if it is not there. */
  of(runId: string): Actor {
    const there = this.actors.get(runId);
    if (there) return there;
    const actor = new Actor(runId, this.options);
    this.actors.set(runId, actor);
    return actor;
  }

  find(runId: string): Actor | undefined {
    return this.actors.get(runId);
  }

  all(): readonly Actor[] {
    return this.actors.all();
  }

  private rested(actor: Actor): void {
    if (this.actors.get(actor.runId) !== actor) return; // it had left: a timer of its own came late, and another is here by now
    if (!actor.isIdle || actor.underWay > 0) return;
    const wakeAt = wakeTime(actor);
    if (wakeAt !== null && wakeAt < this.clock.now() + FAR_MS) return;
    this.actors.delete(actor.runId);
    this.left(actor.runId, wakeAt);
  }
}

/** Null: only a person or another run can move it on, or nobody any more. */
function wakeTime({ entry, nextTimer }: Actor): number | null {
  if (entry === null || entry.endedAt !== null) return null;
  return entry.wakeAt === 0 ? nextTimer : entry.wakeAt; // no attempt is under way: others are waited for
}
