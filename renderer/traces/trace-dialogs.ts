import { create } from 'zustand';

/** What a person is asked about traces, in a window of its own. */
export type TraceQuestion =
  | { readonly kind: 'remove'; readonly traceIds: readonly string[] }
  | { readonly kind: 'byId' }
  | { readonly kind: 'rules'; readonly traceId: string | null; readonly draft: RuleDraft | null };

/** A rule to begin with, made of a span that somebody looks at. */
export interface RuleDraft {
  readonly workflow: string;
  readonly name: string;
  readonly service: string;
}

export const useTraceQuestion = create<{ readonly question: TraceQuestion | null }>(() => ({ question: null }));

export function askAboutTraces(question: TraceQuestion | null): void {
  useTraceQuestion.setState({ question });
}
