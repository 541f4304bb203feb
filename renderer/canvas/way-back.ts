import { useMemo } from 'react';
import { create } from 'zustand';
import { useDocuments } from '../document/index.ts';

/** Whether sagas show their way back as a lane: a way of looking, the same for all drawings, until the page is left. */
export const useWayBack = create<{ readonly isShown: boolean }>(() => ({ isShown: false }));

export function toggleWayBack(): void {
  useWayBack.setState(({ isShown }) => ({ isShown: !isShown }));
}

/** What the lanes show: the failure of the step that is selected, alone; null where they are not drawn. */
export function useLookingBack(documentId: string): { readonly failing: string | null } | null {
  const isShown = useWayBack((state) => state.isShown);
  const failing = useDocuments(({ documents }) => {
    const steps = isShown ? documents.find(({ id }) => id === documentId)?.selection.steps : undefined;
    return steps?.length === 1 ? (steps[0] ?? null) : null;
  });
  return useMemo(() => (isShown ? { failing } : null), [isShown, failing]);
}
