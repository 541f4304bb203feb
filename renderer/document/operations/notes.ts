import { isObject, type JsonObject } from '@sagaloom/engine/core';
import { copyOf, type Draft, type Editable, type EditableObject, isEditableObject, objectAt } from '../draft.ts';
import { type Note, notesOf } from '../notes.ts';

/** The notes of the drawing; made when there is one to keep. */
function heldNotes(document: EditableObject): EditableObject {
  const ui = objectAt(document, 'ui') ?? {};
  if (!isEditableObject(document.ui)) document.ui = ui;
  const kept = objectAt(document, 'ui') ?? ui;
  if (!isEditableObject(kept.notes)) kept.notes = {};
  return objectAt(kept, 'notes') ?? {};
}

function knownNotes(document: EditableObject): EditableObject | null {
  const ui = objectAt(document, 'ui');
  return ui && objectAt(ui, 'notes');
}

/** `note`, `note2`, `note3`, whichever nobody has. */
export function freshNoteId(document: Draft): string {
  const taken = new Set(notesOf(document).map(({ id }) => id));
  for (let number = 1; ; number += 1) {
    const id = number === 1 ? 'note' : `note${number}`;
    if (!taken.has(id)) return id;
  }
}

export function addNote(document: EditableObject, { id, ...note }: Note): void {
  heldNotes(document)[id] = fieldsOf(note);
}

/** As the file says it: what is usual is left out. */
function fieldsOf({ x, y, width, height, text, colour, step }: Omit<Note, 'id'>): EditableObject {
  const [left, top, wide, high] = [x, y, width, height].map((value) => Math.round(value));
  const place: EditableObject = { x: left ?? 0, y: top ?? 0, width: wide ?? 0, height: high ?? 0, text };
  if (colour !== 'sand') place['colour'] = colour;
  if (step !== null) place['step'] = step;
  return place;
}

export function changeNote(document: EditableObject, id: string, change: Partial<Omit<Note, 'id'>>): void {
  const held = knownNotes(document);
  const known = held && objectAt(held, id);
  if (!known) return;
  const numbers = ['x', 'y', 'width', 'height'] as const;
  for (const name of numbers) if (change[name] !== undefined) known[name] = Math.round(change[name]);
  if (change.text !== undefined) known['text'] = change.text;
  if (change.colour !== undefined) setOr(known, 'colour', change.colour, 'sand');
  if (change.step !== undefined) setOr(known, 'step', change.step, null);
}

function setOr(object: EditableObject, key: string, value: Editable, usual: Editable): void {
  if (value === usual) delete object[key];
  else object[key] = value;
}

export function removeNotes(document: EditableObject, ids: readonly string[]): void {
  const held = knownNotes(document);
  if (!held) return;
  for (const id of ids) delete held[id];
  const ui = objectAt(document, 'ui');
  if (!ui || Object.keys(held).length > 0) return;
  delete ui['notes'];
  if (Object.keys(ui).length === 0) delete document.ui;
}

/** A step that is deleted takes the notes about it along. */
export function forgetNotes(document: EditableObject, step: string): void {
  const held = knownNotes(document) ?? {};
  const about = Object.entries(held).flatMap(([id, note]) =>
    isEditableObject(note) && note['step'] === step ? [id] : [],
  );
  removeNotes(document, about);
}

export function renameInNotes(document: EditableObject, from: string, to: string): void {
  for (const note of Object.values(knownNotes(document) ?? {}))
    if (isEditableObject(note) && note['step'] === from) note['step'] = to;
}

/** What of the notes goes on the clipboard: those that are chosen, and those of the steps that are. */
export function notesForClip(document: Draft, ids: readonly string[], steps: readonly string[]): JsonObject {
  const held = isObject(document.ui) && isObject(document.ui.notes) ? document.ui.notes : {};
  return Object.fromEntries(
    notesOf(document).flatMap(({ id, step }) => {
      const note = held[id];
      return note !== undefined && (ids.includes(id) || (step !== null && steps.includes(step))) ? [[id, note]] : [];
    }),
  );
}

/**
 * Copies of notes, under ids nobody has. One that belonged to a step belongs to its copy where that came along, else to the drawing,
 * a little beside what it was made of. Gives back the new ids.
 */
export function pasteNotes(
  document: EditableObject,
  notes: JsonObject,
  renamed: ReadonlyMap<string, string>,
): readonly string[] {
  return Object.values(notes).flatMap((note) => {
    if (!isObject(note)) return [];
    const id = freshNoteId(copyOf(document) as Draft);
    const step =
      typeof note.step === 'string' ? (renamed.get(note.step) ?? (renamed.size === 0 ? note.step : null)) : null;
    const copy = copyOf(note);
    if (!isEditableObject(copy)) return [];
    heldNotes(document)[id] = copy;
    const isWithStep = step !== null && step !== note.step;
    const { x, y } = note;
    changeNote(document, id, {
      x: (typeof x === 'number' ? x : 0) + (isWithStep ? 0 : 24),
      y: (typeof y === 'number' ? y : 0) + (isWithStep ? 0 : 24),
      step,
    });
    return [id];
  });
}
