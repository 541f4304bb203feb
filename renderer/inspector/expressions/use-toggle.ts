import { isExpression, type Json } from '@sagaloom/engine/core';
import { useCallback, useState } from 'react';
import { type Editable, editDocument, type Path, writeAt } from '../../document/index.ts';
import { useEditing, useField } from '../editing.ts';
import { toExpression, toLiteral } from './marks.ts';

/** Expressions that a value took the place of: the toggle brings them back. By document and pointer. */
const setAside = new Map<string, string>();
/** The field whose editor takes the caret as soon as it is there, and where in its text. */
let awaited: { readonly key: string; readonly caret: number } | null = null;

export interface Toggle {
  readonly isExpression: boolean;
  readonly set: (toExpression: boolean) => void;
  /** An expression begun by typing: the caret goes on in its editor. */
  readonly begin: (text: string) => void;
  /** The text in the editor is no expression any more: the caret goes on in the field that takes its place. */
  readonly leave: (caret: number) => void;
  /** Where the caret belongs when the editor is made; null where it was not asked for. */
  readonly takeCaret: () => number | null;
}

/**
 * Switches a field between a value and an expression, in one edit that can be undone; what can be kept is kept. `isKept`: without a
 * value the field is an empty text, since the file must have it.
 */
export function useToggle(path: Path, isKept = false): Toggle {
  const { documentId, base, name } = useEditing();
  const { value, pointer } = useField(path);
  const key = `${documentId} ${pointer}`;
  const write = useCallback(
    (next: Json | undefined) =>
      editDocument(documentId, { kind: 'set', name }, (draft) =>
        writeAt(draft, [...base, ...path], next as Editable | undefined),
      ),
    [documentId, base, path, name],
  );
  const isOne = typeof value === 'string' && (isExpression(value) || value.startsWith('{%'));
  const set = (wanted: boolean): void => {
    if (wanted === isOne) return;
    if (wanted) {
      const text = expressionFor(key, value);
      awaited = { key, caret: caretIn(text) };
      write(text);
    } else {
      const literal = toLiteral(typeof value === 'string' ? value : '');
      if (!literal.isKept && typeof value === 'string') setAside.set(key, value);
      awaited = { key, caret: 0 };
      write(literal.isKept ? literal.value : isKept ? '' : undefined);
    }
  };
  const begin = (text: string): void => {
    awaited = { key, caret: caretIn(text) };
    write(text);
  };
  const leave = (caret: number): void => {
    awaited = { key, caret };
  };
  const takeCaret = (): number | null => {
    if (awaited?.key !== key) return null;
    const { caret } = awaited;
    awaited = null;
    return caret;
  };
  return { isExpression: isOne, set, begin, leave, takeCaret };
}

function expressionFor(key: string, value: Json | undefined): string {
  const kept = setAside.get(key);
  setAside.delete(key);
  return kept !== undefined && (value === undefined || value === '') ? kept : toExpression(value);
}

/** Before the space that leads to `%}`. */
const caretIn = (text: string): number => (text.endsWith(' %}') ? text.length - 3 : text.length);

/** The caret a field is given when it is made, and only then. */
export function useFirstCaret(toggle: Toggle | null): number | null {
  const [caret] = useState(() => toggle?.takeCaret() ?? null);
  return caret;
}
