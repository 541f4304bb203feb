/**
 * The open files: pure data, reversible edits, and nothing that touches a disk or a screen.
 *
 *   openDocument({ path, etag, document, source }), newDocument(name), closeDocument(id), activateDocument(id)
 *   editDocument(id, label, recipe, { squash, select, from }), undo(id), redo(id), select(id, { steps, edge })
 *   parseSource(text), textOf(open), editText(id, text), isDirty(open), markSaved(id, { path, etag, at, edit: lastEdit(open.history) })
 */
export { breakpointsOf, clearBreakpoints, toggleBreakpoints, useBreakpoints } from './breakpoints.ts';
export { carried, type Cut, cutBetween, isNone, numberAfter, numberBefore } from './cut.ts';
export { copyOf, type Draft, type Editable, type EditableObject } from './draft.ts';
export { checkAgainst, diagnosticsNow, useDiagnostics } from './diagnostics.ts';
export { type Edit } from './history.ts';
export { freshId, idPattern, takenIds } from './ids.ts';
export {
  type BlockEntry,
  type BlockKey,
  type Direction,
  directionOf,
  drawnAs,
  enclosingBlocks,
  isHidden,
  type Outline,
  outlineOf,
  type StepEntry,
  withInner,
} from './outline.ts';
export { type Path, readAt, toPointer, writeAt } from './pointer.ts';
export { hasBody, isComposite, isEffectful } from './kinds.ts';
export { isAside, isPort, type Port, portsOf, targetOf } from './ports.ts';
export {
  activateDocument,
  closeDocument,
  type DocumentsState,
  editDocument,
  editText,
  findDocument,
  isBroken,
  isDirty,
  keepOver,
  lastEdit,
  markGone,
  markMoved,
  markSaved,
  newDocument,
  nothingSelected,
  type OpenDocument,
  openDocument,
  previewEdit,
  redo,
  replaceDocument,
  select,
  type Selection,
  setReadOnly,
  undo,
  useActiveDocument,
  useDocuments,
} from './store.ts';
export { flushTyping, whenFlushed } from './flush.ts';
export { fieldShown, reveal, useReveal } from './reveal.ts';
export { type Broken, lineAndColumn, parseSource, type Source, sourceOfText } from './source/source.ts';
export { withDescriptions, withoutComments } from './source/plain.ts';
export { commentsLost, printDocument, textOf } from './text.ts';
export * from './operations/index.ts';
export { isEachPlaced, isPlacedByHand, newPlaces, ownPlaces } from './places.ts';
export { pinOutput, sampleInputOf, samplesOf } from './samples.ts';
export { type Note, type NoteColour, noteColours, noteName, noteSize, notesOf } from './notes.ts';
export { editWords } from './words.ts';
