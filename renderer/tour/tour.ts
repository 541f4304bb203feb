/** Where the tour stands, and whether to offer it: only to who has never used this, and never again once it was seen. */
import { create } from 'zustand';
import { useDocuments } from '../document/index.ts';

/** What is drawn; adding a step; a run with its timeline; a failure that is undone. */
export const stops = ['drawing', 'adding', 'running', 'undoing'] as const;
export type Stop = (typeof stops)[number];

interface TourState {
  /** Null: nobody is on it. */
  readonly stop: Stop | null;
  readonly isOffered: boolean;
}

const storageKey = 'sagaloom.tour';

export const useTour = create<TourState>(() => ({
  stop: null,
  isOffered: localStorage.getItem(storageKey) === null,
}));

export function startTour(): void {
  localStorage.setItem(storageKey, 'seen');
  useTour.setState({ stop: stops[0], isOffered: false });
}

/** The next stop, or the one before; after the last it is over. */
export function moveOn(by: 1 | -1): void {
  const { stop } = useTour.getState();
  if (stop === null) return;
  const index = stops.indexOf(stop) + by;
  useTour.setState({ stop: index < 0 ? stop : (stops[index] ?? null) });
}

export function endTour(): void {
  useTour.setState({ stop: null });
}

export function declineTour(): void {
  localStorage.setItem(storageKey, 'seen');
  useTour.setState({ isOffered: false });
}

/** Who has opened a file has found the way: the offer stays for this sitting, and is not made again. */
export function rememberUse(): void {
  useDocuments.subscribe(({ documents }) => {
    if (documents.length > 0 && localStorage.getItem(storageKey) === null) localStorage.setItem(storageKey, 'used');
  });
}
