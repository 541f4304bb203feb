import { copyOf, type EditableObject, isEditableObject, textAt } from '../draft.ts';
import { enclosingBlocks, type Outline } from '../outline.ts';
import { mainTarget, portsOf, targetOf } from '../ports.ts';
import { followerOf, holderOf, leadOn } from './add.ts';
import { findStep, redirect, setStart, stepsOf } from './blocks.ts';
import { connect, type Origin } from './connect.ts';
import { cutStrayConnections } from './move.ts';
import { takeOut } from './remove.ts';

/** Why a step cannot be put on a connection; the catalogue has the words. */
export type OntoRefusal = 'unknown' | 'itsOwn' | 'moveInside' | 'endsFlow';

export function ontoRefusal(outline: Outline, id: string, origin: Origin): OntoRefusal | null {
  const entry = outline.steps.get(id);
  const source = origin.kind === 'step' ? outline.steps.get(origin.step) : undefined;
  const block = outline.blocks.get(origin.kind === 'start' ? origin.block : (source?.block ?? ''));
  if (!entry || !block || (origin.kind === 'step' && !source)) return 'unknown';
  const target = source && origin.kind === 'step' ? targetOf(source.step, origin.port) : block.start;
  if (target === null || !outline.steps.has(target)) return 'unknown';
  if (source?.id === id || target === id) return 'itsOwn';
  if (block.owner === id || enclosingBlocks(outline, block.owner ?? '').some(({ owner }) => owner === id))
    return 'moveInside';
  return portsOf(entry.step).some((port) => port === 'next' || port === 'otherwise') ? null : 'endsFlow';
}

/** Takes a step out of its chain, which heals, and puts it on a connection, between its two ends. */
export function moveOnto(document: EditableObject, id: string, origin: Origin): void {
  const found = findStep(document, id);
  const holder = holderOf(document, origin);
  const follower = followerOf(document, origin);
  if (!found || !holder || follower === null) return;
  if (holder === found.holder.block) leaveChain(holder, id, found.step);
  else carryOver(document, id, holder);
  connect(document, origin, id);
  const moved = stepsOf(holder)[id];
  if (isEditableObject(moved)) leadOn(moved, follower);
}

/** It stays where it is in the file. */
function leaveChain(block: EditableObject, id: string, step: EditableObject): void {
  const follower = mainTarget(step);
  redirect(block, id, follower === id ? null : follower);
  const other = Object.keys(stepsOf(block)).find((key) => key !== id);
  if (textAt(block, 'start') === null && other !== undefined) setStart(block, other);
}

function carryOver(document: EditableObject, id: string, block: EditableObject): void {
  const step = copyOf(findStep(document, id)?.step ?? {});
  takeOut(document, id);
  if (!isEditableObject(step)) return;
  stepsOf(block)[id] = step;
  cutStrayConnections(document, block, id);
}
