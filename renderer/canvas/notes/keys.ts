import type { KeyboardEvent } from 'react';
import { findDocument, notesOf, select } from '../../document/index.ts';
import { noteIdOf } from '../scene/ids.ts';
import { duplicateNotes, placeNote, removeChosen } from './actions.ts';
import { editNote } from './editing.ts';

const byKey = {
  ArrowLeft: { x: -10, y: 0 },
  ArrowRight: { x: 10, y: 0 },
  ArrowUp: { x: 0, y: -10 },
  ArrowDown: { x: 0, y: 10 },
} as const;

/** The keyboard on notes: Enter or F2 writes in one, Alt and arrows move it, Delete removes it. False: it is about something else. */
export function noteKeys(event: KeyboardEvent, documentId: string, readOnly: boolean): boolean {
  const ctrl = event.ctrlKey || event.metaKey;
  const node = nodeUnder(event.target);
  const chosen = findDocument(documentId)?.selection.notes ?? [];
  const note = node === null ? (chosen.at(-1) ?? null) : noteIdOf(node);
  if (note === null) return false;
  if (event.key === ' ') return (select(documentId, { notes: [note] }), true);
  if (readOnly) return event.key === 'Enter';
  if (event.key === 'Enter' || event.key === 'F2') return (write(documentId, note), true);
  if (event.altKey && event.key in byKey) return (move(documentId, note, event.key as keyof typeof byKey), true);
  if (ctrl && event.key.toLowerCase() === 'd')
    return (duplicateNotes(documentId, chosen.length > 0 ? chosen : [note]), true);
  if (event.key !== 'Delete' && event.key !== 'Backspace') return false;
  if (!chosen.includes(note)) select(documentId, { notes: [note] });
  return removeChosen(documentId);
}

/** The node that has the focus. */
function nodeUnder(target: EventTarget): string | null {
  return target instanceof Element ? (target.closest('.react-flow__node')?.getAttribute('data-id') ?? null) : null;
}

function write(documentId: string, note: string): void {
  select(documentId, { notes: [note] });
  editNote(documentId, note);
}

function move(documentId: string, id: string, key: keyof typeof byKey): void {
  const note = notesOf(findDocument(documentId)?.document ?? {}).find((one) => one.id === id);
  const by = byKey[key];
  if (note) placeNote(documentId, id, { x: note.x + by.x, y: note.y + by.y }, `move note ${id}`);
}
