import {
  addBranch as newBranch,
  addStep,
  type BlockKey,
  directionOf,
  type Draft,
  type EditableObject,
  editDocument,
  findDocument,
  freshId,
  isAside,
  isPlacedByHand,
  newPlaces,
  type Origin,
  outlineOf,
  placeAll,
  type Point,
  portsOf,
  type Positions,
  previewEdit,
  reveal,
  type Spot,
  type StepEntry,
  takenIds,
  targetOf,
} from '../../document/index.ts';
import { translate } from '../../locales/index.ts';
import type { PaletteItem } from '../../palette/items.ts';
import type { AddTarget } from '../hot.ts';
import { addNote } from '../notes/actions.ts';
import { positionsOf } from '../places.ts';
import { freeSpot, measure } from '../scene/measure.ts';
import { grown, madeRoom } from './arrange.ts';

/** Adds a step where it is asked for, selects it, and gives back its id. `at` is from the corner of the block. */
export function addItem(
  documentId: string,
  item: PaletteItem,
  target: AddTarget,
  at: Point | null = null,
): string | null {
  const open = findDocument(documentId);
  if (!open) return null;
  if (item.id === 'note') return (addNote(documentId), null);
  if (target.kind === 'branch') addBranch(documentId, target.step);
  const document = findDocument(documentId)?.document ?? open.document;
  const id = freshId(item.idStem, takenIds(outlineOf(document)));
  const name = item.label(translate);
  const step: EditableObject = named(item.create(), name);
  const spot: Spot =
    target.kind === 'origin'
      ? { kind: 'after', origin: target.origin }
      : { kind: 'loose', block: blockOf(document, target) };
  const recipe = (draft: EditableObject): void => addStep(draft, id, step, spot);
  const after = previewEdit(document, recipe);
  const places = placesAfter(documentId, document, after, id, spot, at);
  const kind = target.kind === 'origin' ? 'insert' : 'add';
  editDocument(
    documentId,
    { kind, name },
    (draft) => {
      if (places) placeAll(draft, newPlaces(document, positionsOf(documentId), places));
    },
    { select: [id], from: after },
  );
  reveal(documentId, id);
  return id;
}

/** The name comes right after the type, where people look for it. */
function named({ type, ...rest }: EditableObject, name: string): EditableObject {
  return { ...(type === undefined ? {} : { type }), name, ...rest };
}

function blockOf(document: Draft, target: Exclude<AddTarget, { kind: 'origin' }>): BlockKey {
  if (target.kind === 'block') return target.block;
  return outlineOf(document).steps.get(target.step)?.blocks.at(-1) ?? '';
}

/** What moves, and to where; null leaves it to the automatic layout. */
function placesAfter(documentId: string, before: Draft, after: Draft, id: string, spot: Spot, at: Point | null) {
  const positions = positionsOf(documentId);
  const isFirst = spot.kind === 'loose' && outlineOf(before).blocks.get(spot.block)?.stepIds.length === 0;
  if (!isPlacedByHand(before) && (at === null || isFirst || spot.kind === 'after')) return null;
  if (spot.kind === 'after' && at === null) return madeRoom(before, after, positions, id, spot.origin);
  const outline = outlineOf(before);
  const key = outlineOf(after).steps.get(id)?.block ?? '';
  const block = outline.blocks.get(key);
  const point = at ?? (block ? freeSpot(block, outline, measure(outline, positions)) : { x: 40, y: 84 });
  return grown(before, after, positions, { [id]: point }, key);
}

/** A further branch of a parallel, empty. */
export function addBranch(documentId: string, stepId: string): void {
  const entry = outlineOf(findDocument(documentId)?.document ?? {}).steps.get(stepId);
  if (entry)
    editDocument(documentId, { kind: 'addBranch', name: entry.label }, (draft) => void newBranch(draft, stepId));
}

/** A step let go beyond the last one of a block comes after it: the way a chain grows by hand. */
export function appendTarget(document: Draft, block: BlockKey, at: Point, positions: Positions): Origin | null {
  const end = endOf(document, block);
  const corner = end && positions[end.id];
  const origin = end && originAfter(end);
  const size = end && measure(outlineOf(document), positions).steps.get(end.id);
  if (!corner || !origin || !size || origin.kind !== 'step' || targetOf(end.step, origin.port) !== null) return null;
  const isDown = directionOf(outlineOf(document), block) === 'down';
  const along = isDown ? at.y - (corner.y + size.height) : at.x - (corner.x + size.width);
  const beside = isDown ? Math.abs(at.x - corner.x) : Math.abs(at.y - corner.y);
  return along > -reach.back && along < reach.along && beside < reach.beside ? origin : null;
}

const reach = { back: 10, along: 260, beside: 220 } as const;

/** Where the keyboard adds: after the selected step, into an empty group that is selected, or at the end. */
export function naturalTarget(document: Draft, selected: readonly string[], ground: BlockKey = ''): AddTarget {
  const outline = outlineOf(document);
  const shown = outline.blocks.get(ground)?.owner ?? null;
  const [only] = selected.filter((step) => step !== shown);
  const entry = only === undefined ? undefined : outline.steps.get(only);
  if (entry) {
    const empty = entry.blocks.find((key) => outline.blocks.get(key)?.stepIds.length === 0);
    if (empty !== undefined) return { kind: 'block', block: empty };
    const origin = originAfter(entry);
    return origin ? { kind: 'origin', origin } : { kind: 'block', block: entry.block };
  }
  const end = endOf(document, ground);
  const origin = end && originAfter(end);
  return origin ? { kind: 'origin', origin } : { kind: 'block', block: ground };
}

/** A free port first; else the main one, so that the new step comes in between. */
export function originAfter(entry: StepEntry): Origin | null {
  const ports = portsOf(entry.step).filter((port) => !isAside(port));
  const port = ports.find((candidate) => targetOf(entry.step, candidate) === null) ?? ports[0];
  return port === undefined ? null : { kind: 'step', step: entry.id, port };
}

/** The last step on the way that leads from the start. */
function endOf(document: Draft, block: BlockKey): StepEntry | null {
  const outline = outlineOf(document);
  const seen = new Set<string>();
  let entry = outline.steps.get(outline.blocks.get(block)?.start ?? '');
  while (entry && !seen.has(entry.id)) {
    seen.add(entry.id);
    const [target] = portsOf(entry.step).flatMap((port) => targetOf(entry?.step ?? {}, port) ?? []);
    const next = target === undefined ? undefined : outline.steps.get(target);
    if (!next) return entry;
    entry = next;
  }
  return entry ?? null;
}
