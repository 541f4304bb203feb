import type { Command, RunState } from '../../core/index.ts';
import { isStuck } from '../../core/index.ts';
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
}

export function order(world: World, life: Life, wish: Order): void {
  const { runId, definition, hash } = wish;
  if (!life.engine) return;
  world.trace.step(`start ${runId}`);
  const by = `starter-${(world.serial += 1)}`;
  const started = life.engine.start({ definition, hash, runId, input: { left: 1 }, config: {}, by });
  heard(world, runId, by, started, (outcome) => {
    const isThere = watchOf(world, runId).entry !== null;
    if (outcome.kind === 'rejected' && (outcome.code !== 'alreadyStarted' || !isThere))
      world.problems.push(`${runId}: its start was refused: ${outcome.reason}`);
    wish.isAcknowledged = true;
  });
}

/** SI9. What is acknowledged is in the history, and durable. */
function heard(
  world: World,
  runId: string,
  by: string,
  outcome: Promise<Outcome>,
  then: (outcome: Outcome) => void = () => {},
): void {
  outcome.then(
    (answer) => {
      const watch = watchOf(world, runId);
      if (answer.kind === 'accepted' && !watch.events.some((event) => event.by === by))
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

/** What a person does to a run that is there: something sensible, something late, or something odd. */
export function meddle(world: World, { engine }: Life, runId: string): void {
  const { random } = world;
  const { state } = watchOf(world, runId);
  const by = `person-${(world.serial += 1)}`;
  const command = random.chance(0.5) ? answerTo(world, state, by) : askOf(world, state, by);
  if (command && engine) send(world, engine, runId, command);
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
export function answerTo({ random }: World, state: RunState, by: string): Command | null {
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
  if (random.chance(0.45)) return { type: 'cancel', by };
  if (random.chance(0.1)) return { type: 'terminate', by };
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
