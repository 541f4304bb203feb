import { type EditableObject, isEditableObject, objectAt } from '../draft.ts';

/** Where a node is, from the top left corner of the block it is in. */
export interface Point {
  readonly x: number;
  readonly y: number;
}

export type Positions = Readonly<Record<string, Point>>;

/** The drawing is kept last in the file, and only made when there is something to keep. */
function placesOf(document: EditableObject): EditableObject {
  const ui = objectAt(document, 'ui') ?? {};
  if (!isEditableObject(document.ui)) document.ui = ui;
  const held = objectAt(document, 'ui') ?? ui;
  if (!isEditableObject(held.steps)) held.steps = {};
  return objectAt(held, 'steps') ?? {};
}

function place(document: EditableObject, id: string, { x, y }: Point): void {
  const places = placesOf(document);
  const known = places[id];
  const point = { x: Math.round(x), y: Math.round(y) };
  if (isEditableObject(known)) Object.assign(known, point);
  else places[id] = point;
}

export function placeAll(document: EditableObject, positions: Positions): void {
  for (const [id, point] of Object.entries(positions)) place(document, id, point);
}

export function forgetPlace(document: EditableObject, id: string): void {
  const ui = objectAt(document, 'ui');
  const places = ui && objectAt(ui, 'steps');
  if (!ui || !places) return;
  delete places[id];
  if (Reflect.ownKeys(places).length === 0) delete ui.steps; // asks an edit in progress once, not for each of thousands
  if (Object.keys(ui).length === 0) delete document.ui;
}

/** Draws a step that holds others without them, or with them again. `at` is where it is. */
export function setCollapsed(document: EditableObject, id: string, collapsed: boolean, at: Point): void {
  place(document, id, at);
  const known = placesOf(document)[id];
  if (!isEditableObject(known)) return;
  if (collapsed) known.collapsed = true;
  else delete known.collapsed;
}

/** Back to the automatic layout: nothing is kept but which groups are collapsed. */
export function forgetPlaces(document: EditableObject): void {
  const ui = objectAt(document, 'ui');
  const places = ui && objectAt(ui, 'steps');
  for (const [id, known] of Object.entries(places ?? {})) {
    if (!isEditableObject(known) || known.collapsed !== true) forgetPlace(document, id);
  }
}
