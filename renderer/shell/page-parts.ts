/** What fills the middle of the window in place of a drawing. Its code comes while nobody waits for it, or with the first that is opened. */
import { part } from './part.tsx';

export const pageParts = {
  runs: part(async () => (await import('../runs/list/RunsPage.tsx')).RunsPage),
  trace: part(async () => (await import('../traces/TracePage.tsx')).TracePage),
  compare: part(async () => (await import('../compare/ComparePage.tsx')).ComparePage),
} as const;
