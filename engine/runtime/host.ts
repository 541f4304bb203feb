import type { Command } from '../core/command.ts';
import type { ActorOptions } from './actor.ts';
import { Background } from './background.ts';
import { type Branch, branchRun } from './branching.ts';
import { deployedDefinitions } from './definitions.ts';
import type { EngineOptions, StartRequest } from './engine.ts';
import type { RunEntry } from './entry.ts';
import { EnvironmentError } from './environment.ts';
import { Hub } from './hub.ts';
import type { Loaded } from './loaded.ts';
import type { Made, Outcome } from './mail.ts';
import { Children, endOfChain } from './outbox/children.ts';
import { attendErrand } from './outbox/errands.ts';
import type { Office } from './outbox/office.ts';
import { Outbox } from './outbox/outbox.ts';
import { Scripts } from './outbox/scripts.ts';
import { SlotKeeper } from './outbox/slots.ts';
import { Performer } from './performing/performer.ts';
import type { QueueDepth } from './performing/taskQueues.ts';
import type { Clock, Definitions, DomainEvent, Ids, Journal, Stores, TraceparentOf, Unbegun } from './ports.ts';
import { type Programs, programs } from './programs.ts';
import { Published } from './published.ts';
import { Residents } from './residents.ts';
import { forkActivities } from './scripted/forks.ts';
import { type Sleepers, sleepers } from './sleepers.ts';
import { startRun } from './starting.ts';
import { heldStores } from './stores.ts';
import { DeliveryDesk } from './triggers/deliveries.ts';
import { PendingDeliveries } from './triggers/pending.ts';
import { publishEvent } from './triggers/publish.ts';
import { Scheduler } from './triggers/schedules.ts';
import { DeployedTriggers } from './triggers/triggers.ts';
import { UnbegunBefore } from './unbegun.ts';
import { type Wakeups, wakeups } from './wakeups.ts';

const ATTEMPTS_PER_QUEUE = 1_000;
const LOOK_EVERY_MS = 20;

/** The parts of an engine, put together. Each knows of the others only the functions it is given. */
export class Host {
  readonly options: EngineOptions;
  readonly journal: Journal;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly stores: Stores;
  readonly programs: Programs;
  readonly definitions: Definitions;
  readonly triggers: DeployedTriggers;
  readonly scheduler: Scheduler;
  readonly desk: DeliveryDesk;
  /** Told of each deployment. */
  readonly deployed = new Set<() => void>();
  readonly hub = new Hub();
  readonly published: Published;
  readonly residents: Residents;
  readonly slots: SlotKeeper;
  private readonly traceparent: TraceparentOf;
  private readonly warn: (message: string, error?: unknown) => void;
  private readonly background: Background;
  private readonly children = new Children();
  private readonly scripts: Scripts;
  private readonly outbox: Outbox;
  private readonly performer: Performer;
  private readonly timers: Wakeups;
  private readonly unbegun: UnbegunBefore;
  private readonly asleep: Sleepers;
  private readonly pending: PendingDeliveries;
  /** Runs that were asked for here: see `EngineOptions.carriesOn`. */
  private readonly asked = new Set<string>();
  private isClosing = false;
  private isClosed = false;

  constructor(options: EngineOptions) {
    const { journal, clock, ids, stores = heldStores() } = options;
    this.options = options;
    this.journal = journal;
    this.clock = clock;
    this.ids = ids;
    this.stores = stores;
    this.traceparent = options.traceparent ?? ((run) => run.traceparent);
    this.warn = options.onWarning ?? (() => {});
    this.programs = programs(journal);
    this.definitions = options.definitions ?? deployedDefinitions(journal);
    this.triggers = new DeployedTriggers(journal);
    this.published = new Published(stores.events);
    this.background = new Background(this.warn);
    this.slots = new SlotKeeper(journal, this.ask);
    const poke = (runId: string, errand: string): void => this.outbox.poke(runId, errand);
    this.scripts = new Scripts({ clock, mocks: options.mocks ?? {}, poke });
    this.outbox = this.makeOutbox();
    this.timers = wakeups(clock, (runId) => this.due(runId));
    this.performer = this.makePerformer();
    this.unbegun = new UnbegunBefore(stores.unbegun);
    this.asleep = sleepers({ journal, clock, wake: (runId) => this.wake(runId), warn: this.warn });
    this.residents = new Residents(this.actorOptions(), (runId, wakeAt) => this.left(runId, wakeAt));
    this.scheduler = this.makeScheduler();
    this.desk = this.makeDesk();
    this.pending = this.makePending();
  }

  async open(): Promise<void> {
    await this.unbegun.open();
    await this.asleep.recover();
    this.lookAtSchedules();
    if (this.keepsTriggers) this.background.run(this.pending.open(), 'Deliveries could not be looked up.');
  }

  readonly ask = async (runId: string, command: Command, made: Made | null = null): Promise<Outcome> => {
    if (this.isClosing) throw new EnvironmentError('closed', 'The engine is closing; ask again when it is back.');
    this.own(runId);
    return this.residents.of(runId).submit(command, made);
  };

  readonly start = (request: StartRequest, how?: { readonly mustQueue: boolean }): Promise<Outcome> => {
    const { programs: linked, stores, slots, entry, ask } = this;
    return startRun({ newRun: this.newRun, programs: linked, blobs: stores.blobs, slots, entry, ask }, request, how);
  };

  private readonly newRun = (): string => {
    const runId = this.ids.runId();
    if (!this.isClosing) this.residents.of(runId).fresh();
    return runId;
  };

  readonly branch = async (branch: Branch): Promise<Outcome> => {
    const outcome = await branchRun(this, branch);
    if (outcome.kind === 'rejected') return outcome;
    this.own(outcome.entry.runId);
    if (!this.isClosing) this.residents.of(outcome.entry.runId).begin();
    this.hub.publish(outcome.entry);
    return outcome;
  };

  readonly publish = async (event: DomainEvent): Promise<boolean> => {
    const { stores, triggers, desk, warn } = this;
    const deliver = desk.deliver.bind(desk);
    const isNew = await publishEvent({ events: stores.events, triggers, deliver, warn }, event);
    if (isNew) this.published.tell();
    return isNew;
  };

  /** From memory, where it is there. */
  readonly entry = async (runId: string): Promise<RunEntry | null> =>
    this.residents.find(runId)?.entry ?? this.journal.entry(runId);

  lookAtSchedules(): void {
    if (this.keepsTriggers) this.background.run(this.scheduler.look(), 'Schedules could not be looked at.');
  }

  /** Whether what starts runs without a person is seen to here. */
  private get keepsTriggers(): boolean {
    return this.options.schedules ?? this.options.carriesOn === undefined;
  }

  get isIdle(): boolean {
    const parts = [this.outbox, this.background, this.scheduler, this.desk, this.pending];
    return parts.every(({ isIdle }) => isIdle) && this.residents.all().every((actor) => actor.isIdle);
  }

  get underWay(): number {
    return this.residents.all().reduce((sum, actor) => sum + actor.underWay, 0);
  }

  get queues(): readonly QueueDepth[] {
    return this.performer.queues();
  }

  closing(): void {
    this.isClosing = true;
    for (const part of [this.timers, this.asleep, this.outbox, this.scripts]) part.stop();
    for (const actor of this.residents.all()) actor.closing();
  }

  async close(graceMs: number): Promise<void> {
    if (this.isClosed) return;
    this.isClosed = true;
    this.closing();
    await this.quiet(graceMs);
    const unbegun = await Promise.all(this.residents.all().map((actor) => actor.close()));
    await this.keepUnbegun(unbegun.filter(({ attempts }) => attempts.length > 0));
    await Promise.all([this.scheduler.stop(), this.pending.stop(), this.desk.stop()]);
    this.published.close();
    this.hub.close();
    await this.journal.close();
  }

  /** AC7. What cannot be kept is lost to the next engine, as after a crash. */
  private async keepUnbegun(unbegun: readonly Unbegun[]): Promise<void> {
    const { stores, warn } = this;
    try {
      for (const one of unbegun) await stores.unbegun.save(one);
    } catch (error) {
      warn('What was not begun before the end could not be kept: it will count as lost.', error);
    }
  }

  private async quiet(graceMs: number): Promise<void> {
    const { clock } = this;
    const until = clock.now() + graceMs;
    while (this.underWay > 0 && clock.now() < until)
      await new Promise<void>((resolve) => clock.setTimer(clock.now() + LOOK_EVERY_MS, resolve));
  }

  private own(runId: string): void {
    if (this.options.carriesOn) this.asked.add(runId);
  }

  private wake(runId: string): void {
    if (this.asked.has(runId) || (this.options.carriesOn?.(runId) ?? true)) this.residents.of(runId).wake();
  }

  /** A run that waits for others has left memory, but its timers are known here: the index has it as under way. */
  private due(runId: string): void {
    const there = this.residents.find(runId) ?? (this.outbox.holds(runId) ? this.residents.of(runId) : undefined);
    there?.wake();
  }

  private left(runId: string, wakeAt: number | null): void {
    if (this.outbox.holds(runId)) return;
    this.timers.clear(runId);
    if (wakeAt !== null) this.asleep.expect(wakeAt);
  }

  /** What a run wants beside attempts and timers is seen to, and who waits for it is told of its end. */
  private follow(run: Loaded): void {
    this.outbox.hold(run);
    if (run.state.ended && !this.isClosing) this.ended(run);
  }

  private ended({ entry, state }: Loaded): void {
    for (const { parent, errand } of this.children.of(entry.runId)) this.outbox.poke(parent, errand);
    const slot = state.run?.slot;
    if (!slot) return;
    const { key, limit } = slot;
    const otherwise = `The next run with the key ${key} waits for another to end.`;
    this.background.run(this.slots.settle(entry.workflow, key, limit), otherwise);
  }

  private makeOutbox(): Outbox {
    const { clock, warn, children, scripts } = this;
    const office = this.office();
    return new Outbox({
      clock,
      warn,
      attend: (errand, sender) => attendErrand(office, children, errand, sender),
      answer: (runId, command) => this.ask(runId, command),
      dropped: (errand, sender) => {
        if (errand.kind === 'child') children.forget(errand, sender);
        if (errand.kind === 'child' || errand.kind === 'emit') scripts.forget(errand, sender);
      },
    });
  }

  private office(): Office {
    const { journal, clock, definitions, ask, start, branch, entry, slots, traceparent } = this;
    return {
      traceparent,
      journal,
      clock,
      definitions,
      ask,
      start,
      branch,
      entry,
      publish: async (event) => void (await this.publish(event)),
      carryOn: (runId) => {
        if (!this.options.carriesOn || this.asked.has(runId)) return;
        this.own(runId);
        this.wake(runId);
      },
      settleSlots: (workflow, key, limit) => slots.settle(workflow, key, limit),
      script: (errand, sender) => this.scripts.attend(errand, sender),
    };
  }

  private makeScheduler(): Scheduler {
    const { clock, stores, triggers, definitions, start, warn } = this;
    const office = this.office();
    return new Scheduler({
      clock,
      store: stores.schedules,
      triggers,
      definitions,
      start,
      cancel: (runId) => this.ask(runId, { type: 'cancel', by: 'schedule' }),
      lastOf: (runId) => endOfChain(office, runId),
      warn,
    });
  }

  private makeDesk(): DeliveryDesk {
    const { clock, ids, stores, triggers, definitions, start, entry } = this;
    const { blobs, deliveries: store } = stores;
    const expect = (dueAt: number): void => this.pending.expect(dueAt);
    return new DeliveryDesk({ clock, ids, store, blobs, triggers, definitions, start, entry, expect });
  }

  private makePending(): PendingDeliveries {
    const { clock, stores, desk, warn } = this;
    return new PendingDeliveries({ clock, store: stores.deliveries, finish: (entry) => desk.finish(entry), warn });
  }

  private actorOptions(): Omit<ActorOptions, 'rested'> {
    const { journal, clock, ids, warn, unbegun } = this;
    return {
      journal,
      unbegun,
      clock,
      ids,
      activities: this.performer,
      programs: this.programs,
      wakeups: this.timers,
      traceparent: this.traceparent,
      warn,
      publish: (entry) => this.hub.publish(entry),
      follow: (run) => this.follow(run),
    };
  }

  private makePerformer(): Performer {
    const { clock, stores, options, journal } = this;
    return new Performer({
      activities: options.activities,
      scripted: forkActivities(clock),
      clock,
      blobs: stores.blobs,
      secrets: options.secrets ?? { get: async () => null },
      definition: (hash) => journal.definition(hash),
      perQueue: options.attemptsPerQueue ?? ATTEMPTS_PER_QUEUE,
      pickedUp: ({ run: { runId }, path, visit, attempt, undo }) =>
        this.residents.of(runId).report({ type: 'attemptPickedUp', path, visit, attempt, undo }),
    });
  }
}
