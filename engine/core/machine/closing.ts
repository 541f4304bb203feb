/** How blocks end, well or badly, and are closed from outside: the part of `evolve` that several events share. */
import type { FrameKey } from '../event.ts';
import type { Failure } from '../failure.ts';
import type { Json } from '../json.ts';
import { type Draft, setActive, setFrame } from './draft.ts';
import { isFinally, isPivot, mergeLedger, ownerOf, sagaAround } from './frames.ts';
import { itemCompleted, itemFailed } from './items.ts';
import { compositeNode, DEFAULT_CANCEL_TIMEOUT_MS, isConcurrent, type ParallelNode, type Program } from './program.ts';
import { type ActiveComposite, type ActiveStep, type Frame, frameOf, NEVER, type Readable } from './state.ts';

const CANCELLED: Failure = { type: 'cancelled', message: 'The block was cancelled.' };

/** The step of a frame ended well, or what went wrong was caught: on to the next, to the end, or to closing. */
export function moveOn(program: Program, draft: Draft, key: FrameKey, next: string | null): void {
  const frame = frameOf(draft, key);
  if (frame.closing) return fail(program, draft, key, frame.closing);
  setFrame(draft, { ...frame, phase: next === null ? { kind: 'end' } : { kind: 'enter', step: next } });
}

/** A block fails; a parallel or a map that can no longer end well closes its other blocks at once. */
export function fail(program: Program, draft: Draft, key: FrameKey, error: Failure): void {
  const frame = frameOf(draft, key);
  setFrame(draft, { ...frame, closing: null, phase: { kind: 'closed', error } });
  const owner = ownerOf(draft, frame);
  if (!owner) return;
  const node = compositeNode(program, owner.id);
  if (node.type === 'map') {
    const others = itemFailed(program, draft, node, owner, { key, error, again: hasFailed(frame) });
    return closeAll(program, draft, others, CANCELLED);
  }
  setActive(draft, { ...owner, error: owner.error ?? error });
  if (node.type !== 'parallel' || node.onFailure === 'wait' || canStillJoin(draft, owner, node)) return;
  closeAll(program, draft, owner.frames, CANCELLED);
}

function canStillJoin(state: Readable, owner: ActiveComposite, node: ParallelNode): boolean {
  const lost = owner.frames.filter((key) => hasFailed(frameOf(state, key))).length;
  return owner.frames.length - lost >= node.needed;
}

function hasFailed({ phase }: Frame): boolean {
  return phase.kind === 'closed' || phase.kind === 'undoing';
}

/** A block ended well; enough branches of a parallel end the race. A saga keeps its entries until it has ended itself. */
export function completeBlock(program: Program, draft: Draft, key: FrameKey, output: Json): void {
  const frame = frameOf(draft, key);
  setFrame(draft, { ...frame, phase: { kind: 'completed', output } });
  const owner = ownerOf(draft, frame);
  const node = owner && compositeNode(program, owner.id);
  if (!owner || !node || !isConcurrent(node)) return;
  mergeLedger(draft, key);
  if (node.type === 'map') return itemCompleted(program, draft, node, owner, key, output);
  if (node.type !== 'parallel' || node.needed === owner.frames.length) return;
  if (countCompleted(draft, owner) < node.needed) return;
  closeAll(program, draft, owner.frames, CANCELLED);
}

function countCompleted(draft: Draft, { frames }: ActiveComposite): number {
  let completed = 0;
  for (const key of frames) if (frameOf(draft, key).phase.kind === 'completed') completed += 1;
  return completed;
}

export function closeAll(program: Program, draft: Draft, keys: readonly FrameKey[], error: Failure): void {
  for (const key of keys) closeFrame(program, draft, key, error);
}

/**
 * A block is to end with this failure. What has not begun does not begin; an open attempt is asked to stop and may answer until
 * `cancelTimeout` is over. Undoing (SG5), `finally` and a saga past its pivot (SG6) go on to their end first.
 */
export function closeFrame(program: Program, draft: Draft, key: FrameKey, error: Failure): void {
  const frame = draft.frames[key];
  if (!frame || isFinally(draft, frame) || frame.committed || frame.closing) return;
  const { phase } = frame;
  if (phase.kind === 'enter' || phase.kind === 'end') return closeAtOnce(program, draft, frame, error);
  if (phase.kind !== 'step') return;
  const step = draft.active[phase.place];
  setFrame(draft, { ...frame, closing: error });
  if (step) cancelStep(program, draft, step, error);
}

/** An item's block is forgotten with its end, so the map has to hear of it; any other is found closed by its owner. */
function closeAtOnce(program: Program, draft: Draft, frame: Frame, error: Failure): void {
  if (frame.item) return fail(program, draft, frame.key, error);
  setFrame(draft, { ...frame, phase: { kind: 'closed', error } });
}

function cancelStep(program: Program, draft: Draft, step: ActiveStep, error: Failure): void {
  if (mustBeKnown(program, draft, step)) return;
  setActive(draft, halted({ ...step, cancelBy: step.cancelBy ?? cancelTime(program, draft, step) }));
  if (step.kind === 'composite') closeAll(program, draft, step.frames, error);
}

/** A child undoes what it did, which takes as long as it takes, and is known to end: it is not left behind. */
function cancelTime(program: Program, draft: Draft, step: ActiveStep): number {
  if (step.kind === 'task' && step.work.kind === 'child') return NEVER;
  return draft.at + (sagaAround(program, draft, step.frame)?.cancelTimeoutMs ?? DEFAULT_CANCEL_TIMEOUT_MS);
}

/** No more items of a map are begun. */
function halted<S extends ActiveStep>(step: S): S {
  return step.kind === 'composite' && step.map ? { ...step, map: { ...step.map, halted: true } } : step;
}

export function timedOut(step: ActiveComposite): ActiveComposite {
  return step.map ? { ...step, map: { ...step.map, halted: true, timedOut: true } } : step;
}

/** SG6: whether a pivot took effect decides what becomes of its saga, so one that may have is let come to an end. */
function mustBeKnown(program: Program, state: Readable, step: ActiveStep): boolean {
  if (step.kind !== 'task' || !isPivot(program, state, step)) return false;
  return step.phase !== 'backoff' || step.outcome !== 'none';
}
