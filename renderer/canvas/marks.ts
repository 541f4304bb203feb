import { create } from 'zustand';

/** How a step stands out for a moment: it is sought, it is the one, or it is out of the question. */
export type Mark = 'found' | 'target' | 'refused' | 'dimmed';

interface Marks {
  /** Steps that count; null when all do. */
  readonly lit: ReadonlySet<string> | null;
  /** The one that is meant. */
  readonly target: string | null;
  /** It is under the pointer, and cannot be taken. */
  readonly refused: string | null;
  /** Those that count are ringed, not only left as they are. */
  readonly ringed: boolean;
}

const none: Marks = { lit: null, target: null, refused: null, ringed: false };

const useMarks = create<Marks>(() => none);

export function setMarks(marks: Partial<Marks>): void {
  useMarks.setState({ ...none, ...marks }, true);
}

export const clearMarks = (): void => setMarks(none);

function markOf({ lit, target, refused, ringed }: Marks, step: string): Mark | undefined {
  if (target === step) return 'target';
  if (refused === step) return 'refused';
  if (lit === null) return undefined;
  if (!lit.has(step)) return 'dimmed';
  return ringed ? 'found' : undefined;
}

/** For a node: it is drawn again only when its own mark changes. */
export function useMark(step: string): Mark | undefined {
  return useMarks((marks) => markOf(marks, step));
}
