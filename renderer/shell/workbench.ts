/**
 * What is only needed once a file is open: the drawing, the inspector with its editor, the dock with its timeline; the tour; and pages. The page is there
 * before them; they are fetched while the person reads it.
 */
import { lazy } from 'react';
import { pageParts } from './page-parts.ts';

const parts = {
  drawing: async () => ({ default: (await import('./Drawing.tsx')).Drawing }),
  dock: async () => ({ default: (await import('./Dock.tsx')).Dock }),
  inspector: async () => ({ default: (await import('../inspector/index.ts')).Inspector }),
  tour: async () => ({ default: (await import('../tour/Tour.tsx')).Tour }),
  palette: async () => ({ default: (await import('../palette/index.ts')).Palette }),
} as const;

export const Drawing = lazy(parts.drawing);
export const Dock = lazy(parts.dock);
export const Inspector = lazy(parts.inspector);
export const Tour = lazy(parts.tour);
export const Palette = lazy(parts.palette);

/** A browser without idle times has a moment after the first paint all the same. */
export function fetchWorkbench(): void {
  const fetchAll = (): void => {
    const all = [...Object.values(parts), ...Object.values(pageParts).map(({ fetch }) => fetch)];
    for (const part of all) void part().catch(() => undefined); // asked for again when it is needed
  };
  if ('requestIdleCallback' in window) requestIdleCallback(fetchAll, { timeout: 500 });
  else setTimeout(fetchAll, 100);
}
