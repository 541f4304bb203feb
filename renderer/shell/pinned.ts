import { create } from 'zustand';

interface PinnedState {
  /** Tabs that show a definition as runs have it, by its hash: to read, not to edit. */
  readonly hashByTab: Readonly<Record<string, string>>;
}

export const usePinned = create<PinnedState>(() => ({ hashByTab: {} }));

export function pin(tab: string, hash: string): void {
  usePinned.setState(({ hashByTab }) => ({ hashByTab: { ...hashByTab, [tab]: hash } }));
}

/** The tab that shows this definition already; the runs of it take turns on it. */
export function pinnedTabOf(hash: string): string | null {
  const pinned = Object.entries(usePinned.getState().hashByTab).find(([, other]) => other === hash);
  return pinned?.[0] ?? null;
}

export function forgetPinned(tab: string): void {
  usePinned.setState(({ hashByTab: { [tab]: _gone, ...hashByTab } }) => ({ hashByTab }));
}

export function isPinned(tab: string): boolean {
  return tab in usePinned.getState().hashByTab;
}
