import { useEffect, useState } from 'react';
import { explain } from '../shell/notices.ts';

export interface Asked<T> {
  /** Null until the first answer. */
  readonly value: T | null;
  /** Why the last question had none. */
  readonly problem: string | null;
  /** A change, answered with what is so then; true: it was done. */
  readonly ask: (question: () => Promise<T>) => Promise<boolean>;
}

/** What the engine keeps of a setting: asked for when it is first shown. */
export function useAsked<T>(first: () => Promise<T>): Asked<T> {
  const [value, setValue] = useState<T | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const ask = async (question: () => Promise<T>): Promise<boolean> => {
    try {
      setValue(await question());
      setProblem(null);
      return true;
    } catch (error) {
      setProblem(explain(error));
      return false;
    }
  };
  // oxlint-disable-next-line react/exhaustive-deps -- once
  useEffect(() => void ask(first), []);
  return { value, problem, ask };
}
