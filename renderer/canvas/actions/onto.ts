import {
  editDocument,
  findDocument,
  isPlacedByHand,
  moveOnto,
  newPlaces,
  ontoRefusal,
  type Origin,
  outlineOf,
  placeAll,
  previewEdit,
  reveal,
} from '../../document/index.ts';
import { translate as t } from '../../locales/index.ts';
import { toast } from '../../ui/index.ts';
import { positionsOf } from '../places.ts';
import { madeRoom } from './arrange.ts';

/** Puts a step that is there on a connection; its own chain heals. False, with the reason, where that cannot be. */
export function putOnto(documentId: string, step: string, origin: Origin): boolean {
  const document = findDocument(documentId)?.document ?? {};
  const outline = outlineOf(document);
  const refusal = ontoRefusal(outline, step, origin);
  const name = outline.steps.get(step)?.label ?? step;
  if (refusal === 'endsFlow') toast(() => t('canvas.refused.endsFlow', { name }), 'warn');
  if (refusal !== null) return false;
  const after = previewEdit(document, (draft) => moveOnto(draft, step, origin));
  const places = isPlacedByHand(document) ? madeRoom(document, after, positionsOf(documentId), step, origin) : null;
  editDocument(
    documentId,
    { kind: 'moveOnto', name },
    (draft) => {
      if (places) placeAll(draft, newPlaces(document, positionsOf(documentId), places));
    },
    { select: [step], from: after },
  );
  reveal(documentId, step);
  return true;
}
