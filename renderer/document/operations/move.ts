import { copyOf, type EditableObject, isEditableObject, objectAt, textAt } from '../draft.ts';
import type { BlockKey, Outline } from '../outline.ts';
import { withInner } from '../outline.ts';
import { portsOf, setTarget, targetOf } from '../ports.ts';
import { blockAt, findStep, innerBlocks, setStart, stepsOf } from './blocks.ts';
import { takeOut } from './remove.ts';

/** Steps cannot be moved into themselves. */
export function canMoveInto(outline: Outline, ids: readonly string[], block: BlockKey): boolean {
  const owner = outline.blocks.get(block)?.owner ?? null;
  return outline.blocks.has(block) && (owner === null || ids.every((id) => !withInner(outline, id).includes(owner)));
}

/** Moves steps to another block. They stay connected among themselves; the chain they leave is healed. */
export function moveInto(document: EditableObject, ids: readonly string[], key: BlockKey): void {
  const moving = outermostOf(document, ids).filter((id) => findStep(document, id)?.holder.key !== key);
  const steps = new Map(moving.map((id) => [id, copyOf(findStep(document, id)?.step ?? {})]));
  for (const id of moving) takeOut(document, id);
  const block = blockAt(document, key);
  if (!block) return;
  for (const [id, step] of steps) {
    if (isEditableObject(step)) stepsOf(block)[id] = step;
  }
  for (const id of moving) cutStrayConnections(document, block, id);
  const [first] = moving;
  if (first !== undefined && textAt(block, 'start') === null) setStart(block, first);
}

/** What is inside a step that moves comes along with it. */
function outermostOf(document: EditableObject, ids: readonly string[]): readonly string[] {
  const inside = new Set(ids.flatMap((id) => stepsInside(findStep(document, id)?.step ?? {})));
  return ids.filter((id) => !inside.has(id));
}

function stepsInside(step: EditableObject): readonly string[] {
  return innerBlocks(step).flatMap(([, block]) =>
    Object.entries(objectAt(block, 'steps') ?? {}).flatMap(([id, held]) => [
      id,
      ...(isEditableObject(held) ? stepsInside(held) : []),
    ]),
  );
}

/** `next` stays within the block. */
export function cutStrayConnections(document: EditableObject, block: EditableObject, id: string): void {
  const step = findStep(document, id)?.step;
  if (!step) return;
  for (const port of portsOf(step)) {
    const target = targetOf(step, port);
    if (target !== null && !(target in stepsOf(block))) setTarget(step, port, null);
  }
}
