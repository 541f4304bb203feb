import type { AttemptResult } from '../../core/command.ts';
import { type Engine, openRuntime } from '../../runtime/engine.ts';
import { EnvironmentError, isEnvironmentError } from '../../runtime/environment.ts';
import type { Activities, Append, Appended, Clock, Journal, Stores, Work } from '../../runtime/ports.ts';
import { fateOf } from './answers.ts';
import { commit, type Pending, watchOf, type World } from './world.ts';

/** One life of the engine. After its end nothing it still does has any effect; what it had sent to the disk may yet arrive. */
export class Life {
  isOver = false;
  /** What it begins from here on it had begun to begin before. */
  isClosing = false;
  engine: Engine | null = null;
  private readonly world: World;

  constructor(world: World) {
    this.world = world;
    const { random } = world;
    const opening = openRuntime({
      journal: this.journal(),
      stores: this.stores(),
      clock: this.clock(),
      ids: { runId: () => `made-${(world.serial += 1)}`, seed: () => `seed-${random.below(1_000_000)}` },
      activities: this.activities(),
      onWarning: (message, error) => this.warned(message, error),
    });
    opening.then(
      (engine) => (this.engine = engine),
      (error: unknown) => this.warned('The engine did not open.', error),
    );
  }

  /** Nothing more is heard of it. Answers what it had on its way to the disk; of other writes some are done. */
  async end(): Promise<readonly Append[]> {
    this.isOver = true;
    for (const { life, kind, release } of this.world.pending)
      if (life === this && kind === 'write' && this.world.random.chance(0.5)) await release();
    const inFlight = this.world.pending.flatMap(({ life, change }) => (life === this && change ? [change] : []));
    this.world.pending = this.world.pending.filter(({ life }) => life !== this);
    return inFlight;
  }

  /** What somebody would have to look into; that a disk fails, and that an engine is closing, they know. */
  private warned(message: string, error: unknown): void {
    if (!this.isOver && !isEnvironmentError(error)) this.world.problems.push(`${message} ${String(error)}`);
  }

  private call<T>(
    kind: Pending['kind'],
    label: string,
    work: () => Promise<T>,
    more: Partial<Pending> = {},
  ): Promise<T> {
    const { world } = this;
    if (this.isOver) return new Promise(() => {});
    world.trace.step(`call ${label}`);
    return new Promise((resolve, reject) => {
      world.pending.push({
        kind,
        label,
        life: this,
        ...more,
        release: () => work().then(resolve, reject),
        fail: () => reject(new EnvironmentError('database.failed', 'The disk is unwell. Try again.')),
      });
    });
  }

  private journal(): Journal {
    const { world } = this;
    const at = (): Journal => world.store.journal;
    const read = <T>(label: string, work: () => Promise<T>): Promise<T> => this.call('read', label, work);
    return {
      append: (given) => this.append(given),
      load: (runId) => read(`load ${runId}`, () => at().load(runId)),
      entry: (runId) => read(`entry ${runId}`, () => at().entry(runId)),
      history: (runId, after, limit) => read(`history ${runId} ${after}`, () => at().history(runId, after, limit)),
      definition: (hash) => read(`definition ${hash.slice(0, 8)}`, () => at().definition(hash)),
      sleepers: (from, to) => read(`sleepers ${from} ${to}`, () => at().sleepers(from, to)),
      nextWake: (after) => read(`nextWake ${after}`, () => at().nextWake(after)),
      deploy: (deploy) => this.call('write', `deploy ${deploy.workflow}`, () => at().deploy(deploy)),
      latest: (workflow) => read(`latest ${workflow}`, () => at().latest(workflow)),
      deployments: () => read('deployments', () => at().deployments()),
      slots: (workflow, key) => read(`slots ${workflow} ${key}`, () => at().slots(workflow, key)),
      close: async () => {},
    };
  }

  private stores(): Stores {
    const { store } = this.world;
    const call = <T>(kind: 'read' | 'write', label: string, work: () => Promise<T>): Promise<T> =>
      this.call(kind, label, work);
    return {
      blobs: {
        put: (hash, text) => call('write', `put ${hash}`, () => store.stores.blobs.put(hash, text)),
        get: (hash) => call('read', `get ${hash}`, () => store.stores.blobs.get(hash)),
      },
      events: {
        publish: (event) => call('write', `publish ${event.key}`, () => store.stores.events.publish(event)),
        read: (after, limit) => call('read', `published ${after}`, () => store.stores.events.read(after, limit)),
      },
      schedules: {
        all: () => call('read', 'schedules', () => store.stores.schedules.all()),
        save: (entry) => call('write', `schedule ${entry.trigger}`, () => store.stores.schedules.save(entry)),
      },
      deliveries: {
        record: (given) => call('write', `delivery ${given.id}`, () => store.stores.deliveries.record(given)),
        settle: (id, outcome) => call('write', `settle ${id}`, () => store.stores.deliveries.settle(id, outcome)),
        get: (id) => call('read', `delivery ${id}`, () => store.stores.deliveries.get(id)),
        due: (by, limit) => call('read', `due ${by}`, () => store.stores.deliveries.due(by, limit)),
        nextDue: (after) => call('read', `nextDue ${after}`, () => store.stores.deliveries.nextDue(after)),
        list: (query) => call('read', 'deliveries', () => store.stores.deliveries.list(query)),
      },
      unbegun: {
        all: () => call('read', 'unbegun', () => store.stores.unbegun.all()),
        save: (one) => call('write', `unbegun of ${one.runId}`, () => store.stores.unbegun.save(one)),
      },
    };
  }

  private append(given: Append): Promise<Appended> {
    const { world } = this;
    const change = world.plant.change?.(given, world.clock.now(), world.random) ?? given;
    const types = change.events.map(({ type }) => type).join(' ');
    const label = `append ${change.runId} ${change.expected} ${types}`;
    const done = this.call('append', label, () => writeOne(world, change), { change });
    return world.plant.acksEarly ? Promise.resolve({ kind: 'appended' }) : done;
  }

  private clock(): Clock {
    const { world } = this;
    const clock = world.clock.of(this);
    return {
      now: () => clock.now(),
      setTimer: (at, fire) => {
        world.trace.step(`call setTimer ${at}`);
        return world.plant.losesTimer?.(world.random) ? () => {} : clock.setTimer(at, fire);
      },
    };
  }

  private activities(): Activities {
    return { perform: (work, signal) => this.perform(work, signal) };
  }

  private perform(work: Work, signal: AbortSignal): Promise<AttemptResult> {
    const { world } = this;
    if (this.isOver) return new Promise(() => {});
    if (signal.aborted)
      return Promise.resolve({ kind: 'failed', error: { type: 'cancelled', message: 'not begun' }, effect: 'none' });
    if (!this.isClosing) world.problems.push(...beginFaults(world, work));
    world.begun.add(`${work.run.runId} ${work.id}`);
    const { promise, resolve, reject } = Promise.withResolvers<AttemptResult>();
    const isSilent = world.random.chance(world.trouble.silence);
    const release = async (): Promise<void> => {
      const fate = fateOf(world.random, world.trouble, work.undo, (world.serial += 1));
      const result = fate.kind === 'answers' ? fate.result : null;
      world.trace.step(`answer ${work.run.runId} ${work.id} ${JSON.stringify(result)}`);
      world.answers.set(`${work.run.runId} ${work.id}`, {
        runId: work.run.runId,
        attempt: work.id,
        result,
        life: this,
      });
      if (result === null) return reject(new Error('a bug of the activity'));
      if (world.plant.losesAnswer?.(result, world.random)) return;
      resolve(result);
      if (world.plant.repeats?.(work)) void this.perform(work, signal);
    };
    const label = `perform ${work.run.runId} ${work.id}`;
    world.trace.step(`call ${label}`);
    world.pending.push({ kind: 'attempt', label, life: this, isSilent, release, fail: () => {} });
    return promise;
  }
}

/** HO1, AT3, AT5: what is begun is durable before, is begun once, and is not what is complete already. */
function beginFaults(world: World, { run: { runId }, id }: Work): readonly string[] {
  const faults: string[] = [];
  if (world.begun.has(`${runId} ${id}`) && !world.disturbed.has(runId))
    faults.push(`${runId}: SI8 ${id} is begun a second time`);
  const isWanted = watchOf(world, runId)
    .wanted()
    .some((effect) => effect.id === id);
  if (watchOf(world, runId).state.run?.mocks) faults.push(`${runId}: SI8 ${id} is begun, and it is a fork`);
  if (!isWanted) faults.push(`${runId}: SI8 ${id} is begun, and the history does not want it`);
  return faults;
}

/** A group of one. */
async function writeOne(world: World, change: Append): Promise<Appended> {
  const stored = world.plant.stored?.(change, world.random) ?? change;
  const [answer = { kind: 'appended' }] = await world.store.write([stored]);
  if (answer.kind === 'conflict' && world.plant.takesStale)
    await world.store.write([{ ...stored, expected: answer.version }]);
  const isWritten = answer.kind === 'appended' || world.plant.takesStale === true;
  world.trace.step(`${isWritten ? 'written' : 'conflict'} ${change.runId} ${change.expected}`);
  if (!isWritten) return answer;
  commit(world, change);
  return { kind: 'appended' };
}
