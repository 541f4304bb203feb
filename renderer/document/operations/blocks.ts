import { current, isDraft, original } from 'mutative';
import { type Editable, type EditableObject, isEditableObject, objectAt, putBefore, textAt } from '../draft.ts';
import { type BlockKey, outlineOf } from '../outline.ts';
import { portsTo, setTarget } from '../ports.ts';

/**
 * Finding one's way in a document that is being edited. The same reading as `outlineOf`, but of the edit in progress.
 */
export interface EditableBlock {
  readonly key: BlockKey;
  readonly owner: string | null;
  readonly block: EditableObject;
}

function* blocksOf(
  document: EditableObject,
  key: BlockKey = '',
  owner: string | null = null,
): Generator<EditableBlock> {
  yield { key, owner, block: document };
  for (const [id, step] of Object.entries(objectAt(document, 'steps') ?? {})) {
    if (!isEditableObject(step)) continue;
    for (const [name, inner] of innerBlocks(step)) yield* blocksOf(inner, `${id}/${name}`, id);
  }
}

export function innerBlocks(step: EditableObject): readonly (readonly [string, EditableObject])[] {
  if (step.type === 'saga' || step.type === 'map') return [['body', step]];
  if (step.type === 'try') {
    const last = objectAt(step, 'finally');
    return [['body', step], ...(last ? [['finally', last] as const] : [])];
  }
  if (step.type !== 'parallel') return [];
  return Object.entries(objectAt(step, 'branches') ?? {}).flatMap(([name, block]) =>
    isEditableObject(block) ? [[name, block] as const] : [],
  );
}

export function blockAt(document: EditableObject, key: BlockKey): EditableObject | null {
  for (const found of blocksOf(document)) if (found.key === key) return found.block;
  return null;
}

export interface FoundStep {
  readonly step: EditableObject;
  readonly holder: EditableBlock;
}

export function findStep(document: EditableObject, id: string): FoundStep | null {
  return whereItWas(document, id) ?? searched(document, id);
}

/**
 * Most steps are where the document had them before the edit began: every step that is looked at in an edit is a copy to come, so a search
 * through thousands of them is felt.
 */
function whereItWas(document: EditableObject, id: string): FoundStep | null {
  const outline = isDraft(document) ? outlineOf(original(document)) : null;
  const entry = outline?.steps.get(id);
  const place = entry && outline?.blocks.get(entry.block);
  if (!place) return null;
  const block = place.path.reduce<Editable | undefined>(
    (at, part) => (isEditableObject(at) ? at[part] : undefined),
    document,
  );
  if (!isEditableObject(block)) return null;
  const step = objectAt(block, 'steps')?.[id];
  return isEditableObject(step) ? { step, holder: { key: place.key, owner: place.owner, block } } : null;
}

function searched(document: EditableObject, id: string): FoundStep | null {
  for (const holder of blocksOf(document)) {
    const step = objectAt(holder.block, 'steps')?.[id];
    if (isEditableObject(step)) return { step, holder };
  }
  return null;
}

export function stepsOf(block: EditableObject): EditableObject {
  const steps = objectAt(block, 'steps');
  if (steps) return steps;
  const made: EditableObject = {};
  block.steps = made;
  return made;
}

export function setStart(block: EditableObject, id: string | null): void {
  if (id === null) delete block.start;
  else putBefore(block, 'start', id, 'steps');
}

/** Leads everything in a block that led to `from` to `to` instead; a step is never led to itself. */
export function redirect(block: EditableObject, from: string, to: string | null): void {
  if (textAt(block, 'start') === from) setStart(block, to);
  const steps = objectAt(block, 'steps') ?? {};
  const held = asItIs(steps);
  for (const id of Object.keys(held)) {
    const now = held[id];
    const ports = isEditableObject(now) ? portsTo(now, from) : [];
    const step = ports.length > 0 ? steps[id] : undefined;
    if (!isEditableObject(step)) continue;
    for (const port of ports) setTarget(step, port, to === id ? null : to);
  }
}

/** To look at, not to change: looking through an edit in progress makes a copy of each step that is looked at. */
function asItIs(steps: EditableObject): EditableObject {
  return isDraft(steps) ? (current<object>(steps) as EditableObject) : steps;
}

/** Every text in a value, with the means to change it. */
export function changeTexts(value: Editable, change: (text: string) => string): void {
  if (Array.isArray(value)) {
    value.forEach((item, index) => {
      if (typeof item === 'string') value[index] = change(item);
      else changeTexts(item, change);
    });
  } else if (isEditableObject(value)) {
    for (const [key, item] of Object.entries(value)) {
      if (typeof item !== 'string') changeTexts(item, change);
      else if (change(item) !== item) value[key] = change(item);
    }
  }
}
