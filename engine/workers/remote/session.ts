import type { RegisterRequest } from '../client/protocol.ts';
import type { Lease } from './attempt.ts';

/** A poll that is held open. */
export interface Poll {
  /** Tasks it may still get. */
  room: number;
  /** The engine is being told of so many that are meant for it. */
  taking: number;
  /** What it is answered with. */
  readonly leases: Lease[];
  readonly answer: () => void;
}

/** A registered process. */
export class Session {
  readonly token: string;
  readonly about: RegisterRequest;
  readonly leaseMs: number;
  readonly activities: ReadonlySet<string>;
  readonly secrets: ReadonlySet<string>;
  readonly held = new Set<Lease>();
  isDraining = false;
  /** Another process has its id by now. */
  isReplaced = false;
  poll: Poll | null = null;
  /** Monotonic ms. */
  heardAt: number;
  /** When it last got a task, by count: who waited longest is next. */
  served = 0;
  /** Where it looks first among its queues: each in turn. */
  turn = 0;

  constructor(token: string, about: RegisterRequest, leaseMs: number, now: number) {
    this.token = token;
    this.about = about;
    this.leaseMs = leaseMs;
    this.heardAt = now;
    this.activities = new Set(about.activities.map(({ name }) => name));
    this.secrets = new Set(about.secrets);
  }

  offers(queue: string, activity: string): boolean {
    return !this.isDraining && this.about.queues.includes(queue) && this.activities.has(activity);
  }

  /** Of its slots, those that hold no task and are not about to. */
  get free(): number {
    return Math.max(0, this.about.concurrency - this.held.size - (this.poll?.taking ?? 0));
  }
}
