import { create } from 'zustand';

const storageKey = 'sagaloom.recent';
const keptPaths = 20;

interface RecentState {
  /** Files of the workspace, the last opened first; some may be gone since. */
  readonly paths: readonly string[];
}

/** What was opened last, remembered beyond this visit. */
export const useRecent = create<RecentState>(() => ({ paths: remembered() }));

export function noteOpened(path: string): void {
  remember([path, ...useRecent.getState().paths.filter((other) => other !== path)].slice(0, keptPaths));
}

/** It is called something else now; null when it is gone. */
export function noteMoved(from: string, to: string | null): void {
  const { paths } = useRecent.getState();
  if (paths.includes(from)) remember(paths.flatMap((path) => (path === from ? (to ?? []) : path)));
}

/** Those that are still there, the last opened first, then the others by when they were changed. */
export function recentFirst<T extends { readonly path: string; readonly modifiedAt: string }>(
  files: readonly T[],
  recent: readonly string[],
): readonly T[] {
  const rank = (path: string): number => {
    const at = recent.indexOf(path);
    return at < 0 ? recent.length : at;
  };
  return files.toSorted((a, b) => rank(a.path) - rank(b.path) || b.modifiedAt.localeCompare(a.modifiedAt));
}

function remember(paths: readonly string[]): void {
  useRecent.setState({ paths });
  localStorage.setItem(storageKey, JSON.stringify(paths));
}

function remembered(): readonly string[] {
  try {
    const stored: unknown = JSON.parse(localStorage.getItem(storageKey) ?? '[]');
    return Array.isArray(stored) ? stored.filter((path) => typeof path === 'string') : [];
  } catch {
    return []; // not ours, or cut short
  }
}
