import type { Diagnostic } from '@sagaloom/engine/core';
import { create } from 'zustand';
import { diagnosticsNow, findDocument, outlineOf, reveal, useDiagnostics, useDocuments } from '../document/index.ts';
import { groupsOf, type Severity } from './groups.ts';

/** What is wrong with the document in front. */
export function useProblems(): readonly Diagnostic[] {
  const activeId = useDocuments((state) => state.activeId);
  return useDiagnostics(activeId);
}

/** Null: all. */
export const useFilter = create<{ readonly severity: Severity | null }>(() => ({ severity: null }));

const problemsInFront = (): readonly Diagnostic[] => diagnosticsNow(useDocuments.getState().activeId ?? '');

export const hasProblems = (): boolean => problemsInFront().length > 0;

let last: Diagnostic | null = null;

/** Leads to the place of the next problem, in the order of the list, or of the one before. */
export function goToProblem(by: 1 | -1): void {
  const open = findDocument(useDocuments.getState().activeId ?? '');
  if (!open) return;
  const list = groupsOf(problemsInFront(), outlineOf(open.document)).flatMap(({ problems }) => problems);
  const at = list.findIndex((one) => one.pointer === last?.pointer && one.code === last.code);
  const problem = at === -1 ? list.at(by === 1 ? 0 : -1) : list[(at + by + list.length) % list.length];
  if (!problem) return;
  last = problem;
  reveal(open.id, problem.step, problem.pointer);
}
