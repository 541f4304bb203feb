import type { Json } from '@sagaloom/engine/core';
import { useEffect, useMemo, useState } from 'react';
import type { Path } from '../../document/index.ts';
import { useEditing } from '../editing.ts';
import { useData } from './data/DataProvider.tsx';
import type { Evaluated } from './data/evaluate.ts';
import { evaluate } from './data/kernel.ts';
import type { FoundScope } from './data/scope.ts';

export interface Trial {
  readonly found: FoundScope;
  /** Null until it is known; `slow`: it was given up. */
  readonly result: Evaluated | 'slow' | null;
}

const settledAfterMs = 160;

/** What the template at a path comes to, on the data chosen, once the hand rests. Nothing is tried where `isWanted` is false. */
export function useTrial(path: Path, value: Json | undefined, isWanted: boolean): Trial | null {
  const { base } = useEditing();
  const data = useData();
  const found = useMemo(() => (isWanted ? data.scopeAt([...base, ...path]) : null), [isWanted, data, base, path]);
  const [tried, setTried] = useState<{ readonly of: Json; readonly result: Evaluated | 'slow' } | null>(null);
  useEffect(() => {
    if (!found?.ok || value === undefined) return undefined;
    let isWantedStill = true;
    const timer = setTimeout(() => {
      void evaluate(value, found.scope, found.nowMs).then((result) => {
        if (isWantedStill) setTried({ of: value, result: result ?? 'slow' });
      });
    }, settledAfterMs);
    return () => {
      isWantedStill = false;
      clearTimeout(timer);
    };
  }, [found, value]);
  return found && { found, result: tried?.result ?? null };
}
