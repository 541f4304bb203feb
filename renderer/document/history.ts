import { applyChanges, type Change, changesBetween, revertChanges } from './change.ts';
import type { Draft } from './draft.ts';
import type { Source } from './source/source.ts';

/** What an edit did, in a form the catalogue can say in any language: `Undo move of 3 steps`. */
export interface EditLabel {
  readonly kind:
    | 'add'
    | 'insert'
    | 'connect'
    | 'disconnect'
    | 'remove'
    | 'move'
    | 'moveInto'
    | 'moveOnto'
    | 'rename'
    | 'set'
    | 'start'
    | 'duplicate'
    | 'paste'
    | 'tidy'
    | 'collapse'
    | 'expand'
    | 'collapseAll'
    | 'expandAll'
    | 'align'
    | 'distribute'
    | 'reorder'
    | 'replace'
    | 'reconnect'
    | 'addUndo'
    | 'addBranch'
    | 'cut'
    | 'tidySome'
    | 'keepPlaces'
    | 'direction'
    | 'replaceText'
    | 'text'
    /** A quick fix; `name` is its words. */
    | 'fix';
  /** The step (or field) it was about, as people know it. */
  readonly name?: string;
  readonly count?: number;
}

/** A reversible step of work, as data. */
export interface Edit {
  readonly id: number;
  readonly label: EditLabel;
  readonly changes: readonly Change[];
  /** Of an edit of the text itself: what the file was written like before and after. */
  readonly source: SourceChange | null;
  /** Edits with the same key that follow each other are one: typing in a field, dragging a node. */
  readonly squash: string | null;
  readonly at: number;
}

export interface SourceChange {
  readonly before: Source;
  readonly after: Source;
}

export interface History {
  readonly done: readonly Edit[];
  readonly undone: readonly Edit[];
}

export const emptyHistory: History = { done: [], undone: [] };

const squashWithinMs = 1_500;
const keptEdits = 500;
let lastId = 0;

export interface Recording {
  readonly label: EditLabel;
  readonly squash: string | null;
  readonly at: number;
  /** The edit the file was saved at: it stays as it is, so that undo finds the way back to the saved file. */
  readonly savedEdit: number | null;
  readonly source?: SourceChange;
}

/** The history after an edit, or the same one when nothing changed. */
export function record(history: History, before: Draft, after: Draft, how: Recording): History {
  const changes = changesBetween(before, after);
  const { label, squash, at, savedEdit, source = null } = how;
  if (changes.length === 0 && source === null) return history;
  const last = history.done.at(-1);
  const edit = { label, changes, source, squash, at };
  if (last && squash !== null && last.squash === squash && last.id !== savedEdit && at - last.at < squashWithinMs) {
    const whole = changesBetween(revertChanges(before, last.changes), after);
    const written = source && { before: last.source?.before ?? source.before, after: source.after };
    // Typed, and taken back while typing: nothing was edited.
    if (whole.length === 0 && written?.before.text === written?.after.text) {
      return { done: history.done.slice(0, -1), undone: [] };
    }
    return { done: [...history.done.slice(0, -1), numbered({ ...edit, changes: whole, source: written })], undone: [] };
  }
  return { done: [...history.done, numbered(edit)].slice(-keptEdits), undone: [] };
}

function numbered(edit: Omit<Edit, 'id'>): Edit {
  lastId += 1;
  return { id: lastId, ...edit };
}

export interface Travelled {
  readonly document: Draft;
  readonly history: History;
  readonly edit: Edit;
}

export function undone(document: Draft, { done, undone }: History): Travelled | null {
  const edit = done.at(-1);
  if (!edit) return null;
  return {
    document: revertChanges(document, edit.changes),
    history: { done: done.slice(0, -1), undone: [edit, ...undone] },
    edit,
  };
}

export function redone(document: Draft, { done, undone }: History): Travelled | null {
  const [edit, ...rest] = undone;
  if (!edit) return null;
  return { document: applyChanges(document, edit.changes), history: { done: [...done, edit], undone: rest }, edit };
}
