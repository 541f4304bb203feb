import type { Asked, Command, Rejection, StartCommand } from '../command.ts';
import { type Place, type Recorded, SEMANTICS } from '../event.ts';
import type { Failure } from '../failure.ts';
import type { Json } from '../json.ts';
import { formatDuration } from '../duration.ts';
import { evaluateTemplate } from '../expression/index.ts';
import { validateAgainst } from '../validate.ts';
import { advance } from './advance.ts';
import { attemptEnded, taskFailed, undoFailed } from './attempts.ts';
import { entryIn, findUndoing } from './compensate.ts';
import { Decision } from './decision.ts';
import { completeStep, placeOf } from './endings.ts';
import type { Program } from './program.ts';
import { type ActiveStep, type Frame, isStuck, type LedgerEntry, placeKey, type RunState } from './state.ts';
import { type Due, timersOf } from './timers.ts';
import { allLeft } from './undoing.ts';

export interface DecideInput {
  readonly command: Command;
  /** Epoch ms, the host's clock. */
  readonly at: number;
  /** Of the run, from the host when it starts; recorded, and not looked at again. */
  readonly seed: string;
}

export type Decided =
  | { readonly kind: 'accepted'; readonly events: readonly Recorded[]; readonly state: RunState }
  | Rejection;

type Refusal = Omit<Rejection, 'kind'>;

/**
 * One command, decided against one state: the events it makes, with the state they give, or why it is refused. Asynchronous only
 * because expressions are; it touches nothing outside.
 */
export async function decide(program: Program, state: RunState, { command, at, seed }: DecideInput): Promise<Decided> {
  const refused = refusalOf(state, command);
  if (refused) return { kind: 'rejected', ...refused };
  const decision = new Decision(program, state, { at, seed, asked: askedOf(command) });
  const refusal = await handle(decision, command, seed);
  if (refusal) return { kind: 'rejected', ...refusal };
  await advance(decision);
  return { kind: 'accepted', events: decision.events, state: decision.state };
}

function refusalOf(state: RunState, command: Command): Refusal | null {
  if (command.type === 'start') {
    return state.run ? { code: 'alreadyStarted', reason: `Run ${state.run.id} was started already.` } : null;
  }
  if (!state.run) return { code: 'notFound', reason: 'The run was never started.' };
  return state.ended ? { code: 'notRunning', reason: `Run ${state.run.id} has ended (${state.status}).` } : null;
}

function askedOf(command: Command): Asked | null {
  if (command.type === 'start') return { by: command.by };
  return 'by' in command ? { by: command.by, why: command.why } : null;
}

/** Records what the command means by itself; `advance` finds what follows. */
async function handle(decision: Decision, command: Command, seed: string): Promise<Refusal | null> {
  switch (command.type) {
    case 'start':
      return start(decision, command, seed);
    case 'attemptEnded': {
      const late = await attemptEnded(decision, command);
      return late === null ? null : { code: 'stale', reason: late };
    }
    case 'fireTimer':
      return fireTimer(decision, command.timer);
    case 'cancel':
      return cancel(decision);
    case 'terminate':
      return terminate(decision);
    case 'retryStep':
    case 'skipStep':
    case 'completeStep':
      return withStuckStep(decision, command, (step) => answerStep(decision, step, command));
    case 'undoRetry':
    case 'undoSkip':
    case 'undoAbort':
      return withStuckUndo(decision, command, (frame, entry) => answerUndo(decision, frame, entry, command.type));
  }
}

async function start(decision: Decision, command: StartCommand, seed: string): Promise<Refusal | null> {
  const { program, at } = decision;
  const { input, config } = command;
  const bad = checkInput(program, input);
  if (bad) return bad;
  const variables: Record<string, Json> = {};
  for (const [name, template] of program.variables) {
    const value = await evaluateTemplate(template, { input, config }, { nowMs: at, seed: `${seed}:1` });
    if (!value.ok) return invalid(`Variable ${name} has no first value: ${value.error.message}`, value.error);
    variables[name] = value.value;
  }
  decision.emit({
    type: 'RunStarted',
    runId: command.runId,
    runKey: command.runKey,
    workflow: program.definition.name,
    hash: program.hash,
    semantics: SEMANTICS,
    seed,
    input,
    config,
    variables,
    deadline: program.timeoutMs === null ? null : at + program.timeoutMs,
    traceparent: command.traceparent ?? null,
  });
  return null;
}

function checkInput({ definition }: Program, input: Json): Refusal | null {
  const verdict = definition.input === undefined ? { ok: true as const } : validateAgainst(definition.input, input);
  if (verdict.ok) return null;
  const problems = verdict.problems.map(({ pointer, message }) => ({ pointer, message }));
  const [first] = problems;
  const message = `The input does not fit ${definition.name} at ${first?.pointer || '/'}: ${first?.message ?? ''}`;
  return invalid(message, { type: 'schema.input', message, details: problems, retryable: false });
}

function invalid(reason: string, error: Failure): Refusal {
  return { code: 'invalid', reason, error };
}

async function fireTimer(decision: Decision, id: string): Promise<Refusal | null> {
  const timer = timersOf(decision.program, decision.state).find((t) => t.id === id);
  if (!timer) return { code: 'stale', reason: `Nothing waits for timer ${id}.` };
  if (timer.at > decision.at)
    return { code: 'stale', reason: `Timer ${id} is not due for another ${formatDuration(timer.at - decision.at)}.` };
  await fire(decision, timer.due);
  return null;
}

async function fire(decision: Decision, due: Due): Promise<void> {
  switch (due.kind) {
    case 'wake':
      return completeStep(decision, due.step, null);
    case 'retry':
      return decision.emit({
        type: 'AttemptStarted',
        ...placeOf(due.step),
        attempt: due.step.attempt + 1,
        undo: false,
      });
    case 'attemptTimeout':
      return taskFailed(decision, due.step, { error: timedOut(due.type, due.step.id), effect: 'unknown' });
    case 'cancelTimeout':
      return taskFailed(decision, due.step, { error: notStopped(due.step.id), effect: 'unknown' });
    case 'blockRetry': {
      const { step } = due;
      return decision.emit({
        type: 'BlockRetried',
        ...placeOf(step),
        attempt: step.attempt + 1,
        deadline: blockDeadline(decision, step.id),
      });
    }
    case 'blockTimeout':
      return decision.emit({ type: 'BlockTimedOut', ...placeOf(due.step) });
    case 'undoRetry':
      return decision.emit({
        type: 'AttemptStarted',
        ...placeOf(due.entry),
        attempt: due.entry.attempt + 1,
        undo: true,
      });
    case 'undoTimeout':
      return undoFailed(decision, due.entry, { error: timedOut(due.type, due.entry.stepId), effect: 'unknown' });
    case 'runTimeout':
      return decision.emit({ type: 'RunTimedOut' });
  }
}

function blockDeadline({ program, at }: Decision, id: string): number | null {
  const node = program.steps.get(id);
  return node && 'timeoutMs' in node && node.timeoutMs !== null ? at + node.timeoutMs : null;
}

function timedOut(type: string, id: string): Failure {
  const what = type === 'timeout.startToClose' ? 'An attempt' : 'All attempts together';
  return { type, message: `${what} of ${id} took longer than the time limit.` };
}

function notStopped(id: string): Failure {
  return { type: 'cancelled', message: `${id} was cancelled and did not stop in time.` };
}

function cancel(decision: Decision): Refusal | null {
  const { unwinding, run } = decision.state;
  if (unwinding) return { code: 'invalid', reason: `Run ${run?.id ?? ''} is ending already (${unwinding.type}).` };
  decision.emit({ type: 'CancelRequested' });
  return null;
}

/** Undoes nothing, lists what remains. */
function terminate(decision: Decision): null {
  const left = allLeft(decision.program, decision.state);
  const error = { type: 'cancelled', message: 'The run was terminated.' };
  decision.emit({ type: 'RunEnded', status: 'terminated', output: null, error, left });
  return null;
}

async function withStuckStep(
  decision: Decision,
  place: Place,
  act: (step: ActiveStep) => Promise<Refusal | null>,
): Promise<Refusal | null> {
  const step = decision.state.active[placeKey(place)];
  if (!step) return { code: 'notFound', reason: `No step is open at ${place.path} (visit ${place.visit}).` };
  return isStuck(step) ? act(step) : { code: 'invalid', reason: `${place.path} is not stuck.` };
}

type StepAnswer = Extract<Command, { type: 'retryStep' | 'skipStep' | 'completeStep' }>;

async function answerStep(decision: Decision, step: ActiveStep, command: StepAnswer): Promise<Refusal | null> {
  if (command.type === 'retryStep') {
    if (step.kind !== 'task')
      return { code: 'invalid', reason: `${step.path} has no attempt to try again: skip or complete it.` };
    decision.emit({ type: 'AttemptStarted', ...placeOf(step), attempt: step.attempt + 1, undo: false });
  } else if (command.type === 'completeStep') await completeStep(decision, step, command.output, 'completed');
  else await completeStep(decision, step, null, 'skipped');
  return null;
}

function withStuckUndo(
  { state }: Decision,
  place: Place,
  act: (frame: Frame, entry: LedgerEntry) => Refusal | null,
): Refusal | null {
  const frame = findUndoing(state, place);
  const entry = frame && entryIn(frame, place);
  if (!frame || !entry)
    return { code: 'notFound', reason: `Nothing is being undone at ${place.path} (visit ${place.visit}).` };
  if (entry.status !== 'stuck')
    return { code: 'invalid', reason: `The undo of ${place.path} is not stuck; it is ${entry.status}.` };
  if (frame.phase.kind === 'undoing' && frame.phase.stopped !== 'no')
    return { code: 'invalid', reason: `Undoing ${place.path} was given up already.` };
  return act(frame, entry);
}

type UndoAnswer = 'undoRetry' | 'undoSkip' | 'undoAbort';

function answerUndo(decision: Decision, frame: Frame, entry: LedgerEntry, answer: UndoAnswer): Refusal | null {
  const place = placeOf(entry);
  if (answer === 'undoSkip') decision.emit({ type: 'UndoSkipped', ...place });
  else if (answer === 'undoAbort') decision.emit({ type: 'CompensationAborted', ...place, frame: frame.key });
  else if (entry.undo.kind === 'broken')
    return { code: 'invalid', reason: `The input of the undo of ${entry.path} cannot be evaluated: skip or abort it.` };
  else decision.emit({ type: 'AttemptStarted', ...place, attempt: entry.attempt + 1, undo: true });
  return null;
}
