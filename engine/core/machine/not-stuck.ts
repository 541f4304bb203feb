/** Why a person's answer to what is stuck is refused, in words that do not need the machine to be known. */
import type { Place } from '../event.ts';
import { entryIn, findUndoing } from './compensate.ts';
import type { Refusal } from './refusal.ts';
import type { LedgerEntry, Readable } from './state.ts';

const words: Readonly<Record<LedgerEntry['status'], string>> = {
  recorded: 'it has not been reached yet',
  running: 'it is under way',
  backoff: 'it is waiting to be tried again',
  stuck: 'it is stuck',
  done: 'it is done',
  failed: 'it was given up',
  skipped: 'it was skipped',
};

export const undoWords = (status: LedgerEntry['status']): string => words[status];

/** A step that has ended may have an undo that is stuck: whoever asks for the one may mean the other. */
export function noStepAt(state: Readable, place: Place): Refusal {
  const frame = findUndoing(state, place);
  const isUndoStuck = frame !== undefined && entryIn(frame, place)?.status === 'stuck';
  const meant = isUndoStuck ? '; its undo is stuck: use undo-retry, undo-skip or undo-abort' : '';
  return { code: 'notFound', reason: `No step is open at ${place.path} (visit ${place.visit})${meant}.` };
}
