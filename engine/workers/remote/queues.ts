import type { Attempt } from './attempt.ts';
import type { Session } from './session.ts';
import type { QueueSettings, WorkerSettings } from './settings.ts';
import { TaskQueue } from './task-queue.ts';

/** All task queues that something waited in, with what the workspace says of them. */
export class Queues {
  private readonly settings: () => WorkerSettings;
  private readonly byName = new Map<string, TaskQueue>();

  constructor(settings: () => WorkerSettings) {
    this.settings = settings;
  }

  /** Attempts that nobody has begun. */
  get depth(): number {
    let sum = 0;
    for (const { depth } of this.byName.values()) sum += depth;
    return sum;
  }

  /** It is for workers alone. */
  isDeclared(name: string): boolean {
    return this.settings().queues?.[name] !== undefined;
  }

  of({ work }: Attempt): TaskQueue {
    const { taskQueue } = work;
    const queue = this.byName.get(taskQueue) ?? new TaskQueue(taskQueue);
    this.byName.set(taskQueue, queue);
    return queue;
  }

  isOpenTo(name: string, build: string): boolean {
    return this.settingsOf(name).buildIds?.includes(build) ?? true;
  }

  /** The first of the queues of a worker that has something for it, each being the first to be looked at in turn. */
  takeFor(session: Session, now: number): Attempt | null {
    const { about, activities, turn } = session;
    for (let i = 0; i < about.queues.length; i += 1) {
      const index = (turn + i) % about.queues.length;
      const name = about.queues[index] ?? '';
      if (!this.isOpenTo(name, about.build)) continue;
      const fits = ({ work }: Attempt): boolean => activities.has(work.activity);
      const attempt = this.byName.get(name)?.take(this.settingsOf(name), now, fits) ?? null;
      if (attempt === null) continue;
      session.turn = index + 1;
      return attempt;
    }
    return null;
  }

  /** When a rate that holds something back lets the next one go; null: none does. */
  nextAt(now: number): number | null {
    let next = Infinity;
    for (const queue of this.byName.values()) {
      const at = queue.depth === 0 ? 0 : queue.nextAt(this.settingsOf(queue.name));
      if (at > now) next = Math.min(next, at);
    }
    return next === Infinity ? null : next;
  }

  /** Takes out what nobody is to wait for any more. */
  takeOut(isStale: (attempt: Attempt) => boolean): readonly Attempt[] {
    const stale = Array.from(this.byName.values(), (queue) => queue.all().filter(isStale)).flat();
    for (const attempt of stale) this.of(attempt).remove(attempt);
    return stale;
  }

  private settingsOf(name: string): QueueSettings {
    return this.settings().queues?.[name] ?? {};
  }
}
