/** Undoing, as `decide` sees it: when it begins, what becomes of an undo that cannot go on, and what the block then fails with. */
import { type Failure, strongest } from '../failure.ts';
import type { Place } from '../event.ts';
import { isUndone, leftOf, turnOf } from './compensate.ts';
import type { Decision } from './decision.ts';
import { needsUndo, placeOf } from './endings.ts';
import { ownerOf } from './frames.ts';
import { compositeNode, effectNode, type Program } from './program.ts';
import { type ActiveTask, type Frame, parentOf, placeKey, type RunState, type UndoPolicy, unsettled } from './state.ts';

/** SG2. */
export function startUndoing(decision: Decision, frame: Frame, error: Failure): void {
  const policy = undoPolicy(decision, frame);
  const entries = unsettled(frame).map(placeOf);
  const ordered = policy.order === 'reverse' ? entries.toReversed() : entries;
  decision.emit({ type: 'CompensationStarted', frame: frame.key, error, ...policy, entries: ordered });
}

/** A branch undoes as the saga around it says. */
function undoPolicy({ program, state }: Decision, frame: Frame): UndoPolicy {
  for (let at: Frame | undefined = frame; at; at = parentOf(state, at)) {
    const owner = ownerOf(state, at);
    const node = owner && compositeNode(program, owner.id);
    if (node?.type === 'saga') return { order: node.order, onFailure: node.onCompensationFailure };
  }
  return { order: 'reverse', onFailure: 'suspend' };
}

/** SG4: an undo is exhausted. */
export function compensationFailed(decision: Decision, frame: Frame, place: Place, error: Failure): void {
  const { phase } = frame;
  const suspends = phase.kind === 'undoing' && phase.policy.onFailure === 'suspend' && phase.stopped === 'no';
  decision.emit({ type: suspends ? 'UndoStuck' : 'UndoFailed', ...placeOf(place), error });
}

/** SG1: an undo whose input could not be evaluated fails when its turn comes. True when there was one. */
export function failBrokenUndo(decision: Decision, frame: Frame): boolean {
  for (const entry of turnOf(frame)) {
    if (entry.status !== 'recorded' || entry.undo.kind !== 'broken') continue;
    compensationFailed(decision, frame, entry, entry.undo.error);
    return true;
  }
  return false;
}

/** SG7: the original error goes on, unless undoing gave up (SG4). True when it ended. */
export function endUndoing(decision: Decision, frame: Frame): boolean {
  const { phase } = frame;
  if (phase.kind !== 'undoing' || !isUndone(frame)) return false;
  const left = leftOf(frame);
  const undone = (frame.ledger ?? []).length - left.length;
  decision.emit({ type: 'CompensationEnded', frame: frame.key, error: finalError(frame, phase, left), undone, left });
  return true;
}

function finalError(
  frame: Frame,
  phase: Extract<Frame['phase'], { kind: 'undoing' }>,
  left: readonly Place[],
): Failure {
  const gaveUp = phase.stopped !== 'no' || (frame.ledger ?? []).some((entry) => entry.status === 'failed');
  if (!gaveUp) return phase.error;
  const places = left.map(({ path }) => path).join(', ');
  return {
    type: 'compensation',
    message: `Not undone: ${places}.`,
    details: { left: left.map((p) => ({ ...p })) },
    retryable: false, // to run the block again would be to do twice what was not undone
    cause: phase.error,
  };
}

/** Places of the whole run that hold, or may hold, an effect nobody undid: for `terminate`, and for a run that failed. */
export function allLeft(program: Program, state: RunState): readonly Place[] {
  const recorded = Object.values(state.frames).flatMap((frame) => leftOf(frame));
  const open = Object.values(state.active).filter((step) => step.kind === 'task' && mayNeedUndo(program, step));
  const held = new Set(recorded.map(placeKey)); // a step may be under way whose effect was carried over (LI4)
  return [...state.left, ...recorded, ...open.map(placeOf).filter((place) => !held.has(placeKey(place)))];
}

function mayNeedUndo(program: Program, step: ActiveTask): boolean {
  const outcome = step.phase === 'running' ? strongest(step.outcome, 'unknown') : step.outcome;
  return needsUndo(effectNode(program, step.id), outcome);
}
