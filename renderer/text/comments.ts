/** Comments are never taken away in silence: what an edit of the drawing takes away is named, and one press brings it back. */
import { commentsLost, type OpenDocument, undo, useDocuments } from '../document/index.ts';
import { translate } from '../locales/index.ts';
import { toast } from '../ui/index.ts';

/** So many comments of each tab were missing when it was last looked at. */
const missing = new Map<string, number>();
const settleMs = 200;
let waiting: ReturnType<typeof setTimeout> | undefined;

/** Only a file that has comments is looked at, a moment after an edit. */
export function watchComments(): void {
  useDocuments.subscribe(({ documents }, before) => {
    const isEdited = documents.some(
      (open) => open.source.isLoose && before.documents.find(({ id }) => id === open.id)?.document !== open.document,
    );
    if (!isEdited) return;
    clearTimeout(waiting);
    waiting = setTimeout(() => {
      for (const open of useDocuments.getState().documents) if (open.source.isLoose) look(open);
    }, settleMs);
  });
}

function look(open: OpenDocument): void {
  const lost = commentsLost(open);
  const known = missing.get(open.id) ?? 0;
  missing.set(open.id, lost.length);
  if (lost.length <= known) return;
  toast(() => lostWords(lost.slice(known - lost.length)), 'warn', {
    label: () => translate('shell.undo'),
    run: () => void undo(open.id),
  });
}

/** Said once more when the file is saved without them; null where there is nothing to say. */
export function lostWhenSaved(open: OpenDocument, said: Map<string, number>): (() => string) | null {
  const lost = open.source.isLoose ? commentsLost(open) : [];
  const known = said.get(open.id) ?? 0;
  said.set(open.id, lost.length);
  return lost.length > known ? () => lostWords(lost.slice(known - lost.length)) : null;
}

function lostWords(lost: readonly string[]): string {
  const [first = ''] = lost;
  const shown = first.length > 60 ? `${first.slice(0, 59)}…` : first;
  return translate('text.commentsLost', { count: lost.length, comment: shown });
}
