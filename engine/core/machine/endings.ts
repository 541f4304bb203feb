/** How a step that was entered comes to its end: completed, failed, stuck, or cancelled. */
import type { LedgerRecord, Place } from '../event.ts';
import { type Effect, type Failure, matchesType } from '../failure.ts';
import type { Json } from '../json.ts';
import { type Decision, failureJson, stepScope } from './decision.ts';
import { isCommitted, type ActiveStep, type ActiveTask, frameOf, parentOf } from './state.ts';
import { type CatchNode, stepNode, taskNode } from './program.ts';
import { ownerOf } from './frames.ts';

/** Its result is in: variables are assigned, the undo is prepared (SG1). */
export async function completeStep(
  decision: Decision,
  step: ActiveStep,
  output: Json,
  manual?: 'skipped' | 'completed',
): Promise<void> {
  const node = stepNode(decision.program, step.id);
  const assigned = await decision.assign(node.assign, step.frame, { ...scopeOfStep(step), result: output });
  if (!assigned.ok) return failStep(decision, step, assigned.error, 'done', output);
  const entry = await ledgerRecord(decision, step, 'done', output);
  const marks = {
    ...(node.type === 'task' && node.pivot ? { pivot: true as const } : {}),
    ...(manual ? { manual } : {}),
  };
  decision.emit({ type: 'StepCompleted', ...placeOf(step), output, assigned: assigned.assigned, entry, ...marks });
}

/** Past the pivot an error nobody catches waits for a person (SG6); else it is caught, or fails the block. */
export async function failStep(
  decision: Decision,
  step: ActiveStep,
  error: Failure,
  outcome: Effect,
  output: Json = null,
): Promise<void> {
  if (mustNotFail(decision, step, error, outcome)) return decision.emit({ type: 'StepStuck', ...placeOf(step), error });
  const entry = await ledgerRecord(decision, step, outcome, output);
  const caught = await caughtBy(decision, step, error);
  decision.emit({ type: 'StepFailed', ...placeOf(step), error, outcome, entry, caught });
}

export async function cancelStep(
  decision: Decision,
  step: ActiveStep,
  outcome: Effect,
  output: Json = null,
): Promise<void> {
  const entry = await ledgerRecord(decision, step, outcome, output);
  decision.emit({ type: 'StepCancelled', ...placeOf(step), outcome, entry });
}

/** SG1, SG3. Null when there is nothing to undo. */
async function ledgerRecord(
  decision: Decision,
  step: ActiveStep,
  outcome: Effect,
  output: Json,
): Promise<LedgerRecord | null> {
  const node = stepNode(decision.program, step.id);
  if (step.kind !== 'task' || node.type !== 'task' || !node.undo || outcome === 'none') return null;
  if (outcome === 'unknown' && !node.undo.onUnknown) return null;
  const scope = stepScope(step.key, { with: step.with, output, outcome });
  const input = await decision.evaluate(node.undo.with, step.frame, scope);
  return { outcome, undo: input.ok ? { kind: 'ready', with: input.value } : { kind: 'broken', error: input.error } };
}

type Caught = { clause: number; next: string | null; assigned: Record<string, Json> };

async function caughtBy(decision: Decision, step: ActiveStep, error: Failure): Promise<Caught | null> {
  const { catches } = stepNode(decision.program, step.id);
  const clause = matchingClause(catches, error);
  const caught = catches[clause];
  if (!caught || error.type === EVENTS_LIMIT || frameOf(decision.state, step.frame).closing) return null;
  return { clause, next: caught.next, assigned: caught.as === null ? {} : { [caught.as]: failureJson(error) } };
}

/** A run out of events must end: nothing may catch that and go on. */
export const EVENTS_LIMIT = 'limit.events';

function matchingClause(catches: readonly CatchNode[], error: Failure): number {
  return catches.findIndex((clause) => clause.errors.some((pattern) => matchesType(pattern, error.type)));
}

/** SG6: a pivot of unknown outcome, and any task past the pivot whose error no clause on the way up to the saga catches. */
function mustNotFail(decision: Decision, step: ActiveStep, error: Failure, outcome: Effect): boolean {
  if (step.kind !== 'task' || error.type === EVENTS_LIMIT) return false;
  if (taskNode(decision.program, step.id).pivot && outcome === 'unknown') return true;
  return isCommitted(decision.state, step.frame) && !isCaughtInside(decision, step, error);
}

function isCaughtInside({ program, state }: Decision, step: ActiveStep, error: Failure): boolean {
  for (let at: ActiveStep | null = step; at !== null;) {
    if (matchingClause(stepNode(program, at.id).catches, error) !== -1) return true;
    const frame = frameOf(state, at.frame);
    if (frame.committed || !parentOf(state, frame)) return false;
    at = ownerOf(state, frame);
  }
  return false;
}

function scopeOfStep(step: ActiveStep): Record<string, Json> {
  return step.kind === 'task' ? { ...stepScope(step.key) } : {};
}

export function placeOf({ path, visit }: Place): Place {
  return { path, visit };
}

/** A read-only task has no effect, whatever its attempts say (SG8). */
export function effectOf(decision: Decision, task: ActiveTask, effect: Effect): Effect {
  return taskNode(decision.program, task.id).readOnly ? 'none' : effect;
}
