import { notBegun, type Job } from './job.ts';
import type { Failure } from '../../core/failure.ts';
import { Fifo } from './fifo.ts';
import type { Slot } from './slot.ts';
import type { Described, LoadAsked } from './wire.ts';

export type Waiting = Omit<Job, 'activity'>;

/** What the files were when they were loaded last: every attempt that begins is done by exactly this. */
export interface Generation {
  readonly digest: string;
  readonly load: LoadAsked;
  /** Of a name that cannot be run, why. */
  readonly find: (name: string) => { readonly activity: Described } | { readonly failure: Failure };
}

export interface PoolOptions {
  /** Processes, and so attempts, at a time. */
  readonly concurrency: number;
  /** Of a process whose activity says nothing of it. */
  readonly memoryMb: number;
  /** A process without work ends after so long. */
  readonly idleMs: number;
  readonly start: (memoryMb: number, onGone: (slot: Slot) => void) => Slot;
  /** A process found other files than the generation has. */
  readonly onStale: () => void;
}

interface Entry {
  /** Rises with every attempt that comes. */
  readonly seq: number;
  readonly waiting: Waiting;
  /** To be called when it is no longer in its queue. */
  readonly unlisten: () => void;
}

/** Processes that cannot be started, one after the other, before those who wait are told. */
const MOST_FAILED_STARTS = 3;

/**
 * Attempts and the processes that do them, the first come first. A process that was started for one generation does none of another:
 * with a new one the idle end, and the busy end when they have answered.
 */
export class Pool {
  private readonly options: PoolOptions;
  private readonly queues = new Map<string, Fifo<Entry>>();
  private readonly slots = new Set<Slot>();
  /** The one that worked last at the end, so that what is not needed stays idle. */
  private idle: Slot[] = [];
  private readonly idleSince = new WeakMap<Slot, number>();
  /** Attempts under way, by activity. */
  private readonly busy = new Map<string, number>();
  private generation: Generation | null = null;
  private lastSeq = 0;
  private failedStarts = 0;
  private isClosed = false;
  private readonly reaper: NodeJS.Timeout;
  private emptied: () => void = () => {};

  constructor(options: PoolOptions) {
    this.options = options;
    this.reaper = setInterval(() => this.reap(), Math.max(options.idleMs / 2, 50));
    this.reaper.unref();
  }

  /** For processes that are started elsewhere, to be handed over by `use`. */
  start(memoryMb: number): Slot {
    const slot = this.options.start(memoryMb, (gone) => this.gone(gone));
    this.slots.add(slot);
    return slot;
  }

  /** No attempt begins until `use`; those under way go on. Processes on their way are of no use any more. */
  pause(): void {
    if (this.generation === null) return;
    this.generation = null;
    for (const slot of this.slots) if (slot.isLoading) slot.end();
  }

  /** `slot`: loaded already, and free. */
  use(generation: Generation, slot: Slot | null): void {
    this.generation = generation;
    if (slot !== null && !slot.isGone) this.free(slot);
    const old = this.idle.filter(({ digest }) => digest !== generation.digest);
    for (const each of old) this.endIdle(each);
    for (const [name, queue] of this.queues) {
      const found = generation.find(name);
      if ('failure' in found) for (const { waiting } of queue.drain()) refuse(waiting, found.failure);
    }
    this.next();
  }

  run(waiting: Waiting): void {
    const { signal, work } = waiting;
    if (this.isClosed || signal.aborted) return waiting.answer(notBegun(work, 'cancelled', 'it was told to stop.'));
    const found = this.generation?.find(work.activity);
    if (found !== undefined && 'failure' in found) return refuse(waiting, found.failure);
    const queue = this.queues.get(work.activity) ?? new Fifo();
    this.queues.set(work.activity, queue);
    this.lastSeq += 1;
    const entry: Entry = { seq: this.lastSeq, waiting, unlisten: () => signal.removeEventListener('abort', abort) };
    const abort = (): void => {
      if (queue.remove(entry)) waiting.answer(notBegun(work, 'cancelled', 'it was told to stop.'));
    };
    signal.addEventListener('abort', abort);
    queue.push(entry);
    this.next();
  }

  /** Kills what is under way, which its callers have given up. */
  async close(): Promise<void> {
    this.isClosed = true;
    this.generation = null;
    clearInterval(this.reaper);
    for (const queue of this.queues.values())
      for (const { waiting } of queue.drain())
        waiting.answer(notBegun(waiting.work, 'cancelled', 'the engine is closing.'));
    for (const slot of this.slots) slot.end();
    if (this.slots.size > 0) await new Promise<void>((resolve) => (this.emptied = resolve));
  }

  /** Gives what waits to who is free, and starts processes for the rest. */
  private next(): void {
    const { generation } = this;
    if (generation === null || this.isClosed) return;
    const passed = new Set<string>();
    for (let name = this.earliest(passed); name !== null; name = this.earliest(passed)) {
      const found = generation.find(name);
      const queue = this.queues.get(name);
      if (queue === undefined || 'failure' in found) {
        passed.add(name);
        continue;
      }
      const { activity } = found;
      const room = (activity.concurrency ?? Infinity) - (this.busy.get(name) ?? 0);
      const slot = room > 0 ? this.idleOf(activity, generation) : null;
      if (slot === null) {
        passed.add(name);
        if (room > 0) this.provide(activity, Math.min(room, queue.length), generation);
      } else this.begin(slot, activity, queue);
    }
  }

  private begin(slot: Slot, activity: Described, queue: Fifo<Entry>): void {
    const entry = queue.shift();
    if (entry === undefined) return;
    const { waiting } = entry;
    this.idle = this.idle.filter((each) => each !== slot);
    this.count(activity.name, 1);
    if (waiting.work.reportPickUp) return void this.takeUp(slot, activity, queue, entry);
    void waiting.progress?.pickedUp();
    this.runIn(slot, activity, entry);
  }

  /** AT1. Its time counts from when it is recorded as taken; not before that does it begin. The files may change meanwhile. */
  private async takeUp(slot: Slot, activity: Described, queue: Fifo<Entry>, entry: Entry): Promise<void> {
    const { waiting, unlisten } = entry;
    const isWanted = await Promise.resolve(waiting.progress?.pickedUp()).catch(() => false);
    const isStill = !slot.isGone && this.generation?.digest === slot.digest;
    if (isWanted !== false && !waiting.signal.aborted && isStill) return this.runIn(slot, activity, entry);
    this.count(activity.name, -1);
    this.free(slot);
    if (isWanted === false || waiting.signal.aborted || this.isClosed) {
      unlisten();
      waiting.answer(notBegun(waiting.work, 'cancelled', 'nobody waits for it any more.'));
    } else queue.unshift(entry);
    this.next();
  }

  private runIn(slot: Slot, activity: Described, { waiting, unlisten }: Entry): void {
    unlisten();
    slot.run({
      ...waiting,
      activity,
      answer: (result) => {
        this.count(activity.name, -1);
        this.free(slot);
        waiting.answer(result);
        this.next();
      },
    });
  }

  private count(name: string, by: 1 | -1): void {
    this.busy.set(name, (this.busy.get(name) ?? 0) + by);
  }

  /** Of the names with somebody waiting, the one who has waited longest. */
  private earliest(passed: ReadonlySet<string>): string | null {
    let first: string | null = null;
    let least = Infinity;
    for (const [name, queue] of this.queues) {
      const seq = queue.peek()?.seq ?? Infinity;
      if (seq >= least || passed.has(name)) continue;
      first = name;
      least = seq;
    }
    return first;
  }

  private memoryOf({ memoryMb }: Described): number {
    return memoryMb ?? this.options.memoryMb;
  }

  private idleOf(activity: Described, { digest }: Generation): Slot | null {
    const memoryMb = this.memoryOf(activity);
    return this.idle.findLast((slot) => slot.memoryMb === memoryMb && slot.digest === digest) ?? null;
  }

  /** Processes for so many attempts, as far as there is room; who idles with other memory makes room. */
  private provide(activity: Described, wanted: number, generation: Generation): void {
    const memoryMb = this.memoryOf(activity);
    const coming = [...this.slots].filter((slot) => slot.isLoading && slot.memoryMb === memoryMb).length;
    for (let missing = wanted - coming; missing > 0; missing -= 1) {
      if (this.slots.size >= this.options.concurrency) {
        const [useless] = this.idle;
        if (useless === undefined) return;
        this.endIdle(useless);
      }
      void this.startFor(generation, memoryMb);
    }
  }

  private async startFor(generation: Generation, memoryMb: number): Promise<void> {
    const slot = this.start(memoryMb);
    const outcome = await slot.load(generation.load);
    if (this.isClosed || (!outcome.ok && this.generation !== generation)) return;
    if (outcome.ok) {
      this.failedStarts = 0;
      if (outcome.loaded.digest === generation.digest) this.free(slot);
      else this.stale(slot);
    } else if ((this.failedStarts += 1) >= MOST_FAILED_STARTS) this.giveUp(outcome.message);
    this.next();
  }

  private stale(slot: Slot): void {
    this.drop(slot);
    this.options.onStale();
  }

  private giveUp(why: string): void {
    this.failedStarts = 0;
    for (const queue of this.queues.values())
      for (const { waiting } of queue.drain())
        waiting.answer(notBegun(waiting.work, 'worker.unavailable', `no process could be started for it: ${why}.`));
  }

  /** It may have been killed just as it answered, or be of another generation by now. */
  private free(slot: Slot): void {
    if (slot.isGone || this.isClosed) return;
    if (this.generation !== null && slot.digest !== this.generation.digest) return this.drop(slot);
    this.slots.add(slot);
    this.idle.push(slot);
    this.idleSince.set(slot, performance.now());
  }

  private endIdle(slot: Slot): void {
    this.idle = this.idle.filter((each) => each !== slot);
    this.drop(slot);
  }

  /** It counts no more: what it does now is to leave. */
  private drop(slot: Slot): void {
    slot.end();
  }

  private reap(): void {
    const before = performance.now() - this.options.idleMs;
    for (const slot of this.idle) if ((this.idleSince.get(slot) ?? 0) < before) this.endIdle(slot);
  }

  private gone(slot: Slot): void {
    this.idle = this.idle.filter((each) => each !== slot);
    this.slots.delete(slot);
    if (this.slots.size === 0) this.emptied();
    this.next();
  }
}

function refuse({ work, answer }: Waiting, failure: Failure): void {
  answer({ kind: 'failed', error: { ...failure, message: `${work.stepId} was not begun: ${failure.message}` } });
}
