import { create } from 'zustand';

const storageKey = 'sagaloom.runs.preview';

/** Whether a run is shown beside the list; remembered. */
export const usePreview = create<{ readonly isShown: boolean }>(() => ({
  isShown: localStorage.getItem(storageKey) === 'shown',
}));

export function showPreview(isShown: boolean): void {
  usePreview.setState({ isShown });
  localStorage.setItem(storageKey, isShown ? 'shown' : 'hidden');
}
