/** Questions the shell asks about files, one at a time; each dialog answers by resolving its question. */
import { create } from 'zustand';
import type { Broken } from '../../document/index.ts';

export type Question =
  | { readonly kind: 'closeDirty'; readonly name: string; readonly answer: (choice: CloseChoice) => void }
  | { readonly kind: 'saveAs'; readonly suggested: string; readonly answer: (path: string | null) => void }
  | { readonly kind: 'move'; readonly path: string; readonly answer: (path: string | null) => void }
  | {
      readonly kind: 'saveBroken';
      readonly name: string;
      readonly why: WhyBroken;
      readonly answer: (choice: SaveBrokenChoice) => void;
    }
  | { readonly kind: 'conflict'; readonly path: string; readonly answer: (choice: ConflictChoice) => void };

export type CloseChoice = 'save' | 'discard' | 'cancel';
export type ConflictChoice = 'mine' | 'theirs' | 'cancel';

/** Where a text ends to be JSON, counted from 1. */
export interface WhyBroken extends Pick<Broken, 'problem'> {
  readonly line: number;
  readonly column: number;
}

export type SaveBrokenChoice = 'save' | 'look' | 'cancel';

interface Questions {
  readonly asked: readonly Question[];
}

export const useQuestions = create<Questions>(() => ({ asked: [] }));

export const askCloseDirty = async (name: string): Promise<CloseChoice> =>
  ask((answer) => ({ kind: 'closeDirty', name, answer }));
export const askSaveAs = async (suggested: string): Promise<string | null> =>
  ask((answer) => ({ kind: 'saveAs', suggested, answer }));
export const askMove = async (path: string): Promise<string | null> =>
  ask((answer) => ({ kind: 'move', path, answer }));
export const askConflict = async (path: string): Promise<ConflictChoice> =>
  ask((answer) => ({ kind: 'conflict', path, answer }));

export const askSaveBroken = async (name: string, why: WhyBroken): Promise<SaveBrokenChoice> =>
  ask((answer) => ({ kind: 'saveBroken', name, why, answer }));

async function ask<T>(make: (answer: (value: T) => void) => Question): Promise<T> {
  return new Promise<T>((resolve) => {
    const question = make((value) => {
      useQuestions.setState(({ asked }) => ({ asked: asked.filter((other) => other !== question) }));
      resolve(value);
    });
    useQuestions.setState(({ asked }) => ({ asked: [...asked, question] }));
  });
}
