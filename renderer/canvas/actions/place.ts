import {
  editDocument,
  findDocument,
  isComposite,
  isPlacedByHand,
  type Outline,
  outlineOf,
  placeAll,
  type Positions,
  setDirection,
  forgetPlaces,
} from '../../document/index.ts';
import { translate as t } from '../../locales/index.ts';
import { toast } from '../../ui/index.ts';
import { layOutPartInWorker, reasonOf } from '../layout/worker.ts';
import { positionsOf } from '../places.ts';
import { measure } from '../scene/measure.ts';
import { edgeWords } from '../scene/ports.ts';
import { aligned, type Alignment, type Axis, distributed, type Placed } from './align.ts';
import { grown } from './arrange.ts';

/** Putting steps in order on the drawing. What was placed automatically is from then on where people put it. */
const outlineOfTab = (id: string): Outline => outlineOf(findDocument(id)?.document ?? {});

/** The chosen steps by block, each with its place; what is inside a chosen group comes along with it. */
function boxesByBlock(id: string, steps: readonly string[]): readonly (readonly Placed[])[] {
  const outline = outlineOfTab(id);
  const { steps: sizes, positions } = measure(outline, positionsOf(id));
  const groups = new Map<string, Placed[]>();
  for (const step of steps) {
    const entry = outline.steps.get(step);
    const [size, at] = [sizes.get(step), positions[step]];
    if (!entry || !size || !at) continue;
    const held = groups.get(entry.block) ?? [];
    groups.set(entry.block, [...held, { id: step, ...at, width: size.width, height: size.height }]);
  }
  return [...groups.values()];
}

export function alignSteps(id: string, steps: readonly string[], how: Alignment): void {
  const groups = boxesByBlock(id, steps).filter(({ length }) => length > 1);
  const moved = Object.assign({}, ...groups.map((boxes) => aligned(boxes, how))) as Positions;
  put(id, 'align', moved, steps.length);
}

export function distributeSteps(id: string, steps: readonly string[], axis: Axis): void {
  const groups = boxesByBlock(id, steps).filter(({ length }) => length > 2);
  const moved = Object.assign({}, ...groups.map((boxes) => distributed(boxes, axis))) as Positions;
  put(id, 'distribute', moved, steps.length);
}

function put(id: string, kind: 'align' | 'distribute', moved: Positions, count: number): void {
  if (Object.keys(moved).length === 0) return;
  editDocument(id, { kind, count }, (draft) => placeAll(draft, { ...positionsOf(id), ...moved }));
}

/** Moves steps by so many px; quick presses are one edit. */
export function nudge(id: string, steps: readonly string[], by: { readonly x: number; readonly y: number }): void {
  const boxes = boxesByBlock(id, steps).flat();
  if (boxes.length === 0) return;
  const name = outlineOfTab(id).steps.get(boxes[0]?.id ?? '')?.label ?? '';
  const moved = Object.fromEntries(boxes.map(({ id: step, x, y }) => [step, { x: x + by.x, y: y + by.y }]));
  editDocument(
    id,
    { kind: 'move', name, count: boxes.length },
    (draft) => placeAll(draft, { ...positionsOf(id), ...moved }),
    { squash: `nudge:${boxes.map(({ id: step }) => step).join()}` },
  );
}

/** The steps that a tidying of these is about: of a group alone, what it holds. By block. */
export function tidied(outline: Outline, steps: readonly string[]): ReadonlyMap<string, readonly string[]> {
  const [only] = steps;
  const entry = steps.length === 1 && only !== undefined ? outline.steps.get(only) : undefined;
  if (entry && isComposite(entry.type)) {
    return new Map(entry.blocks.map((key) => [key, outline.blocks.get(key)?.stepIds ?? []]));
  }
  const groups = new Map<string, string[]>();
  for (const step of steps) {
    const block = outline.steps.get(step)?.block;
    if (block !== undefined) groups.set(block, [...(groups.get(block) ?? []), step]);
  }
  return new Map([...groups].filter(([, held]) => held.length > 1));
}

/** Only these steps are laid out anew, from where the first of them is; all others stay. */
export function tidySelection(id: string, steps: readonly string[]): void {
  tidySteps(id, steps).catch((error: unknown) =>
    toast(() => t('arrange.tidyFailed', { reason: reasonOf(error) }), 'bad'),
  );
}

async function tidySteps(id: string, steps: readonly string[]): Promise<void> {
  const open = findDocument(id);
  const outline = outlineOfTab(id);
  const parts = tidied(outline, steps);
  if (!open || parts.size === 0) return;
  const before = positionsOf(id);
  let moved: Positions = {};
  for (const [block, held] of parts) {
    // An outer block needs the sizes of what is inside it.
    // oxlint-disable-next-line no-await-in-loop
    const laid = await layOutPartInWorker(outline, block, held, { ...before, ...moved }, (entry, port) =>
      edgeWords(entry, port, t),
    );
    moved = { ...moved, ...laid };
  }
  if (findDocument(id)?.document !== open.document) {
    toast(() => t('arrange.changedMeanwhile'), 'warn');
    return;
  }
  for (const block of parts.keys()) moved = grown(open.document, open.document, before, moved, block);
  const name = outline.steps.get(steps[0] ?? '')?.label ?? '';
  editDocument(id, { kind: 'tidySome', name, count: steps.length }, (draft) =>
    placeAll(draft, { ...before, ...moved }),
  );
}

/** Everything is laid out automatically, from now on too. */
export function tidy(id: string): void {
  editDocument(id, { kind: 'tidy' }, forgetPlaces);
}

/** The drawing stays as it is now, whatever is edited. */
export function keepPlaces(id: string): void {
  editDocument(id, { kind: 'keepPlaces' }, (draft) => placeAll(draft, positionsOf(id)));
}

export function switchPlacing(id: string): void {
  if (isPlacedByHand(findDocument(id)?.document ?? {})) tidy(id);
  else keepPlaces(id);
}

export function turn(id: string): void {
  const { direction } = outlineOfTab(id);
  editDocument(id, { kind: 'direction' }, (draft) => setDirection(draft, direction === 'down' ? 'right' : 'down'));
}
