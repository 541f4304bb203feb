/**
 * One run in memory: a mailbox, the state, and what it has under way.
 *
 *   AC1  decisions of a run are made one at a time, each on the state the last one gave
 *   AC2  nobody is answered, nothing is begun and nothing is shown before the events are durable
 *   AC3  commands that wait together are decided together and appended together: a fan-in of a hundred results is one append
 *   AC4  attempts open when the run was last in memory are recorded as lost before anything else of it is decided (AT2)
 *   AC5  a conflict reloads the run and decides again; a decision that throws changes nothing
 *   AC6  what the world answered is not lost with a failed append: it is tried again until it is written
 *   AC7  what was recorded as started while the engine was closing, and not begun, is begun by the next: it is not lost
 */
import type { Command } from '../core/command.ts';
import type { AttemptWanted, TimerWanted, WantedEffect } from '../core/effect.ts';
import { attemptContext } from './attemptContext.ts';
import { attemptWork } from './attemptWork.ts';
import { type Batch, decideAll, type DecidingOptions } from './deciding.ts';
import { DueTimers } from './dueTimers.ts';
import type { RunEntry } from './entry.ts';
import { EnvironmentError, isEnvironmentError } from './environment.ts';
import { type Attempts, Hand } from './hand.ts';
import { loadRun, type Loaded, lostAttempts } from './loaded.ts';
import { asked, type Letter, type Made, own, type Outcome } from './mail.ts';
import type { Appended, Journal, RunContext, TraceparentOf, Unbegun, Work } from './ports.ts';
import { nextTimer } from './project.ts';
import type { UnbegunBefore } from './unbegun.ts';
import type { Wakeups } from './wakeups.ts';

export interface ActorOptions extends DecidingOptions {
  readonly journal: Journal;
  readonly activities: Attempts;
  readonly unbegun: UnbegunBefore;
  readonly wakeups: Wakeups;
  readonly traceparent: TraceparentOf;
  readonly warn: (message: string, error?: unknown) => void;
  readonly publish: (entry: RunEntry) => void;
  /** What it wants beside attempts and timers is seen to. */
  readonly follow: (run: Loaded) => void;
  /** It came to rest: the mailbox is empty. */
  readonly rested: (actor: Actor) => void;
}

type WithChange = Batch & { readonly change: NonNullable<Batch['change']> };

const RETRY_MS = 1_000;
const MAX_CONFLICTS = 10;

export class Actor {
  readonly runId: string;
  private readonly options: ActorOptions;
  private readonly hand: Hand;
  private mailbox: Letter[] = [];
  private current: Loaded | null = null;
  /** What attempts are told of the run. */
  private context: RunContext | null = null;
  private isLoaded = false;
  /** AC4 is kept: what is open from here on was begun here. */
  private isRecovered = false;
  /** It was loaded, and what it wants has not been seen to. */
  private isBehind = false;
  /** An append failed; it is tried again in a moment, or with the next command. */
  private isBlocked = false;
  private isWorking = false;
  private writing: WithChange | null = null;
  /** Who waits for it to come to rest. */
  private atRest: (() => void) | null = null;
  private phase: 'open' | 'closing' | 'closed' = 'open';
  /** Conflicts since the last append. */
  private conflicts = 0;
  private readonly timers = new DueTimers();

  constructor(runId: string, options: ActorOptions) {
    this.runId = runId;
    this.options = options;
    this.hand = new Hand({
      activities: options.activities,
      workOf: (attempt) => this.workOf(attempt),
      answer: ({ path, visit, attempt, undo }, result, told) =>
        this.submitOwn({ type: 'attemptEnded', path, visit, attempt, undo, result }, told),
    });
  }

  get entry(): RunEntry | null {
    return this.current?.entry ?? null;
  }

  get isIdle(): boolean {
    return !this.isWorking && this.mailbox.length === 0;
  }

  /** Attempts that have not answered. */
  get underWay(): number {
    return this.hand.size;
  }

  submit(command: Command, request: Made | null = null): Promise<Outcome> {
    const { letter, outcome } = asked(command, request);
    this.mailbox.push(letter);
    this.work();
    return outcome;
  }

  /** What the world says of itself: false where nobody wants to know it any more. Durable else. */
  report(command: Command): Promise<boolean> {
    return new Promise((resolve) => this.submitOwn(command, resolve));
  }

  /** Comes into memory if it is not there, and sees what is due. */
  wake(): void {
    if (this.isLoaded) this.fireTimers();
    this.work();
  }

  /** Its id was made just now: there is nothing to load. Were it not so after all, the first append would be a conflict (JO2). */
  fresh(): void {
    this.isLoaded = true;
  }

  /** It was just made by the engine: nothing of it can have been lost. */
  begin(): void {
    this.isRecovered = true;
    this.wake();
  }

  /** Earliest time at which it wants something by itself; null where nothing does. */
  get nextTimer(): number | null {
    const next = nextTimer(this.current?.wanted ?? none);
    return next === Infinity ? null : next;
  }

  /** Begins nothing more; what is under way may still answer. */
  closing(): void {
    this.phase = 'closing';
  }

  /** Resolves with what it has recorded as started and did not begin (AC7). */
  async close(): Promise<Unbegun> {
    this.phase = 'closed';
    if (this.isWorking) await new Promise<void>((resolve) => (this.atRest = resolve));
    const attempts = this.notBegun();
    this.hand.drop();
    const closed = new EnvironmentError('closed', 'The engine is closing; ask again when it is back.');
    for (const { caller, told } of this.mailbox.splice(0)) {
      caller?.fail(closed);
      told?.(false);
    }
    return { runId: this.runId, attempts };
  }

  private notBegun(): readonly string[] {
    if (!this.isLoaded || this.isBehind) return []; // some may be of an engine before this one
    const wanted = this.current?.wanted ?? none;
    return wanted.filter(({ kind, id }) => kind === 'attempt' && !this.hand.has(id)).map(({ id }) => id);
  }

  private submitOwn(command: Command, told?: (isAccepted: boolean) => void): void {
    if (this.phase === 'closed') return told?.(false);
    this.mailbox.push(own(command, told));
    this.work();
  }

  private work(): void {
    this.isBlocked = false;
    if (this.isWorking) return;
    this.isWorking = true;
    if (this.isLoaded) this.soon();
    else this.load().then(this.goOn, this.broke);
  }

  private soon(): void {
    void turn.then(this.goOn);
  }

  /** AC1, AC3. What comes in the same turn of the event loop, as a hundred answers at once, is decided with the first of them. */
  private readonly goOn = (): void => {
    try {
      if (!this.decideNext()) return;
    } catch (error) {
      return this.broke(error);
    }
    this.rest();
  };

  private readonly broke = (error: unknown): void => {
    this.refuse(this.mailbox.splice(0), error);
    this.soon();
  };

  /** Whether nothing is left to do. No promise but the one of the append: in the steady state of a run this is all that a step waits for. */
  private decideNext(): boolean {
    while (this.hasWork()) {
      if (!this.isThere()) return false;
      const deciding = decideAll(this.mailbox, this.current, this.options);
      if (deciding instanceof Promise) {
        deciding.then(this.decided).catch(this.broke); // an expression that is not there at once
        return false;
      }
      if (!this.settle(deciding)) return false;
    }
    return true;
  }

  private readonly decided = (batch: Batch): void => {
    if (this.settle(batch)) this.goOn();
  };

  /** False: it goes on later. */
  private settle(batch: Batch): boolean {
    if (!this.isToBeWritten(batch)) return this.isThere();
    this.write(batch);
    return false;
  }

  /** Loaded, or not to be had for now; else it is loaded, and goes on then. */
  private isThere(): boolean {
    if (this.isLoaded || this.isBlocked) return true;
    this.load().then(this.goOn, this.broke);
    return false;
  }

  private rest(): void {
    this.isWorking = false;
    this.atRest?.();
    this.options.rested(this);
  }

  private hasWork(): boolean {
    return this.mailbox.length > 0 && !this.isBlocked && this.phase !== 'closed';
  }

  private async load(): Promise<void> {
    const { journal, programs } = this.options;
    this.current = await loadRun(journal, programs, this.runId);
    const lost = this.isRecovered ? [] : await this.lost();
    this.isLoaded = true;
    this.isRecovered = true;
    this.mailbox.unshift(...lost.map((command) => own(command))); // AC4
    this.isBehind = true;
    this.catchUp();
  }

  /** AC4, AC7. */
  private async lost(): Promise<readonly Command[]> {
    const wanted = this.current?.wanted ?? none;
    const unbegun = await this.options.unbegun.take(this.runId);
    return lostAttempts(unbegun ? wanted.filter(({ id }) => !unbegun.has(id)) : wanted);
  }

  /** What is said to be lost must not begin again before that is written, or refused. */
  private catchUp(): void {
    if (this.isLoaded && this.isBehind && !this.mailbox.some(isOwn)) this.perform();
  }

  /** What failed, or changed nothing, is answered at once. */
  private isToBeWritten(batch: Batch): batch is WithChange {
    for (const { letter, error } of batch.failed) this.fail(letter, error);
    if (batch.failed.length > 0) this.isLoaded = batch.change !== null; // its session stopped half way
    if (batch.change !== null) return true;
    this.answer(batch.decided);
    this.catchUp();
    return false;
  }

  private write(batch: WithChange): void {
    this.writing = batch;
    try {
      this.options.journal.append(batch.change.append).then(this.appended, this.notAppended);
    } catch (error) {
      this.notAppended(error);
    }
  }

  private readonly appended = (appended: Appended): void => {
    const { writing } = this;
    try {
      if (writing === null) throw new Error(`nothing of run ${this.runId} was being written`);
      if (appended.kind === 'conflict') this.decideAgain(writing);
      else this.adopt(writing.change.after, writing);
    } catch (error) {
      return this.notAppended(error);
    }
    this.written();
  };

  private readonly notAppended = (error: unknown): void => {
    if (this.writing) this.notWritten(this.writing, error);
    this.written();
  };

  private written(): void {
    this.writing = null;
    if (this.isThere()) this.goOn();
  }

  /** AC2: from here on it is durable. */
  private adopt(after: Loaded, batch: Batch): void {
    this.current = after;
    this.conflicts = 0;
    this.isRecovered = true;
    this.perform();
    this.options.publish(after.entry);
    this.answer(batch.decided);
  }

  private answer(decided: Batch['decided']): void {
    const { entry } = this;
    for (const { letter, rejection, result } of decided) {
      letter.told?.(rejection === null);
      if (rejection) letter.caller?.answer(rejection);
      else if (entry)
        letter.caller?.answer(result === undefined ? { kind: 'accepted', entry } : { kind: 'accepted', entry, result });
    }
  }

  /** AC5. Somebody who writes before us each time is no somebody, but an index that disagrees with the journal. */
  private decideAgain({ decided }: Batch): void {
    this.conflicts += 1;
    if (this.conflicts > MAX_CONFLICTS) throw new Error(`the index and the history of run ${this.runId} disagree`);
    this.mailbox.unshift(...decided.map(({ letter }) => letter));
    this.isLoaded = false;
  }

  /** AC6. */
  private notWritten({ decided }: Batch, error: unknown): void {
    this.isLoaded = false; // what was decided is not so
    this.refuse(
      decided.map(({ letter }) => letter),
      error,
    );
  }

  /** What the world said waits until the machine around us can write, or read, again (AC6); whoever asked is told at once. */
  private refuse(letters: readonly Letter[], error: unknown): void {
    const { clock, warn } = this.options;
    const kept = isEnvironmentError(error) ? letters.filter(isOwn) : [];
    for (const letter of letters) if (!kept.includes(letter)) this.fail(letter, error);
    const isUnread = letters.length === 0;
    if (isUnread && !isEnvironmentError(error)) return warn(`Run ${this.runId} could not be loaded.`, error);
    if (kept.length === 0 && !isUnread) return;
    this.mailbox.unshift(...kept);
    this.isBlocked = true;
    warn(`Run ${this.runId} waits until it can be ${isUnread ? 'read' : 'written'} again.`, error);
    clock.setTimer(clock.now() + RETRY_MS, () => this.work());
  }

  private fail({ command, caller, told }: Letter, error: unknown): void {
    told?.(false);
    if (caller) caller.fail(error);
    else this.options.warn(`A ${command.type} could not be decided.`, error);
  }

  private perform(): void {
    if (this.phase !== 'open' || !this.current) return;
    this.isBehind = false;
    this.hand.hold(this.current.wanted);
    this.options.follow(this.current);
    this.timers.forget(this.current.wanted);
    this.fireTimers();
  }

  private fireTimers(): void {
    const { clock, wakeups } = this.options;
    const { due, next } = this.timers.take(this.current?.wanted ?? none, clock.now());
    for (const timer of due) this.submitOwn({ type: 'fireTimer', timer: timer.id }, this.unlessFired(timer));
    wakeups.set(this.runId, next);
  }

  /** Not at once again: it may be refused for good. */
  private unlessFired(timer: TimerWanted): (isAccepted: boolean) => void {
    return (isAccepted) => {
      if (isAccepted || this.phase !== 'open') return;
      const { clock, wakeups } = this.options;
      this.timers.refused(timer);
      wakeups.set(this.runId, Math.max(timer.at, clock.now() + RETRY_MS));
    };
  }

  private workOf(attempt: AttemptWanted): Work {
    const { current } = this;
    if (!current?.state.run) throw new Error(`run ${this.runId} is not loaded`);
    const run = attemptContext(this.contextOf(current), attempt, this.options.traceparent);
    return attemptWork(attempt, run, current.state.run);
  }

  private contextOf(current: Loaded): RunContext {
    const { runId } = this;
    const { workflow, hash, traceparent } = current.entry;
    if (this.context?.hash === hash) return this.context;
    const { mocks } = current.state.run ?? {};
    this.context = { runId, runKey: current.runKey, workflow, hash, traceparent, ...(mocks ? { mocks } : {}) };
    return this.context;
  }
}

const none: readonly WantedEffect[] = [];
/** `queueMicrotask` makes an async resource each time. */
const turn = Promise.resolve();

/** From the world: nobody waits for an answer. */
function isOwn({ caller }: Letter): boolean {
  return caller === null;
}
