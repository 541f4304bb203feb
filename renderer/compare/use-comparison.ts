import { useEffect, useState } from 'react';
import { explain } from '../shell/notices.ts';
import type { Comparison } from './comparison.ts';
import type { Side } from './side.ts';
import { compare } from './working/host.ts';

/** The two it was made of, and what came of it. */
interface Made {
  readonly left: Side;
  readonly right: Side;
  readonly comparison: Comparison | null;
  readonly problem: string | null;
}

export type ComparisonState = Pick<Made, 'comparison' | 'problem'>;

const notYet: ComparisonState = { comparison: null, problem: null };

/** The comparison of two that are read; made anew when either is read again. */
export function useComparison(left: Side | null, right: Side | null): ComparisonState {
  const [made, setMade] = useState<Made | null>(null);
  useEffect(() => {
    if (!left || !right) return undefined;
    const gone = new AbortController();
    const show = (found: ComparisonState): void => {
      if (!gone.signal.aborted) setMade({ left, right, ...found });
    };
    compare(left.columns, right.columns, gone.signal).then(
      (comparison) => show({ comparison, problem: null }),
      (error: unknown) => show({ comparison: null, problem: explain(error) }),
    );
    return () => gone.abort();
  }, [left, right]);
  return made && made.left === left && made.right === right ? made : notYet;
}
