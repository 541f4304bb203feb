import { type EditableObject, isEditableObject } from '../draft.ts';
import type { Direction } from '../outline.ts';
import { forgetPlaces } from './positions.ts';

/** Which way the drawing grows. Places by hand were made for the other way: they are let go. */
export function setDirection(document: EditableObject, direction: Direction): void {
  forgetPlaces(document);
  if (direction === 'right') {
    if (isEditableObject(document.ui)) document.ui.direction = direction;
    else document.ui = { direction };
  } else if (isEditableObject(document.ui)) {
    delete document.ui.direction;
    if (Object.keys(document.ui).length === 0) delete document.ui;
  }
}
