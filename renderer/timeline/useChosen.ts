import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import type { TimelineModel } from './model.ts';
import { findRow, isAbout, spanRowAt, type TimelineSelection } from './selection.ts';
import type { TraceTimelineProps } from './TraceTimeline.tsx';

interface Chosen {
  readonly key: string | null;
  readonly attempt: number;
}

const nothing: Chosen = { key: null, attempt: 0 };

/**
 * What is chosen here, in step with what is selected outside. A row is known by its key: the model is made anew with each event. Choosing
 * again what the outside has selected does not tell it, or the two would chase each other.
 */
export function useChosen(
  model: TimelineModel,
  selected: TimelineSelection | null,
  onSelect: TraceTimelineProps['onSelect'],
): { readonly row: number; readonly attempt: number; readonly choose: (row: number, attempt: number) => void } {
  const [chosen, setChosen] = useState<Chosen>(nothing);
  const tell = useRef(onSelect);
  useEffect(() => {
    tell.current = onSelect;
  });
  const path = selected?.path;
  const { visit, attempt, undo } = selected ?? {};
  useEffect(() => {
    if (path === undefined) return setChosen(nothing);
    const row = spanRowAt(model, findRow(model, { path, visit, undo }));
    // The latest visit of a step is meant: another visit or item of it, chosen here, is as good.
    setChosen((now) => {
      const known = now.key === null ? null : spanRowAt(model, indexOf(model, now.key));
      if (visit === undefined && known && isAbout(known, path)) return now;
      return row ? { key: row.key, attempt: attempt ?? 0 } : nothing;
    });
    // oxlint-disable-next-line react/exhaustive-deps -- a fresh model alone selects nothing
  }, [path, visit, attempt, undo]);
  const choose = useCallback(
    (index: number, at: number) => {
      const row = spanRowAt(model, index);
      setChosen(row ? { key: row.key, attempt: at } : nothing);
      if (row?.kind === 'step' || row?.kind === 'undo') {
        tell.current(row.path, row.visit, at === 0 ? undefined : at, row.kind === 'undo');
      }
    },
    [model],
  );
  const row = useMemo(() => (chosen.key === null ? -1 : indexOf(model, chosen.key)), [model, chosen.key]);
  return { row, attempt: row < 0 ? 0 : chosen.attempt, choose };
}

function indexOf({ rows }: TimelineModel, key: string): number {
  return rows.findIndex((row) => row.kind !== 'lane' && row.key === key);
}
