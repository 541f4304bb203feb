import type { Asked, Command, Rejection } from '../command.ts';
import type { Place, Recorded } from '../event.ts';
import type { Effect, Failure } from '../failure.ts';
import type { Json } from '../json.ts';
import { formatDuration } from '../duration.ts';
import { advance } from './advance.ts';
import { attemptEnded, attemptProgressed, taskFailed, undoFailed } from './attempts.ts';
import { entryIn, findUndoing } from './compensate.ts';
import { Decision } from './decision.ts';
import { type Draft, thaw } from './draft.ts';
import { chain, type Eventually } from './eventually.ts';
import { completeStep, failStep, placeOf, RECEIVE_TIMEOUT } from './endings.ts';
import { branch, migrate, reset } from './lineage-commands.ts';
import type { Program } from './program.ts';
import { type ActiveStep, type Frame, isStuck, type LedgerEntry, placeKey, type RunState } from './state.ts';
import { applyUpdate } from './queries.ts';
import { type Refusal } from './refusal.ts';
import { noStepAt, undoWords } from './not-stuck.ts';
import { close } from './run-end.ts';
import { receiveSignal } from './signals.ts';
import { start } from './start.ts';
import { type Due, type TimeoutType, timersOf } from './timers.ts';
import { allLeft } from './undoing.ts';

export interface DecideInput {
  readonly command: Command;
  /** Epoch ms, the host's clock. */
  readonly at: number;
  /** Of the run, from the host when it starts; recorded, and not looked at again. */
  readonly seed: string;
  /** Of `migrate`: the definition to go on with. */
  readonly target?: Program | undefined;
}

export type Decided =
  | {
      readonly kind: 'accepted';
      /** None where it was so already: a signal that has come before. */
      readonly events: readonly Recorded[];
      readonly state: RunState;
      /** What an update answered. */
      readonly result?: Json;
    }
  | Rejection;

/**
 * One command, decided against one state: the events it makes, with the state they give, or why it is refused. Asynchronous only
 * because expressions are; it touches nothing outside.
 */
export async function decide(program: Program, state: RunState, input: DecideInput): Promise<Decided> {
  const session = decisions(program, state);
  const decided = await session.decide(input);
  return decided.kind === 'rejected' ? decided : { ...decided, state: session.state() };
}

/** Several commands, one after the other, on one state that is copied once: a fan-in of a hundred would copy it a hundred times. */
export interface Decisions {
  /** On the state the last one gave. What throws leaves the whole session unusable. */
  decide(input: DecideInput): Eventually<Omit<Extract<Decided, { kind: 'accepted' }>, 'state'> | Rejection>;
  /** Of the definition the run is pinned to by now. */
  program(): Program;
  /** After the last accepted command. It is the session's own: good until the next is decided, and not to be kept. */
  state(): RunState;
}

export function decisions(start: Program, state: RunState): Decisions {
  const draft = thaw(state);
  let program = start;
  return {
    decide(input) {
      const refused = refusalOf(draft, input.command);
      if (refused) return { kind: 'rejected', ...refused };
      const { at, seed, command } = input;
      const decision = new Decision(program, draft, { at, seed, asked: askedOf(command) });
      return chain(handle(decision, input), (handled) => {
        if (handled && 'code' in handled) return { kind: 'rejected', ...handled };
        const { events } = decision;
        return chain(events.length > 0 ? advance(decision) : undefined, () => {
          program = decision.program;
          return { kind: 'accepted', events, ...handled };
        });
      });
    },
    program: () => program,
    state: () => draft,
  };
}

function refusalOf(state: Draft, command: Command): Refusal | null {
  if (command.type === 'start') {
    return state.run ? { code: 'alreadyStarted', reason: `Run ${state.run.id} was started already.` } : null;
  }
  if (!state.run) return { code: 'notFound', reason: 'The run was never started.' };
  if (state.ended) return { code: 'notRunning', reason: `Run ${state.run.id} has ended (${state.status}).` };
  if (state.closing && !closes(command))
    return { code: 'notRunning', reason: `Run ${state.run.id} is just ending (${state.closing.status}).` };
  if (state.paused && dispatches(command))
    return { code: 'invalid', reason: `Run ${state.run.id} is paused: resume it first.` };
  return null;
}

function closes({ type }: Command): boolean {
  return type === 'childClosed' || type === 'nextStarted';
}

/** What begins an attempt at once, which a pause does not allow. */
function dispatches({ type }: Command): boolean {
  return type === 'retryStep' || type === 'undoRetry' || type === 'fireTimer';
}

function askedOf(command: Command): Asked | null {
  if (command.type === 'start') return { by: command.by };
  return 'by' in command ? { by: command.by, why: command.why } : null;
}

/** Records what the command means by itself; `advance` finds what follows. */
function handle(decision: Decision, input: DecideInput): Eventually<Refusal | { result: Json } | null> {
  const { command, seed } = input;
  switch (command.type) {
    case 'start':
      return start(decision, command, seed);
    case 'branch':
      return branch(decision, command);
    case 'admit':
      return admit(decision);
    case 'signal':
      return receiveSignal(decision, command);
    case 'update':
      return applyUpdate(decision, command);
    case 'pause':
      return pause(decision);
    case 'resume':
      return resume(decision);
    case 'reset':
      return reset(decision, command);
    case 'migrate':
      return migrate(decision, input.target);
    case 'childClosed':
      return childClosed(decision, command.runId);
    case 'nextStarted':
      return nextStarted(decision, command.runId);
    case 'attemptPickedUp':
    case 'childStarted': {
      const late = attemptProgressed(decision, command);
      return late === null ? null : { code: 'stale', reason: late };
    }
    case 'attemptEnded':
      return chain(attemptEnded(decision, command), (late) => (late === null ? null : { code: 'stale', reason: late }));
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

function admit(decision: Decision): Refusal | null {
  if (decision.state.admitted) return { code: 'stale', reason: 'The run waits for no slot.' };
  decision.emit({ type: 'RunAdmitted' });
  return null;
}

function pause(decision: Decision): Refusal | null {
  if (decision.state.paused) return { code: 'invalid', reason: 'The run is paused already.' };
  decision.emit({ type: 'RunPaused' });
  return null;
}

function resume(decision: Decision): Refusal | null {
  if (!decision.state.paused) return { code: 'invalid', reason: 'The run is not paused.' };
  decision.emit({ type: 'RunResumed' });
  return null;
}

function childClosed(decision: Decision, runId: string): Refusal | null {
  const waits = decision.state.closing?.children.some((child) => child.runId === runId);
  if (!waits) return { code: 'stale', reason: `Nobody waits for ${runId} to be told.` };
  decision.emit({ type: 'ChildClosed', runId });
  return null;
}

function nextStarted(decision: Decision, runId: string): Refusal | null {
  const { closing } = decision.state;
  if (closing?.next?.runId !== runId || closing.nextStarted)
    return { code: 'stale', reason: `Nobody waits for ${runId} to be started.` };
  decision.emit({ type: 'NextStarted', runId });
  return null;
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
    case 'receiveTimeout':
      return failStep(decision, due.step, noSignal(due.step), 'none');
    case 'retry':
      return decision.emit({
        type: 'AttemptStarted',
        ...placeOf(due.step),
        attempt: due.step.attempt + 1,
        undo: false,
      });
    case 'attemptTimeout':
      return taskFailed(decision, due.step, timedOut(due.type, due.step.id));
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
      return undoFailed(decision, due.entry, timedOut(due.type, due.entry.stepId));
    case 'runTimeout':
      return decision.emit({ type: 'RunTimedOut' });
  }
}

function blockDeadline({ program, at }: Decision, id: string): number | null {
  const node = program.steps.get(id);
  return node && 'timeoutMs' in node && node.timeoutMs !== null ? at + node.timeoutMs : null;
}

/** AT1. What no worker took has had no effect, and to offer it again would only make the queue longer. */
function timedOut(type: TimeoutType, id: string): { error: Failure; effect: Effect } {
  if (type === 'timeout.scheduleToStart')
    return { error: { type, message: `No worker took ${id} in time.`, retryable: false }, effect: 'none' };
  const what = type === 'timeout.startToClose' ? 'An attempt' : 'All attempts together';
  return { error: { type, message: `${what} of ${id} took longer than the time limit.` }, effect: 'unknown' };
}

function noSignal({ id, signal }: { id: string; signal: string }): Failure {
  return { type: RECEIVE_TIMEOUT, message: `${id} waited for signal ${signal}, which did not come in time.` };
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
  close(decision, { status: 'terminated', output: null, error, left });
  return null;
}

async function withStuckStep(
  decision: Decision,
  place: Place,
  act: (step: ActiveStep) => Promise<Refusal | null>,
): Promise<Refusal | null> {
  const step = decision.state.active[placeKey(place)];
  if (!step) return noStepAt(decision.state, place);
  return isStuck(step) ? act(step) : { code: 'invalid', reason: `${place.path} is not stuck.` };
}

type StepAnswer = Extract<Command, { type: 'retryStep' | 'skipStep' | 'completeStep' }>;

async function answerStep(decision: Decision, step: ActiveStep, command: StepAnswer): Promise<Refusal | null> {
  if (command.type === 'retryStep') {
    if (step.kind !== 'task')
      return { code: 'invalid', reason: `${step.path} has no attempt to try again: skip or complete it.` };
    decision.emit({ type: 'AttemptStarted', ...placeOf(step), attempt: step.attempt + 1, undo: false });
  } else if (command.type === 'completeStep')
    await completeStep(decision, step, command.output, { manual: 'completed' });
  else await completeStep(decision, step, null, { manual: 'skipped' });
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
    return { code: 'invalid', reason: `The undo of ${place.path} is not stuck: ${undoWords(entry.status)}.` };
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
