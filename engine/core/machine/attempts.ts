/** What the world answered to an attempt: of a step, or of an undo. */
import type { AttemptEndedCommand, AttemptPickedUpCommand, AttemptResult, ChildStartedCommand } from '../command.ts';
import type { AttemptRef } from '../event.ts';
import type { Json } from '../json.ts';
import { type Effect, type Failure, plainFailure, strongest } from '../failure.ts';
import { compensationFailed } from './undoing.ts';
import { entryIn, findUndoing } from './compensate.ts';
import type { Decision } from './decision.ts';
import { chain, type Eventually } from './eventually.ts';
import { cancelStep, completeStep, effectOf, failStep, placeOf } from './endings.ts';
import { type EffectNode, effectNode } from './program.ts';
import { randomOf } from './random.ts';
import { decideRetry, type RetryDecision, type RetryPolicy } from './retry.ts';
import { type ActiveTask, frameOf, isCommitted, placeKey, type Progress } from './state.ts';
import { undoNode } from './undo-node.ts';

/** Null when taken; else why it was not: late, for another attempt, or for a step that is over (AT3: one result a visit). */
export function attemptEnded(decision: Decision, command: AttemptEndedCommand): Eventually<string | null> {
  return command.undo ? undoAttemptEnded(decision, command) : stepAttemptEnded(decision, command);
}

function stepAttemptEnded(decision: Decision, command: AttemptEndedCommand): Eventually<string | null> {
  const task = decision.state.active[placeKey(command)];
  if (task?.kind !== 'task' || task.phase !== 'running' || task.attempt !== command.attempt) return lateAnswer(command);
  const { result } = command;
  const taken =
    result.kind === 'failed'
      ? taskFailed(decision, task, plainly(result))
      : taskCompleted(decision, task, result.output);
  return chain(taken, () => null);
}

function plainly(failure: AttemptFailure): AttemptFailure {
  return { ...failure, error: plainFailure(failure.error) };
}

function taskCompleted(decision: Decision, task: ActiveTask, output: AttemptCompleted['output']): Eventually<void> {
  if (task.cancelBy === null) return completeStep(decision, task, output);
  return cancelStep(decision, task, effectOf(decision, task, 'done'), output);
}

type AttemptCompleted = Extract<AttemptResult, { kind: 'completed' }>;
type AttemptFailure = Pick<Extract<AttemptResult, { kind: 'failed' }>, 'error' | 'effect' | 'heartbeat'>;

/** AT2: the attempt is recorded with its effect; then it is tried again, or the step ends with the strongest effect of all. */
export async function taskFailed(decision: Decision, task: ActiveTask, failure: AttemptFailure): Promise<void> {
  const node = effectNode(decision.program, task.id);
  const effect = effectOf(decision, task, failure.effect ?? failure.error.effect ?? 'unknown');
  const outcome = strongest(task.outcome, effect);
  const cancelled = task.cancelBy !== null || (outcome === 'none' && isClosing(decision, task));
  const retry = cancelled ? giveUp : retryOf(decision, task, node, failure.error);
  decision.emit({
    type: 'AttemptFailed',
    ...placeOf(task),
    attempt: task.attempt,
    undo: false,
    error: failure.error,
    effect,
    rule: retry.rule,
    retryAt: retry.kind === 'retry' ? decision.at + retry.delayMs : null,
    ...heartbeatOf(failure),
  });
  if (retry.kind === 'retry') return;
  await (cancelled ? cancelStep(decision, task, outcome) : failStep(decision, task, failure.error, outcome));
}

const giveUp: RetryDecision = { kind: 'giveUp', rule: null };

/** A pivot is not asked to stop (SG6); one that had no effect ends there. */
function isClosing({ state }: Decision, task: ActiveTask): boolean {
  return frameOf(state, task.frame).closing !== null;
}

function retryOf(decision: Decision, task: ActiveTask, node: EffectNode, failure: Failure): RetryDecision {
  return retryDecision(decision, node.retry, failure, {
    counts: task.counts,
    deadlineMs: task.startedAt + node.times.scheduleToCloseMs,
    unlimited: isCommitted(decision.state, task.frame), // SG6
  });
}

function retryDecision(
  decision: Decision,
  policies: readonly RetryPolicy[],
  failure: Failure,
  budget: { counts: readonly number[]; deadlineMs: number; unlimited: boolean },
): RetryDecision {
  return decideRetry(policies, { failure, nowMs: decision.at, random: randomOf(decision.entropy().seed), ...budget });
}

function undoAttemptEnded(decision: Decision, command: AttemptEndedCommand): string | null {
  const frame = findUndoing(decision.state, command);
  const entry = frame && entryIn(frame, command);
  if (!frame || entry?.status !== 'running' || entry.attempt !== command.attempt) return lateAnswer(command);
  if (command.result.kind === 'completed') {
    decision.emit({
      type: 'UndoCompleted',
      ...placeOf(command),
      attempt: command.attempt,
      output: command.result.output,
    });
    return null;
  }
  undoFailed(decision, command, plainly(command.result));
  return null;
}

/** SG4: undoing has its own retry; exhausted, the saga's `onCompensationFailure` decides. */
export function undoFailed(decision: Decision, place: { path: string; visit: number }, failure: AttemptFailure): void {
  const frame = findUndoing(decision.state, place);
  const entry = frame && entryIn(frame, place);
  if (!frame || !entry) throw new Error(`nothing is being undone at ${placeKey(place)}`);
  const undo = undoNode(decision.program, entry);
  const retry = retryDecision(decision, undo.retry, failure.error, {
    counts: entry.counts,
    deadlineMs: entry.scheduledAt + undo.times.scheduleToCloseMs,
    unlimited: false,
  });
  decision.emit({
    type: 'AttemptFailed',
    ...placeOf(place),
    attempt: entry.attempt,
    undo: true,
    error: failure.error,
    effect: failure.effect ?? failure.error.effect ?? ('unknown' satisfies Effect),
    rule: retry.rule,
    retryAt: retry.kind === 'retry' ? decision.at + retry.delayMs : null,
    ...heartbeatOf(failure),
  });
  if (retry.kind === 'giveUp') compensationFailed(decision, frame, place, failure.error);
}

function heartbeatOf({ heartbeat }: AttemptFailure): { heartbeat?: Json } {
  return heartbeat === undefined ? {} : { heartbeat };
}

/** Null when taken. Before its answer an attempt says that a worker has it, or which child it started; once each. */
export function attemptProgressed(
  decision: Decision,
  command: AttemptPickedUpCommand | ChildStartedCommand,
): string | null {
  const { type, ...said } = command;
  const open = openAttempt(decision, said);
  if (!open) return lateAnswer(said);
  if (type === 'childStarted') {
    if (!open.startsChild) return `${said.path} starts no child.`;
    if (open.progress.child !== null) return `${said.path} has its child already.`;
    decision.emit({ type: 'ChildStarted', ...(said as Omit<ChildStartedCommand, 'type'>) });
    return null;
  }
  if (open.progress.pickedUp !== null) return `${said.path} is with a worker already.`;
  decision.emit({ type: 'AttemptPickedUp', ...said });
  return null;
}

interface Open {
  readonly progress: Progress;
  readonly startsChild: boolean;
}

function openAttempt({ state, program }: Decision, ref: AttemptRef): Open | null {
  if (ref.undo) {
    const frame = findUndoing(state, ref);
    const entry = frame && entryIn(frame, ref);
    if (entry?.status !== 'running' || entry.attempt !== ref.attempt) return null;
    return { progress: entry.progress, startsChild: undoNode(program, entry).workflow !== null };
  }
  const task = state.active[placeKey(ref)];
  if (task?.kind !== 'task' || task.phase !== 'running' || task.attempt !== ref.attempt) return null;
  return { progress: task.progress, startsChild: task.work.kind === 'child' };
}

function lateAnswer({ path, visit, attempt, undo }: AttemptRef): string {
  return `No one waits for attempt ${attempt} of ${undo ? 'undoing ' : ''}${path} (visit ${visit}) any more.`;
}
