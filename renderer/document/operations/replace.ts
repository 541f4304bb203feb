import { copyOf, type EditableObject, isEditableObject, objectAt, textAt } from '../draft.ts';
import { hasBody, isEffectful } from '../kinds.ts';
import type { Outline } from '../outline.ts';
import { mainTarget, portsOf, setTarget, targetOf } from '../ports.ts';
import { findStep, innerBlocks } from './blocks.ts';
import { forgetPlace } from './positions.ts';

/** Whether a step can become one of another kind: what it holds must have a place in the new one. */
export function canReplace({ steps, blocks }: Outline, id: string, type: string): boolean {
  const entry = steps.get(id);
  if (!entry) return false;
  const filled = entry.blocks.filter((key) => (blocks.get(key)?.stepIds.length ?? 0) > 0);
  if (filled.length === 0 || entry.type === type) return true;
  const hasLast = filled.some((key) => entry.type === 'try' && key.endsWith('/finally'));
  return (hasBody(type) || type === 'parallel') && filled.length === 1 && !hasLast;
}

const kept = ['name', 'description', 'assign'] as const;

/**
 * Makes a step one of another kind: its id stays, and with it what leads to it, where it leads, and what refers to it. What holds steps and is
 * of the kind already stays as it is, with all its branches.
 */
export function replaceStep(document: EditableObject, id: string, fresh: EditableObject): void {
  const found = findStep(document, id);
  const steps = found && objectAt(found.holder.block, 'steps');
  if (!found || !steps) return;
  const { step: old } = found;
  if (old.type === fresh.type && innerBlocks(old).length > 0) return;
  const { type, ...rest } = fresh;
  const made: EditableObject = type === undefined ? {} : { type };
  for (const key of kept) if (old[key] !== undefined) made[key] = copyOf(old[key]);
  Object.assign(made, rest, old.name === undefined ? {} : { name: copyOf(old.name) });
  keepWaysOut(old, made);
  keepBody(old, made);
  steps[id] = made;
  if (!hasBody(type) && type !== 'parallel') forgetCollapsed(document, id);
}

function keepWaysOut(old: EditableObject, made: EditableObject): void {
  if (isEffectful(old.type) && isEffectful(made.type) && isEditableObject(old.compensate)) {
    made.compensate = copyOf(old.compensate);
  }
  const canCatch = portsOf({ type: made.type ?? '', catch: [{}] }).includes('catch:0');
  if (Array.isArray(old.catch) && canCatch) made.catch = copyOf(old.catch);
  const target = mainTarget(old);
  const port = portsOf(made).find((candidate) => candidate === 'next' || candidate === 'otherwise');
  if (target !== null && port !== undefined && targetOf(made, port) === null) setTarget(made, port, target);
}

/** The one block with steps in it goes along, as it is. */
function keepBody(old: EditableObject, made: EditableObject): void {
  const body = bodyOf(old);
  if (!body) return;
  const { start, steps } = body;
  const held = { start: textAt({ start: start ?? '' }, 'start') ?? '', steps: steps ?? {} };
  if (hasBody(made.type)) Object.assign(made, held);
  else if (made.type === 'parallel') made.branches = { first: held };
}

function bodyOf(step: EditableObject): EditableObject | null {
  if (hasBody(step.type)) return step;
  if (step.type !== 'parallel') return null;
  const branches = Object.values(objectAt(step, 'branches') ?? {}).filter(isEditableObject);
  return branches.find((branch) => Object.keys(objectAt(branch, 'steps') ?? {}).length > 0) ?? null;
}

/** Only what holds steps can be drawn without them. */
function forgetCollapsed(document: EditableObject, id: string): void {
  const ui = objectAt(document, 'ui');
  const place = ui && objectAt(ui, 'steps') && objectAt(objectAt(ui, 'steps') ?? {}, id);
  if (!place || place.collapsed === undefined) return;
  delete place.collapsed;
  if (Object.keys(place).length === 0) forgetPlace(document, id);
}
