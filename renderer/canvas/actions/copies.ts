import {
  type BlockKey,
  type Clip,
  clipOf,
  type Draft,
  editDocument,
  findDocument,
  isPlacedByHand,
  notesOf,
  type Origin,
  outlineOf,
  pasteOn,
  pasteSteps,
  placeAll,
  type Point,
  type Positions,
  select,
} from '../../document/index.ts';
import { translate as t } from '../../locales/index.ts';
import { positionsOf } from '../places.ts';
import { groundBlock, withinOf } from '../within/within.ts';

/** Copies of steps: beside them, where the pointer is, or on a connection. */
const documentOf = (id: string): Draft => findDocument(id)?.document ?? {};

export const clipOfSteps = (id: string, steps: readonly string[], notes: readonly string[] = []): Clip =>
  clipOf(documentOf(id), steps, positionsOf(id), notes);

/** Where copies go: on a connection, or into a block, with a place in it where one is meant. */
export interface PasteSpot {
  readonly block: BlockKey;
  /** Corner of the first, from the corner of the block. */
  readonly at: Point | null;
  readonly origin: Origin | null;
}

export function duplicate(id: string, steps: readonly string[]): void {
  const block = outlineOf(documentOf(id)).steps.get(steps[0] ?? '')?.block;
  if (block !== undefined) insertClip(id, clipOfSteps(id, steps), { block, at: null, origin: null }, 'duplicate');
}

/** Copies where they were dragged to; the steps themselves stay where they are. */
export function duplicateTo(id: string, steps: readonly string[], block: BlockKey, at: Point): void {
  insertClip(id, clipOfSteps(id, steps), { block, at, origin: null }, 'duplicate', true);
}

export function paste(id: string, clip: Clip, spot: PasteSpot | null = null): void {
  const open = findDocument(id);
  if (!open) return;
  const chosen = open.selection.steps.find((step) => step !== withinOf(id)) ?? '';
  const near = outlineOf(open.document).steps.get(chosen)?.block ?? groundBlock(id);
  insertClip(id, clip, spot ?? { block: near, at: null, origin: null }, 'paste');
}

function insertClip(
  id: string,
  clip: Clip,
  { block, at, origin }: PasteSpot,
  kind: 'paste' | 'duplicate',
  isPlaced = false,
): void {
  const before = positionsOf(id);
  const byHand = isPlaced || isPlacedByHand(documentOf(id));
  const ids = Object.keys(clip.steps);
  let added: readonly string[] = [];
  const notesBefore = new Set(notesOf(documentOf(id)).map((note) => note.id));
  const count = ids.length > 0 ? ids.length : Object.keys(clip.notes ?? {}).length;
  editDocument(id, { kind, name: nameIn(clip), count }, (draft) => {
    const renamed = origin ? pasteOn(draft, clip, origin) : pasteSteps(draft, clip, block);
    added = ids.flatMap((old) => renamed.get(old) ?? []);
    if (byHand && ids.length > 0) placeAll(draft, { ...before, ...placesOf(clip, renamed, before, at) });
  });
  const notes = notesOf(documentOf(id)).flatMap((note) => (notesBefore.has(note.id) ? [] : [note.id]));
  select(id, { steps: added, notes: ids.length > 0 ? [] : notes });
}

function nameIn({ steps }: Clip): string {
  if (Object.keys(steps).length === 0) return t('notes.note');
  const [[id, step] = ['', null]] = Object.entries(steps);
  const isNamed = typeof step === 'object' && step !== null && 'name' in step && typeof step.name === 'string';
  return isNamed ? (step.name as string) : id;
}

const beside = 32;

/** As they lay to each other: the first at the place that is meant, else all a little beside what they were made of. */
function placesOf(clip: Clip, renamed: ReadonlyMap<string, string>, before: Positions, at: Point | null): Positions {
  const top = new Set(Object.keys(clip.steps));
  const known = (from: string): Point => clip.places?.[from] ?? before[from] ?? { x: 40, y: 84 };
  const corners = [...top].map(known);
  const corner = { x: Math.min(...corners.map(({ x }) => x)), y: Math.min(...corners.map(({ y }) => y)) };
  const by = at ? { x: at.x - corner.x, y: at.y - corner.y } : { x: beside, y: beside };
  return Object.fromEntries(
    [...renamed].map(([from, to]) => {
      const { x, y } = known(from);
      return [to, top.has(from) ? { x: x + by.x, y: y + by.y } : { x, y }];
    }),
  );
}
