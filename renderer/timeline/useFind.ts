import { useEffect, useMemo, useState } from 'react';
import { type Answers, askedFor, countOf, matchesOf, nextMatch, queryKey, withAround } from './find.ts';
import type { TimelineModel } from './model.ts';
import { parseQuery, type Term, writeQuery } from './query.ts';
import type { SpanQuery, TraceSource } from './source.ts';
import type { NameOf } from './words.ts';

export interface Find {
  /** What has been entered, and what is being typed. */
  readonly terms: readonly Term[];
  readonly draft: string;
  /** All of it, as it is written. */
  readonly query: string;
  readonly setTerms: (terms: readonly Term[]) => void;
  readonly setDraft: (draft: string) => void;
  /** By row, 1 for what fits; null while nothing is looked for. */
  readonly matches: Uint8Array | null;
  readonly count: number;
  /** Attributes and events are still being asked for. */
  readonly isAsking: boolean;
  /** They could not be: only what columns hold was looked at. */
  readonly isPartial: boolean;
  /** Only what fits is listed. */
  readonly hides: boolean;
  readonly setHides: (hides: boolean) => void;
  readonly kept: Uint8Array | null;
  /** The row found after, or before, another. */
  readonly next: (from: number, forward: boolean) => number;
}

export function useFind(
  source: TraceSource,
  model: TimelineModel,
  now: number,
  nameOf: NameOf | undefined,
  initial: string,
): Find {
  const [terms, setTerms] = useState<readonly Term[]>(() => parseQuery(initial));
  const [draft, setDraft] = useState('');
  const [hides, setHides] = useState(false);
  const all = useMemo(() => [...terms, ...parseQuery(draft)], [terms, draft]);
  const { answers, isAsking, isPartial } = useAnswers(source, all);
  // What is open grows with each moment: how long it is counts as of when something else changes.
  const matches = useMemo(
    () => (all.length === 0 ? null : matchesOf(model, all, answers, nameOf, now)),
    // oxlint-disable-next-line react/exhaustive-deps
    [model, all, answers, nameOf],
  );
  const count = useMemo(() => (matches ? countOf(model, matches) : 0), [model, matches]);
  const kept = useMemo(() => (matches && hides ? withAround(model, matches) : null), [model, matches, hides]);
  return {
    terms,
    draft,
    query: writeQuery(all),
    setTerms,
    setDraft,
    matches,
    count,
    isAsking,
    isPartial,
    hides,
    setHides,
    kept,
    next: (from, forward) => (matches ? nextMatch(model, matches, from, forward) : -1),
  };
}

interface Asked {
  readonly source: TraceSource;
  readonly answers: Answers;
  readonly failed: ReadonlySet<string>;
}

/** A person is still typing: the engine is asked when they pause. */
const pauseMs = 180;

/** Asks for what columns do not hold; what was answered is kept for as long as the trace is the same. */
function useAnswers(
  source: TraceSource,
  terms: readonly Term[],
): { readonly answers: Answers; readonly isAsking: boolean; readonly isPartial: boolean } {
  const [asked, setAsked] = useState<Asked>(() => nothingAsked(source));
  const known = asked.source === source ? asked : nothingAsked(source);
  const wanted = terms.map(askedFor).filter((query) => query !== null);
  const missing = wanted.filter((query) => !known.answers.has(queryKey(query)) && !known.failed.has(queryKey(query)));
  const key = missing.map(queryKey).join();
  useEffect(() => {
    if (key === '') return;
    const stop = new AbortController();
    const timer = setTimeout(() => {
      for (const query of missing) void ask(source, query, stop.signal, setAsked);
    }, pauseMs);
    return () => {
      clearTimeout(timer);
      stop.abort();
    };
    // oxlint-disable-next-line react/exhaustive-deps -- `key` says what is missing
  }, [source, key]);
  return {
    answers: known.answers,
    isAsking: missing.length > 0,
    isPartial: wanted.some((query) => known.failed.has(queryKey(query))),
  };
}

const nothingAsked = (source: TraceSource): Asked => ({ source, answers: none, failed: noneFailed });
const none: Answers = new Map();
const noneFailed: ReadonlySet<string> = new Set();

async function ask(
  source: TraceSource,
  query: SpanQuery,
  signal: AbortSignal,
  put: (change: (now: Asked) => Asked) => void,
): Promise<void> {
  const key = queryKey(query);
  const change = (to: (now: Asked) => Partial<Asked>): void => {
    if (signal.aborted) return;
    put((now) => {
      const before = now.source === source ? now : nothingAsked(source);
      return { ...before, ...to(before) };
    });
  };
  try {
    const spans = await source.search(query, signal);
    change(({ answers }) => ({ answers: new Map([...answers, [key, spans]]) }));
  } catch {
    change(({ failed }) => ({ failed: new Set([...failed, key]) }));
  }
}
