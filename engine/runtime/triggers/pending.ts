import type { Clock, Deliveries, DeliveryEntry } from '../ports.ts';

const RETRY_MS = 5_000;
const AT_ONCE = 100;

export interface PendingOptions {
  readonly store: Pick<Deliveries, 'due' | 'nextDue'>;
  readonly clock: Clock;
  readonly finish: (entry: DeliveryEntry) => Promise<DeliveryEntry>;
  readonly warn: (message: string, error?: unknown) => void;
}

/** Deliveries without outcome: those that a crash left, and starts that were asked for a later time. One timer for all. */
export class PendingDeliveries {
  private readonly options: PendingOptions;
  private armed: { readonly at: number; readonly cancel: () => void } | null = null;
  private turn: Promise<void> = Promise.resolve();
  private turns = 0;
  private isOpen = false;

  constructor(options: PendingOptions) {
    this.options = options;
  }

  get isIdle(): boolean {
    return this.turns === 0;
  }

  /** Does what is due, and from here on what will be. */
  open(): Promise<void> {
    this.isOpen = true;
    return this.look();
  }

  expect(at: number): void {
    if (!this.isOpen || (this.armed !== null && this.armed.at <= at)) return;
    this.armed?.cancel();
    const cancel = this.options.clock.setTimer(at, () => {
      this.armed = null;
      void this.look();
    });
    this.armed = { at, cancel };
  }

  /** Resolves when nothing more is done. */
  async stop(): Promise<void> {
    this.isOpen = false;
    this.armed?.cancel();
    this.armed = null;
    await this.turn;
  }

  private look(): Promise<void> {
    this.turns += 1;
    this.turn = this.turn.then(() => this.doDue()).finally(() => (this.turns -= 1));
    return this.turn;
  }

  private async doDue(): Promise<void> {
    const { store, clock, warn } = this.options;
    try {
      while (this.isOpen) {
        const due = await store.due(clock.now(), AT_ONCE);
        if (!(await this.all(due))) return this.expect(clock.now() + RETRY_MS);
        if (due.length < AT_ONCE) break;
      }
      const next = this.isOpen ? await store.nextDue(clock.now()) : null;
      if (next !== null) this.expect(next);
    } catch (error) {
      if (!this.isOpen) return;
      warn('Deliveries could not be looked up; trying again.', error);
      this.expect(clock.now() + RETRY_MS);
    }
  }

  /** False: some could not be brought to an end for now. */
  private async all(due: readonly DeliveryEntry[]): Promise<boolean> {
    const { finish, warn } = this.options;
    const done = await Promise.allSettled(due.map(finish));
    const failed = done.find((one) => one.status === 'rejected');
    if (failed !== undefined && this.isOpen) warn('A delivery could not be finished; trying again.', failed.reason);
    for (const one of done) if (one.status === 'fulfilled' && one.value.problem !== null) warn(sayRefused(one.value));
    return failed === undefined;
  }
}

/** Nobody is waiting to hear it. */
const sayRefused = ({ id, workflow, trigger, problem }: DeliveryEntry): string =>
  `The delivery ${id} did not start ${workflow}${trigger === null ? '' : ` by ${trigger}`}: ${problem?.reason ?? ''}`;
