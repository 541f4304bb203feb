import { isDeepStrictEqual } from 'node:util';
import { onTestFinished } from 'vitest';
import { countedIds } from '../../memory/countedIds.ts';
import { memoryJournal } from '../../memory/journal.ts';
import { virtualClock, type VirtualClock } from '../../memory/virtualClock.ts';
import type { JsonObject } from '../../core/json.ts';
import { type Engine, openRuntime } from '../engine.ts';
import type { Activities, Clock, Ids, Journal, Secrets, Stores } from '../ports.ts';
import { heldStores } from '../stores.ts';
import { request } from './documents.ts';

/** What outlives an engine. */
export interface World {
  readonly journal: Journal;
  readonly stores: Stores;
  readonly clock: VirtualClock;
  readonly ids: Ids;
  readonly activities: Activities;
  readonly secrets?: Secrets | undefined;
  readonly warnings: string[];
}

export const START = Date.parse('2026-01-01T00:00:00Z');

/** Each attempt answers with its step's id. */
const instant: Activities = { perform: async ({ stepId }) => ({ kind: 'completed', output: stepId }) };

export function newWorld(change: Partial<World> = {}): World {
  return {
    journal: memoryJournal(),
    stores: heldStores(),
    clock: virtualClock(START),
    ids: countedIds(),
    activities: instant,
    warnings: [],
    ...change,
  };
}

/** Where an engine dies: at its nth write, which is done, or is not; nobody hears of either. */
export interface Death {
  readonly write: number;
  readonly isDone: boolean;
}

export interface Life {
  readonly engine: Engine;
  /** Writes that were asked for. */
  readonly writes: () => number;
  readonly isDead: () => boolean;
  readonly kill: () => void;
}

const never = new Promise<never>(() => {});

/** One life of the engine. Once it is dead nothing it still does reaches the world, and nothing of the world reaches it. */
export async function live(world: World, death: Death | null = null): Promise<Life> {
  let isDead = false;
  /** Its last writes are done as well: the next engine finds them, as no two ever have a database at once (HO3). */
  let isBuried = false;
  let writes = 0;
  const begun: Promise<unknown>[] = [];
  const begin = <T>(work: () => Promise<T>): Promise<T> => {
    const doing = work();
    begun.push(doing);
    return doing;
  };
  const read = <T>(work: () => Promise<T>): Promise<T> => (isDead ? never : work());
  const write = async <T>(work: () => Promise<T>): Promise<T> => {
    if (isDead) return never;
    writes += 1;
    if (writes !== death?.write) return begin(work);
    isDead = true;
    if (death.isDone) void begin(work);
    await Promise.allSettled(begun);
    isBuried = true;
    return never;
  };
  const engine = await openRuntime({
    journal: journalThrough(world.journal, read, write),
    stores: storesThrough(world.stores, read, write),
    clock: clockUntil(world.clock, () => isDead),
    ids: world.ids,
    activities: {
      perform: (work, signal, progress) => read(() => world.activities.perform(work, signal, progress)),
      queues: (work) => world.activities.queues?.(work) ?? false,
    },
    secrets: world.secrets,
    onWarning: (message) => world.warnings.push(message),
  });
  return { engine, writes: () => writes, isDead: () => isBuried, kill: () => (isDead = true) };
}

type Through = <T>(work: () => Promise<T>) => Promise<T>;

function journalThrough(journal: Journal, read: Through, write: Through): Journal {
  return {
    append: (change) => write(() => journal.append(change)),
    deploy: (deploy) => write(() => journal.deploy(deploy)),
    load: (runId) => read(() => journal.load(runId)),
    entry: (runId) => read(() => journal.entry(runId)),
    history: (runId, after, limit) => read(() => journal.history(runId, after, limit)),
    definition: (hash) => read(() => journal.definition(hash)),
    sleepers: (from, to) => read(() => journal.sleepers(from, to)),
    nextWake: (after) => read(() => journal.nextWake(after)),
    latest: (workflow) => read(() => journal.latest(workflow)),
    deployments: () => read(() => journal.deployments()),
    slots: (workflow, key) => read(() => journal.slots(workflow, key)),
    close: async () => {},
  };
}

function storesThrough(
  { blobs, events, schedules, deliveries, unbegun }: Stores,
  read: Through,
  write: Through,
): Stores {
  return {
    blobs: { put: (hash, text) => write(() => blobs.put(hash, text)), get: (hash) => read(() => blobs.get(hash)) },
    events: {
      publish: (event) => write(() => events.publish(event)),
      read: (after, limit) => read(() => events.read(after, limit)),
    },
    schedules: { all: () => read(() => schedules.all()), save: (entry) => write(() => schedules.save(entry)) },
    deliveries: {
      record: (delivery) => write(() => deliveries.record(delivery)),
      settle: (id, outcome) => write(() => deliveries.settle(id, outcome)),
      get: (id) => read(() => deliveries.get(id)),
      due: (by, limit) => read(() => deliveries.due(by, limit)),
      nextDue: (after) => read(() => deliveries.nextDue(after)),
      list: (query) => read(() => deliveries.list(query)),
    },
    unbegun: { all: () => read(() => unbegun.all()), save: (one) => write(() => unbegun.save(one)) },
  };
}

function clockUntil(clock: Clock, isOver: () => boolean): Clock {
  return { now: () => clock.now(), setTimer: (at, fire) => clock.setTimer(at, () => isOver() || fire()) };
}

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

const PATIENCE = 5_000;

/** Lets virtual time pass whenever nothing else goes on. False: the engine died first. */
export async function until(life: Life, clock: VirtualClock, isOver: () => Promise<boolean>): Promise<boolean> {
  for (let i = 0; i < PATIENCE; i += 1) {
    await turn();
    if (life.isDead()) return false;
    if (!life.engine.isIdle()) continue;
    if (await isOver()) return true;
    clock.step();
  }
  throw new Error('it does not come to an end');
}

export interface Scenario<T> {
  readonly deployed?: readonly JsonObject[];
  readonly world?: () => World;
  /** Begun again in every life: what is there already must not be done twice. */
  readonly begin: (engine: Engine) => Promise<unknown>;
  readonly isOver: (world: World) => Promise<boolean>;
  /** What must be the same however often the engine died. */
  readonly result: (world: World) => Promise<T>;
}

/** Without a death, then with one at each write in turn. */
export async function atEveryCrash<T>(
  scenario: Scenario<T>,
): Promise<{ readonly whole: T; readonly crashed: readonly Crashed<T>[] }> {
  const whole = await play(scenario, null);
  const crashed: Crashed<T>[] = [];
  for (let write = 1; write <= whole.writes; write += 1)
    for (const isDone of [false, true]) {
      const death = { write, isDone };
      crashed.push({ death, result: (await play(scenario, death)).result });
    }
  return { whole: whole.result, crashed };
}

/** Those that came to anything else. */
export function unlike<T>({ whole, crashed }: { whole: T; crashed: readonly Crashed<T>[] }): readonly Crashed<T>[] {
  return crashed.filter(({ result }) => !isDeepStrictEqual(result, whole));
}

interface Crashed<T> {
  readonly death: Death;
  readonly result: T;
}

async function play<T>(scenario: Scenario<T>, death: Death | null): Promise<{ result: T; writes: number }> {
  const world = scenario.world?.() ?? newWorld();
  const first = await live(world, death);
  onTestFinished(first.kill);
  void begin(scenario, first.engine).catch(() => {});
  const isOver = (): Promise<boolean> => scenario.isOver(world);
  let last = first;
  if (!(await until(first, world.clock, isOver))) {
    last = await live(world);
    onTestFinished(last.kill);
    void begin(scenario, last.engine).catch(() => {});
    await until(last, world.clock, isOver);
  }
  last.kill();
  return { result: await scenario.result(world), writes: first.writes() };
}

async function begin<T>({ deployed = [], begin: go }: Scenario<T>, engine: Engine): Promise<void> {
  for (const definition of deployed) await engine.deploy({ ...request(definition), by: 'test' });
  await go(engine);
}

/** Of these runs: how they ended. */
export const endings = async ({ journal }: World, runs: readonly string[]) =>
  Promise.all(
    runs.map(async (runId) => {
      const entry = await journal.entry(runId);
      return entry && { status: entry.status, output: entry.output, error: entry.error?.type ?? null };
    }),
  );

export const allEnded = async ({ journal }: World, runs: readonly string[]): Promise<boolean> =>
  (await Promise.all(runs.map((runId) => journal.entry(runId)))).every(
    (entry) => entry !== null && entry.endedAt !== null,
  );
