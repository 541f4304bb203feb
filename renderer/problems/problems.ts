import type { Diagnostic } from '@sagaloom/engine/core';
import { useDiagnostics, useDocuments } from '../document/index.ts';

/** What is wrong with the document in front, errors first, each kind in the order of the file. */
export function useProblems(): readonly Diagnostic[] {
  const activeId = useDocuments((state) => state.activeId);
  return useDiagnostics(activeId);
}

export function sorted(problems: readonly Diagnostic[]): readonly Diagnostic[] {
  const rank = { error: 0, warning: 1 } as const;
  return problems.toSorted((a, b) => rank[a.severity] - rank[b.severity]);
}
