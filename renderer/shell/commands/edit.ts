import { Redo2, Undo2 } from 'lucide-react';
import { redoEdit, undoEdit } from '../../canvas/actions/travel.ts';
import { type Edit, editWords, findDocument, useDocuments } from '../../document/index.ts';
import { type AppCommand, isEditable, withActive } from './command.ts';

/** The edit that would be undone, or done again. */
function editAhead(way: 'done' | 'undone'): Edit | undefined {
  const id = useDocuments.getState().activeId;
  const history = id === null ? null : findDocument(id)?.history;
  return way === 'done' ? history?.done.at(-1) : history?.undone[0];
}

/** `Undo: move 3 steps`. */
const named =
  (verb: 'shell.undo' | 'shell.redo', way: 'done' | 'undone'): NonNullable<AppCommand['words']> =>
  (t) => {
    const edit = editAhead(way);
    return edit ? t('shell.withEdit', { verb: t(verb), edit: editWords(edit.label, t) }) : t(verb);
  };

export const editCommands: readonly AppCommand[] = [
  {
    id: 'undo',
    title: 'shell.undo',
    words: named('shell.undo', 'done'),
    icon: Undo2,
    keys: '$mod+z',
    notWhileTyping: true,
    isEnabled: () => isEditable() && editAhead('done') !== undefined,
    run: withActive(undoEdit),
  },
  {
    id: 'redo',
    title: 'shell.redo',
    words: named('shell.redo', 'undone'),
    icon: Redo2,
    keys: '$mod+Shift+z',
    notWhileTyping: true,
    isEnabled: () => isEditable() && editAhead('undone') !== undefined,
    run: withActive(redoEdit),
  },
];
