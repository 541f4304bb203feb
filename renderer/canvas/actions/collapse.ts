import {
  type Draft,
  editDocument,
  type EditableObject,
  findDocument,
  forgetPlace,
  isComposite,
  isPlacedByHand,
  newPlaces,
  outlineOf,
  placeAll,
  type Point,
  previewEdit,
  setCollapsed,
  type StepEntry,
} from '../../document/index.ts';
import { positionsOf } from '../places.ts';
import { measure } from '../scene/measure.ts';
import { resized } from './arrange.ts';

/** Draws a group as one card, or with what it holds again. Of places by hand, those after it come nearer, or make room. */
export function collapse(documentId: string, step: string, collapsed: boolean): void {
  const document = findDocument(documentId)?.document;
  const entry = document && outlineOf(document).steps.get(step);
  if (!document || !entry) return;
  const places = positionsOf(documentId);
  const at = places[step] ?? zero;
  const label = { kind: collapsed ? 'collapse' : 'expand', name: entry.label } as const;
  if (!isPlacedByHand(document)) {
    editDocument(documentId, label, (draft) => {
      if (collapsed) setCollapsed(draft, step, true, at);
      else forgetPlace(draft, step);
    });
    return;
  }
  const recipe = (draft: EditableObject): void => setCollapsed(draft, step, collapsed, at);
  const after = previewEdit(document, recipe);
  const middleOf = (drawn: typeof document): Point => measure(outlineOf(drawn), places).steps.get(step)?.first ?? zero;
  const [was, is] = [middleOf(document), middleOf(after)];
  const isDown = entry.block === '';
  const corner = isDown ? { x: at.x + was.x - is.x, y: at.y } : { x: at.x, y: at.y + was.y - is.y };
  const moved = { ...resized(document, after, places, {}, step, true), [step]: corner };
  editDocument(documentId, label, (draft) => {
    recipe(draft);
    placeAll(draft, newPlaces(document, places, moved));
  });
}

/** All groups at once; their insides keep what people said of them. */
export function collapseAll(documentId: string, collapsed: boolean): void {
  const document = findDocument(documentId)?.document;
  if (!document) return;
  const groups = groupsIn(document).filter((entry) => entry.collapsed !== collapsed);
  const places = positionsOf(documentId);
  const byHand = isPlacedByHand(document);
  editDocument(documentId, { kind: collapsed ? 'collapseAll' : 'expandAll' }, (draft) => {
    for (const { id } of groups) {
      if (collapsed || byHand) setCollapsed(draft, id, collapsed, places[id] ?? zero);
      else forgetPlace(draft, id);
    }
  });
}

export function groupsIn(document: Draft): readonly StepEntry[] {
  return [...outlineOf(document).steps.values()].filter(({ type }) => isComposite(type));
}

const zero: Point = { x: 0, y: 0 };
