import type { Command } from '../../core/command.ts';
import type { WantedEffect } from '../../core/effect.ts';
import type { RunState } from '../../core/index.ts';
import { isEnvironmentError } from '../environment.ts';
import type { Loaded } from '../loaded.ts';
import type { Clock } from '../ports.ts';

/**
 * What runs want of other runs and of the host, beside attempts and timers: signals, events, children, slots, the next run.
 *
 *   OB1  nothing is begun before the events that want it are durable
 *   OB2  it is done again until the run has recorded the answer; a crash changes nothing, since it is wanted again
 *   OB3  nobody's mailbox waits for anybody else's: an errand runs beside them, so a run may signal itself, and child and parent
 *        each other
 *   OB4  a run that waits for others costs an entry here, and is not kept in memory
 */
export type Errand = Exclude<WantedEffect, { readonly kind: 'attempt' | 'timer' }>;

/** What an errand knows of the run that wants it. */
export interface Sender {
  readonly runId: string;
  readonly workflow: string;
  readonly hash: string;
  readonly traceparent: string | null;
  readonly run: RunInfo;
}

type RunInfo = NonNullable<RunState['run']>;

/** A command for the run that wants it; `wait`: it will be looked at again when it is poked; `soon`: in a moment. */
export type Attended = Command | 'wait' | 'soon';

export interface OutboxOptions {
  readonly clock: Clock;
  readonly attend: (errand: Errand, sender: Sender) => Promise<Attended>;
  readonly answer: (runId: string, command: Command) => Promise<unknown>;
  /** It is wanted no longer. */
  readonly dropped: (errand: Errand, sender: Sender) => void;
  readonly warn: (message: string, error?: unknown) => void;
}

interface Held {
  errand: Errand;
  readonly sender: Sender;
  phase: 'attending' | 'waiting' | 'answered' | 'dropped';
  /** Poked, or changed, while it was attended to. */
  again: boolean;
  /** In a row. */
  failures: number;
}

const SOON_MS = 50;
const RETRY_MS = 1_000;
const MAX_RETRY_MS = 60_000;

export class Outbox {
  private readonly options: OutboxOptions;
  private readonly byRun = new Map<string, Map<string, Held>>();
  private isStopped = false;
  private working = 0;

  constructor(options: OutboxOptions) {
    this.options = options;
  }

  /** Begins what is new, and forgets what is gone. Costs a run that wants nothing of the kind a look at what it wants. */
  hold(run: Loaded): void {
    const errands = run.wanted.some(isErrand) ? run.wanted.filter(isErrand) : none;
    if (errands.length > 0 || this.holds(run.entry.runId)) this.compare(run, errands);
  }

  holds(runId: string): boolean {
    return this.byRun.size > 0 && this.byRun.has(runId);
  }

  /** Something that it waits for has changed. */
  poke(runId: string, id: string): void {
    const held = this.byRun.get(runId)?.get(id);
    if (held) this.attend(held);
  }

  /** Nothing is being done; what is waited for may be. */
  get isIdle(): boolean {
    return this.working === 0;
  }

  stop(): void {
    this.isStopped = true;
    for (const held of this.byRun.values()) for (const one of held.values()) one.phase = 'dropped';
    this.byRun.clear();
  }

  private compare({ entry, state }: Loaded, errands: readonly Errand[]): void {
    if (this.isStopped || !state.run) return;
    const { runId, workflow, hash, traceparent } = entry;
    const sender: Sender = { runId, workflow, hash, traceparent, run: state.run };
    const before = this.byRun.get(runId);
    const after = new Map<string, Held>();
    for (const errand of errands) after.set(errand.id, before?.get(errand.id) ?? newHeld(errand, sender));
    if (after.size > 0) this.byRun.set(runId, after);
    else this.byRun.delete(runId);
    for (const [id, held] of before ?? []) if (!after.has(id)) this.drop(held);
    for (const errand of errands) this.renew(after.get(errand.id), errand, before?.has(errand.id) ?? false);
  }

  private renew(held: Held | undefined, errand: Errand, isOld: boolean): void {
    if (!held) return;
    const isChanged = changed(held.errand, errand);
    held.errand = errand.kind === 'child' && errand.isStarted ? { ...errand, with: null } : errand; // OB4: an input may be large
    if (!isOld || isChanged) this.attend(held);
  }

  private drop(held: Held): void {
    held.phase = 'dropped';
    this.options.dropped(held.errand, held.sender);
  }

  private attend(held: Held): void {
    if (held.phase === 'attending') held.again = true;
    if (held.phase !== 'waiting') return;
    held.phase = 'attending';
    void this.work(held);
  }

  private async work(held: Held): Promise<void> {
    const { attend, answer } = this.options;
    this.working += 1;
    try {
      const attended = await attend(held.errand, held.sender);
      held.failures = 0;
      if (this.isStopped || held.phase === 'dropped') return;
      if (attended === 'wait') return this.rest(held);
      if (attended === 'soon') return this.later(held, SOON_MS);
      await answer(held.sender.runId, attended); // OB2: refused is answered as well: it is too late then
      if (held.phase === 'attending') held.phase = 'answered';
    } catch (error) {
      this.retry(held, error);
    } finally {
      this.working -= 1;
    }
  }

  private rest(held: Held): void {
    held.phase = 'waiting';
    if (!held.again) return;
    held.again = false;
    this.attend(held);
  }

  private retry(held: Held, error: unknown): void {
    if (this.isStopped || held.phase !== 'attending' || isClosing(error)) return;
    const { warn } = this.options;
    warn(`Run ${held.sender.runId} could not have its ${held.errand.kind} (${held.errand.id}); trying again.`, error);
    const delay = Math.min(RETRY_MS * 2 ** held.failures, MAX_RETRY_MS);
    held.failures += 1;
    this.later(held, delay);
  }

  private later(held: Held, delayMs: number): void {
    const { clock } = this.options;
    clock.setTimer(clock.now() + delayMs, () => {
      if (held.phase !== 'attending' || this.isStopped) return;
      held.again = true;
      this.rest(held);
    });
  }
}

const none: readonly Errand[] = [];

function isErrand(effect: WantedEffect): effect is Errand {
  return effect.kind !== 'attempt' && effect.kind !== 'timer';
}

function newHeld(errand: Errand, sender: Sender): Held {
  return { errand, sender, phase: 'waiting', again: false, failures: 0 };
}

/** The child was told to stop, or is now known to be there. */
function changed(before: Errand, after: Errand): boolean {
  if (before.kind !== 'child' || after.kind !== 'child') return false;
  return before.cancel !== after.cancel || before.isStarted !== after.isStarted;
}

function isClosing(error: unknown): boolean {
  return isEnvironmentError(error) && error.code === 'closed';
}
