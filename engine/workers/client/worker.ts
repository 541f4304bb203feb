import type { WorkerActivity } from './activity.ts';
import { Backoff, pause } from './backoff.ts';
import { Connection, type ConnectionOptions, type Refused } from './connection.ts';
import { WorkerError } from './errors.ts';
import type { Beat, HeartbeatAnswer, PollAnswer, RegisterAnswer, RegisterRequest } from './protocol.ts';
import { HeldTask } from './task.ts';

export interface WorkerOptions extends ConnectionOptions {
  /** One process. Default: a new one each time. */
  readonly id?: string | undefined;
  /** Which code it runs. Default: `unknown`. */
  readonly build?: string | undefined;
  readonly queues: readonly string[];
  readonly activities: readonly WorkerActivity[];
  /** Tasks at a time. Default: 10. */
  readonly concurrency?: number | undefined;
  /** A task is lost after so long without a sign of this process. Default: 30. */
  readonly leaseSeconds?: number | undefined;
  /** Secrets that activities ask for by name. */
  readonly secrets?: readonly string[] | undefined;
  /** Whether to wait for a server that is not there when it begins. One that goes away later is always waited for. Default: true. */
  readonly waits?: boolean | undefined;
  /** What goes on, for people. */
  readonly say?: ((message: string) => void) | undefined;
}

export interface Worker {
  /**
   * Registers, and does what comes until the signal is aborted; then it takes nothing more, and finishes what it has. Rejects with a
   * `WorkerError` where the server will have nothing of it.
   */
  readonly run: (signal?: AbortSignal) => Promise<void>;
  /** Ends at once: what it has is tried again by others. */
  readonly stop: () => void;
  /** Tasks it has. */
  readonly held: number;
}

export const createWorker = (options: WorkerOptions): Worker => new Process(options);

const LEAVING_MS = 2_000;

class Process implements Worker {
  private readonly options: WorkerOptions;
  private readonly connection: Connection;
  private readonly about: RegisterRequest;
  private readonly activities: ReadonlyMap<string, WorkerActivity>;
  private readonly tasks = new Set<HeldTask>();
  private readonly backoff = new Backoff();
  private readonly stopped = new AbortController();
  private readonly draining = new AbortController();
  private terms: RegisterAnswer | null = null;
  private wake: () => void = () => {};

  constructor(options: WorkerOptions) {
    this.options = options;
    this.connection = new Connection(options);
    const { id = `worker-${crypto.randomUUID()}`, build = 'unknown', queues, activities, concurrency = 10 } = options;
    this.activities = new Map(activities.map((activity) => [activity.name, activity]));
    this.about = {
      worker: id,
      build,
      queues,
      activities: activities.map(({ name, summary, input, output }) => ({ name, summary, input, output })),
      concurrency,
      leaseSeconds: options.leaseSeconds,
      secrets: options.secrets,
    };
  }

  get held(): number {
    return this.tasks.size;
  }

  stop(): void {
    this.draining.abort();
    this.stopped.abort();
    for (const task of this.tasks) task.lose();
    this.wake();
  }

  async run(signal?: AbortSignal): Promise<void> {
    const drain = (): void => this.drain();
    if (signal?.aborted === true) return;
    signal?.addEventListener('abort', drain, { once: true });
    const ended = new AbortController();
    try {
      await this.register(this.options.waits ?? true);
      void this.beatAlways(ended.signal);
      await this.takeAlways();
      await this.finish();
    } finally {
      signal?.removeEventListener('abort', drain);
      await this.finish();
      ended.abort();
      await this.leave();
    }
  }

  private drain(): void {
    this.draining.abort();
    this.wake();
    const { session } = this.terms ?? {};
    if (session !== undefined) void this.connection.post('drain', { session }, this.stopped.signal);
  }

  /** Until it is registered, or told to end. */
  private async register(waits: boolean): Promise<void> {
    while (!this.draining.signal.aborted) {
      const told = await this.connection.post<RegisterAnswer>('register', this.about, this.draining.signal);
      if (told.ok) {
        this.terms = told.value;
        this.backoff.reset();
        return this.say(`Registered as ${this.about.worker}.`);
      }
      if (this.draining.signal.aborted) return;
      await this.after(told, waits);
    }
  }

  private async takeAlways(): Promise<void> {
    while (!this.draining.signal.aborted) {
      const slots = this.about.concurrency - this.tasks.size;
      if (slots <= 0) await new Promise<void>((resolve) => (this.wake = resolve));
      else await this.take(slots);
    }
  }

  /** The answer of a poll may hold tasks: it is heard also while draining. */
  private async take(slots: number): Promise<void> {
    const terms = this.terms;
    if (terms === null) return;
    const held = Array.from(this.tasks, ({ task }) => task.lease);
    const askedAt = performance.now();
    const request = { session: terms.session, slots, held };
    const told = await this.connection.post<PollAnswer>('poll', request, this.stopped.signal);
    if (told.ok) {
      this.backoff.reset();
      for (const task of told.value.tasks)
        this.begin(new HeldTask(task, this.desk, askedAt + terms.leaseSeconds * 1_000));
      for (const held of this.tasks) if (told.value.cancelled.includes(held.task.lease)) held.hear('cancelled');
    } else if (told.status === 404) await this.register(true);
    else if (!this.stopped.signal.aborted) await this.after(told, true);
  }

  private begin(task: HeldTask): void {
    for (const held of this.tasks) if (held.task.lease === task.task.lease) return; // sent twice
    this.tasks.add(task);
    void task.work(this.activities.get(task.task.activity)).finally(() => {
      this.tasks.delete(task);
      this.wake();
    });
  }

  /** Waits, where the same may succeed later; else it is over. */
  private async after(told: Refused, waits: boolean): Promise<void> {
    const { message, code, status } = told;
    const isRenewed = status === 401 && typeof this.options.token === 'function' && this.terms !== null;
    if (!(told.again || isRenewed) || !waits) throw new WorkerError(code, message);
    const ms = this.backoff.nextMs();
    this.say(`${message} Trying again.`);
    await pause(ms, this.draining.signal);
  }

  private async beatAlways(ended: AbortSignal): Promise<void> {
    while (!ended.aborted) {
      await pause(this.beatMs(), ended);
      if (this.tasks.size > 0 && !ended.aborted) await this.beat(Array.from(this.tasks, (task) => task.nextBeat()));
      const now = performance.now();
      for (const task of this.tasks) if (task.heldUntil < now) task.lose();
    }
  }

  /** Often enough for the server, and for steps that allow little silence. */
  private beatMs(): number {
    const seconds = this.terms?.heartbeatSeconds ?? 1;
    const silences = Array.from(this.tasks, ({ task }) => (task.heartbeatMs ?? Infinity) / 3);
    return Math.max(50, Math.min(seconds * 1_000, ...silences));
  }

  private async beat(leases: readonly Beat[]): Promise<void> {
    const { terms } = this;
    if (terms === null) return;
    const sentAt = performance.now();
    const limit = AbortSignal.any([this.stopped.signal, AbortSignal.timeout(terms.leaseSeconds * 1_000)]);
    const told = await this.connection.post<HeartbeatAnswer>('heartbeat', { session: terms.session, leases }, limit);
    if (!told.ok) return;
    const states = new Map(told.value.leases.map(({ lease, state }) => [lease, state]));
    for (const task of this.tasks) {
      const state = states.get(task.task.lease);
      if (state !== undefined && state !== 'lost') task.heldUntil = sentAt + terms.leaseSeconds * 1_000;
      if (state !== undefined) task.hear(state);
    }
  }

  private async finish(): Promise<void> {
    this.draining.abort();
    while (this.tasks.size > 0 && !this.stopped.signal.aborted)
      await new Promise<void>((resolve) => (this.wake = resolve));
  }

  private async leave(): Promise<void> {
    const { terms } = this;
    if (terms !== null)
      await this.connection.post('deregister', { session: terms.session }, AbortSignal.timeout(LEAVING_MS));
  }

  private get desk() {
    const { connection } = this;
    return { connection, beat: (beat: Beat) => this.beat([beat]) };
  }

  private say(message: string): void {
    this.options.say?.(message);
  }
}
