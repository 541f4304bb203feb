import {
  addNote as putNote,
  changeNote,
  directionOf,
  type Draft,
  editDocument,
  type EditableObject,
  findDocument,
  freshNoteId,
  type Note,
  type NoteColour,
  noteName,
  noteSize,
  notesForClip,
  notesOf,
  outlineOf,
  pasteNotes,
  type Point,
  previewEdit,
  removeNotes,
  removeSteps,
  select,
} from '../../document/index.ts';
import { translate as t } from '../../locales/index.ts';
import { toast } from '../../ui/index.ts';
import { positionsOf } from '../places.ts';
import { cornerOf } from '../scene/corner.ts';
import { isGroup, measure } from '../scene/measure.ts';
import { withinOf } from '../within/within.ts';
import { editNote } from './editing.ts';
import { viewCentre } from './view-centre.ts';

/** What people do with notes, each as one edit with its words. */
const documentOf = (id: string): Draft => findDocument(id)?.document ?? {};
const noteAt = (id: string, note: string): Note | undefined => notesOf(documentOf(id)).find((one) => one.id === note);
const nameOf = (note: Note | undefined): string => (note && noteName(note)) || t('notes.note');

/** `at` is on the whole drawing (or, in the view of a container, from its corner); without it the note lies where it is seen. */
export function addNote(documentId: string, at: Point | null = null): void {
  const document = documentOf(documentId);
  const id = freshNoteId(document);
  const place = at === null ? besidesSelected(documentId) : inContainer(documentId, at);
  const note: Note = { id, width: noteSize.width, height: noteSize.height, text: '', colour: 'sand', ...place };
  editDocument(documentId, { kind: 'add', name: t('notes.note') }, (draft) => putNote(draft, note));
  select(documentId, { notes: [id] });
  editNote(documentId, id);
}

type Place = Pick<Note, 'x' | 'y' | 'step'>;

/** Beside the way of the flow at the one card that is selected; else in the middle of what is seen. */
function besidesSelected(documentId: string): Place {
  const [step, ...others] = findDocument(documentId)?.selection.steps ?? [];
  const entry = outlineOf(documentOf(documentId)).steps.get(step ?? '');
  const outline = outlineOf(documentOf(documentId));
  if (entry && others.length === 0 && !isGroup(entry)) {
    const isDown = directionOf(outline, entry.block) === 'down';
    const beside = isDown ? { x: -noteSize.width - 24, y: -24 } : { x: 0, y: -noteSize.height - 16 };
    return { step: entry.id, ...beside };
  }
  const { x, y } = viewCentre(documentId);
  return inContainer(documentId, { x: x - noteSize.width / 2, y: y - noteSize.height / 2 });
}

/** In a container that is shown alone a note belongs to it; on the whole drawing to the container it lies in. */
function inContainer(documentId: string, { x, y }: Point): Place {
  const within = withinOf(documentId);
  if (within !== null) return { step: within, x, y };
  const middle = { x: x + noteSize.width / 2, y: y + noteSize.height / 2 };
  const step = containerAt(documentId, middle);
  const corner = step === null ? { x: 0, y: 0 } : cornerOf(documentOf(documentId), positionsOf(documentId), step);
  return { step, x: x - corner.x, y: y - corner.y };
}

/** The innermost container that is drawn open at a point of the whole drawing. */
function containerAt(documentId: string, { x, y }: Point): string | null {
  const outline = outlineOf(documentOf(documentId));
  const positions = positionsOf(documentId);
  const { steps: sizes } = measure(outline, positions);
  const holds = [...outline.steps.values()].filter((entry) => {
    const size = sizes.get(entry.id);
    if (!size || !isGroup(entry)) return false;
    const corner = cornerOf(documentOf(documentId), positions, entry.id);
    return x >= corner.x && y >= corner.y && x <= corner.x + size.width && y <= corner.y + size.height;
  });
  return holds.at(-1)?.id ?? null;
}

export function writeNote(documentId: string, note: string, text: string): void {
  const before = noteAt(documentId, note);
  if (!before || before.text === text) return;
  const name = nameOf(text.trim() === '' ? before : { ...before, text });
  editDocument(documentId, { kind: 'set', name }, (draft) => changeNote(draft, note, { text }));
}

export function colourNotes(documentId: string, notes: readonly string[], colour: NoteColour): void {
  const name = nameOf(noteAt(documentId, notes[0] ?? ''));
  editDocument(documentId, { kind: 'set', name }, (draft) => {
    for (const note of notes) changeNote(draft, note, { colour });
  });
}

export function placeNote(documentId: string, note: string, place: Partial<Omit<Note, 'id'>>, squash?: string): void {
  const label = { kind: 'move', name: nameOf(noteAt(documentId, note)), count: 1 } as const;
  editDocument(documentId, label, (draft) => changeNote(draft, note, place), squash === undefined ? {} : { squash });
}

/** With the steps that are chosen beside them, as one edit. */
export function removeChosen(documentId: string, kind: 'remove' | 'cut' = 'remove'): boolean {
  const { steps, notes } = findDocument(documentId)?.selection ?? { steps: [], notes: [] };
  if (notes.length === 0) return false;
  const name = nameOf(noteAt(documentId, notes[0] ?? ''));
  const count = steps.length + notes.length;
  editDocument(
    documentId,
    { kind, name, count },
    (draft) => {
      removeNotes(draft, notes);
      removeSteps(draft, steps);
    },
    { select: [] },
  );
  toast(() => t('notes.removed', { count: notes.length }));
  return true;
}

export function duplicateNotes(documentId: string, notes: readonly string[]): void {
  const clip = notesForClip(documentOf(documentId), notes, []);
  const recipe = (draft: EditableObject): void => void pasteNotes(draft, clip, new Map());
  const before = new Set(notesOf(documentOf(documentId)).map(({ id }) => id));
  const added = notesOf(previewEdit(documentOf(documentId), recipe)).flatMap(({ id }) => (before.has(id) ? [] : [id]));
  const name = nameOf(noteAt(documentId, notes[0] ?? ''));
  editDocument(documentId, { kind: 'duplicate', name, count: notes.length }, recipe);
  select(documentId, { notes: added });
}
