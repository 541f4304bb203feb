import { type EditableObject, isEditableObject, objectAt } from '../draft.ts';
import { mainTarget } from '../ports.ts';
import { findStep, innerBlocks, redirect, setStart } from './blocks.ts';
import { forgetSample } from '../samples.ts';
import { forgetNotes } from './notes.ts';
import { forgetPlace } from './positions.ts';

/** Removes steps and heals the chain: what led to a removed step leads to what came after it. */
export function removeSteps(document: EditableObject, ids: readonly string[]): void {
  for (const id of ids) {
    const taken = takeOut(document, id);
    if (taken) forgetAll(document, id, taken);
  }
}

/** Takes a step out of its block, healing the chain, and gives it back. */
export function takeOut(document: EditableObject, id: string): EditableObject | null {
  const found = findStep(document, id);
  if (!found) return null;
  const { block } = found.holder;
  const follower = mainTarget(found.step);
  redirect(block, id, follower === id ? null : follower);
  const steps = objectAt(block, 'steps');
  if (steps) delete steps[id];
  if (steps && !('start' in block)) startSomewhere(block, steps);
  return found.step;
}

/** A block whose first step went and left nothing after it starts with what is left. */
function startSomewhere(block: EditableObject, steps: EditableObject): void {
  const [first] = Object.keys(steps);
  if (first !== undefined) setStart(block, first);
}

function forgetAll(document: EditableObject, id: string, step: EditableObject): void {
  forgetPlace(document, id);
  forgetSample(document, id);
  forgetNotes(document, id);
  for (const [, block] of innerBlocks(step)) {
    for (const [inner, held] of Object.entries(objectAt(block, 'steps') ?? {})) {
      if (isEditableObject(held)) forgetAll(document, inner, held);
    }
  }
}
