import type { Diagnostic, KnownActivity } from '@sagaloom/engine/core';
import { useEffect, useMemo } from 'react';
import { create } from 'zustand';
import { useLocaleStore } from '../locales/index.ts';
import { problemsIn } from '../locales/said/index.ts';
import { Checks } from './checking/checks.ts';
import { problemsOfText } from './text-problems.ts';
import { findDocument, useDocuments } from './store.ts';

interface DiagnosticsState {
  readonly byDocument: Readonly<Record<string, readonly Diagnostic[]>>;
}

const useCompiled = create<DiagnosticsState>(() => ({ byDocument: {} }));
const none: readonly Diagnostic[] = [];

let started: Checks | null = null;

/** Made when first needed. What is said of a document that has changed since is not shown: its own answer is on the way. */
function checks(): Checks {
  if (started) return started;
  const made = new Checks(({ document, of, diagnostics }) => {
    if (findDocument(document)?.document !== of) return;
    if (useCompiled.getState().byDocument[document] === diagnostics) return;
    useCompiled.setState(({ byDocument }) => ({ byDocument: { ...byDocument, [document]: diagnostics } }));
  });
  started = made;
  useDocuments.subscribe(({ documents }, before) => {
    if (documents === before.documents) return;
    // Asked before anything is drawn: the compiler works while the screen does.
    for (const { id, document } of documents) if (watched.has(id)) made.check(id, document);
    if (documents.length < before.documents.length) forgetClosed(made, new Set(documents.map(({ id }) => id)));
  });
  return made;
}

/** Documents that somebody has asked about. */
const watched = new Set<string>();

function forgetClosed(made: Checks, open: ReadonlySet<string>): void {
  for (const id of watched) {
    if (open.has(id)) continue;
    watched.delete(id);
    made.forget(id);
  }
  useCompiled.setState(({ byDocument }) => ({
    byDocument: Object.fromEntries(Object.entries(byDocument).filter(([id]) => open.has(id))),
  }));
}

/** What `compile` says of an open document, in the language of the page: a moment after each edit, and no hand waits for it. */
export function useDiagnostics(documentId: string | null): readonly Diagnostic[] {
  const document = useDocuments(({ documents }) => documents.find(({ id }) => id === documentId)?.document);
  useEffect(() => {
    if (documentId === null || !document) return;
    watched.add(documentId);
    checks().check(documentId, document);
  }, [documentId, document]);
  const source = useDocuments(({ documents }) => documents.find(({ id }) => id === documentId)?.source);
  const found = useCompiled(({ byDocument }) => (documentId === null ? none : (byDocument[documentId] ?? none)));
  const locale = useLocaleStore((state) => state.locale);
  return useMemo(() => {
    const problems = problemsIn(locale, found);
    const ofText = source ? problemsOfText(source, locale) : none;
    return ofText.length === 0 ? problems : [...ofText, ...problems];
  }, [source, found, locale]);
}

/** The same as last found, for commands. */
export function diagnosticsNow(documentId: string): readonly Diagnostic[] {
  return useCompiled.getState().byDocument[documentId] ?? none;
}

/** What there is to run: documents are looked at anew when it changes. */
export function checkAgainst(known: readonly KnownActivity[]): void {
  checks().know(known);
}
