import { type Editable, type EditableObject, isEditableObject, objectAt, putBefore } from '../draft.ts';
import { freshId } from '../ids.ts';
import { findStep, innerBlocks } from './blocks.ts';
import { removeSteps } from './remove.ts';

/** Branches of a parallel, in the order they are drawn. */
function branchesOf(document: EditableObject, step: string): EditableObject | null {
  const found = findStep(document, step);
  if (found?.step['type'] !== 'parallel') return null;
  if (!isEditableObject(found.step['branches'])) found.step['branches'] = {};
  return objectAt(found.step, 'branches');
}

/** A further branch, empty; gives back its id. */
export function addBranch(document: EditableObject, step: string): string | null {
  const branches = branchesOf(document, step);
  if (!branches) return null;
  const branch = freshId('branch', new Set(Object.keys(branches)));
  branches[branch] = { start: '', steps: {} };
  return branch;
}

/** With all that is in it. */
export function removeBranch(document: EditableObject, step: string, branch: string): void {
  const held = objectAt(branchesOf(document, step) ?? {}, branch);
  if (held) removeSteps(document, Object.keys(objectAt(held, 'steps') ?? {}));
  const branches = branchesOf(document, step); // what was removed may have been all there was
  if (branches) delete branches[branch];
}

/** What it is called on the drawing. Its id, by which its output is read, stays. */
export function nameBranch(document: EditableObject, step: string, branch: string, name: string): void {
  const held = objectAt(branchesOf(document, step) ?? {}, branch);
  if (!held) return;
  if (name === '' || name === branch) delete held['name'];
  else if ('name' in held) held['name'] = name;
  else putBefore(held, 'name', name, 'start');
}

/** So many places down, or up. */
export function moveBranch(document: EditableObject, step: string, branch: string, by: number): void {
  const branches = branchesOf(document, step);
  if (!branches) return;
  const entries = Object.entries(branches);
  const from = entries.findIndex(([name]) => name === branch);
  const to = from + by;
  const moved = entries[from];
  if (!moved || to < 0 || to >= entries.length) return;
  const others = entries.filter(([name]) => name !== branch);
  const ordered: readonly (readonly [string, Editable])[] = [...others.slice(0, to), moved, ...others.slice(to)];
  for (const [name] of entries) delete branches[name];
  for (const [name, block] of ordered) branches[name] = block;
}

/** A `try` gets a `finally`, empty; or loses the one it has, with all that is in it. */
export function setFinally(document: EditableObject, step: string, isThere: boolean): void {
  const found = findStep(document, step);
  if (found?.step['type'] !== 'try') return;
  const [, last] = innerBlocks(found.step);
  if (isThere && !last) found.step['finally'] = { start: '', steps: {} };
  if (isThere || !last) return;
  removeSteps(document, Object.keys(objectAt(last[1], 'steps') ?? {}));
  const again = findStep(document, step);
  if (again) delete again.step['finally'];
}
