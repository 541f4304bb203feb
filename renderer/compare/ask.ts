import { create } from 'zustand';
import type { Page, TraceRef } from '../shell/pages.ts';

/** What is to be compared with what a person chooses next. */
export interface CompareQuestion {
  readonly trace: TraceRef;
  /** Runs of this one are offered first; null where it is not known. */
  readonly workflow: string | null;
  /** The side that stays; the other is chosen. */
  readonly stays: 'left' | 'right';
  /** The comparison whose other side is chosen anew; null opens one. */
  readonly instead: Page | null;
}

export const useCompareQuestion = create<{ readonly question: CompareQuestion | null }>(() => ({ question: null }));

/** Asks with what a run or a trace is compared, and shows the two. */
export function askToCompare(trace: TraceRef, workflow: string | null): void {
  useCompareQuestion.setState({ question: { trace, workflow, stays: 'left', instead: null } });
}

export function askForOther(question: CompareQuestion): void {
  useCompareQuestion.setState({ question });
}

export function closeCompareQuestion(): void {
  useCompareQuestion.setState({ question: null });
}
