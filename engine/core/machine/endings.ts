/** How a step that was entered comes to its end: completed, failed, stuck, or cancelled. */
import type { BufferedSignal, LedgerRecord, Place, StepCompleted } from '../event.ts';
import type { Effect, Failure } from '../failure.ts';
import type { Json, JsonObject } from '../json.ts';
import { type Assigned, type Decision, failureJson, signalScope, stepScope } from './decision.ts';
import { chain, type Eventually } from './eventually.ts';
import { EVENTS_LIMIT, matchingClause, mustNotFail } from './pivot.ts';
import { effectNode, type EffectNode, stepNode } from './program.ts';
import { stepKey } from './random.ts';
import { type ActiveStep, type ActiveTask, frameOf } from './state.ts';

/** Its result is in: variables are assigned, the undo is prepared (SG1). A saga that fails in this is undone (SG2). */
export function completeStep(
  decision: Decision,
  step: ActiveStep,
  output: Json,
  answered: Answered = {},
): Eventually<void> {
  return chain(assignments(decision, step, output, answered), (assigned) =>
    assigned.ok
      ? chain(ledgerRecord(decision, step, 'done', output), (entry) =>
          recordCompleted(decision, step, answered, { output, assigned: assigned.assigned, entry }),
        )
      : failAssign(decision, step, assigned.error, output, answered.signal),
  );
}

function recordCompleted(
  decision: Decision,
  step: ActiveStep,
  { manual, signal }: Answered,
  result: Pick<StepCompleted, 'output' | 'assigned' | 'entry'>,
): void {
  const { path, visit } = step;
  const { output, assigned, entry } = result;
  const node = stepNode(decision.program, step.id);
  const isPivot = node.type === 'task' && node.pivot;
  if (!isPivot && manual === undefined && signal === undefined)
    return decision.emit({ type: 'StepCompleted', path, visit, output, assigned, entry }); // as nearly always
  decision.emit({
    type: 'StepCompleted',
    path,
    visit,
    ...result,
    ...(isPivot ? { pivot: true } : {}),
    ...(manual ? { manual } : {}),
    ...(signal ? { signal: signal.seq } : {}),
  });
}

/** Who, if not the world, ended it: a person, or a signal that was taken. */
interface Answered {
  readonly manual?: 'skipped' | 'completed' | undefined;
  readonly signal?: BufferedSignal | undefined;
}

const nothing: Assigned = { ok: true, assigned: {} };

function assignments(
  decision: Decision,
  step: ActiveStep,
  output: Json,
  { manual, signal }: Answered,
): Eventually<Assigned> {
  const { assign } = stepNode(decision.program, step.id);
  if (assign.length === 0 || manual === 'skipped') return nothing; // skipped: there is no result
  const scope = { ...scopeOfStep(decision, step), ...(signal ? signalScope(signal) : {}), result: output };
  return decision.assign(assign, step.frame, scope);
}

function failAssign(
  decision: Decision,
  step: ActiveStep,
  error: Failure,
  output: Json,
  signal: BufferedSignal | undefined,
): Eventually<void> {
  const [body] = step.kind === 'composite' && step.type === 'saga' ? step.frames : [];
  if (body !== undefined) return decision.emit({ type: 'BlockFailed', frame: body, error });
  const outcome = step.kind === 'task' ? effectOf(decision, step, 'done') : 'none';
  return failStep(decision, step, error, outcome, { output, signal });
}

/** Past the pivot an error nobody catches waits for a person (SG6); else it is caught, or fails the block. */
export async function failStep(
  decision: Decision,
  step: ActiveStep,
  error: Failure,
  outcome: Effect,
  { output = null, signal }: { output?: Json; signal?: BufferedSignal | undefined } = {},
): Promise<void> {
  if (mustNotFail(decision.program, decision.state, step, error, outcome))
    return stick(decision, step, error, outcome, signal);
  const entry = await ledgerRecord(decision, step, outcome, output);
  const caught = await caughtBy(decision, step, error);
  const taken = signal ? { signal: signal.seq } : {};
  decision.emit({ type: 'StepFailed', ...placeOf(step), error, outcome, entry, caught, ...taken });
}

function stick(
  decision: Decision,
  step: ActiveStep,
  error: Failure,
  outcome: Effect,
  signal: BufferedSignal | undefined,
): void {
  const taken = signal ? { signal: signal.seq } : {};
  decision.emit({
    type: 'StepStuck',
    ...placeOf(step),
    error,
    ...(outcome === 'done' ? { outcome } : {}),
    ...taken,
  });
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
export function ledgerRecord(
  decision: Decision,
  step: ActiveStep,
  outcome: Effect,
  output: Json,
): Eventually<LedgerRecord | null> {
  if (step.kind !== 'task' || outcome === 'none') return null;
  const node = effectNode(decision.program, step.id);
  if (!node.undo || !needsUndo(node, outcome)) return null;
  const scope = stepScope(stepKey(decision.state.run, step), { with: step.with, output, outcome });
  return chain(decision.evaluate(node.undo.with, step.frame, scope), (input) => ({
    outcome,
    undo: input.ok ? { kind: 'ready', with: input.value } : { kind: 'broken', error: input.error },
  }));
}

/** SG3. */
export function needsUndo({ undo, readOnly }: EffectNode, outcome: Effect): boolean {
  if (!undo || readOnly) return false;
  return outcome === 'done' || (outcome === 'unknown' && undo.onUnknown);
}

type Caught = { clause: number; next: string | null; assigned: Record<string, Json> };

async function caughtBy(decision: Decision, step: ActiveStep, error: Failure): Promise<Caught | null> {
  const node = stepNode(decision.program, step.id);
  const { catches } = node;
  if (
    node.type === 'receive' &&
    node.onTimeout !== null &&
    error.type === RECEIVE_TIMEOUT &&
    !isClosing(decision, step)
  )
    return { clause: -1, next: node.onTimeout, assigned: {} };
  const clause = matchingClause(catches, error);
  const caught = catches[clause];
  if (!caught || error.type === EVENTS_LIMIT || isClosing(decision, step)) return null;
  return { clause, next: caught.next, assigned: caught.as === null ? {} : { [caught.as]: failureJson(error) } };
}

/** Raised by a `receive` whose time is over. */
export const RECEIVE_TIMEOUT = 'timeout.signal';

function isClosing({ state }: Decision, step: ActiveStep): boolean {
  return frameOf(state, step.frame).closing !== null;
}

function scopeOfStep({ state }: Decision, step: ActiveStep): JsonObject {
  return step.kind === 'task' ? stepScope(stepKey(state.run, step)) : {};
}

export function placeOf({ path, visit }: Place): Place {
  return { path, visit };
}

/** A read-only task has no effect, whatever its attempts say (SG8). */
export function effectOf(decision: Decision, task: ActiveTask, effect: Effect): Effect {
  return effectNode(decision.program, task.id).readOnly ? 'none' : effect;
}
