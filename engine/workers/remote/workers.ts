import type { ActivityLogger } from '../../activities/activity.ts';
import { ofAttempt, scrubbing } from '../../activities/port.ts';
import type { WorkSource } from '../../activities/sources.ts';
import type { ActivityInfo, WorkerInfo } from '../../contract/types.ts';
import type { AttemptResult } from '../../core/command.ts';
import { DEFAULT_TASK_QUEUE } from '../../core/definition/defaults.ts';
import { type Clock, type Progress, SILENT, type Work } from '../../runtime/ports.ts';
import type {
  AcceptedAnswer,
  DrainAnswer,
  HeartbeatAnswer,
  HeartbeatRequest,
  LogRequest,
  PollAnswer,
  PollRequest,
  RegisterAnswer,
  RegisterRequest,
  SecretAnswer,
  SecretRequest,
  SessionRequest,
} from '../client/protocol.ts';
import { type Answer, given, leaseLost, noSuchWorker, refused, replaced } from './answer.ts';
import { Attempt, notBegun } from './attempt.ts';
import { Counter } from './counter.ts';
import { offeredInfos, workerInfo } from './infos.ts';
import type { Session } from './session.ts';
import { Sessions } from './sessions.ts';
import type { WorkerSettings } from './settings.ts';
import { Verdicts } from './verdicts.ts';

export interface RemoteOptions {
  /** Monotonic: leases do not depend on what time it is. */
  readonly clock: Clock;
  /** A new one, which nobody can guess. */
  readonly token: () => string;
  /** As they are now. */
  readonly settings: () => WorkerSettings;
  /** Who does what no worker is there for. */
  readonly local: WorkSource;
  readonly logger: ActivityLogger;
  /** How long after the start work that nobody knows waits for workers to register again. */
  readonly awaitMs: number;
}

/** The longest that a poll is held open. */
const POLL_MS = 20_000;
const DEFAULT_LEASE_SECONDS = 30;
const HEARTBEAT_MS = 3_000;

/**
 * Workers elsewhere: a source of work like any other, and what the routes ask.
 *
 *   WK5  what a worker says under a lease that is not its own any more changes nothing; said twice, it is answered as before
 *   WK6  an attempt that waits is given to somebody, or ends, as long as anybody waits for it
 */
export class RemoteWorkers implements WorkSource {
  private readonly options: RemoteOptions;
  private readonly sessions: Sessions;
  private readonly counter: Counter;
  private readonly verdicts: Verdicts;
  private readonly listeners = new Set<() => void>();
  private isAwaiting: boolean;
  private isClosed = false;
  private readonly cancelAwait: () => void;

  constructor(options: RemoteOptions) {
    const { clock, token, awaitMs } = options;
    this.options = options;
    this.sessions = new Sessions(clock, token);
    this.verdicts = new Verdicts(clock);
    this.counter = new Counter({ ...options, looked: () => this.looked() });
    this.isAwaiting = awaitMs > 0;
    this.cancelAwait = this.isAwaiting ? clock.setTimer(clock.now() + awaitMs, () => this.awaited()) : () => {};
  }

  infos(): readonly ActivityInfo[] {
    const known = new Set(this.options.local.infos().map(({ name }) => name));
    return offeredInfos(this.sessions).filter(({ name }) => !known.has(name));
  }

  subscribe(listener: () => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  list(): readonly WorkerInfo[] {
    const isKeptFrom = ({ about }: Session, queue: string): boolean =>
      !this.counter.queues.isOpenTo(queue, about.build);
    return this.sessions.current().map((session) => workerInfo(session, isKeptFrom, this.options.clock.now()));
  }

  /** Attempts that nobody has begun. */
  get waiting(): number {
    return this.counter.queues.depth;
  }

  /** A queue of its own is for workers; what a worker offers is given to workers; the rest is done here, where it can be. */
  takes(work: Work): boolean {
    const { taskQueue, activity } = work;
    if (this.isClosed) return false;
    if (this.counter.queues.isDeclared(taskQueue) || this.sessions.areOffering(taskQueue, activity)) return true;
    if (this.options.local.takes(work)) return false;
    return taskQueue !== DEFAULT_TASK_QUEUE || this.isAwaiting || this.sessions.wereOffering(taskQueue, activity);
  }

  queues(work: Work): boolean {
    return this.takes(work);
  }

  perform(work: Work, signal: AbortSignal, progress?: Progress): Promise<AttemptResult> {
    return new Promise((resolve) => {
      const attempt = new Attempt({ work, signal, progress }, resolve);
      if (signal.aborted) return attempt.end(notBegun(work));
      signal.addEventListener('abort', () => this.aborted(attempt), { once: true });
      progress?.whenDecided((isRecorded) => this.decided(attempt, isRecorded));
      this.counter.add(attempt);
    });
  }

  register(about: RegisterRequest): Answer<RegisterAnswer> {
    if (this.isClosed) return closing();
    const leaseMs = (about.leaseSeconds ?? DEFAULT_LEASE_SECONDS) * 1_000;
    const session = this.sessions.open(about, leaseMs);
    if (session === null) return refused(429, 'worker.tooMany', 'No more workers can register here.');
    this.counter.leases.watch();
    this.changed();
    return given({
      session: session.token,
      leaseSeconds: leaseMs / 1_000,
      heartbeatSeconds: Math.min(leaseMs / 3, HEARTBEAT_MS) / 1_000,
      pollSeconds: POLL_MS / 1_000,
    });
  }

  /** See `Counter.ask`. */
  async poll(
    { session: token, slots, held, waitSeconds }: PollRequest,
    gone: AbortSignal,
  ): Promise<Answer<PollAnswer>> {
    const session = this.sessions.heard(token);
    if (this.isClosed) return closing();
    if (session === null) return noSuchWorker();
    if (session.isReplaced) return replaced(session.about.worker);
    const waitMs = Math.min(POLL_MS, (waitSeconds ?? POLL_MS / 1_000) * 1_000);
    return given(await this.counter.ask(session, { slots, waitMs, held }, gone));
  }

  heartbeat({ session: token, leases }: HeartbeatRequest): Answer<HeartbeatAnswer> {
    const session = this.sessions.heard(token);
    if (session === null) return noSuchWorker();
    const states = leases.map(({ lease: name, working, details }) => {
      const lease = this.counter.leases.get(name);
      if (lease?.session !== session) return { lease: name, state: this.verdicts.has(name) ? 'held' : 'lost' } as const;
      this.counter.leases.extend(lease);
      if (working === true || details !== undefined) lease.attempt.progress?.heartbeat(details);
      if (!lease.attempt.signal.aborted) return { lease: name, state: 'held' } as const;
      lease.isCancelTold = true;
      return { lease: name, state: 'cancelled' } as const;
    });
    return given({ leases: states });
  }

  /** WK5. Accepted is what the engine has recorded. */
  async answer(token: string, result: AttemptResult): Promise<Answer<AcceptedAnswer>> {
    const lease = this.counter.leases.get(token);
    if (lease !== undefined) {
      this.sessions.heard(lease.session.token);
      this.counter.release(lease);
      this.verdicts.expect(token, lease.attempt);
      lease.attempt.answer(result);
      this.counter.dispatch();
    }
    switch (await this.verdicts.of(token)) {
      case 'recorded':
        return given({ accepted: true });
      case 'late':
        return refused(503, 'engine.busy', 'The engine has not recorded it yet: say it again.');
      case 'refused':
        return leaseLost();
    }
  }

  async secret({ lease: token, name }: SecretRequest): Promise<Answer<SecretAnswer>> {
    const lease = this.counter.leases.get(token);
    if (lease === undefined) return leaseLost();
    if (!lease.session.secrets.has(name))
      return refused(403, 'secret.notRegistered', `The worker did not say that it asks for the secret ${name}.`);
    const value = (await lease.attempt.progress?.secret(name)) ?? null;
    return value === null ? refused(404, 'secret.unknown', `The secret ${name} is not set.`) : given({ value });
  }

  /** DA7. */
  log({ lease: token, level, message, data }: LogRequest): Answer<AcceptedAnswer> {
    const lease = this.counter.leases.get(token);
    if (lease === undefined) return leaseLost();
    const { progress, work } = lease.attempt;
    const logger = progress === undefined ? this.options.logger : scrubbing(this.options.logger, progress);
    ofAttempt(logger, work.run, work.stepId)(level, message, data);
    return given({ accepted: true });
  }

  /** It gets no more, and finishes what it has. */
  drain({ session: token }: SessionRequest): Answer<DrainAnswer> {
    const session = this.sessions.heard(token);
    if (session === null) return noSuchWorker();
    session.isDraining = true;
    session.poll?.answer();
    this.reroute();
    return given({ held: session.held.size });
  }

  /** What it has is lost. */
  deregister({ session: token }: SessionRequest): Answer<DrainAnswer> {
    const session = this.sessions.heard(token);
    if (session === null) return noSuchWorker();
    const held = session.held.size;
    for (const lease of session.held) this.counter.lose(lease, 'left');
    session.poll?.answer();
    this.sessions.forget(session);
    this.changed();
    this.reroute();
    return given({ held });
  }

  async close(): Promise<void> {
    this.isClosed = true;
    this.cancelAwait();
    this.counter.close();
  }

  private aborted(attempt: Attempt): void {
    if (attempt.phase === 'waiting') return this.counter.drop(attempt);
    if (attempt.phase !== 'leased') return;
    if (attempt.signal.reason === SILENT) return this.counter.drop(attempt); // its end is recorded already
    const poll = attempt.lease?.session.poll ?? null;
    if (poll?.taking === 0) poll.answer(); // it has news
  }

  /** Whatever it was: what was said is in the history, or nobody waits for it any more. */
  private decided(attempt: Attempt, isRecorded: boolean): void {
    if (attempt.phase === 'answered') this.verdicts.give(attempt, isRecorded);
    else if (attempt.phase !== 'over') this.counter.drop(attempt);
  }

  private looked(): void {
    if (this.sessions.expire().length === 0) return;
    this.changed();
    this.reroute();
  }

  private changed(): void {
    for (const listener of this.listeners) listener();
  }

  private awaited(): void {
    this.isAwaiting = false;
    this.reroute();
  }

  /** WK6. Who was waited for is gone: what waits is done here after all, or cannot be. */
  private reroute(): void {
    for (const attempt of this.counter.queues.takeOut(({ work }) => !this.takes(work)))
      attempt.end(this.performedHere(attempt));
  }

  private async performedHere({ work, signal, progress }: Attempt): Promise<AttemptResult> {
    if (work.reportPickUp && (await progress?.pickedUp()) === false) return notBegun(work);
    return this.options.local.perform(work, signal, progress);
  }
}

const closing = () => refused(503, 'engine.closing', 'The engine is closing: ask again when it is back.');
