import type { Clock } from '../../runtime/ports.ts';
import type { PollAnswer } from '../client/protocol.ts';
import { type Attempt, type Lease, lost, notBegun } from './attempt.ts';
import { Leases } from './leases.ts';
import { Queues } from './queues.ts';
import type { Poll, Session } from './session.ts';
import type { WorkerSettings } from './settings.ts';
import { taskOf } from './task.ts';

export interface CounterOptions {
  /** Monotonic. */
  readonly clock: Clock;
  readonly token: () => string;
  readonly settings: () => WorkerSettings;
  /** Called from time to time while there are workers. */
  readonly looked: () => void;
}

/**
 * Where attempts wait, and workers that ask get theirs.
 *
 *   WK3  an attempt is given to a worker only once the engine has recorded that it is taken (AT1)
 *   WK4  no worker has more attempts than it has slots, no queue more than its settings allow
 */
export class Counter {
  readonly leases: Leases;
  readonly queues: Queues;
  private readonly options: CounterOptions;
  private readonly polling = new Set<Session>();
  private served = 0;
  private isClosed = false;
  private cancelRate: (() => void) | null = null;

  constructor(options: CounterOptions) {
    const { clock, token, settings, looked } = options;
    this.options = options;
    this.queues = new Queues(settings);
    this.leases = new Leases({
      clock,
      token,
      expired: (lease) => this.lose(lease, `was not heard of for ${lease.session.leaseMs / 1_000} s`),
      looked,
    });
  }

  add(attempt: Attempt): void {
    this.queues.of(attempt).add(attempt);
    this.dispatch();
  }

  /** Held open until there is something to say, or its time is over, or nobody listens any more. */
  ask(session: Session, { slots, waitMs, held }: Asked, gone: AbortSignal): Promise<PollAnswer> {
    session.poll?.answer();
    return new Promise((resolve) => {
      const poll = this.openPoll(session, { slots, waitMs }, gone, resolve);
      if (held !== undefined) this.sendAgain(session, poll, new Set(held));
      if (poll.leases.length > 0 || hasCancelNews(session)) poll.answer();
      else this.dispatch();
    });
  }

  close(): void {
    this.isClosed = true;
    this.leases.rest();
    this.cancelRate?.();
    for (const session of this.polling) session.poll?.answer();
    for (const attempt of this.queues.takeOut(() => true)) attempt.end(notBegun(attempt.work));
  }

  private openPoll(
    session: Session,
    { slots, waitMs }: Pick<Asked, 'slots' | 'waitMs'>,
    gone: AbortSignal,
    resolve: (answer: PollAnswer) => void,
  ): Poll {
    const { clock } = this.options;
    const close = (): void => {
      cancel();
      gone.removeEventListener('abort', unheard);
      if (session.poll !== poll) return;
      session.poll = null;
      this.polling.delete(session);
    };
    const answer = (): void => {
      close();
      resolve({ tasks: poll.leases.map(taskOf), cancelled: cancelNews(session) });
    };
    const unheard = (): void => {
      close();
      resolve(NOTHING);
      for (const lease of poll.leases.splice(0)) this.takeBack(lease);
    };
    const poll: Poll = { room: slots, taking: 0, leases: [], answer };
    const cancel = clock.setTimer(clock.now() + waitMs, answer);
    session.poll = poll;
    this.polling.add(session);
    if (gone.aborted) unheard();
    else gone.addEventListener('abort', unheard, { once: true });
    return poll;
  }

  /** What was sent and never came: nobody has begun it. */
  private sendAgain(session: Session, poll: Poll, held: ReadonlySet<string>): void {
    for (const lease of session.held) {
      this.leases.extend(lease);
      if (held.has(lease.token) || poll.room === 0) continue;
      poll.room -= 1;
      poll.leases.push(lease);
    }
  }

  /** Nobody heard of it, and so nobody has begun it. */
  private takeBack(lease: Lease): void {
    const { attempt } = lease;
    this.leases.end(lease);
    attempt.phase = 'waiting';
    this.queues.of(attempt).putBack(attempt);
    if (attempt.signal.aborted) this.drop(attempt);
    else this.dispatch();
  }

  /** One task each in turn, to who has waited longest, as long as there are tasks and slots (WK4). */
  dispatch(): void {
    if (this.isClosed || this.queues.depth === 0) return;
    const now = this.options.clock.now();
    let isGiving = true;
    while (isGiving) {
      isGiving = false;
      for (const session of [...this.polling].toSorted((a, b) => a.served - b.served))
        isGiving = this.giveOne(session, now) || isGiving;
    }
    this.planRate(now);
  }

  private giveOne(session: Session, now: number): boolean {
    const { poll } = session;
    if (poll === null || poll.room === 0 || session.free === 0 || session.isDraining) return false;
    const attempt = this.queues.takeFor(session, now);
    if (attempt === null) return false;
    this.served += 1;
    session.served = this.served;
    void this.hand(attempt, session, poll);
    return true;
  }

  private async hand(attempt: Attempt, session: Session, poll: Poll): Promise<void> {
    attempt.phase = 'taking';
    poll.room -= 1;
    poll.taking += 1;
    const isWanted = await isStillWanted(attempt);
    poll.taking -= 1;
    if (!this.lend(attempt, isWanted, session, poll)) poll.room += 1;
    if (poll.taking > 0 || session.poll !== poll) return;
    if (poll.leases.length > 0) poll.answer();
    else this.dispatch();
  }

  /** WK3. Whether the poll has it now. */
  private lend(attempt: Attempt, isWanted: boolean, session: Session, poll: Poll): boolean {
    const queue = this.queues.of(attempt);
    if (attempt.phase !== 'taking') {
      queue.back(attempt);
      return false;
    }
    if (!isWanted || attempt.signal.aborted || this.isClosed) {
      queue.back(attempt);
      attempt.end(notBegun(attempt.work));
      return false;
    }
    if (session.poll !== poll) {
      attempt.phase = 'waiting';
      queue.putBack(attempt);
      this.dispatch();
      return false;
    }
    attempt.phase = 'leased';
    poll.leases.push(this.leases.grant(attempt, session));
    return true;
  }

  /** When a rate lets the next one go. */
  private planRate(now: number): void {
    this.cancelRate?.();
    const next = this.queues.nextAt(now);
    this.cancelRate = next === null ? null : this.options.clock.setTimer(next, () => this.dispatch());
  }

  release(lease: Lease): void {
    this.leases.end(lease);
    this.queues.of(lease.attempt).back(lease.attempt);
  }

  lose(lease: Lease, how: string): void {
    this.release(lease);
    const { attempt, session } = lease;
    attempt.end(lost(`Worker ${session.about.worker} ${how} while it had ${attempt.work.stepId}.`));
    this.dispatch();
  }

  drop(attempt: Attempt): void {
    if (attempt.lease !== null) this.release(attempt.lease);
    this.queues.of(attempt).remove(attempt);
    attempt.end(notBegun(attempt.work));
    this.dispatch();
  }
}

export interface Asked {
  readonly slots: number;
  readonly waitMs: number;
  /** The leases it has, if it says so. */
  readonly held?: readonly string[] | undefined;
}

const NOTHING: PollAnswer = { tasks: [], cancelled: [] };

/** WK3. */
async function isStillWanted({ progress }: Attempt): Promise<boolean> {
  try {
    return (await progress?.pickedUp()) ?? true;
  } catch {
    return false;
  }
}

const hasCancelNews = ({ held }: Session): boolean =>
  [...held].some(({ attempt, isCancelTold }) => attempt.signal.aborted && !isCancelTold);

function cancelNews({ held }: Session): readonly string[] {
  const news = [...held].filter(({ attempt, isCancelTold }) => attempt.signal.aborted && !isCancelTold);
  for (const lease of news) lease.isCancelTold = true;
  return news.map(({ token }) => token);
}
