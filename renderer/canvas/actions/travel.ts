import { editWords, redo, undo } from '../../document/index.ts';
import { translate as t } from '../../locales/index.ts';
import { toast } from '../../ui/index.ts';

/** Back and forth among the edits of a document, saying what was undone. Needs no drawing: the window's own buttons use it too. */
export function undoEdit(id: string): void {
  const edit = undo(id);
  if (edit) toast(() => t('canvas.undone', { what: editWords(edit.label, t) }));
}

export function redoEdit(id: string): void {
  const edit = redo(id);
  if (edit) toast(() => t('canvas.redone', { what: editWords(edit.label, t) }));
}
