/** How blocks open, end, and are closed from outside: the part of `evolve` that several events share. */
import type { FrameKey, Place } from '../event.ts';
import type { Failure } from '../failure.ts';
import type { Json, JsonObject } from '../json.ts';
import {
  blockKey,
  blockNode,
  compositeNode,
  DEFAULT_CANCEL_TIMEOUT_MS,
  type ParallelNode,
  type Program,
  type SagaNode,
  stepNode,
} from './program.ts';
import {
  type ActiveComposite,
  type ActiveStep,
  activeAt,
  type Frame,
  frameOf,
  type LedgerEntry,
  ledgerFrame,
  parentOf,
  placeKey,
  type RunState,
  scopeFrame,
  unsettled,
  withActive,
  withFrame,
} from './state.ts';

export const ROOT: FrameKey = '';
const CANCELLED: Failure = { type: 'cancelled', message: 'The block was cancelled.' };

export function rootFrame(program: Program, variables: JsonObject): Frame {
  return newFrame(program, { key: ROOT, block: '', name: '', owner: null, parent: null, vars: variables, ledger: [] });
}

type FrameSeed = Pick<Frame, 'key' | 'block' | 'name' | 'owner' | 'parent' | 'vars' | 'ledger'>;

function newFrame(program: Program, seed: FrameSeed): Frame {
  return {
    ...seed,
    phase: { kind: 'enter', step: blockNode(program, seed.block).start },
    closing: null,
    outputs: {},
    last: null,
    error: null,
    committed: false,
  };
}

/** Opens a block of a composite. Branches open a scope (DA1), and inside a saga a ledger of their own (SG2). */
export function openFrame(
  program: Program,
  state: RunState,
  owner: Place & { id: string; frame: FrameKey },
  name: string,
): RunState {
  const node = compositeNode(program, owner.id);
  const place = placeKey(owner);
  const isBranch = node.type === 'parallel';
  const ownsLedger = node.type === 'saga' || (isBranch && isInSaga(program, state, owner.frame));
  const seed = {
    key: `${place}/${name}`,
    block: blockKey(owner.id, name),
    name,
    owner: place,
    parent: owner.frame,
    vars: isBranch ? {} : null,
    ledger: ownsLedger ? [] : null,
  };
  return withFrame(state, newFrame(program, seed));
}

export function isInSaga(program: Program, state: RunState, key: FrameKey): boolean {
  return sagaAround(program, state, key) !== null;
}

function sagaAround(program: Program, state: RunState, key: FrameKey): SagaNode | null {
  for (let frame: Frame | undefined = state.frames[key]; frame; frame = parentOf(state, frame)) {
    const owner = ownerOf(state, frame);
    const node = owner && compositeNode(program, owner.id);
    if (node?.type === 'saga') return node;
  }
  return null;
}

export function assignIn(state: RunState, key: FrameKey, assigned: JsonObject): RunState {
  if (Object.keys(assigned).length === 0) return state;
  const frame = scopeFrame(state, key);
  return withFrame(state, { ...frame, vars: { ...frame.vars, ...assigned } });
}

/** The step of a frame ended well, or what went wrong was caught: on to the next, to the end, or to closing. */
export function moveOn(program: Program, state: RunState, key: FrameKey, next: string | null): RunState {
  const frame = frameOf(state, key);
  if (frame.closing) return fail(program, state, key, frame.closing);
  return withFrame(state, { ...frame, phase: next === null ? { kind: 'end' } : { kind: 'enter', step: next } });
}

/** A block fails; a parallel whose join can no longer be met closes its other branches at once. */
export function fail(program: Program, state: RunState, key: FrameKey, error: Failure): RunState {
  const frame = frameOf(state, key);
  const failed = withFrame(state, { ...frame, closing: null, phase: { kind: 'closed', error } });
  const owner = ownerOf(failed, frame);
  if (!owner) return failed;
  const noted = withActive(failed, { ...owner, error: owner.error ?? error });
  const node = compositeNode(program, owner.id);
  if (node.type !== 'parallel' || node.onFailure === 'wait' || canStillJoin(noted, owner, node)) return noted;
  return closeAll(program, noted, owner.frames, CANCELLED);
}

function canStillJoin(state: RunState, owner: ActiveComposite, node: ParallelNode): boolean {
  const lost = owner.frames.filter((key) => hasFailed(frameOf(state, key))).length;
  return owner.frames.length - lost >= node.needed;
}

function hasFailed({ phase }: Frame): boolean {
  return phase.kind === 'closed' || phase.kind === 'undoing';
}

/** A block ended well; enough branches of a parallel end the race. A saga keeps its entries until it has ended itself. */
export function completeBlock(program: Program, state: RunState, key: FrameKey, output: Json): RunState {
  const frame = frameOf(state, key);
  const ended = withFrame(state, { ...frame, phase: { kind: 'completed', output } });
  const owner = ownerOf(ended, frame);
  const node = owner && compositeNode(program, owner.id);
  if (!owner || node?.type !== 'parallel') return ended;
  const done = mergeLedger(ended, key);
  const completed = owner.frames.filter((k) => frameOf(done, k).phase.kind === 'completed').length;
  return completed < node.needed ? done : closeAll(program, done, owner.frames, CANCELLED);
}

/** SG2: on success entries merge outward, in order of completion. */
export function mergeLedger(state: RunState, key: FrameKey): RunState {
  const frame = frameOf(state, key);
  if (!frame.ledger || frame.ledger.length === 0 || frame.parent === null) return state;
  const outer = ledgerFrame(state, frame.parent);
  const ledger = [...(outer.ledger ?? []), ...frame.ledger].toSorted((a, b) => a.seq - b.seq);
  return withFrame(withFrame(state, { ...outer, ledger }), { ...frame, ledger: [] });
}

export function addEntry(state: RunState, key: FrameKey, entry: LedgerEntry): RunState {
  const holder = ledgerFrame(state, key);
  return withFrame(state, { ...holder, ledger: [...(holder.ledger ?? []), entry] });
}

export function closeAll(program: Program, state: RunState, keys: readonly FrameKey[], error: Failure): RunState {
  return keys.reduce((s, key) => closeFrame(program, s, key, error), state);
}

/**
 * A block is to end with this failure. What has not begun does not begin; an open attempt is asked to stop and may answer until
 * `cancelTimeout` is over. Undoing (SG5), `finally` and a saga past its pivot (SG6) go on to their end first.
 */
export function closeFrame(program: Program, state: RunState, key: FrameKey, error: Failure): RunState {
  const frame = frameOf(state, key);
  if (isFinally(state, frame) || frame.committed || frame.closing) return state;
  const { phase } = frame;
  if (phase.kind === 'enter' || phase.kind === 'end')
    return withFrame(state, { ...frame, phase: { kind: 'closed', error } });
  if (phase.kind !== 'step') return state;
  const step = state.active[phase.place];
  const closing = withFrame(state, { ...frame, closing: error });
  return step ? cancelStep(program, closing, step, error) : closing;
}

function cancelStep(program: Program, state: RunState, step: ActiveStep, error: Failure): RunState {
  if (mustBeKnown(program, state, step)) return state;
  const timeoutMs = sagaAround(program, state, step.frame)?.cancelTimeoutMs ?? DEFAULT_CANCEL_TIMEOUT_MS;
  const cancelled = withActive(state, { ...step, cancelBy: step.cancelBy ?? state.at + timeoutMs });
  return step.kind === 'composite' ? closeAll(program, cancelled, step.frames, error) : cancelled;
}

/** SG6: whether a pivot took effect decides what becomes of its saga, so one that may have is let come to an end. */
function mustBeKnown(program: Program, state: RunState, step: ActiveStep): boolean {
  if (step.kind !== 'task' || !isPivot(program, state, step)) return false;
  return step.phase !== 'backoff' || step.outcome !== 'none';
}

/** Outside a saga a pivot means nothing. */
export function isPivot(program: Program, state: RunState, step: ActiveStep): boolean {
  const node = stepNode(program, step.id);
  return node.type === 'task' && node.pivot && isInSaga(program, state, step.frame);
}

/** The block of a `try` that runs last; a branch may have that name too. */
export function isFinally(state: RunState, frame: Frame): boolean {
  return ownerOf(state, frame)?.phase === 'finally';
}

export function ownerOf(state: RunState, frame: Frame): ActiveComposite | null {
  const owner = frame.owner === null ? undefined : state.active[frame.owner];
  return owner?.kind === 'composite' ? owner : null;
}

/** A composite ended: its blocks are forgotten. */
export function dropFrames(state: RunState, place: Place): RunState {
  const { frames: gone } = activeAt(state, place, 'composite');
  const frames = Object.fromEntries(Object.entries(state.frames).filter(([key]) => !gone.includes(key)));
  return { ...state, frames };
}

/** Whether a closed frame has anything left to undo. The run's own ledger holds what was committed: it is never undone. */
export function mustUndo(frame: Frame): boolean {
  return frame.key !== ROOT && !frame.committed && unsettled(frame).length > 0;
}

/** Over, one way or the other. */
export function isFinal(frame: Frame): boolean {
  const { kind } = frame.phase;
  return kind === 'completed' || (kind === 'closed' && !mustUndo(frame));
}

export function failureOf(frame: Frame): Failure | null {
  return frame.phase.kind === 'closed' ? frame.phase.error : null;
}
