import { isDeepStrictEqual } from 'node:util';
import { evolve, initialState, link, plan, type Recorded, type RunState } from '../../core/index.ts';
import type { JsonObject } from '../../core/json.ts';
import { countedIds } from '../../memory/countedIds.ts';
import { virtualClock, type VirtualClock } from '../../memory/virtualClock.ts';
import { type Engine, openRuntime } from '../engine.ts';
import type { Activities, Journal, Work } from '../ports.ts';
import { entryAfter } from '../project.ts';

/**
 * Random definitions, answers, delays, crashes and impatient people, on the real core and loop. What must hold whatever happens:
 *   SI1  a run comes to its end, or waits for a person
 *   SI2  no attempt is begun that the history has not recorded as wanted, and none twice, not even by the next engine
 *   SI3  nothing of an engine that is dead reaches the journal, and the next one does not wait for it
 *   SI4  an attempt open at a crash is recorded as ended before the same place is attempted again
 *   SI5  the index is what the history folds to
 */
interface World {
  readonly journal: Journal;
  readonly clock: VirtualClock;
  readonly random: () => number;
  readonly problems: string[];
  readonly begun: Set<string>;
}

/** A small generator, so that a failing seed is the whole case. */
function randomFrom(seed: number): () => number {
  let s = seed >>> 0;
  return () => {
    s = (s + 0x6d2b79f5) >>> 0;
    let t = Math.imul(s ^ (s >>> 15), s | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** One life of the engine; after `kill` nothing it still does has any effect. */
async function live(world: World, hash: string, definition: JsonObject) {
  let isDead = false;
  const dead = new Promise<never>(() => {});
  const unlessDead = <T>(work: () => Promise<T>): Promise<T> => (isDead ? dead : work()); // SI3
  const journal: Journal = {
    append: (change) => unlessDead(() => world.journal.append(change)),
    load: (runId) => unlessDead(() => world.journal.load(runId)),
    entry: (runId) => unlessDead(() => world.journal.entry(runId)),
    history: (runId, after, limit) => unlessDead(() => world.journal.history(runId, after, limit)),
    definition: (of) => unlessDead(() => world.journal.definition(of)),
    sleepers: (from, to) => unlessDead(() => world.journal.sleepers(from, to)),
    nextWake: (after) => unlessDead(() => world.journal.nextWake(after)),
    deploy: (deploy) => unlessDead(() => world.journal.deploy(deploy)),
    latest: (workflow) => unlessDead(() => world.journal.latest(workflow)),
    deployments: () => unlessDead(() => world.journal.deployments()),
    slots: (workflow, key) => unlessDead(() => world.journal.slots(workflow, key)),
    close: async () => {},
  };
  const activities: Activities = {
    perform: async (work) => {
      if (isDead) return dead;
      const id = `${work.run.runId} ${work.id}`;
      if (world.begun.has(id)) world.problems.push(`SI2 ${id} was begun twice`);
      world.begun.add(id);
      await checkWanted(world, hash, definition, work);
      return answer(world, work);
    },
  };
  const clock = {
    ...world.clock,
    setTimer: (at: number, fire: () => void) => world.clock.setTimer(at, () => isDead || fire()),
  };
  const engine = await openRuntime({
    journal,
    clock,
    ids: countedIds(),
    activities,
    onWarning: (m, e) => world.problems.push(`${m} ${String(e)}`),
  });
  return { engine, kill: () => (isDead = true) };
}

async function checkWanted(world: World, hash: string, definition: JsonObject, work: Work): Promise<void> {
  const history = await world.journal.history(work.run.runId, 0, Infinity);
  const state = fold(definition, hash, history);
  const wanted = plan(programOf(definition, hash), state);
  if (!wanted.some(({ id }) => id === work.id)) world.problems.push(`SI2 ${work.id} was begun and is not wanted`);
}

async function answer({ clock, random }: World, { undo }: Work) {
  const delay = Math.floor(random() * 3_000);
  if (delay > 1_000) await new Promise<void>((resolve) => clock.setTimer(clock.now() + delay, resolve));
  const chance = random();
  if (chance < 0.05) return new Promise<never>(() => {}); // hangs until its time limit
  if (chance < 0.1) throw new Error('a bug of the activity');
  if (chance < (undo ? 0.2 : 0.35)) return { kind: 'failed', error: { type: 'http.503', message: 'no' } } as const;
  return { kind: 'completed', output: { at: clock.now() } } as const;
}

const programOf = (definition: JsonObject, hash: string) =>
  link(definition as unknown as Parameters<typeof link>[0], hash);

function fold(definition: JsonObject, hash: string, history: readonly Recorded[]): RunState {
  const program = programOf(definition, hash);
  return history.reduce((state, event) => evolve(program, state, event), initialState());
}

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
const RUNS = ['r1', 'r2'];

/** Problems found; none, if all is well. The journal outlives the engines. */
export async function simulate(journal: Journal, definition: JsonObject, seed: number): Promise<readonly string[]> {
  const world: World = {
    journal,
    clock: virtualClock(1_000_000),
    random: randomFrom(seed),
    problems: [],
    begun: new Set(),
  };
  const hash = `h${seed}`;
  let life = await live(world, hash, definition);
  for (const runId of RUNS) void life.engine.start({ definition, hash, runId, input: {}, config: {}, by: 'test' });
  for (let i = 0; i < 400; i += 1) {
    await turn();
    const chance = world.random();
    if (chance < 0.02) {
      life.kill();
      life = await live(world, hash, definition);
    } else if (chance < 0.04) meddle(life.engine, world);
    else if (world.random() < 0.5) world.clock.step();
    if (await allRest(world.journal)) break;
  }
  for (let i = 0; i < 3_000 && !(await allRest(world.journal)); i += 1) {
    await turn();
    if (life.engine.isIdle() || i % 3 === 0) world.clock.step();
  }
  for (const runId of RUNS) await checkRun(world, definition, hash, runId);
  life.kill();
  return world.problems;
}

function meddle(engine: Engine, { random }: World): void {
  const runId = RUNS[Math.floor(random() * RUNS.length)] ?? '';
  void engine.command(runId, { type: random() < 0.7 ? 'cancel' : 'terminate', by: 'me' });
}

async function allRest(journal: Journal): Promise<boolean> {
  const entries = await Promise.all(RUNS.map((runId) => journal.entry(runId)));
  return entries.every((entry) => entry === null || entry.endedAt !== null || entry.status === 'suspended');
}

async function checkRun(
  { journal, problems }: World,
  definition: JsonObject,
  hash: string,
  runId: string,
): Promise<void> {
  const history = await journal.history(runId, 0, Infinity);
  const entry = await journal.entry(runId);
  if (entry === null) return; // killed before it was started
  if (entry.endedAt === null && entry.status !== 'suspended')
    problems.push(`SI1 ${runId} neither ended nor waits for a person`);
  const state = fold(definition, hash, history);
  const folded = entryAfter(null, state, history, plan(programOf(definition, hash), state));
  if (!isDeepStrictEqual(JSON.parse(JSON.stringify(folded)), entry))
    problems.push(`SI5 the index of ${runId} is not what its history folds to`);
  const open = new Set<string>();
  for (const event of history) {
    if (event.type !== 'AttemptStarted' && event.type !== 'AttemptFailed') continue;
    const place = `${event.undo ? 'undo' : 'do'}:${event.path}#${event.visit}`;
    if (event.type === 'AttemptStarted' && open.has(place))
      problems.push(`SI4 ${place} was attempted again while it was open`);
    if (event.type === 'AttemptStarted') open.add(place);
    else open.delete(place);
  }
}
