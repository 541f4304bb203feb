import type { SpanColumns, TraceRule } from '@sagaloom/engine/contract';
import { useEffect, useMemo, useState } from 'react';
import { readColumns } from '../read-columns.ts';
import { storedSource } from '../source.ts';
import { knowConditions } from './conditions.ts';
import { type Known, previewOf, type RulesPreview } from './preview.ts';

/** Typing is not waited for letter by letter. */
const settleMs = 150;
const nothing: Known = new Map();

/** What rules would do to a stored trace; null while it is read, or where there is none. */
export function useRulesPreview(
  traceId: string | null,
  rules: readonly TraceRule[],
  saved: readonly TraceRule[],
): RulesPreview | null {
  const columns = useColumns(traceId);
  const settled = useSettled(rules);
  const known = useConditions(traceId, columns, settled, saved);
  return useMemo(
    () => (columns && known ? previewOf(columns, settled, saved, known) : null),
    [columns, settled, saved, known],
  );
}

/** As they are in force when the window opens; they change under it only by its own saving. */
function useColumns(traceId: string | null): SpanColumns | null {
  const [columns, setColumns] = useState<SpanColumns | null>(null);
  useEffect(() => {
    if (traceId === null) return undefined;
    const stop = new AbortController();
    readColumns(traceId, stop.signal).then(
      (read) => {
        if (!stop.signal.aborted) setColumns(read);
      },
      () => undefined, // without it rules are edited all the same
    );
    return () => stop.abort();
  }, [traceId]);
  return columns;
}

function useSettled<T>(value: T): T {
  const [settled, setSettled] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(value), settleMs);
    return () => clearTimeout(timer);
  }, [value]);
  return settled;
}

function useConditions(
  traceId: string | null,
  columns: SpanColumns | null,
  rules: readonly TraceRule[],
  saved: readonly TraceRule[],
): Known | null {
  const [known, setKnown] = useState<Known>(nothing);
  useEffect(() => {
    if (traceId === null || !columns) return undefined;
    const stop = new AbortController();
    knowConditions(storedSource(traceId, columns), [...rules, ...saved], known, stop.signal).then(
      (found) => {
        if (!stop.signal.aborted && found.size > known.size) setKnown(found);
      },
      () => undefined, // asked again with the next change
    );
    return () => stop.abort();
  }, [traceId, columns, rules, saved, known]);
  return known;
}
