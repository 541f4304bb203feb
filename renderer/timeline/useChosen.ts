import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import type { TimelineModel } from './model.ts';
import { indexOfKey, spanRowAt } from './row.ts';
import { findRow, isAbout, type TimelineSelection } from './selection.ts';
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
  initial: string | null,
): { readonly row: number; readonly attempt: number; readonly choose: (row: number, attempt: number) => void } {
  const [chosen, setChosen] = useState<Chosen>({ key: initial, attempt: 0 });
  const tell = useRef(onSelect);
  useEffect(() => {
    tell.current = onSelect;
  });
  const path = selected?.path;
  const { visit, attempt, undo } = selected ?? {};
  const now = JSON.stringify([path, visit, attempt, undo]);
  // What a link says comes before what happens to be selected.
  const followed = useRef(initial === null ? null : now);
  useEffect(() => {
    // The same again is no news: an effect may run anew when a part of the window that was hidden is shown.
    if (followed.current === now) return;
    followed.current = now;
    if (path === undefined) return setChosen(nothing);
    const row = spanRowAt(model, findRow(model, { path, visit, undo }));
    // The latest visit of a step is meant: another visit or item of it, chosen here, is as good.
    setChosen((now) => {
      const known = now.key === null ? null : spanRowAt(model, indexOfKey(model, now.key));
      if (visit === undefined && known && isAbout(known, path)) return now;
      return row ? { key: row.key, attempt: attempt ?? 0 } : nothing;
    });
    // oxlint-disable-next-line react/exhaustive-deps -- a fresh model alone selects nothing
  }, [now]);
  const choose = useCallback(
    (index: number, at: number) => {
      const row = spanRowAt(model, index);
      setChosen(row ? { key: row.key, attempt: at } : nothing);
      const place = row && placeOf(row);
      if (row && place) tell.current(place, row.visit, at === 0 ? undefined : at, row.kind === 'undo');
    },
    [model],
  );
  const row = useMemo(() => (chosen.key === null ? -1 : indexOfKey(model, chosen.key)), [model, chosen.key]);
  return { row, attempt: row < 0 ? 0 : chosen.attempt, choose };
}

/** The step a row is about, as the outside knows it; null where it is about none. */
function placeOf({ kind, path, step }: NonNullable<ReturnType<typeof spanRowAt>>): string | null {
  if (kind === 'step' || kind === 'undo') return path;
  return step === '' ? null : step;
}
