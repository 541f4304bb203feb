/** Edits of a document: each changes the draft it is given, and works on half-drawn ones. */
export { addStep, type Spot } from './add.ts';
export { addBranch, moveBranch, nameBranch, removeBranch, setFinally } from './branches.ts';
export { findStep } from './blocks.ts';
export { connect, type Origin, refusalOf } from './connect.ts';
export { canMoveInto, moveInto } from './move.ts';
export { moveOnto, ontoRefusal } from './onto.ts';
export { type Clip, clipOf, parseClip, pasteOn, pasteSteps } from './paste.ts';
export { setDirection } from './direction.ts';
export { addNote, changeNote, freshNoteId, notesForClip, pasteNotes, removeNotes } from './notes.ts';
export { forgetPlace, forgetPlaces, placeAll, type Point, type Positions, setCollapsed } from './positions.ts';
export { removeSteps } from './remove.ts';
export { renameStep } from './rename.ts';
export { canReplace, replaceStep } from './replace.ts';
export { pairOf, swapSteps } from './swap.ts';
