import { FORMAT, SCHEMA_ID } from '@sagaloom/engine/core';
import { create as edited } from 'mutative';
import { create } from 'zustand';
import type { Draft, EditableObject } from './draft.ts';
import {
  type Edit,
  type EditLabel,
  emptyHistory,
  type History,
  record,
  redone,
  type Travelled,
  undone,
} from './history.ts';
import { notesOf } from './notes.ts';
import { outlineOf } from './outline.ts';
import { sharing } from './source/same.ts';
import { brokenSource, type Opened, parseSource, type Source, sourceOf } from './source/source.ts';
import { textOf } from './text.ts';

/** What is chosen on the canvas: steps by id, and at most one connection. */
export interface Selection {
  readonly steps: readonly string[];
  readonly edge: string | null;
  /** Notes, by their ids. */
  readonly notes: readonly string[];
}

export interface OpenDocument {
  /** Of this tab; stays when the file is renamed. */
  readonly id: string;
  /** Relative to the workspace; null until first saved. */
  readonly path: string | null;
  /** What the file was when it was read or written; null until first saved. */
  readonly etag: string | null;
  readonly document: Draft;
  /** The text as somebody last wrote it; `textOf` says what it is now. */
  readonly source: Source;
  readonly history: History;
  /** The edit the file was saved at; null is the file as it was opened. */
  readonly savedEdit: number | null;
  /** A new document that was never saved and has nothing in it is not worth a question. */
  readonly isNew: boolean;
  readonly savedAt: number | null;
  /** To read only: what a run ran, for example. Edits are refused. */
  readonly readOnly: boolean;
  readonly selection: Selection;
}

export interface DocumentsState {
  readonly documents: readonly OpenDocument[];
  readonly activeId: string | null;
}

/** The open files. It holds no way to a disk: whoever owns one loads and saves (`openDocument`, `markSaved`). */
export const useDocuments = create<DocumentsState>(() => ({ documents: [], activeId: null }));

export const nothingSelected: Selection = { steps: [], edge: null, notes: [] };

let lastId = 0;

export interface Opening {
  readonly path: string | null;
  readonly etag: string | null;
  readonly document: Draft;
  /** How the file has it; left out for what nobody wrote yet. */
  readonly source?: Source;
  readonly readOnly?: boolean;
}

/** Opens a tab and brings it to the front; a file that is open already is only brought to the front. Gives back the tab's id. */
export function openDocument({ path, etag, document, source, readOnly = false }: Opening): string {
  const open = path === null ? undefined : useDocuments.getState().documents.find((other) => other.path === path);
  if (open) {
    activateDocument(open.id);
    return open.id;
  }
  lastId += 1;
  const id = `document-${lastId}`;
  const opened: OpenDocument = {
    id,
    path,
    etag,
    document,
    source: source ?? sourceOf(document),
    history: emptyHistory,
    savedEdit: null,
    isNew: path === null,
    savedAt: null,
    readOnly,
    selection: nothingSelected,
  };
  useDocuments.setState(({ documents }) => ({ documents: [...documents, opened], activeId: id }));
  return id;
}

/** A document with nothing drawn yet. */
export function newDocument(name: string): string {
  const document: Draft = { $schema: SCHEMA_ID, format: FORMAT, name, start: '', steps: {} };
  return openDocument({ path: null, etag: null, document });
}

export function activateDocument(id: string): void {
  useDocuments.setState({ activeId: id });
}

export function closeDocument(id: string): void {
  useDocuments.setState(({ documents, activeId }) => {
    const index = documents.findIndex((open) => open.id === id);
    const rest = documents.filter((open) => open.id !== id);
    const neighbour = rest[Math.min(index, rest.length - 1)]?.id ?? null;
    return { documents: rest, activeId: activeId === id ? neighbour : activeId };
  });
}

export interface Saved {
  readonly path: string;
  readonly etag: string;
  readonly at: number;
  /** The edit that was the last when the text was made: what was edited while saving stays unsaved. */
  readonly edit: number | null;
}

export function markSaved(id: string, { path, etag, at, edit }: Saved): void {
  change(id, (open) => ({ ...open, path, etag, savedAt: at, savedEdit: edit, isNew: false }));
}

/** The file has another name now. */
export function markMoved(id: string, path: string): void {
  change(id, (open) => ({ ...open, path }));
}

/** The file is gone from the disk: what is on the screen is unsaved, and saving makes it again. */
export function markGone(id: string): void {
  change(id, (open) => ({ ...open, etag: null, savedEdit: neverSaved }));
}

/** What is on the screen is kept: saving writes over what the disk has now, and over nothing that comes later. */
export function keepOver(id: string, etag: string): void {
  change(id, (open) => ({ ...open, etag, savedEdit: neverSaved }));
}

/** No edit has this number. */
const neverSaved = -1;

/** The file changed on disk and is taken as it is there now; the way back leads to what was open before. */
export function replaceDocument(
  id: string,
  { source, etag }: { readonly source: Source; readonly etag: string },
): void {
  change(id, (open) => {
    const kept = source.broken ? { ...source, document: open.document } : source;
    const written = rewritten(open, kept, null);
    return { ...written, etag, savedEdit: lastEdit(written.history), selection: nothingSelected };
  });
}

/**
 * The text itself was edited. One that cannot be read is kept as it is typed, the drawing stays as it was, and nothing but the text
 * can be edited until it can be read again.
 */
export function editText(id: string, text: string): Opened {
  if (goneBackTo(id, text)) return parseSource(text);
  const opened = parseSource(text);
  change(id, (open) => {
    if (open.readOnly && !isBroken(open)) return open;
    return rewritten(open, opened.ok ? opened.source : brokenSource(text, open.document, opened), 'text');
  });
  return opened;
}

/** A text that was there before the last edit of the text, or after the one taken back, is gone back to: that is no new edit. */
function goneBackTo(id: string, text: string): boolean {
  const open = findDocument(id);
  if (!open) return false;
  const { done, undone: takenBack } = open.history;
  if (takenBack[0]?.source?.after.text === text) return redo(id) !== null;
  const last = done.at(-1)?.source;
  if (!last || last.after.text === text) return false;
  const before = undone(open.document, open.history);
  return before !== null && textOf({ source: last.before, document: before.document }) === text && undo(id) !== null;
}

/** Its text is no JSON at the moment. */
export const isBroken = ({ source }: OpenDocument): boolean => source.broken !== undefined;

/** The document as another text has it, as one edit. What both texts say stays the same object. */
function rewritten(open: OpenDocument, { document: read, ...source }: Source, squash: string | null): OpenDocument {
  const { text } = source;
  const document = sharing(open.document, read);
  const after: Source = { ...source, document };
  const history = record(open.history, open.document, document, {
    label: { kind: squash === null ? 'set' : 'text' },
    squash,
    at: Date.now(),
    savedEdit: open.savedEdit,
    ...(textOf(open) === text ? {} : { source: { before: open.source, after } }),
  });
  if (history === open.history) return open;
  const readOnly = open.readOnly && !isBroken(open);
  return { ...open, document, source: after, history, readOnly, selection: stillThere(document, open.selection) };
}

/** Takes the pen away, or gives it back. */
export function setReadOnly(id: string, readOnly: boolean): void {
  if (findDocument(id)?.readOnly !== readOnly) change(id, (open) => ({ ...open, readOnly }));
}

export interface EditOptions {
  /** Edits with the same key in quick succession become one: typing, dragging. */
  readonly squash?: string;
  /** What is selected afterwards. */
  readonly select?: readonly string[];
  /** The edit goes on from here: what `previewEdit` made of the document as it is. */
  readonly from?: Draft;
}

/** Makes an edit of an open document. Nothing is recorded when the recipe changes nothing. */
export function editDocument(
  id: string,
  label: EditLabel,
  recipe: (draft: EditableObject) => void,
  options: EditOptions = {},
): void {
  change(id, (open) => {
    if (open.readOnly || isBroken(open)) return open;
    const document = previewEdit(options.from ?? open.document, recipe);
    const how = { label, squash: options.squash ?? null, at: Date.now(), savedEdit: open.savedEdit };
    const history = record(open.history, open.document, document, how);
    const selection = options.select ? { ...nothingSelected, steps: options.select } : open.selection;
    return history === open.history
      ? { ...open, selection }
      : { ...open, document, history, selection: stillThere(document, selection) };
  });
}

/** What an edit would give. */
export function previewEdit(document: Draft, recipe: (draft: EditableObject) => void): Draft {
  return edited<object>(document, (draft) => {
    recipe(draft as EditableObject);
  }) as Draft;
}

export const undo = (id: string): Edit | null => travel(id, undone);
export const redo = (id: string): Edit | null => travel(id, redone);

function travel(id: string, step: (document: Draft, history: History) => Travelled | null): Edit | null {
  const open = findDocument(id);
  const travelled = open && (!open.readOnly || isBroken(open)) && step(open.document, open.history);
  if (!travelled) return null;
  const { document, history, edit } = travelled;
  const isBack = step === undone;
  change(id, (current) => ({
    ...current,
    document,
    source: edit.source?.[isBack ? 'before' : 'after'] ?? current.source,
    history,
    readOnly: current.readOnly && !isBroken(current),
    selection: stillThere(document, current.selection),
  }));
  return edit;
}

export function select(id: string, selection: Partial<Selection>): void {
  change(id, (open) => ({ ...open, selection: { ...nothingSelected, ...selection } }));
}

function stillThere(document: Draft, selection: Selection): Selection {
  const { steps } = outlineOf(document);
  const notes = new Set(notesOf(document).map(({ id }) => id));
  return {
    steps: selection.steps.filter((step) => steps.has(step)),
    edge: selection.edge,
    notes: selection.notes.filter((note) => notes.has(note)),
  };
}

export function lastEdit(history: History): number | null {
  return history.done.at(-1)?.id ?? null;
}

/** Whether the file on disk says something else than the screen. */
export function isDirty(open: OpenDocument): boolean {
  return lastEdit(open.history) !== open.savedEdit;
}

export function findDocument(id: string): OpenDocument | null {
  return useDocuments.getState().documents.find((open) => open.id === id) ?? null;
}

export function useActiveDocument(): OpenDocument | null {
  return useDocuments(({ documents, activeId }) => documents.find((open) => open.id === activeId) ?? null);
}

function change(id: string, next: (open: OpenDocument) => OpenDocument): void {
  useDocuments.setState(({ documents }) => ({
    documents: documents.map((open) => (open.id === id ? next(open) : open)),
  }));
}
