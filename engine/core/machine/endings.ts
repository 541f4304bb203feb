/** How a step that was entered comes to its end: completed, failed, stuck, or cancelled. */
import type { LedgerRecord, Place } from '../event.ts';
import type { Effect, Failure } from '../failure.ts';
import type { Json } from '../json.ts';
import { type Decision, failureJson, stepScope } from './decision.ts';
import { EVENTS_LIMIT, matchingClause, mustNotFail } from './pivot.ts';
import { stepNode, type TaskNode, taskNode } from './program.ts';
import { type ActiveStep, type ActiveTask, frameOf } from './state.ts';

/** Its result is in: variables are assigned, the undo is prepared (SG1). A saga that fails in this is undone (SG2). */
export async function completeStep(
  decision: Decision,
  step: ActiveStep,
  output: Json,
  manual?: 'skipped' | 'completed',
): Promise<void> {
  const node = stepNode(decision.program, step.id);
  const assignments = manual === 'skipped' ? [] : node.assign; // there is no result
  const assigned = await decision.assign(assignments, step.frame, { ...scopeOfStep(step), result: output });
  if (!assigned.ok) return failAssign(decision, step, assigned.error, output);
  const entry = await ledgerRecord(decision, step, 'done', output);
  const marks = {
    ...(node.type === 'task' && node.pivot ? { pivot: true as const } : {}),
    ...(manual ? { manual } : {}),
  };
  decision.emit({ type: 'StepCompleted', ...placeOf(step), output, assigned: assigned.assigned, entry, ...marks });
}

function failAssign(decision: Decision, step: ActiveStep, error: Failure, output: Json): Promise<void> | void {
  const [body] = step.kind === 'composite' && step.type === 'saga' ? step.frames : [];
  if (body !== undefined) return decision.emit({ type: 'BlockFailed', frame: body, error });
  return failStep(decision, step, error, step.kind === 'task' ? effectOf(decision, step, 'done') : 'none', output);
}

/** Past the pivot an error nobody catches waits for a person (SG6); else it is caught, or fails the block. */
export async function failStep(
  decision: Decision,
  step: ActiveStep,
  error: Failure,
  outcome: Effect,
  output: Json = null,
): Promise<void> {
  if (mustNotFail(decision.program, decision.state, step, error, outcome))
    return decision.emit({ type: 'StepStuck', ...placeOf(step), error, ...(outcome === 'done' ? { outcome } : {}) });
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

/** SG1. Null when there is nothing to undo. */
async function ledgerRecord(
  decision: Decision,
  step: ActiveStep,
  outcome: Effect,
  output: Json,
): Promise<LedgerRecord | null> {
  const node = stepNode(decision.program, step.id);
  if (step.kind !== 'task' || node.type !== 'task' || !node.undo) return null;
  if (outcome === 'none' || !needsUndo(node, outcome)) return null;
  const scope = stepScope(step.key, { with: step.with, output, outcome });
  const input = await decision.evaluate(node.undo.with, step.frame, scope);
  return { outcome, undo: input.ok ? { kind: 'ready', with: input.value } : { kind: 'broken', error: input.error } };
}

/** SG3. */
export function needsUndo({ undo, readOnly }: TaskNode, outcome: Effect): boolean {
  if (!undo || readOnly) return false;
  return outcome === 'done' || (outcome === 'unknown' && undo.onUnknown);
}

type Caught = { clause: number; next: string | null; assigned: Record<string, Json> };

async function caughtBy(decision: Decision, step: ActiveStep, error: Failure): Promise<Caught | null> {
  const { catches } = stepNode(decision.program, step.id);
  const clause = matchingClause(catches, error);
  const caught = catches[clause];
  if (!caught || error.type === EVENTS_LIMIT || frameOf(decision.state, step.frame).closing) return null;
  return { clause, next: caught.next, assigned: caught.as === null ? {} : { [caught.as]: failureJson(error) } };
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
