import { compile, type Diagnostic, type KnownActivity } from '@sagaloom/engine/core';
import { useEffect } from 'react';
import { create } from 'zustand';
import type { Draft } from './draft.ts';
import { findDocument, useDocuments } from './store.ts';

interface DiagnosticsState {
  readonly byDocument: Readonly<Record<string, readonly Diagnostic[]>>;
}

const useCompiled = create<DiagnosticsState>(() => ({ byDocument: {} }));

const settledAfterMs = 160;
let activities: readonly KnownActivity[] | null = null;
let compiled = new WeakMap<Draft, readonly Diagnostic[]>();
const waiting = new Map<string, ReturnType<typeof setTimeout>>();
const none: readonly Diagnostic[] = [];

/** What `compile` says of an open document, once the hand rests: never while it types or drags. */
export function useDiagnostics(documentId: string | null): readonly Diagnostic[] {
  const document = useDocuments(({ documents }) => documents.find(({ id }) => id === documentId)?.document);
  useEffect(() => {
    if (documentId !== null && document) compileSoon(documentId);
  }, [documentId, document]);
  return useCompiled(({ byDocument }) => (documentId === null ? none : (byDocument[documentId] ?? none)));
}

/** What there is to run: documents are looked at anew when it changes. */
export function checkAgainst(known: readonly KnownActivity[]): void {
  activities = known;
  compiled = new WeakMap();
  for (const id of Object.keys(useCompiled.getState().byDocument)) compileSoon(id);
}

function compileSoon(id: string): void {
  clearTimeout(waiting.get(id));
  const isFirst = useCompiled.getState().byDocument[id] === undefined;
  waiting.set(
    id,
    setTimeout(() => compileNow(id), isFirst ? 0 : settledAfterMs),
  );
}

function compileNow(id: string): void {
  waiting.delete(id);
  const document = findDocument(id)?.document;
  if (!document) return;
  const diagnostics = diagnosticsOf(document);
  if (useCompiled.getState().byDocument[id] === diagnostics) return;
  useCompiled.setState(({ byDocument }) => ({ byDocument: { ...byDocument, [id]: diagnostics } }));
}

function diagnosticsOf(document: Draft): readonly Diagnostic[] {
  const known = compiled.get(document);
  if (known) return known;
  const { diagnostics } = compile(document, activities === null ? {} : { activities });
  compiled.set(document, diagnostics);
  return diagnostics;
}
