import type { RunView } from '@sagaloom/engine/core';
import { useCallback } from 'react';
import { isEffectful, type Outline } from '../document/index.ts';
import type { DataOf } from './SpanDrawer.tsx';
import type { NameOf } from './words.ts';

/** Steps are called as in the drawing. */
export function useStepNames(outline: Outline | null): NameOf {
  return useCallback<NameOf>(
    (id, undo) => {
      const entry = outline?.steps.get(id);
      if (!undo || !entry) return entry?.label;
      const { compensate } = entry.step;
      return typeof compensate === 'object' &&
        compensate !== null &&
        'name' in compensate &&
        typeof compensate.name === 'string'
        ? compensate.name
        : undefined;
    },
    [outline],
  );
}

/** What a step was given and gave, from the run itself: spans hold no payload. */
export function useRunData(view: RunView | null): DataOf {
  return useCallback<DataOf>(
    (path, visit, undo) => {
      if (path === '') return view && { input: view.input, output: view.output };
      const step = undo ? undefined : view?.steps.find((each) => each.path === path && each.visit === visit);
      if (!step || !isEffectful(step.type)) return null;
      return { input: step.with, ...(step.status === 'completed' ? { output: step.output } : {}) };
    },
    [view],
  );
}
