import type { Clock } from '../../runtime/ports.ts';
import type { RegisterRequest } from '../client/protocol.ts';
import { Session } from './session.ts';

const MAX_WORKERS = 1_000;

/** Who has no task, and was not heard of for so long, is gone. */
const PATIENCE_MS = 30_000;

const offer = (queue: string, activity: string): string => JSON.stringify([queue, activity]);

/** The processes that registered. */
export class Sessions implements Iterable<Session> {
  private readonly clock: Clock;
  private readonly token: () => string;
  private readonly byToken = new Map<string, Session>();
  private readonly byId = new Map<string, Session>();
  /** Also of those that are gone: they may come back. */
  private readonly offered = new Set<string>();

  constructor(clock: Clock, token: () => string) {
    this.clock = clock;
    this.token = token;
  }

  [Symbol.iterator](): Iterator<Session> {
    return this.byToken.values();
  }

  /** One process an id: another takes its place, and what it has is left to it. Null: there are too many. */
  open(about: RegisterRequest, leaseMs: number): Session | null {
    if (this.byId.size >= MAX_WORKERS && !this.byId.has(about.worker)) return null;
    const before = this.byId.get(about.worker);
    if (before !== undefined) {
      before.isReplaced = true;
      before.poll?.answer();
    }
    const session = new Session(this.token(), about, leaseMs, this.clock.now());
    this.byToken.set(session.token, session);
    this.byId.set(about.worker, session);
    for (const queue of about.queues) for (const { name } of about.activities) this.offered.add(offer(queue, name));
    return session;
  }

  heard(token: string): Session | null {
    const session = this.byToken.get(token) ?? null;
    if (session !== null) session.heardAt = this.clock.now();
    return session;
  }

  /** Those in place, by id. */
  current(): readonly Session[] {
    return [...this.byId.values()].toSorted((a, b) => (a.about.worker < b.about.worker ? -1 : 1));
  }

  areOffering(queue: string, activity: string): boolean {
    for (const session of this.byId.values()) if (session.offers(queue, activity)) return true;
    return false;
  }

  wereOffering(queue: string, activity: string): boolean {
    return this.offered.has(offer(queue, activity));
  }

  forget(session: Session): void {
    this.byToken.delete(session.token);
    const { worker } = session.about;
    if (this.byId.get(worker) === session) this.byId.delete(worker);
  }

  /** Forgets who is gone. */
  expire(): readonly Session[] {
    const now = this.clock.now();
    const gone = [...this.byToken.values()].filter(
      ({ heardAt, leaseMs, held, poll }) =>
        poll === null && held.size === 0 && now - heardAt > Math.max(leaseMs, PATIENCE_MS),
    );
    for (const session of gone) this.forget(session);
    return gone;
  }
}
