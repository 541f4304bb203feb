import type { Clock } from '../../runtime/ports.ts';
import type { Attempt, Lease } from './attempt.ts';
import type { Session } from './session.ts';

export interface LeasesOptions {
  /** Monotonic. */
  readonly clock: Clock;
  /** A new one, which nobody can guess. */
  readonly token: () => string;
  /** It was not heard of in time. */
  readonly expired: (lease: Lease) => void;
  /** Called from time to time while there is anything to look after. */
  readonly looked: (now: number) => void;
}

const LOOK_EVERY_MS = 250;

/** Later than this, it was this process that stood still. */
const STALL_MS = 1_000;

/**
 * Who has which attempt.
 *
 *   WK1  an attempt is held under at most one lease, and a lease is never given again
 *   WK2  a lease that is not extended in its time ends; time that this process itself stood still does not count
 */
export class Leases {
  private readonly options: LeasesOptions;
  private readonly byToken = new Map<string, Lease>();
  private stop: (() => void) | null = null;

  constructor(options: LeasesOptions) {
    this.options = options;
  }

  get(token: string): Lease | undefined {
    return this.byToken.get(token);
  }

  grant(attempt: Attempt, session: Session): Lease {
    const { clock, token } = this.options;
    const expiresAt = clock.now() + session.leaseMs;
    const lease: Lease = { token: token(), attempt, session, expiresAt, isCancelTold: false };
    this.byToken.set(lease.token, lease);
    session.held.add(lease);
    attempt.lease = lease;
    this.watch();
    return lease;
  }

  extend(lease: Lease): void {
    lease.expiresAt = this.options.clock.now() + lease.session.leaseMs;
  }

  end(lease: Lease): void {
    this.byToken.delete(lease.token);
    lease.session.held.delete(lease);
    lease.attempt.lease = null;
  }

  /** Looks from now on, until `rest`. */
  watch(): void {
    if (this.stop !== null) return;
    const { clock } = this.options;
    const due = clock.now() + LOOK_EVERY_MS;
    this.stop = clock.setTimer(due, () => {
      this.stop = null;
      this.look(clock.now() - due);
    });
  }

  rest(): void {
    this.stop?.();
    this.stop = null;
  }

  /** WK2. */
  private look(late: number): void {
    const now = this.options.clock.now();
    this.watch();
    for (const lease of this.byToken.values()) {
      if (late > STALL_MS) lease.expiresAt += late;
      if (lease.expiresAt <= now) this.options.expired(lease);
    }
    this.options.looked(now);
  }
}
