import { create } from 'zustand';

/** Whether the drawing of a document is being searched. Grows with every wish, so that the field takes the cursor again. */
interface Searching {
  readonly documentId: string | null;
  readonly count: number;
}

export const useSearching = create<Searching>(() => ({ documentId: null, count: 0 }));

export function askToFind(documentId: string): void {
  useSearching.setState(({ count }) => ({ documentId, count: count + 1 }));
}

export function endSearch(): void {
  useSearching.setState({ documentId: null });
}
