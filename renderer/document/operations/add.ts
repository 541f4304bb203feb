import { type EditableObject, isEditableObject, textAt } from '../draft.ts';
import type { BlockKey } from '../outline.ts';
import { portsOf, setTarget, targetOf } from '../ports.ts';
import { blockAt, findStep, setStart, stepsOf } from './blocks.ts';
import { connect, type Origin } from './connect.ts';

/** Where a new step goes: loose in a block, or on the connection that leaves an origin, between its two ends. */
export type Spot =
  | { readonly kind: 'loose'; readonly block: BlockKey }
  | { readonly kind: 'after'; readonly origin: Origin };

/** Adds a step; on a connection, what came after now comes after the new step. */
export function addStep(document: EditableObject, id: string, step: EditableObject, spot: Spot): void {
  if (spot.kind === 'loose') {
    const block = blockAt(document, spot.block);
    if (block) addLoose(block, id, step);
    return;
  }
  const holder = holderOf(document, spot.origin);
  if (!holder) return;
  const follower = followerOf(document, spot.origin);
  stepsOf(holder)[id] = step;
  connect(document, spot.origin, id);
  const added = stepsOf(holder)[id];
  if (follower !== null && isEditableObject(added)) leadOn(added, follower);
}

function addLoose(block: EditableObject, id: string, step: EditableObject): void {
  const isFirst = Object.keys(stepsOf(block)).length === 0 || textAt(block, 'start') === null;
  stepsOf(block)[id] = step;
  if (isFirst) setStart(block, id);
}

/** `fail` and `succeed` lead nowhere: what followed is loose then, and the problems list says so. */
export function leadOn(step: EditableObject, follower: string): void {
  const ports = portsOf(step);
  const port = ports.includes('next') ? 'next' : ports.find((candidate) => candidate === 'otherwise');
  if (port) setTarget(step, port, follower);
}

/** The block a connection from there is in. */
export function holderOf(document: EditableObject, origin: Origin): EditableObject | null {
  if (origin.kind === 'start') return blockAt(document, origin.block);
  return findStep(document, origin.step)?.holder.block ?? null;
}

export function followerOf(document: EditableObject, origin: Origin): string | null {
  if (origin.kind === 'start') {
    const block = blockAt(document, origin.block);
    return block && textAt(block, 'start');
  }
  const found = findStep(document, origin.step);
  return found && targetOf(found.step, origin.port);
}
