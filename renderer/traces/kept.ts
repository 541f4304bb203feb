import { create } from 'zustand';

interface KeptState {
  /** Traces from elsewhere that are kept; null until the engine has said so. */
  readonly count: number | null;
  /** Counts the times some came, grew or went: who shows traces reads them again when this changes. */
  readonly changes: number;
}

export const useKept = create<KeptState>(() => ({ count: null, changes: 0 }));

export function noteTraces(count: number): void {
  useKept.setState(({ changes }) => ({ count, changes: changes + 1 }));
}
