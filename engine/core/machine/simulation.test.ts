/**
 * Random definitions under a random world: outcomes, silence, cancels, people's answers, and at every decision a crash that leaves
 * only the journal. fast-check prints the seed of a failure and replays it.
 */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  type Command,
  type Json,
  foldHistory,
  foldView,
  lastOfLife,
  type Place,
  plan,
  type Program,
  type Recorded,
  type RunState,
  type RunView,
  viewOf,
} from '../index.ts';
import { expectAgreement, expectLeft, expectPivotsStand } from '../testing/agree.ts';
import { follow, fork, resetEnded } from '../testing/branches.ts';
import { documentOf, type Shape, shapes } from '../testing/definitions.ts';
import { type Answer, done, Driver, failed, programIfCompiles, type Tried } from '../testing/drive.ts';
import { placeKey } from './state.ts';

const answers: readonly Answer[] = [
  done(1),
  done(2),
  done(3),
  failed('http.503'),
  failed('shop.no', { effect: 'none', retryable: false }),
  failed('odd', { effect: 'none' }),
  { ...failed('timeout.heartbeat'), kind: 'failed', heartbeat: { page: 3 } } as Answer,
  'hang',
];

/** A list of numbers, read round and round: the luck of one run. */
function luckOf(numbers: readonly number[]): (below: number) => number {
  let i = 0;
  return (below) => ((numbers[(i += 1) % numbers.length] ?? 0) + i) % below;
}

const scenario = fc.record({
  block: shapes,
  timeout: fc.option(fc.constantFrom('15s', '2m'), { nil: undefined }),
  luck: fc.array(fc.nat(1_000_000), { minLength: 5, maxLength: 60 }),
});

const RUNS = Number(process.env['SAGALOOM_SIMULATIONS'] ?? 300);
type Luck = ReturnType<typeof luckOf>;

test('[MA1] [MA2] [MA4] [SG5] [AT3] no world and no crash breaks a run', async () => {
  await fc.assert(
    fc.asyncProperty(scenario, async ({ block, timeout, luck }) => {
      const random = luckOf(luck);
      const program = programIfCompiles(documentOf(block, timeout));
      fc.pre(program !== null); // what SG6 forbids past a pivot
      const driver = new Driver(program);
      const slot = random(8) === 0 ? { slot: { key: 'k', limit: 1, queued: true } } : {};
      const breakpoints = random(6) === 0 ? [...program.steps.keys()].filter(() => random(4) === 0) : [];
      await driver.start({}, { ...slot, breakpoints });
      const other = programIfCompiles(documentOf(turned(block, random), timeout));
      await live(driver, { random, other, left: 3 });
    }),
    { numRuns: RUNS },
  );
}, 3_600_000);

interface World {
  readonly random: Luck;
  /** Of nearly the same shape. */
  readonly other: Program | null;
  /** How many runs may still part from, or follow, this one. */
  left: number;
}

/** Other options on the same steps, here and there. */
function turned(block: readonly Shape[], random: Luck): readonly Shape[] {
  return block.map((shape) => ({
    ...shape,
    bits: random(3) === 0 ? shape.bits ^ (1 << random(16)) : shape.bits,
    blocks: shape.blocks.map((inner) => turned(inner, random)),
  }));
}

/** To its end, and then what follows it. */
async function live(driver: Driver, world: World): Promise<void> {
  for (let turn = 0; turn < 3_000 && !driver.state.ended; turn += 1) {
    crash(driver);
    checkOpen(driver);
    if (turn > CALM) await settle(driver);
    else if (world.left > 0 && world.random(60) === 0) await part(driver, world);
    else await act(driver, world);
  }
  checkHistory(driver);
  expect(driver.state.ended).toBe(true);
  const next = world.left > 0 ? ((await follow(driver)) ?? (await goneBack(driver, world))) : null;
  if (!next) return;
  world.left -= 1;
  if (next.state.run?.generation === 0) checkReset(driver, next);
  await live(next, world);
}

/** By then the luck of a run may go round in circles. */
const CALM = 400;

/** Nobody interferes any more, and all goes well. */
async function settle(driver: Driver): Promise<void> {
  const { program, state } = driver;
  if (state.paused) return taken(await driver.send({ type: 'resume', by: 'sim' }));
  const waitsForSignals = isListening(state) && state.status !== 'suspended' && plan(program, state).length === 0;
  if (waitsForSignals) return taken(await driver.signal('go', null, { key: 'k' })); // the one that any of them takes
  await act(driver, { random: (below) => below - 1, other: null, left: 0 });
}

/** LI4, from anywhere in the history. */
async function part(driver: Driver, world: World): Promise<void> {
  const { random } = world;
  if (driver.state.closing) return;
  const to = 1 + random(driver.state.seq);
  world.left -= 1;
  if (random(2) === 0) return live(await fork(driver, to, `fork${world.left}`), world);
  const beyond = driver.events.slice(to);
  const refused = await driver.send({ type: 'reset', to, runId: `reset${world.left}`, beyond, by: 'sim' });
  expect([to, refused === null]).toEqual([to, canGoBack(beyond)]);
}

/** LI4, after the end. */
async function goneBack(driver: Driver, { random }: World): Promise<Driver | null> {
  if (random(3) !== 0) return null;
  const to = 1 + random(lastOfLife(driver.events));
  const next = await resetEnded(driver, to);
  expect([to, typeof next !== 'string']).toEqual([to, canGoBack(driver.events.slice(to))]);
  return typeof next === 'string' ? null : next;
}

function canGoBack(beyond: readonly Recorded[]): boolean {
  const isUndone = beyond.some(({ type }) => type === 'UndoCompleted');
  return !isUndone && !beyond.some((event) => event.type === 'RunBranched' && event.kind === 'fork');
}

/** LI4: nothing that was done beyond the point is forgotten, and the keys are the same. */
function checkReset(before: Driver, after: Driver): void {
  expect(after.state.run?.key).toBe(before.state.run?.key);
  expect(signalsOf(after)).toEqual(signalsOf(before));
  if (after.state.ended || after.state.closing) return;
  const kept = new Set(Object.values(after.state.frames).flatMap(({ ledger }) => (ledger ?? []).map(placeKey)));
  const gone = new Set(before.events.flatMap((event) => (event.type === 'UndoCompleted' ? [placeKey(event)] : [])));
  for (const event of before.events) {
    if (!('entry' in event) || event.entry === null || !('path' in event) || gone.has(placeKey(event))) continue;
    if (event.seq > (after.events.findLast(({ type }) => type === 'RunBranched')?.seq ?? 0) - 1)
      expect(kept).toContain(placeKey(event));
  }
}

const signalsOf = ({ events }: Driver): readonly Json[] =>
  events.flatMap((event) => (event.type === 'SignalReceived' ? [{ id: event.id, payload: event.payload }] : []));

/** Whatever was in memory is gone; the journal, as JSON, is what remains. */
function crash(driver: Driver): void {
  const journal = JSON.parse(JSON.stringify(driver.events)) as Recorded[];
  expect(journal).toStrictEqual(driver.events); // nothing that JSON cannot hold
  const refolded = foldHistory((hash) => driver.programs.get(hash) ?? driver.program, journal);
  expect(refolded).toStrictEqual(JSON.parse(JSON.stringify(driver.state)));
  driver.state = refolded;
}

/** MA4, and the view says the same as the state. */
function checkOpen({ program, state, events }: Driver): void {
  expectAgreement(state, viewOf(events));
  if (events.every(({ type }) => type !== 'DefinitionMigrated')) checkMaps(program, state);
  if (state.status === 'suspended' || state.paused || isListening(state)) return;
  expect(plan(program, state).length).toBeGreaterThan(0);
}

/** MP2. */
function checkMaps(program: Program, state: RunState): void {
  for (const step of Object.values(state.active)) {
    const node = program.steps.get(step.id);
    if (step.kind !== 'composite' || !step.map || node?.type !== 'map') continue;
    const { items, begun, results, halted } = step.map;
    const most = Math.min(node.concurrency, items.length - (begun - step.frames.length));
    expect(results.length).toBe(items.length);
    if (step.phase === 'running' && !halted) expect(step.frames.length).toBeLessThanOrEqual(most);
  }
}

const isListening = ({ active }: RunState): boolean => Object.values(active).some(({ kind }) => kind === 'receive');

async function act(driver: Driver, { random, other }: World): Promise<void> {
  if (driver.state.closing) return void (await driver.tellOne());
  if (random(25) === 0 && !driver.state.unwinding) return void (await driver.send({ type: 'cancel', by: 'sim' }));
  if (random(200) === 0) return taken(await driver.send({ type: 'terminate', by: 'sim' }));
  if (random(10) === 0) await nonsense(driver, random);
  if (random(12) === 0) return ask(driver, random);
  if (other && random(40) === 0 && other.hash !== driver.program.hash) return migrate(driver, other);
  if (random(3) > 0 && (await driver.tellOne())) return;
  if (random(10) === 0) driver.now -= random(5_000);
  const person = driver.state.paused ? null : decisionOf(viewOf(driver.events), random);
  if (person) return taken(await driver.send(person));
  const wanted = driver.wanted();
  const attempt = wanted[random(Math.max(wanted.length, 1))];
  if (attempt?.kind === 'child' && !attempt.isStarted) return taken(await driver.childStarted(attempt));
  if (attempt?.kind === 'attempt' && attempt.reportPickUp && random(3) > 0)
    return taken(await driver.pickedUp(attempt));
  const answer = attempt && answerTo(attempt, random);
  if (attempt && answer && answer !== 'hang') return taken(await driver.answer(attempt, answer));
  const timers = plan(driver.program, driver.state).filter((effect) => effect.kind === 'timer');
  const next = timers.toSorted((a, b) => a.at - b.at)[0];
  if (!next && driver.state.paused) return taken(await driver.send({ type: 'resume', by: 'sim' }));
  if (!next || (isListening(driver.state) && random(3) === 0)) return sendSignal(driver, random);
  driver.now = Math.max(driver.now, next.at);
  taken(await driver.send({ type: 'fireTimer', timer: next.id }));
}

/** LI6. What does not fit is refused and changes nothing. */
async function migrate(driver: Driver, target: Program): Promise<void> {
  if (driver.state.closing) return;
  const before = driver.state;
  const refused = await driver.send({ type: 'migrate', hash: target.hash, by: 'sim' }, target);
  if (refused === null) expect(driver.state.run?.hash).toBe(target.hash);
  else expect(driver.state).toBe(before);
}

/** LI1, and pauses. */
async function ask(driver: Driver, random: (below: number) => number): Promise<void> {
  if (driver.state.closing) return;
  if (random(3) === 0) return sendSignal(driver, random);
  if (random(2) === 0) return taken(await driver.send({ type: 'update', name: 'turn', input: random(9), by: 'sim' }));
  const type = driver.state.paused ? 'resume' : 'pause';
  taken(await driver.send({ type, by: 'sim' }));
}

async function sendSignal(driver: Driver, random: (below: number) => number): Promise<void> {
  if (driver.state.signals.length > 20 || driver.state.closing) return;
  const id = `id${random(5)}-${driver.state.seq}`;
  taken(await driver.signal('go', { n: driver.state.seq }, { id, ...(random(2) === 0 ? { key: 'k' } : {}) }));
  if (driver.state.ended || driver.state.closing) return;
  const before = driver.state;
  taken(await driver.signal('go', { n: -1 }, { id })); // twice is once
  expect(driver.state).toEqual(before);
}

/** RN4. */
async function nonsense(driver: Driver, random: (below: number) => number): Promise<void> {
  const place = { path: ['s1', 's2', 's3', '', '__proto__'][random(5)] ?? '', visit: random(3) - 1, by: 'nobody' };
  const attempt = random(4) - 1;
  const result = random(2) === 0 ? done({ odd: true }) : failed('');
  const commands: readonly Command[] = [
    { type: 'fireTimer', timer: `wake:${place.path}#9` },
    { type: 'attemptEnded', ...place, attempt: attempt + 100, undo: random(2) === 0, result },
    { type: 'undoRetry', ...place, visit: 99 },
    { type: 'skipStep', ...place, visit: 99 },
    { type: 'start', runId: 'r1', runKey: 'k1', input: null, config: {}, by: 'nobody' },
  ];
  const command = commands[random(commands.length)];
  const before = driver.state;
  if (command) expect(await driver.send(command)).not.toBeNull();
  expect(driver.state).toBe(before);
}

function taken(refusal: string | null): void {
  expect(refusal).toBeNull();
}

/** Undos fail less often, or nothing would ever be compensated. */
function answerTo({ undo, attempt }: Tried, random: (below: number) => number): Answer | undefined {
  if (attempt > 10) return done(); // past a pivot there is no other end
  return undo && random(3) > 0 ? done() : answers[random(answers.length)];
}

function decisionOf(view: RunView, random: (below: number) => number): Command | null {
  if (view.status !== 'suspended') return null;
  const step = view.steps.find(({ status, undo }) => status === 'stuck' || undo === 'stuck');
  if (!step) return null;
  const place = { path: step.path, visit: step.visit, by: 'ana', why: 'looked into it' };
  if (step.undo === 'stuck') {
    const isBroken = step.undoAttempts === 0; // SG1: there is nothing to try again
    return {
      ...place,
      type: (['undoSkip', 'undoAbort', 'undoRetry'] as const)[random(isBroken ? 2 : 3)] ?? 'undoSkip',
    };
  }
  if (step.attempts > 0 && random(2) === 0) return { ...place, type: 'retryStep' };
  return random(2) === 0 ? { ...place, type: 'completeStep', output: 1 } : { ...place, type: 'skipStep' };
}

function checkHistory({ program, events, state }: Driver): void {
  if (events.every(({ type }) => type !== 'DefinitionMigrated')) expectPivotsStand(program, events);
  pausesHold(events);
  endsOnce(events);
  expect(events.map(({ seq }) => seq)).toEqual(events.map((_, i) => i + 1)); // MA2
  expect(events.every(({ at }, i) => at >= (events[i - 1]?.at ?? 0))).toBe(true);
  once(events, 'UndoCompleted'); // SG5
  once(events, 'StepCompleted'); // AT3
  signalsTakenOnce(events); // LI1
  const whole = viewOf(events);
  expect(events.reduce<RunView | null>(foldView, null)).toEqual(whole);
  if (!state.ended) return;
  expectAgreement(state, whole);
  expectLeft(events, whole);
  expect(whole.undo === 'running').toBe(false);
  if (state.status === 'compensated')
    expect(whole.steps.some(({ undo }) => undo === 'failed' || undo === 'skipped')).toBe(false);
  for (const [i, event] of events.entries())
    if (event.type === 'CompensationStarted' && event.order === 'reverse') inReverse(events, i, event.entries);
}

function once(events: readonly Recorded[], type: Recorded['type']): void {
  const places = events
    .filter((event) => event.type === type)
    .map((event) => ('path' in event && 'visit' in event ? `${event.path}#${event.visit}` : ''));
  expect(new Set(places).size).toBe(places.length);
}

/** Each signal by one step, the oldest that fits first. */
function signalsTakenOnce(events: readonly Recorded[]): void {
  const taken = events.flatMap((event) => ('signal' in event && event.signal !== undefined ? [event.signal] : []));
  expect(new Set(taken).size).toBe(taken.length);
  const received = new Set(events.flatMap(cameWith));
  for (const seq of taken) expect(received).toContain(seq);
}

function cameWith(event: Recorded): readonly number[] {
  if (event.type === 'RunStarted') return event.continued?.signals.map(({ seq }) => seq) ?? [];
  return event.type === 'SignalReceived' ? [event.seq] : [];
}

/** SG2: the entries are listed last ended first. */
function inReverse(
  events: readonly Recorded[],
  before: number,
  entries: readonly { path: string; visit: number }[],
): void {
  const endedAt = entries.map((place) => events.slice(0, before).findLastIndex((event) => records(event, place)));
  expect(endedAt).toEqual(endedAt.toSorted((a, b) => b - a));
}

function records(event: Recorded, { path, visit }: Place): boolean {
  if (event.type === 'RunBranched') return event.entries.some((one) => one.path === path && one.visit === visit);
  return 'entry' in event && event.path === path && event.visit === visit && event.entry !== null;
}

/** RN5, RN7: nothing begins. */
function pausesHold(events: readonly Recorded[]): void {
  let paused = false;
  let queued = false;
  for (const event of events) {
    if (event.type === 'RunPaused') paused = true;
    if (event.type === 'RunStarted') queued = event.slot?.queued ?? false;
    if (event.type === 'RunResumed') paused = false;
    if (event.type === 'RunAdmitted' || (event.type === 'RunBranched' && event.mocks !== null)) queued = false;
    if (event.type === 'RunClosing') paused = queued = false;
    if (paused || queued) expect(begins.has(event.type)).toBe(false);
  }
}

const begins = new Set<Recorded['type']>([
  'StepStarted',
  'StepPassed',
  'AttemptStarted',
  'CompensationStarted',
  'BlockRetried',
  'FinallyStarted',
]);

/** RN8. */
function endsOnce(events: readonly Recorded[]): void {
  const closing = events.findIndex(({ type }) => type === 'RunClosing');
  const after = closing === -1 ? [] : events.slice(closing + 1).map(({ type }) => type);
  const told = new Set<Recorded['type']>(['ChildClosed', 'NextStarted', 'RunEnded']);
  expect(after.filter((type) => !told.has(type))).toEqual([]);
  expect(events.slice(0, -1).every(({ type }) => type !== 'RunEnded')).toBe(true);
}
