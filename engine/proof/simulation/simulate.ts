import { randomFrom } from '../random.ts';
import { hasCarried } from '../rules/undo.ts';
import { CHILD, type Made, madeFrom } from '../documents/made.ts';
import { link, type RunState } from '../../core/index.ts';
import { help, meddle, order, type Order, repeat, signalAll } from './people.ts';
import type { Engine } from '../../runtime/engine.ts';
import { isEnvironmentError } from '../../runtime/environment.ts';
import { calm, troubled } from './answers.ts';
import { simClock } from './clock.ts';
import { Life } from './life.ts';
import { type Plant, sound } from './plants.ts';
import { memoryStore, type Store } from './store.ts';
import { traceOf } from './trace.ts';
import { audit, commit, type Pending, watchOf, type World } from './world.ts';

/**
 * The real runtime in a world that one seed decides: what is run, which call of a port is answered next and how, when time passes
 * and when it goes back, who asks what, and when the machine goes down. After every step the invariants of `rules/` must hold.
 */
export interface SimulateOptions {
  readonly seed: number;
  readonly plant?: Plant | undefined;
  readonly store?: Store | undefined;
  readonly keepTrace?: boolean | undefined;
  /** What is run. Left out: documents made by the seed. */
  readonly made?: readonly Made[] | undefined;
  /** Crashes at this step, and at no other. */
  readonly crashAt?: number | undefined;
}

export interface Simulated {
  readonly seed: number;
  readonly steps: number;
  readonly crashes: number;
  readonly events: number;
  readonly runs: number;
  /** Of the trace: the same seed, the same hash. */
  readonly hash: string;
  readonly problems: readonly string[];
  readonly trace: readonly string[];
}

const START = Date.parse('2026-01-01T00:00:00Z');
const MOST_TURNS = 6_000;

export async function simulate(options: SimulateOptions): Promise<Simulated> {
  const simulation = new Simulation(options);
  try {
    await simulation.run();
  } catch (error) {
    simulation.world.problems.push(`the simulation broke: ${error instanceof Error ? error.stack : String(error)}`);
  }
  return simulation.result();
}

class Simulation {
  readonly world: World;
  private readonly options: SimulateOptions;
  private readonly orders: readonly Order[];
  private life: Life;
  private crashes = 0;
  private isClosing = false;
  private readonly child: Made;
  private isDeployed = false;

  constructor(options: SimulateOptions) {
    const random = randomFrom(options.seed);
    this.options = options;
    this.world = {
      random,
      trace: traceOf(options.keepTrace ?? false),
      clock: simClock(START),
      store: options.store ?? memoryStore(options.plant ?? sound),
      plant: options.plant ?? sound,
      problems: [],
      runs: new Map(),
      programs: new Map(),
      pending: [],
      late: [],
      answers: new Map(),
      begun: new Set(),
      disturbed: new Set(),
      trouble: troubled,
      isSick: true,
      serial: 0,
    };
    const made = options.made ?? Array.from({ length: random.between(1, 2) }, (_, i) => madeFrom(random, `made${i}`));
    this.orders = Array.from({ length: random.between(1, 3) }, (_, i) => ({
      ...random.oneOf(made as [(typeof made)[0], ...typeof made]),
      runId: `r${i + 1}`,
      isAcknowledged: false,
      isRefused: false,
    }));
    this.child = madeFrom(random, CHILD);
    for (const { definition, hash } of [...made, this.child])
      this.world.programs.set(hash, link(definition as unknown as Parameters<typeof link>[0], hash));
    this.life = new Life(this.world);
  }

  async run(): Promise<void> {
    const { world } = this;
    const chaos = world.random.between(20, 300);
    for (let i = 0; i < chaos && this.isSound(); i += 1) {
      await this.turn();
      if (this.isDue()) await this.crash();
      else await this.act();
    }
    world.trouble = calm;
    world.isSick = false;
    for (let i = 0; i < MOST_TURNS && this.isSound() && !this.isOver(); i += 1) {
      await this.turn();
      if (!(await this.goOn())) break;
    }
    if (this.isSound()) await this.judge();
    await this.life.end();
    world.store.close();
  }

  result(): Simulated {
    const { seed } = this.options;
    const { trace, problems, runs } = this.world;
    const events = Array.from(runs.values()).reduce((sum, watch) => sum + watch.events.length, 0);
    return {
      seed,
      steps: trace.steps,
      crashes: this.crashes,
      events,
      runs: runs.size,
      hash: trace.hash,
      problems,
      trace: trace.lines,
    };
  }

  private isSound(): boolean {
    return this.world.problems.length === 0;
  }

  private isOver(): boolean {
    return this.orders.every(({ isAcknowledged }) => isAcknowledged) && this.openRuns().length === 0;
  }

  private isDue(): boolean {
    const { crashAt } = this.options;
    if (crashAt !== undefined) return this.crashes === 0 && this.world.trace.steps >= crashAt;
    return this.world.random.chance(0.015);
  }

  /** All that follows by itself has happened. */
  private async turn(): Promise<void> {
    await new Promise((resolve) => setImmediate(resolve));
  }

  private async act(): Promise<void> {
    const { world, life } = this;
    const { random } = world;
    const dice = random.below(100);
    if (dice < 55) return this.answerSome();
    if (dice < 70) return this.passTime();
    if (dice < 72) return this.setClock();
    if (dice < 78) return void this.orderSome();
    if (dice < 86) return this.withSomeRun((runId) => meddle(world, life, runId));
    if (dice < 90) return repeat(world, life);
    if (dice < 92) return this.deliverLate();
    if (dice < 93) return this.closeDown();
    this.atRest();
  }

  private restarts = 0;

  /** Fair, and in the end without trouble: everything that can go on goes on. */
  private async goOn(): Promise<boolean> {
    const { world, life } = this;
    this.atRest();
    if (world.late.length > 0) return (await this.deliverLate(), true);
    if (world.pending.some(({ isSilent }) => !isSilent) && world.random.chance(0.9))
      return (await this.answerSome(), true);
    if (this.orderSome()) return true;
    if (!this.isClosing && help(world, life)) return true;
    if (world.pending.some(({ isSilent }) => !isSilent)) return (await this.answerSome(), true);
    if (life.engine === null || !life.engine.isIdle() || world.clock.earliest() < Infinity)
      return (this.passTime(), true);
    if (this.isOver()) return false;
    if (signalAll(world, life)) return true;
    if (this.openRuns().every((runId) => world.disturbed.has(runId)) && this.restarts < MAX_RESTARTS) {
      this.restarts += 1; // a write of a dead engine came after this one had looked (HO3 rules that out): the next one sees it
      return (await this.crash(), true);
    }
    world.problems.push(`SI6 nothing goes on, and there is ${this.openRuns().join(', ')}`);
    return false;
  }

  /** Those that were asked for, and those that came of them. */
  private openRuns(): readonly string[] {
    const asked = this.orders.filter(({ isRefused }) => !isRefused).map(({ runId }) => runId);
    const made = Array.from(this.world.runs.values()).filter(({ entry }) => entry !== null);
    const all = new Set([...asked, ...made.map(({ runId }) => runId)]);
    return [...all].filter((runId) => !watchOf(this.world, runId).state.ended);
  }

  private withSomeRun(work: (runId: string) => void): void {
    const runId = this.world.random.pick(Array.from(this.world.runs.keys()));
    if (runId !== null) work(runId);
  }

  /** One call of a port is answered, or some that wait together; a sick disk says no. */
  private async answerSome(): Promise<void> {
    const { world } = this;
    const { random } = world;
    const open = world.pending.filter(({ isSilent }) => !isSilent);
    const first = random.pick(open);
    if (!first) return this.passTime();
    const group =
      first.kind === 'append' && random.chance(0.5) ? open.filter(({ kind }) => kind === 'append') : [first];
    const chosen = new Set<Pending>(group);
    world.pending = world.pending.filter((call) => !chosen.has(call));
    const fails = world.isSick && first.kind === 'append' && random.chance(0.05);
    for (const { label } of group) world.trace.step(`${fails ? 'fail' : 'answer'} ${label}`);
    if (fails) for (const call of group) call.fail();
    else await Promise.allSettled(group.map((call) => call.release()));
  }

  private passTime(): void {
    const { clock, random, trace } = this.world;
    if (random.chance(0.7) && clock.fire(random)) return trace.step('ring');
    const next = clock.earliest() - clock.now();
    const ms = Number.isFinite(next) && next > 0 && random.chance(0.6) ? next : random.below(2_000);
    clock.move(ms);
    trace.step(`later ${ms}`);
  }

  /** Somebody sets the clock: ahead by minutes, or back. */
  private setClock(): void {
    const { clock, random, trace } = this.world;
    const ms = random.chance(0.5) ? random.between(60_000, 3_600_000) : -random.between(1, 600_000);
    clock.move(ms);
    trace.step(`clock ${ms}`);
  }

  private orderSome(): boolean {
    const { world, life } = this;
    if (!this.isDeployed && life.engine && !this.isClosing && world.random.chance(0.5)) return this.deploy(life.engine);
    const wish = world.random.pick(this.orders.filter(({ isAcknowledged }) => !isAcknowledged));
    if (!wish || !life.engine || this.isClosing) return false;
    order(world, life, wish);
    return true;
  }

  /** Until it is heard to be done; children that are wanted before find nothing. */
  private deploy(engine: Engine): boolean {
    this.world.trace.step('deploy');
    const done = engine.deploy({ ...this.child, by: 'deployer' });
    done.then(
      () => (this.isDeployed = true),
      (error: unknown) => {
        if (!isEnvironmentError(error)) this.world.problems.push(`deploying broke: ${String(error)}`);
      },
    );
    return true;
  }

  /** What a dead engine had sent arrives after all. */
  private async deliverLate(): Promise<void> {
    const { world } = this;
    const change = world.late.shift();
    if (!change) return;
    const [answer] = await world.store.write([change]);
    const isWritten = answer?.kind === 'appended' || world.plant.takesStale === true;
    world.trace.step(`late ${change.runId} ${change.expected} ${String(isWritten)}`);
    if (!isWritten) return;
    world.disturbed.add(change.runId);
    commit(world, change);
  }

  private closeDown(): void {
    const { life, world } = this;
    if (!life.engine || this.isClosing) return;
    this.isClosing = true;
    life.isClosing = true;
    world.trace.step('close');
    void life.engine.close({ graceMs: world.random.below(100) }).then(() => this.closed(life));
  }

  private async closed(life: Life): Promise<void> {
    if (life !== this.life || !this.isClosing) return; // it crashed in the midst of it: the next one is not its business
    this.world.trace.step('closed');
    await life.end();
    this.isClosing = false;
    this.life = new Life(this.world);
  }

  private async crash(): Promise<void> {
    const { world } = this;
    this.crashes += 1;
    this.isClosing = false;
    const inFlight = await this.life.end();
    world.trace.step(`crash over ${inFlight.length}`);
    const late = inFlight.filter(({ expected }) => expected > 0 && world.random.chance(0.15));
    world.late.push(...late);
    const there = await world.store.crash(
      inFlight.filter((change) => !late.includes(change)),
      world.random,
    );
    for (const change of there) commit(world, change);
    world.trace.step(`back with ${there.length}`);
    await audit(world);
    this.life = new Life(world);
  }

  /** Where no call is open and nothing is being decided, all that the runs want is in hand. */
  private atRest(): void {
    const { world, life } = this;
    if (!life.engine?.isIdle() || world.pending.some(({ kind }) => kind !== 'attempt')) return;
    for (const { runId, attempt, result, life: heardBy } of world.answers.values()) {
      if (heardBy !== life || result === null) continue;
      const run = watchOf(world, runId);
      if (hasCarried(run.events)) continue; // LI4: a place may be in its ledger twice, and is answered once
      if (run.wanted().some(({ id }) => id === attempt))
        world.problems.push(`${runId}: SI7 ${attempt} was answered, and the answer is not recorded`);
    }
  }

  private async judge(): Promise<void> {
    const { world } = this;
    for (const runId of this.openRuns())
      if (!this.goesOnForEver(runId)) world.problems.push(`${runId}: SI6 it never came to an end`);
    for (const watch of world.runs.values()) world.problems.push(...watch.finish());
    await audit(world);
    world.problems.push(...(await world.store.drift()));
  }

  /** Nor does the child end that such a run has just then. */
  private goesOnForEver(runId: string): boolean {
    const { state } = watchOf(this.world, runId);
    const parent = state.run?.parent?.runId;
    return triesForEver(state) || (parent !== undefined && triesForEver(watchOf(this.world, parent).state));
  }
}

const MAX_RESTARTS = 50;
const MANY_ATTEMPTS = 50;

/** RT5: past its pivot a step whose child fails each time is tried without limit. Others give up, or are stuck, long before. */
function triesForEver({ active }: RunState): boolean {
  return Object.values(active).some((step) => step.kind === 'task' && step.attempt > MANY_ATTEMPTS);
}
