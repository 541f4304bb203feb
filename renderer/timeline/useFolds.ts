import { useCallback, useMemo, useState } from 'react';
import { type Folds, isShut } from './layout.ts';
import type { TimelineModel } from './model.ts';
import { indexOfKey, keyAt } from './row.ts';

/** Kept by key, so that what a person opened stays open while a trace grows. */
interface Kept {
  readonly depth: number;
  readonly but: ReadonlySet<string>;
}

export interface FoldControls {
  readonly folds: Folds;
  readonly fold: (row: number, shut: boolean) => void;
  /** Shuts everything from this depth on, opens all above; Infinity opens all. */
  readonly foldTo: (depth: number) => void;
  /** Opens what a row lies in. */
  readonly reveal: (row: number) => void;
}

const everythingOpen: Kept = { depth: Infinity, but: new Set() };
/** Of groups the sums are what is looked at: they are shut to begin with. */
const groupsShut: Kept = { depth: 1, but: new Set() };

export function useFolds(model: TimelineModel): FoldControls {
  const isGrouped = model.view === 'steps';
  const [tree, setTree] = useState(everythingOpen);
  const [groups, setGroups] = useState(groupsShut);
  const [kept, setKept] = isGrouped ? [groups, setGroups] : [tree, setTree];
  const folds = useMemo<Folds>(
    () => ({ depth: kept.depth, but: new Set([...kept.but].map((key) => indexOfKey(model, key))) }),
    [model, kept],
  );
  const flip = useCallback(
    (rows: readonly number[]) => {
      const keys = rows.map((row) => keyAt(model, row));
      setKept(({ depth, but }) => ({
        depth,
        but: new Set([...but].filter((key) => !keys.includes(key)).concat(keys.filter((key) => !but.has(key)))),
      }));
    },
    [model, setKept],
  );
  const fold = useCallback(
    (row: number, shut: boolean) => {
      if (isShut(model, folds, row) !== shut) flip([row]);
    },
    [model, folds, flip],
  );
  const reveal = useCallback(
    (row: number) => {
      const shut: number[] = [];
      for (let above = model.rows.parent[row] ?? -1; above !== -1; above = model.rows.parent[above] ?? -1) {
        if (isShut(model, folds, above)) shut.push(above);
      }
      if (shut.length > 0) flip(shut);
    },
    [model, folds, flip],
  );
  return {
    folds,
    fold,
    reveal,
    foldTo: useCallback((depth: number) => setKept({ depth, but: new Set() }), [setKept]),
  };
}
