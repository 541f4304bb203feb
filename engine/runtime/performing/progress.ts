import type { Json } from '../../core/json.ts';
import type { Fate } from '../hand.ts';
import type { Clock, Progress, Secrets, Work } from '../ports.ts';
import { rememberGiven } from './given.ts';
import { scrubber } from './scrub.ts';

const none: ReadonlyMap<string, string> = new Map();

type Scrub = <T extends Json>(value: T) => T;

interface Ports {
  readonly clock: Clock;
  readonly secrets: Secrets;
  readonly pickedUp: (work: Work) => Promise<boolean>;
}

/** What one attempt has said of itself (AT1), and which secrets it knows (DA7). */
export class AttemptProgress implements Progress {
  /** When it was last heard of, epoch ms. */
  heardAt: number;
  /** What it last said of how far it is. */
  details: Json | undefined;
  private readonly work: Work;
  private readonly ports: Ports;
  private known: Map<string, string> | null = null;
  private scrubs: Scrub | null = null;
  private readonly fate: Fate;
  /** Whether the engine still wanted it when a worker took it. */
  private pickUp: Promise<boolean> | null = null;
  private listener: (() => void) | null = null;

  constructor(work: Work, ports: Ports, fate: Fate) {
    this.work = work;
    this.ports = ports;
    this.fate = fate;
    this.heardAt = ports.clock.now();
  }

  heartbeat(details?: Json): void {
    this.heardAt = this.ports.clock.now();
    if (details !== undefined) this.details = details;
  }

  /** Limits of silence count from here. */
  pickedUp(): Promise<boolean> {
    this.heardAt = this.ports.clock.now();
    if (this.pickUp !== null) return this.pickUp;
    const told = this.ports.pickedUp(this.work);
    this.pickUp = this.work.reportPickUp ? told : Promise.resolve(true); // its time counts already: nothing hangs on it
    this.listener?.();
    return this.pickUp;
  }

  onPickUp(listener: () => void): void {
    this.listener = listener;
  }

  whenDecided(tell: (isRecorded: boolean) => void): void {
    this.fate.whenDecided(tell);
  }

  async secret(name: string): Promise<string | null> {
    const value = this.known?.get(name) ?? (await this.ports.secrets.get(name));
    if (value !== null) this.learn(name, value);
    return value;
  }

  /** From now on its answers are without it. */
  learn(name: string, value: string): void {
    if (this.known?.get(name) === value) return;
    this.known = new Map(this.known).set(name, value);
    rememberGiven(name, value);
    this.scrubs = null;
  }

  secretsGiven(): ReadonlyMap<string, string> {
    return this.known ?? none;
  }

  /** Whether it was given any secret. */
  get knowsSecrets(): boolean {
    return this.known !== null;
  }

  scrub<T extends Json>(value: T): T {
    if (this.known === null) return value;
    this.scrubs ??= scrubber(this.known);
    return this.scrubs(value);
  }
}
