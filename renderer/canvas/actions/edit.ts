import {
  type BlockKey,
  canReplace,
  canMoveInto,
  connect,
  type Draft,
  editDocument,
  enclosingBlocks,
  findDocument,
  findStep,
  isPlacedByHand,
  moveInto,
  newPlaces,
  type Origin,
  outlineOf,
  pairOf,
  placeAll,
  type Positions,
  refusalOf,
  replaceStep,
  reveal,
  swapSteps,
  removeSteps,
  select,
  withInner,
  writeAt,
} from '../../document/index.ts';
import { translate as t } from '../../locales/index.ts';
import { toast } from '../../ui/index.ts';
import type { PaletteItem } from '../../palette/items.ts';
import { positionsOf } from '../places.ts';
import { freeSpot, measure } from '../scene/measure.ts';
import { withinOf } from '../within/within.ts';

/** What people do on the canvas, each as one edit with its words. What is refused says why. */
const documentOf = (id: string): Draft => findDocument(id)?.document ?? {};
const labelOf = (id: string, step: string): string => outlineOf(documentOf(id)).steps.get(step)?.label ?? step;
const named = (id: string, steps: readonly string[]) => ({ name: labelOf(id, steps[0] ?? ''), count: steps.length });

export function connectSteps(id: string, origin: Origin, target: string): boolean {
  const refusal = refusalOf(outlineOf(documentOf(id)), origin, target);
  if (refusal) {
    toast(() => t(`canvas.refused.${refusal}`), 'warn');
    return false;
  }
  const name = labelOf(id, target);
  editDocument(id, { kind: origin.kind === 'start' ? 'start' : 'connect', name }, (draft) =>
    connect(draft, origin, target),
  );
  return true;
}

export function disconnectSteps(id: string, origin: Origin): void {
  editDocument(id, { kind: 'disconnect' }, (draft) => connect(draft, origin, null));
  select(id, {});
}

/** Where a connection comes from is another step now; where it leads stays. */
export function reconnectFrom(id: string, old: Origin, origin: Origin, target: string): boolean {
  const refusal = refusalOf(outlineOf(documentOf(id)), origin, target);
  if (refusal) {
    toast(() => t(`canvas.refused.${refusal}`), 'warn');
    return false;
  }
  editDocument(id, { kind: 'reconnect', name: labelOf(id, target) }, (draft) => {
    connect(draft, old, null);
    connect(draft, origin, target);
  });
  return true;
}

export function startWith(id: string, step: string): void {
  const block = outlineOf(documentOf(id)).steps.get(step)?.block;
  if (block !== undefined) connectSteps(id, { kind: 'start', block }, step);
}

export function remove(id: string, steps: readonly string[], kind: 'remove' | 'cut' = 'remove'): void {
  if (steps.length > 0)
    editDocument(id, { kind, ...named(id, steps) }, (draft) => removeSteps(draft, steps), { select: [] });
}

export function moveTo(id: string, moved: Positions): void {
  const ids = Object.keys(moved);
  editDocument(id, { kind: 'move', ...named(id, ids) }, (draft) =>
    placeAll(draft, newPlaces(documentOf(id), positionsOf(id), moved)),
  );
}

export function moveToBlock(id: string, steps: readonly string[], block: BlockKey, moved: Positions | null): boolean {
  if (!canMoveInto(outlineOf(documentOf(id)), steps, block)) {
    toast(() => t('canvas.refused.moveInside'), 'warn');
    return false;
  }
  editDocument(id, { kind: 'moveInto', ...named(id, steps) }, (draft) => {
    moveInto(draft, steps, block);
    if (moved) placeAll(draft, { ...newPlaces(documentOf(id), positionsOf(id)), ...moved });
  });
  return true;
}

/** To another block by name, in a place that is free there. */
export function sendToBlock(id: string, steps: readonly string[], block: BlockKey): boolean {
  const outline = outlineOf(documentOf(id));
  const entry = outline.blocks.get(block);
  if (!entry) return false;
  const { x, y } = freeSpot(entry, outline, measure(outline, positionsOf(id)));
  const places = Object.fromEntries(steps.map((step, index) => [step, { x, y: y + index * 24 }]));
  return moveToBlock(id, steps, block, isPlacedByHand(documentOf(id)) ? places : null);
}

/** One place earlier or later in its chain. Of places by hand, the two change theirs. */
export function reorder(id: string, step: string, way: 'earlier' | 'later'): boolean {
  const pair = pairOf(outlineOf(documentOf(id)), step, way);
  if (!pair) return false;
  const [earlier, later] = pair;
  const places = positionsOf(id);
  const [from, to] = [places[earlier], places[later]];
  const byHand = isPlacedByHand(documentOf(id));
  editDocument(id, { kind: 'reorder', name: labelOf(id, step) }, (draft) => {
    swapSteps(draft, pair);
    if (byHand && from && to) placeAll(draft, { ...places, [earlier]: to, [later]: from });
  });
  return true;
}

/** Another kind of step in its place. */
export function replaceWith(id: string, step: string, item: PaletteItem): boolean {
  const fresh = item.create();
  const type = typeof fresh.type === 'string' ? fresh.type : '';
  if (!canReplace(outlineOf(documentOf(id)), step, type)) {
    toast(() => t('arrange.refused.replace'), 'warn');
    return false;
  }
  editDocument(id, { kind: 'replace', name: labelOf(id, step) }, (draft) => replaceStep(draft, step, fresh));
  reveal(id, step);
  return true;
}

export function addUndo(id: string, step: string): void {
  editDocument(id, { kind: 'addUndo', name: labelOf(id, step) }, (draft) => {
    const found = findStep(draft, step);
    if (found) writeAt(found.step, ['compensate'], { activity: 'http', with: { method: 'POST', url: '' } });
  });
  reveal(id, step, '/compensate');
}

export function renameLabel(id: string, step: string, name: string): void {
  if (name.trim() === '' || name === labelOf(id, step)) return;
  editDocument(id, { kind: 'rename', name: labelOf(id, step) }, (draft) => {
    const found = findStep(draft, step);
    if (found) writeAt(found.step, ['name'], name.trim());
  });
}

export function selectAll(id: string): void {
  const container = withinOf(id);
  const outline = outlineOf(documentOf(id));
  select(id, { steps: container === null ? [...outline.steps.keys()] : withInner(outline, container).slice(1) });
}

/** Of steps and the groups that hold them, the outermost: what is inside comes along. */
export function outermost(id: string, steps: readonly string[]): readonly string[] {
  const outline = outlineOf(documentOf(id));
  const chosen = new Set(steps);
  return steps.filter((step) =>
    enclosingBlocks(outline, step).every(({ owner }) => owner === null || !chosen.has(owner)),
  );
}
