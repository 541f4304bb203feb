import { type Command, isStuck, type Json, type JsonObject, type Recorded, type RunState } from '../../core/index.ts';
import type { Engine } from '../../runtime/engine.ts';
import { isEnvironmentError } from '../../runtime/environment.ts';
import type { Outcome } from '../../runtime/mail.ts';
import type { Made } from '../documents/made.ts';
import type { Life } from './life.ts';
import { watchOf, type World } from './world.ts';

/** A run somebody wants, until its start is acknowledged. */
export interface Order extends Made {
  readonly runId: string;
  isAcknowledged: boolean;
  /** Its input does not fit, or a first value could not be made: there will be no such run. */
  isRefused: boolean;
}

export function order(world: World, life: Life, wish: Order): void {
  const { runId, definition, hash } = wish;
  if (!life.engine) return;
  world.trace.step(`start ${runId}`);
  const by = `starter-${(world.serial += 1)}`;
  const breakpoints = runId.endsWith('3') ? ['s2', 's5'] : undefined; // of the id, so that a start that is repeated is the same
  const started = life.engine.start({ definition, hash, runId, input: { left: 1 }, config: {}, by, breakpoints });
  heard(world, runId, by, started, (outcome) => {
    const isThere = watchOf(world, runId).entry !== null;
    if (outcome.kind === 'rejected' && outcome.code === 'alreadyStarted' && !isThere)
      world.problems.push(`${runId}: its start was refused: ${outcome.reason}`);
    wish.isAcknowledged = true;
    wish.isRefused = outcome.kind === 'rejected' && outcome.code !== 'alreadyStarted';
  });
}

/** SI9. What is acknowledged is in the history, and durable. */
function heard(
  world: World,
  runId: string,
  by: string,
  outcome: Promise<Outcome>,
  then: (outcome: Outcome) => void = () => {},
  /** Of a signal: with one that came before, nothing new is recorded. */
  id?: string,
): void {
  outcome.then(
    (answer) => {
      const taker = answer.kind === 'accepted' ? answer.entry.runId : runId; // a signal follows a chain (LI3)
      const watch = watchOf(world, taker);
      if (answer.kind === 'accepted' && !watch.events.some((event) => event.by === by || isOf(event, id)))
        world.problems.push(`${runId}: SI9 what ${by} asked was acknowledged, and is not in the history`);
      if (answer.kind === 'accepted' && answer.entry.events > watch.events.length)
        world.problems.push(
          `${runId}: SI9 ${answer.entry.events} events were shown, and ${watch.events.length} are durable`,
        );
      then(answer);
    },
    (error: unknown) => {
      if (!isEnvironmentError(error)) world.problems.push(`${runId}: what ${by} asked broke: ${String(error)}`);
    },
  );
}

/** It came to this run, or to one before it that nobody took it from (LI3). */
const isOf = (event: Recorded, id: string | undefined): boolean =>
  id !== undefined &&
  ((event.type === 'SignalReceived' && event.id === id) ||
    (event.type === 'RunStarted' && (event.continued?.signals ?? []).some((signal) => signal.id === id)));

/** What a person does to a run that is there: something sensible, something late, or something odd. */
export function meddle(world: World, { engine }: Life, runId: string): void {
  const { random } = world;
  const { state } = watchOf(world, runId);
  const by = `person-${(world.serial += 1)}`;
  if (!engine) return;
  if (random.chance(0.45)) return write(world, engine, runId, by);
  const command = random.chance(0.5) ? answerTo(world, state, by) : askOf(world, state, by);
  if (command) send(world, engine, runId, command);
}

/** A message, a question, or something that makes another run of it. */
function write(world: World, engine: Engine, runId: string, by: string): void {
  const { random } = world;
  const kind = random.below(11);
  world.trace.step(`write ${runId} ${kind} ${by}`);
  if (kind < 5) return signal(world, engine, runId, by, random.pick(['a', 'b']));
  if (kind < 7) return heard(world, runId, by, engine.update(runId, { name: 'bump', by }));
  const { events, program } = watchOf(world, runId);
  const at = cutOf(random.between(1, events.length + 1), events);
  const asked = { by, why: 'to see' };
  if (kind === 10) return migrate(world, engine, runId, by);
  if (kind === 7) void engine.query(runId, 'look').catch(() => undefined);
  else if (kind === 8) {
    const isChain = program?.steps.has('anew') ?? false; // a mocked fork of one may wait for ever: see branching.ts
    lineage(world, engine.fork(runId, { ...asked, at, real: random.chance(0.3) || isChain }));
  } else lineage(world, engine.reset(runId, { ...asked, to: resetAt(at, events) }));
}

/** To any definition there is; most do not fit, and are refused. */
function migrate(world: World, engine: Engine, runId: string, by: string): void {
  const to = world.random.pick(Array.from(world.programs.values()));
  if (!to) return;
  const definition = JSON.parse(JSON.stringify(to.definition)) as JsonObject;
  heard(world, runId, by, engine.migrate(runId, { definition, hash: to.hash, by }));
}

/** Where no effect is carried over: a place that is carried and done again may be in a ledger twice. */
function resetAt(at: number, events: readonly Recorded[]): number {
  const lastEffect = events.findLast((event) => 'entry' in event && event.entry !== null)?.seq ?? 0;
  return Math.max(at, lastEffect);
}

/** Not between a step that fails at once and its failure: what follows there is lost. */
function cutOf(at: number, events: readonly Recorded[]): number {
  const last = events[at - 1];
  return last?.type === 'StepStarted' && last.detail.kind === 'none' ? at - 1 : at;
}

/** With an id that comes again now and then. */
function signal(world: World, engine: Engine, runId: string, by: string, key: Json): void {
  const id = world.random.chance(0.4) ? `id-${world.random.below(3)}` : undefined;
  const isLost = world.plant.losesSignal?.(world.random) ?? false;
  const entry = watchOf(world, runId).entry;
  const asked = { name: 'go', payload: by, by, ...(key === null ? {} : { key }), ...(id === undefined ? {} : { id }) };
  const outcome: Promise<Outcome> =
    isLost && entry ? Promise.resolve({ kind: 'accepted', entry }) : engine.signal(runId, asked);
  heard(world, runId, by, outcome, undefined, id);
}

/** SI9. The run that was made is there. */
function lineage(world: World, made: Promise<Outcome>): void {
  made.then(
    (outcome) => {
      if (outcome.kind === 'accepted' && watchOf(world, outcome.entry.runId).entry === null)
        world.problems.push(`${outcome.entry.runId}: SI9 it was made, and is not in the journal`);
    },
    (error: unknown) => {
      if (!isEnvironmentError(error)) world.problems.push(`a run could not be made: ${String(error)}`);
    },
  );
}

function send(world: World, engine: Engine, runId: string, command: Command): void {
  const by = 'by' in command ? command.by : '';
  world.trace.step(`command ${runId} ${JSON.stringify(command)}`);
  const isLost = world.plant.losesCommand?.(command, world.random) ?? false;
  const entry = watchOf(world, runId).entry;
  const outcome: Promise<Outcome> =
    isLost && entry ? Promise.resolve({ kind: 'accepted', entry }) : engine.command(runId, command);
  if (by === '') void outcome.catch(() => undefined);
  else heard(world, runId, by, outcome);
}

/** To what waits for a person. */
function answerTo({ random }: World, state: RunState, by: string): Command | null {
  const steps = Object.values(state.active).filter(isStuck);
  const step = random.pick(steps);
  if (step) {
    const place = { path: step.path, visit: step.visit, by, why: 'looked into it' };
    const kind = random.below(step.kind === 'task' ? 3 : 2);
    if (kind === 0) return { ...place, type: 'skipStep' };
    return kind === 1 ? { ...place, type: 'completeStep', output: { by } } : { ...place, type: 'retryStep' };
  }
  const undos = Object.values(state.frames).flatMap(({ ledger }) =>
    (ledger ?? []).filter(({ status }) => status === 'stuck'),
  );
  const undo = random.pick(undos);
  if (!undo) return null;
  const place = { path: undo.path, visit: undo.visit, by, why: 'looked into it' };
  return {
    ...place,
    type: random.oneOf(
      undo.undo.kind === 'broken' ? ['undoSkip', 'undoAbort'] : ['undoRetry', 'undoRetry', 'undoSkip', 'undoAbort'],
    ),
  };
}

function askOf(world: World, state: RunState, by: string): Command {
  const { random } = world;
  const place = { path: random.oneOf(['s1', 's2', 's9', '']), visit: random.below(3), by };
  if (random.chance(0.2)) return { type: 'cancel', by };
  if (random.chance(0.05)) return { type: 'terminate', by };
  if (random.chance(0.35)) return { type: state.paused ? 'resume' : 'pause', by };
  if (random.chance(0.5)) return { type: 'fireTimer', timer: anyTimer(random, state) };
  return random.oneOf<Command>([
    { ...place, type: 'skipStep' },
    { ...place, type: 'undoRetry' },
    { ...place, type: 'attemptEnded', attempt: 99, undo: false, result: { kind: 'completed', output: 'odd' } },
  ]);
}

/** One that was set once, and may be set still: an early or a late ring changes nothing. */
function anyTimer(random: World['random'], state: RunState): string {
  const step = random.pick(Object.values(state.active));
  return step ? `${random.oneOf(['wake', 'timeout', 'block', 'retry'])}:${step.path}#${step.visit}` : 'run';
}

/** A message that comes twice: an answer that was given, given again. */
export function repeat(world: World, { engine }: Life): void {
  const given = world.random.pick(Array.from(world.answers.values()).slice(-8));
  if (!given?.result || !engine) return;
  const { runId, attempt, result } = given;
  const { wanted } = { wanted: watchOf(world, runId).wanted() };
  const [kind, place = '', count] = attempt.split(/:(?=[^:]*(?::|$))/);
  const [path = '', visit] = place.split('#');
  const undo = kind === 'undo';
  const other = wanted.find((effect) => effect.kind === 'attempt' && effect.undo === undo && effect.id !== attempt);
  const target =
    world.plant.takesTwice && other?.kind === 'attempt'
      ? other
      : { path, visit: Number(visit), attempt: Number(count) };
  const isFirst = watchOf(world, runId)
    .wanted()
    .some(({ id }) => id === attempt);
  if (isFirst) return; // it has not been heard yet: then this would be the first
  send(world, engine, runId, {
    type: 'attemptEnded',
    path: target.path,
    visit: target.visit,
    attempt: target.attempt,
    undo,
    result,
  });
}

/** What the world is no longer waiting for comes after all: a run goes on when it is asked to, and hears what it waits to hear. */
export function help(world: World, { engine }: Life): boolean {
  if (!engine) return false;
  for (const [runId, { state, isOpen }] of world.runs) {
    if (!isOpen) continue;
    const by = `helper-${(world.serial += 1)}`;
    const stuck = state.status === 'suspended' ? answerTo(world, state, by) : null;
    if (stuck || state.paused) {
      send(world, engine, runId, stuck ?? { type: 'resume', by });
      return true;
    }
  }
  return false;
}

/** Where nothing else goes on: the signals that are waited for. */
export function signalAll(world: World, { engine }: Life): boolean {
  let any = false;
  for (const [runId, { state, isOpen }] of world.runs)
    for (const step of Object.values(state.active)) {
      if (!engine || !isOpen || step.kind !== 'receive') continue;
      const by = `helper-${(world.serial += 1)}`;
      world.trace.step(`signal ${runId} ${by}`);
      heard(
        world,
        runId,
        by,
        engine.signal(runId, {
          name: step.signal,
          payload: by,
          by,
          ...(step.key === undefined ? {} : { key: step.key }),
        }),
      );
      any = true;
    }
  return any;
}
