import type { Command } from '../core/command.ts';
import type { Json } from '../core/json.ts';
import type { ActorOptions } from './actor.ts';
import { Background } from './background.ts';
import { type Branch, branchRun } from './branching.ts';
import { deployedDefinitions } from './definitions.ts';
import type { Engine, EngineOptions, StartRequest } from './engine.ts';
import type { RunEntry } from './entry.ts';
import { EnvironmentError } from './environment.ts';
import { Hub } from './hub.ts';
import { forkRun, resetRun } from './lineage.ts';
import type { Loaded } from './loaded.ts';
import type { Made, Outcome } from './mail.ts';
import { query, sendSignal, sendUpdate } from './messages.ts';
import { Children, endOfChain } from './outbox/children.ts';
import { attendErrand } from './outbox/errands.ts';
import type { Office } from './outbox/office.ts';
import { Outbox } from './outbox/outbox.ts';
import { SlotKeeper } from './outbox/slots.ts';
import { resolved } from './performing/blobs.ts';
import { Performer } from './performing/performer.ts';
import type { Clock, DomainEvent } from './ports.ts';
import { programs } from './programs.ts';
import { Published } from './published.ts';
import { Residents } from './residents.ts';
import { answerErrand, forkActivities } from './scripted/forks.ts';
import { sleepers } from './sleepers.ts';
import { heldStores } from './stores.ts';
import { startRun } from './starting.ts';
import { fireByHand } from './triggers/by-hand.ts';
import { publishEvent } from './triggers/deliveries.ts';
import { Scheduler } from './triggers/schedules.ts';
import { DeployedTriggers } from './triggers/triggers.ts';
import { wakeups } from './wakeups.ts';
import { type Recording, watchChanges, watchEvents, whenSettled } from './watch.ts';

const ATTEMPTS_PER_QUEUE = 1_000;
const UPCOMING = 5;

/** Puts the parts together. Each holds what it needs of the others as functions, so that none knows them all. */
export async function openHost(options: EngineOptions): Promise<Engine> {
  const { journal, clock, ids, stores = heldStores() } = options;
  const warn = options.onWarning ?? (() => {});
  const linked = programs(journal);
  const definitions = options.definitions ?? deployedDefinitions(journal);
  const triggers = new DeployedTriggers(journal);
  const hub = new Hub();
  const published = new Published(stores.events);
  const background = new Background(warn);
  let isClosing = false;

  const asked = new Set<string>();
  const carriesOn = (runId: string): boolean => asked.has(runId) || (options.carriesOn?.(runId) ?? true);
  const entryOf = async (runId: string): Promise<RunEntry | null> =>
    residents.find(runId)?.entry ?? journal.entry(runId);
  const ask = async (runId: string, command: Command, made: Made | null = null): Promise<Outcome> => {
    if (isClosing) throw new EnvironmentError('closed', 'The engine is closing; ask again when it is back.');
    if (options.carriesOn) asked.add(runId);
    return residents.of(runId).submit(command, made);
  };
  const slots = new SlotKeeper(journal, ask);
  const start: Office['start'] = (request, how) =>
    startRun({ ids, programs: linked, blobs: stores.blobs, slots, entry: entryOf, ask }, request, how);
  const branch = async (of: Branch): Promise<Outcome> => {
    const outcome = await branchRun({ journal, programs: linked, clock, ids }, of);
    if (outcome.kind === 'accepted') begin(outcome.entry);
    return outcome;
  };
  const begin = (entry: RunEntry): void => {
    if (options.carriesOn) asked.add(entry.runId);
    if (!isClosing) residents.of(entry.runId).begin();
    hub.publish(entry);
  };
  const publish = async (event: DomainEvent): Promise<boolean> => {
    const isNew = await publishEvent({ events: stores.events, triggers, definitions, start, warn }, event);
    if (isNew) published.tell();
    return isNew;
  };

  const office: Office = {
    journal,
    clock,
    definitions,
    ask,
    start,
    branch,
    entry: entryOf,
    publish: async (event) => void (await publish(event)),
    carryOn: (runId) => {
      if (!options.carriesOn || asked.has(runId)) return;
      asked.add(runId);
      residents.of(runId).wake();
    },
    settleSlots: (workflow, key, limit) => slots.settle(workflow, key, limit),
    script: (effect, _, mocks) => answerErrand(effect, mocks, clock),
  };
  const children = new Children();
  const outbox = new Outbox({
    clock,
    warn,
    attend: (errand, sender) => attendErrand(office, children, errand, sender),
    answer: (runId, command) => ask(runId, command),
    dropped: (errand, sender) => {
      if (errand.kind === 'child') children.forget(errand, sender);
    },
  });
  const ended = ({ entry, state }: Loaded): void => {
    for (const { parent, errand } of children.of(entry.runId)) outbox.poke(parent, errand);
    const slot = state.run?.slot;
    if (slot)
      background.run(
        slots.settle(entry.workflow, slot.key, slot.limit),
        `The next run with the key ${slot.key} waits for another to end.`,
      );
  };
  const follow = (run: Loaded): void => {
    outbox.hold(run);
    if (run.state.ended && !isClosing) ended(run);
  };

  const performer = new Performer({
    activities: options.activities,
    scripted: forkActivities(clock),
    clock,
    blobs: stores.blobs,
    secrets: options.secrets ?? { get: async () => null },
    definition: (hash) => journal.definition(hash),
    perQueue: options.attemptsPerQueue ?? ATTEMPTS_PER_QUEUE,
    pickedUp: ({ run: { runId }, path, visit, attempt, undo }) =>
      background.run(
        ask(runId, { type: 'attemptPickedUp', path, visit, attempt, undo }),
        `Run ${runId} was not told that an attempt was taken.`,
      ),
  });
  const wake = (runId: string): void => {
    if (carriesOn(runId)) residents.of(runId).wake();
  };
  const timers = wakeups(clock, (runId) => (residents.find(runId) ?? away(runId))?.wake());
  /** A run that waits for others has left memory, but its timers are still known here: the index has it as under way. */
  const away = (runId: string) => (outbox.holds(runId) ? residents.of(runId) : undefined);
  const asleep = sleepers({ journal, clock, wake, warn });
  const actorOptions: Omit<ActorOptions, 'rested'> = {
    journal,
    clock,
    ids,
    activities: performer,
    programs: linked,
    wakeups: timers,
    traceparent: options.traceparent ?? ((run) => run.traceparent),
    warn,
    publish: (entry) => hub.publish(entry),
    follow,
  };
  const residents = new Residents(actorOptions, (runId, wakeAt) => {
    if (outbox.holds(runId)) return;
    timers.clear(runId);
    if (wakeAt !== null) asleep.expect(wakeAt);
  });
  const scheduler = new Scheduler({
    clock,
    store: stores.schedules,
    triggers,
    definitions,
    start,
    cancel: (runId) => ask(runId, { type: 'cancel', by: 'schedule' }),
    lastOf: (runId) => endOfChain(office, runId),
    warn,
  });
  const keepsSchedules = options.schedules ?? options.carriesOn === undefined;
  const look = (): void => {
    if (keepsSchedules) background.run(scheduler.look(), 'Schedules could not be looked at.');
  };

  const recording: Recording = {
    history: (runId, after, limit) => journal.history(runId, after, limit),
    entry: entryOf,
  };
  const settled = (runId: string): Promise<RunEntry | null> => whenSettled(hub, recording, runId);
  const underWay = (): number => residents.all().reduce((sum, actor) => sum + actor.underWay, 0);
  const messaging = { journal, programs: linked, blobs: stores.blobs, entry: entryOf, ask };
  const lineage = { journal, ids, ask, branch, settled };

  await asleep.recover();
  look();
  return {
    start: (request: StartRequest) => start(request),
    command: (runId, command) => ask(runId, command),
    signal: (runId, request) => sendSignal(messaging, runId, request),
    update: (runId, request) => sendUpdate(messaging, runId, request),
    query: (runId, name, input = null) => query(messaging, runId, name, input),
    pause: (runId, { by, why }) => ask(runId, { type: 'pause', by, why }),
    resume: (runId, { by, why }) => ask(runId, { type: 'resume', by, why }),
    migrate: (runId, { by, why, hash, definition }) =>
      ask(runId, { type: 'migrate', hash, by, why }, { definition, hash }),
    reset: (runId, request) => resetRun(lineage, runId, request),
    fork: (runId, request) => forkRun(lineage, runId, request),
    async deploy({ definition, hash, by }) {
      const { name: workflow } = definition;
      if (typeof workflow !== 'string') throw new Error('a compiled definition has a name');
      const deployment = await journal.deploy({ workflow, hash, definition, at: clock.now(), by });
      look();
      return deployment;
    },
    publish: ({ name, payload = null, key = ids.runId() }) =>
      publish({ key, name, payload, at: clock.now(), runId: null }),
    published: (after = 0) => published.read(after),
    schedules: (count = UPCOMING) => scheduler.list(count),
    setSchedulePaused: (workflow, trigger, paused) => scheduler.setPaused(workflow, trigger, paused),
    trigger: (workflow, name, by, payload) =>
      fireByHand({ triggers, definitions, start, clock, ids }, { workflow, trigger: name, by, payload }),
    async whole(value: Json) {
      const found = await resolved(value, stores.blobs);
      return found.ok ? found.value : null;
    },
    events: (runId, after = 0) => watchEvents(hub, recording, runId, after),
    changes: () => watchChanges(hub),
    settled,
    isIdle: () =>
      outbox.isIdle && background.isIdle && scheduler.isIdle && residents.all().every((actor) => actor.isIdle),
    underWay,
    async close({ graceMs = 0 } = {}) {
      if (isClosing) return;
      isClosing = true;
      timers.stop();
      asleep.stop();
      outbox.stop();
      for (const actor of residents.all()) actor.closing();
      await quiet(() => underWay() === 0, clock, graceMs);
      await Promise.all(residents.all().map((actor) => actor.close()));
      await scheduler.stop();
      published.close();
      hub.close();
      await journal.close();
    },
  };
}

const LOOK_EVERY_MS = 20;

async function quiet(isQuiet: () => boolean, clock: Clock, graceMs: number): Promise<void> {
  const until = clock.now() + graceMs;
  while (!isQuiet() && clock.now() < until) {
    await new Promise<void>((resolve) => clock.setTimer(clock.now() + LOOK_EVERY_MS, resolve));
  }
}
