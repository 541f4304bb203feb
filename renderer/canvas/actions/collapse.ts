import {
  editDocument,
  findDocument,
  outlineOf,
  placeAll,
  type Point,
  previewEdit,
  setCollapsed,
  type EditableObject,
} from '../../document/index.ts';
import { positionsOf } from '../places.ts';
import { measure } from '../scene/measure.ts';
import { resized } from './arrange.ts';

/** Draws a group as one card, or with what it holds again; what lies after it comes nearer, or makes room. */
export function collapse(documentId: string, step: string, collapsed: boolean): void {
  const document = findDocument(documentId)?.document;
  const entry = document && outlineOf(document).steps.get(step);
  if (!document || !entry) return;
  const places = positionsOf(documentId);
  const recipe = (draft: EditableObject): void => {
    placeAll(draft, places);
    setCollapsed(draft, step, collapsed);
  };
  const after = previewEdit(document, recipe);
  const middleOf = (drawn: typeof document): Point => measure(outlineOf(drawn), places).steps.get(step)?.first ?? zero;
  const [was, is] = [middleOf(document), middleOf(after)];
  const { x, y } = places[step] ?? zero;
  const isDown = entry.block === '';
  const corner = isDown ? { x: x + was.x - is.x, y } : { x, y: y + was.y - is.y };
  const moved = { ...resized(document, after, places, places, step, true), [step]: corner };
  editDocument(documentId, { kind: collapsed ? 'collapse' : 'expand', name: entry.label }, (draft) => {
    recipe(draft);
    placeAll(draft, moved);
  });
}

const zero: Point = { x: 0, y: 0 };
