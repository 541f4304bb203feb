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
} from './program.ts';
import {
  type ActiveComposite,
  type ActiveStep,
  activeAt,
  type Frame,
  frameOf,
  type LedgerEntry,
  ledgerFrame,
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
  const ownsLedger = node.type === 'saga' || (isBranch && isInSaga(state, owner.frame));
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

function isInSaga(state: RunState, key: FrameKey): boolean {
  return ledgerFrame(state, key).key !== ROOT;
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

/** A block ended well: its entries merge outward; enough branches of a parallel end the race. */
export function completeBlock(program: Program, state: RunState, key: FrameKey, output: Json): RunState {
  const merged = mergeLedger(state, key);
  const frame = frameOf(merged, key);
  const done = withFrame(merged, { ...frame, phase: { kind: 'completed', output } });
  const owner = ownerOf(done, frame);
  const node = owner && compositeNode(program, owner.id);
  if (!owner || node?.type !== 'parallel') return done;
  const completed = owner.frames.filter((k) => frameOf(done, k).phase.kind === 'completed').length;
  return completed < node.needed ? done : closeAll(program, done, owner.frames, CANCELLED);
}

/** SG2: on success entries merge outward, in order of completion. */
function mergeLedger(state: RunState, key: FrameKey): RunState {
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

/** SG6: closes the ledgers of this saga and all around it. What is recorded is no longer in force. */
export function passPivot(state: RunState, key: FrameKey): RunState {
  let next = state;
  for (let at: FrameKey | null = key; at !== null; at = frameOf(next, at).parent) {
    const frame = frameOf(next, at);
    if (frame.ledger && at !== ROOT) next = withFrame(next, { ...frame, ledger: [], committed: true });
  }
  return next;
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
  if (frame.name === 'finally' || frame.committed || frame.closing) return state;
  const { phase } = frame;
  if (phase.kind === 'enter' || phase.kind === 'end')
    return withFrame(state, { ...frame, phase: { kind: 'closed', error } });
  if (phase.kind !== 'step') return state;
  const step = state.active[phase.place];
  const closing = withFrame(state, { ...frame, closing: error });
  return step ? cancelStep(program, closing, step, error) : closing;
}

function cancelStep(program: Program, state: RunState, step: ActiveStep, error: Failure): RunState {
  const cancelled = withActive(state, {
    ...step,
    cancelBy: step.cancelBy ?? state.at + cancelTimeoutMs(program, state, step.frame),
  });
  return step.kind === 'composite' ? closeAll(program, cancelled, step.frames, error) : cancelled;
}

function cancelTimeoutMs(program: Program, state: RunState, key: FrameKey): number {
  for (
    let frame: Frame | undefined = state.frames[key];
    frame;
    frame = frame.parent === null ? undefined : state.frames[frame.parent]
  ) {
    const owner = ownerOf(state, frame);
    const node = owner && compositeNode(program, owner.id);
    if (node?.type === 'saga') return node.cancelTimeoutMs;
  }
  return DEFAULT_CANCEL_TIMEOUT_MS;
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
