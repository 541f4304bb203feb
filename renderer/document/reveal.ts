import { create } from 'zustand';
import { select } from './store.ts';

/** A wish to be shown something: its step is selected and centred, and the field at the pointer is opened. */
export interface Revealing {
  readonly document: string;
  /** Null for the workflow itself. */
  readonly step: string | null;
  /** JSON pointer of a field, where one is meant. */
  readonly pointer: string | null;
  /** Grows with every wish, so that the same may be wished twice. */
  readonly count: number;
}

export const useReveal = create<{ readonly revealing: Revealing | null }>(() => ({ revealing: null }));

export function reveal(document: string, step: string | null, pointer: string | null = null): void {
  select(document, { steps: step === null ? [] : [step] });
  useReveal.setState(({ revealing }) => ({
    revealing: { document, step, pointer, count: (revealing?.count ?? 0) + 1 },
  }));
}

/** The field was shown: a form that is opened again later is not to take the cursor once more. */
export function fieldShown(count: number): void {
  useReveal.setState(({ revealing }) =>
    revealing?.count === count ? { revealing: { ...revealing, pointer: null } } : { revealing },
  );
}
