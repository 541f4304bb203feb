/** Blocks being run: how they open, what is around them, and the ledgers they hold. Part of `evolve`. */
import type { FrameKey, Place } from '../event.ts';
import type { Failure } from '../failure.ts';
import type { JsonObject } from '../json.ts';
import { type Draft, dropFrame, setFrame } from './draft.ts';
import {
  blockKey,
  blockNode,
  compositeNode,
  isConcurrent,
  ITEM,
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
  isCommitted,
  isSettled,
  type LedgerEntry,
  ledgerFrame,
  parentOf,
  placeKey,
  type Readable,
  scopeFrame,
} from './state.ts';

export const ROOT: FrameKey = '';

export function rootFrame(program: Program, variables: JsonObject): Frame {
  const seed = { key: ROOT, block: '', name: '', prefix: '', item: null, owner: null, parent: null };
  return newFrame(program, { ...seed, vars: variables, ledger: [] });
}

type FrameSeed = Pick<Frame, 'key' | 'block' | 'name' | 'prefix' | 'item' | 'owner' | 'parent' | 'vars' | 'ledger'>;

function newFrame(program: Program, seed: FrameSeed): Frame {
  return {
    ...seed,
    phase: { kind: 'enter', step: blockNode(program, seed.block).start },
    closing: null,
    last: null,
    error: null,
    committed: false,
  };
}

/** Opens a block of a composite. Branches and items open a scope (DA1), and inside a saga a ledger of their own (SG2). */
export function openFrame(
  program: Program,
  draft: Draft,
  owner: Place & { id: string; frame: FrameKey },
  name: string,
  item: Frame['item'] = null,
): void {
  const node = compositeNode(program, owner.id);
  const place = placeKey(owner);
  const { prefix } = frameOf(draft, owner.frame);
  const ownsLedger = node.type === 'saga' || (isConcurrent(node) && isInSaga(program, draft, owner.frame));
  setFrame(
    draft,
    newFrame(program, {
      key: `${place}/${name}`,
      block: blockKey(owner.id, item ? ITEM : name),
      name,
      prefix: item ? `${owner.path}[${item.index}].` : prefix,
      item,
      owner: place,
      parent: owner.frame,
      vars: isConcurrent(node) ? {} : null,
      ledger: ownsLedger ? [] : null,
    }),
  );
  if (ownsLedger && draft.run?.carries && !isCommitted(draft, owner.frame)) claimCarried(draft, `${place}/${name}`);
}

/** LI4: what a reset carried over belongs to the block it was done in, as soon as that is begun again: it fails with it. */
function claimCarried(draft: Draft, key: FrameKey): void {
  const isOf = (entry: LedgerEntry): boolean => entry.home?.includes(key) === true && !isSettled(entry);
  for (let at = parentOf(draft, frameOf(draft, key)); at; at = parentOf(draft, at)) {
    const claimed = at.ledger?.filter(isOf) ?? [];
    if (claimed.length === 0) continue;
    setFrame(draft, { ...at, ledger: at.ledger?.filter((entry) => !isOf(entry)) ?? null });
    const frame = frameOf(draft, key);
    setFrame(draft, { ...frame, ledger: [...(frame.ledger ?? []), ...claimed] });
  }
}

export function isInSaga(program: Program, state: Readable, key: FrameKey): boolean {
  return sagaAround(program, state, key) !== null;
}

export function sagaAround(program: Program, state: Readable, key: FrameKey): SagaNode | null {
  for (let frame: Frame | undefined = state.frames[key]; frame; frame = parentOf(state, frame)) {
    const owner = ownerOf(state, frame);
    const node = owner && compositeNode(program, owner.id);
    if (node?.type === 'saga') return node;
  }
  return null;
}

export function assignIn(draft: Draft, key: FrameKey, assigned: JsonObject): void {
  if (isEmpty(assigned)) return;
  const frame = scopeFrame(draft, key);
  setFrame(draft, { ...frame, vars: { ...frame.vars, ...assigned } });
}

function isEmpty(object: JsonObject): boolean {
  for (const _ in object) return false;
  return true;
}

/** Of completion; mostly the ones are all after the others. */
function inOrder(before: readonly LedgerEntry[], more: readonly LedgerEntry[]): readonly LedgerEntry[] {
  const all = [...before, ...more];
  const isInOrder = (before.at(-1)?.seq ?? 0) <= (more[0]?.seq ?? 0);
  return isInOrder ? all : all.toSorted((a, b) => a.seq - b.seq);
}

/** The block that it belonged to has ended well, or is past its pivot: nothing claims it any more. */
function settledDown(entry: LedgerEntry): LedgerEntry {
  return entry.home ? { ...entry, home: null } : entry;
}

/** SG2: on success entries merge outward, in order of completion. */
export function mergeLedger(draft: Draft, key: FrameKey): void {
  const frame = frameOf(draft, key);
  if (!frame.ledger || frame.ledger.length === 0 || frame.parent === null) return;
  const outer = ledgerFrame(draft, frame.parent);
  setFrame(draft, { ...outer, ledger: inOrder(outer.ledger ?? [], frame.ledger.map(settledDown)) });
  setFrame(draft, { ...frame, ledger: [] });
}

function dropCarried(draft: Draft, key: FrameKey, place: Place): void {
  for (let at: Frame | undefined = frameOf(draft, key); at; at = parentOf(draft, at)) {
    const without = at.ledger?.filter(({ path, visit }) => path !== place.path || visit !== place.visit);
    if (without && without.length !== at.ledger?.length) setFrame(draft, { ...at, ledger: without });
  }
}

/** A place has one entry: what a reset carried over gives way to the step itself. */
export function addEntry(draft: Draft, key: FrameKey, entry: LedgerEntry): void {
  if (draft.run?.carries) dropCarried(draft, key, entry);
  const holder = ledgerFrame(draft, key);
  setFrame(draft, { ...holder, ledger: [...(holder.ledger ?? []), entry] });
}

/** Outside a saga a pivot means nothing. */
export function isPivot(program: Program, state: Readable, step: ActiveStep): boolean {
  const node = stepNode(program, step.id);
  return node.type === 'task' && node.pivot && isInSaga(program, state, step.frame);
}

/** The block of a `try` that runs last; a branch may have that name too. */
export function isFinally(state: Readable, frame: Frame): boolean {
  return ownerOf(state, frame)?.phase === 'finally';
}

export function ownerOf(state: Readable, frame: Frame): ActiveComposite | null {
  const owner = frame.owner === null ? undefined : state.active[frame.owner];
  return owner?.kind === 'composite' ? owner : null;
}

/** A composite ended: its blocks are forgotten. */
export function dropFrames(draft: Draft, place: Place): void {
  for (const key of activeAt(draft, place, 'composite').frames) dropFrame(draft, key);
}

/** Whether a closed frame has anything left to undo. The run's own ledger holds what was committed: it is never undone. */
export function mustUndo(frame: Frame): boolean {
  return frame.key !== ROOT && !frame.committed && (frame.ledger ?? []).some((entry) => !isSettled(entry));
}

/** Over, one way or the other. */
export function isFinal(frame: Frame): boolean {
  const { kind } = frame.phase;
  return kind === 'completed' || (kind === 'closed' && !mustUndo(frame));
}

export function failureOf(frame: Frame): Failure | null {
  return frame.phase.kind === 'closed' ? frame.phase.error : null;
}
