/** A composite whose blocks have all ended: completed, tried again, its `finally` run, caught, failed, or cancelled. */
import type { Failure } from '../failure.ts';
import type { FrameKey } from '../event.ts';
import { type Json, type JsonObject, put } from '../json.ts';
import type { Decision } from './decision.ts';
import { cancelStep, completeStep, failStep, placeOf } from './endings.ts';
import { failureOf, ownerOf } from './frames.ts';
import { tolerated } from './items.ts';
import { isPastPivot } from './pivot.ts';
import { type CompositeNode, compositeNode, type MapNode } from './program.ts';
import { randomOf } from './random.ts';
import { decideRetry } from './retry.ts';
import { endRun } from './run-end.ts';
import { type ActiveComposite, type Frame, frameOf, type MapProgress } from './state.ts';

type Result = { readonly error: null; readonly output: Json } | { readonly error: Failure; readonly output: null };

export async function settleComposite(decision: Decision, step: ActiveComposite): Promise<void> {
  if (step.map) return settleMap(decision, step, step.map);
  const node = compositeNode(decision.program, step.id);
  const frames = step.frames.map((key) => frameOf(decision.state, key));
  if (step.phase === 'finally') await afterFinally(decision, step, frames);
  else await afterBlocks(decision, step, node, resultOf(node, step, frames));
}

async function settleMap(decision: Decision, step: ActiveComposite, map: MapProgress): Promise<void> {
  const node = compositeNode(decision.program, step.id);
  if (node.type === 'map') await afterBlocks(decision, step, node, mapResult(node, step, map));
}

/** In the order of the items; null for those that failed. */
function mapResult(node: MapNode, { id, error, cancelBy }: ActiveComposite, map: MapProgress): Result {
  const allowed = tolerated(node, map.items.length);
  const isWhole = !map.halted && cancelBy === null;
  if (isWhole && map.failed <= allowed) return { error: null, output: map.results };
  if (!error || map.timedOut || node.tolerate.value === 0 || error.type === 'compensation')
    return { error: error ?? UNKNOWN, output: null };
  const message = `More than ${allowed} of the ${map.items.length} items of ${id} failed.`;
  return { error: { type: 'map.tolerance', message, retryable: false, cause: error }, output: null };
}

/** It is to end while it waits to be tried again: as if the try to come had been cut off (ER3). */
export async function endBackoff(decision: Decision, step: ActiveComposite): Promise<void> {
  const error = frameOf(decision.state, step.frame).closing ?? UNKNOWN;
  await afterBlocks(decision, step, compositeNode(decision.program, step.id), { error, output: null });
}

/** ER3: the run ends well as soon as each `try` around has run its `finally`, innermost first. */
export function succeed(decision: Decision, key: FrameKey, output: Json): void {
  const owner = ownerOf(decision.state, frameOf(decision.state, key));
  if (!owner) return endRun(decision, { kind: 'completed', output });
  const node = compositeNode(decision.program, owner.id);
  const place = placeOf(owner);
  if (node.type === 'try' && node.hasFinally && owner.phase !== 'finally')
    return decision.emit({ type: 'FinallyStarted', ...place, error: null, output, succeeds: true });
  decision.emit({ type: 'StepCompleted', ...place, output, assigned: {}, entry: null });
  succeed(decision, owner.frame, output);
}

async function afterBlocks(
  decision: Decision,
  step: ActiveComposite,
  node: CompositeNode,
  result: Result,
): Promise<void> {
  if (result.error && scheduleRetry(decision, step, node, result.error)) return;
  if (node.type === 'try' && node.hasFinally) decision.emit({ type: 'FinallyStarted', ...placeOf(step), ...result });
  else await endWith(decision, step, result);
}

/** What `finally` throws replaces what the block threw. */
async function afterFinally(decision: Decision, step: ActiveComposite, frames: readonly Frame[]): Promise<void> {
  const failure = frames.map(failureOf).find((error) => error !== null);
  if (failure)
    return endWith(decision, step, { error: step.error ? { ...failure, cause: step.error } : failure, output: null });
  if (step.succeeds && step.cancelBy === null) return succeed(decision, frames[0]?.key ?? step.frame, step.output);
  return endWith(
    decision,
    step,
    step.error ? { error: step.error, output: null } : { error: null, output: step.output },
  );
}

async function endWith(decision: Decision, step: ActiveComposite, result: Result): Promise<void> {
  if (!result.error) return completeStep(decision, step, result.output);
  await (step.cancelBy === null ? failStep(decision, step, result.error, 'none') : cancelStep(decision, step, 'none'));
}

/** A saga is tried again after undoing; nothing is tried again while it is being cancelled, or past its pivot (SG6). */
function scheduleRetry(decision: Decision, step: ActiveComposite, node: CompositeNode, error: Failure): boolean {
  if (step.cancelBy !== null || isPastPivot(decision.state, step)) return false;
  const retry = decideRetry(node.retry, {
    failure: error,
    counts: step.counts,
    nowMs: decision.at,
    deadlineMs: Infinity,
    random: randomOf(decision.entropy().seed),
    unlimited: false,
  });
  if (retry.kind === 'giveUp') return false;
  const retryAt = decision.at + retry.delayMs;
  decision.emit({
    type: 'BlockRetryScheduled',
    ...placeOf(step),
    error,
    attempt: step.attempt,
    rule: retry.rule,
    retryAt,
  });
  return true;
}

function resultOf(node: CompositeNode, step: ActiveComposite, frames: readonly Frame[]): Result {
  return node.type === 'parallel' ? joined(node.needed, step, frames) : bodyResult(step, frames);
}

function bodyResult(step: ActiveComposite, [body]: readonly Frame[]): Result {
  if (body?.phase.kind === 'completed') return { error: null, output: body.phase.output };
  return { error: (body && failureOf(body)) ?? step.error ?? UNKNOWN, output: null };
}

/** Object by branch id of the branches that completed. An undoing that gave up outweighs what caused it (SG4). */
function joined(needed: number, step: ActiveComposite, frames: readonly Frame[]): Result {
  const output: Record<string, Json> = {};
  for (const { name, phase } of frames) if (phase.kind === 'completed') put(output, name, phase.output);
  if (Object.keys(output).length >= needed) return { error: null, output: output satisfies JsonObject };
  const failures = frames.map(failureOf).filter((error) => error !== null);
  const error = failures.find(({ type }) => type === 'compensation') ?? step.error ?? failures[0] ?? UNKNOWN;
  return { error, output: null };
}

const UNKNOWN: Failure = { type: 'activity', message: 'The block failed.' };
