import type { Diagnostic, Json } from '@sagaloom/engine/core';
import { createContext, useCallback, useContext, useMemo } from 'react';
import {
  type Draft,
  type Editable,
  type EditableObject,
  editDocument,
  type Path,
  readAt,
  toPointer,
  writeAt,
} from '../document/index.ts';

/** What a form edits: a place in a document. Fields name themselves by their path from there. */
export interface Editing {
  readonly documentId: string;
  readonly document: Draft;
  /** Path of the step, or of the document itself. */
  readonly base: Path;
  /** The step's name, for the words of undo. */
  readonly name: string;
  readonly readOnly: boolean;
  readonly diagnostics: readonly Diagnostic[];
}

const nothing: Editing = { documentId: '', document: {}, base: [], name: '', readOnly: true, diagnostics: [] };

export const EditingContext = createContext<Editing>(nothing);
export const useEditing = (): Editing => useContext(EditingContext);

export interface Field {
  readonly value: Json | undefined;
  readonly pointer: string;
  readonly readOnly: boolean;
  /** The first thing that is wrong with it. */
  readonly problem: Diagnostic | null;
  /** Typing in one field is one edit. `undefined` takes the field out of the file. */
  readonly write: (value: Json | undefined) => void;
}

/** A value of the document, and the way to change it. */
export function useField(path: Path): Field {
  const { documentId, document, base, name, readOnly, diagnostics } = useEditing();
  const whole = useMemo(() => [...base, ...path], [base, path]);
  const pointer = toPointer(whole);
  const write = useCallback(
    (value: Json | undefined) => {
      editDocument(documentId, { kind: 'set', name }, (draft) => writeAt(draft, whole, value as Editable | undefined), {
        squash: pointer,
      });
    },
    [documentId, name, whole, pointer],
  );
  return { value: readAt(document, whole), pointer, readOnly, problem: problemAt(diagnostics, pointer), write };
}

/** What is wrong at a place or, where nothing nearer shows it, inside it. */
export function problemAt(diagnostics: readonly Diagnostic[], pointer: string): Diagnostic | null {
  const at = diagnostics.filter((problem) => problem.pointer === pointer || problem.pointer.startsWith(`${pointer}/`));
  return at.find(({ severity }) => severity === 'error') ?? at[0] ?? null;
}

/** Edits of more than one place: lists that grow, keys that change. */
export function useEdit(): (change: (draft: EditableObject) => void, squash?: string) => void {
  const { documentId, name, base } = useEditing();
  return useCallback(
    (change, squash) => {
      editDocument(
        documentId,
        { kind: 'set', name },
        (draft) => change(objectAtPath(draft, base)),
        squash === undefined ? {} : { squash },
      );
    },
    [documentId, name, base],
  );
}

function objectAtPath(draft: EditableObject, path: Path): EditableObject {
  let at: Editable | undefined = draft;
  for (const part of path) at = at !== null && typeof at === 'object' && !Array.isArray(at) ? at[part] : undefined;
  return at !== null && typeof at === 'object' && !Array.isArray(at) ? at : {};
}

export function textOf(value: Json | undefined): string {
  if (typeof value === 'string') return value;
  return value === undefined || value === null ? '' : JSON.stringify(value);
}
