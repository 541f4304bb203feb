import {
  type BlockKey,
  canMoveInto,
  type Clip,
  clipOf,
  connect,
  type Draft,
  editDocument,
  editWords,
  findDocument,
  findStep,
  forgetPlaces,
  isPlacedByHand,
  moveInto,
  type Origin,
  outlineOf,
  pasteSteps,
  placeAll,
  type Positions,
  redo,
  refusalOf,
  removeSteps,
  select,
  undo,
  withInner,
  writeAt,
} from '../../document/index.ts';
import { translate as t } from '../../locales/index.ts';
import { toast } from '../../ui/index.ts';
import { positionsOf } from '../places.ts';
import { groundBlock, withinOf } from '../within/within.ts';

/** What people do on the canvas, each as one edit with its words. What is refused says why. */
const documentOf = (id: string): Draft => findDocument(id)?.document ?? {};
const labelOf = (id: string, step: string): string => outlineOf(documentOf(id)).steps.get(step)?.label ?? step;
const named = (id: string, steps: readonly string[]) => ({ name: labelOf(id, steps[0] ?? ''), count: steps.length });

export function connectSteps(id: string, origin: Origin, target: string): boolean {
  const refusal = refusalOf(outlineOf(documentOf(id)), origin, target);
  if (refusal) {
    toast(t(`canvas.refused.${refusal}`), 'warn');
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

export function startWith(id: string, step: string): void {
  const block = outlineOf(documentOf(id)).steps.get(step)?.block;
  if (block !== undefined) connectSteps(id, { kind: 'start', block }, step);
}

export function remove(id: string, steps: readonly string[]): void {
  if (steps.length > 0)
    editDocument(id, { kind: 'remove', ...named(id, steps) }, (draft) => removeSteps(draft, steps), { select: [] });
}

export function moveTo(id: string, moved: Positions): void {
  const ids = Object.keys(moved);
  editDocument(id, { kind: 'move', ...named(id, ids) }, (draft) => placeAll(draft, { ...positionsOf(id), ...moved }));
}

export function moveToBlock(id: string, steps: readonly string[], block: BlockKey, moved: Positions): boolean {
  if (!canMoveInto(outlineOf(documentOf(id)), steps, block)) {
    toast(t('canvas.refused.moveInside'), 'warn');
    return false;
  }
  editDocument(id, { kind: 'moveInto', ...named(id, steps) }, (draft) => {
    moveInto(draft, steps, block);
    placeAll(draft, { ...positionsOf(id), ...moved });
  });
  return true;
}

export function renameLabel(id: string, step: string, name: string): void {
  if (name.trim() === '' || name === labelOf(id, step)) return;
  editDocument(id, { kind: 'rename', name: labelOf(id, step) }, (draft) => {
    const found = findStep(draft, step);
    if (found) writeAt(found.step, ['name'], name.trim());
  });
}

export function duplicate(id: string, steps: readonly string[]): void {
  const outline = outlineOf(documentOf(id));
  const block = outline.steps.get(steps[0] ?? '')?.block;
  if (block !== undefined) insertClip(id, clipOf(documentOf(id), steps), block, 'duplicate');
}

export function paste(id: string, clip: Clip): void {
  const open = findDocument(id);
  if (!open) return;
  const outline = outlineOf(open.document);
  const beside = open.selection.steps.find((step) => step !== withinOf(id)) ?? '';
  insertClip(id, clip, outline.steps.get(beside)?.block ?? groundBlock(id), 'paste');
}

function insertClip(id: string, clip: Clip, block: BlockKey, kind: 'paste' | 'duplicate'): void {
  const before = positionsOf(id);
  const byHand = isPlacedByHand(documentOf(id));
  let added: readonly string[] = [];
  const ids = Object.keys(clip.steps);
  const [first] = Object.values(clip.steps);
  const name =
    typeof first === 'object' && first !== null && 'name' in first && typeof first.name === 'string'
      ? first.name
      : (ids[0] ?? '');
  editDocument(id, { kind, name, count: ids.length }, (draft) => {
    const renamed = pasteSteps(draft, clip, block);
    added = ids.flatMap((old) => renamed.get(old) ?? []);
    if (byHand) placeAll(draft, { ...before, ...besides(before, renamed) });
  });
  select(id, { steps: added });
}

/** Copies lie a little beside what they were made of. */
function besides(positions: Positions, renamed: ReadonlyMap<string, string>): Positions {
  return Object.fromEntries(
    [...renamed].map(([from, to]) => {
      const { x, y } = positions[from] ?? { x: 40, y: 84 };
      return [to, { x: x + 32, y: y + 32 }];
    }),
  );
}

export function tidy(id: string): void {
  editDocument(id, { kind: 'tidy' }, forgetPlaces);
}

export function selectAll(id: string): void {
  const container = withinOf(id);
  const { steps } = outlineOf(documentOf(id));
  select(id, {
    steps: container === null ? [...steps.keys()] : withInner(outlineOf(documentOf(id)), container).slice(1),
  });
}

export function undoEdit(id: string): void {
  const edit = undo(id);
  if (edit) toast(t('canvas.undone', { what: editWords(edit.label, t) }));
}

export function redoEdit(id: string): void {
  const edit = redo(id);
  if (edit) toast(t('canvas.redone', { what: editWords(edit.label, t) }));
}

/** Of steps and the groups that hold them, the outermost: what is inside comes along. */
export function outermost(id: string, steps: readonly string[]): readonly string[] {
  const outline = outlineOf(documentOf(id));
  return steps.filter((step) => !steps.some((other) => other !== step && withInner(outline, other).includes(step)));
}
