import { create } from 'zustand';

interface PinnedState {
  /** Tabs that show the definition a run is pinned to, by the run: to read, not to edit. */
  readonly runByTab: Readonly<Record<string, string>>;
}

export const usePinned = create<PinnedState>(() => ({ runByTab: {} }));

export function pin(tab: string, runId: string): void {
  usePinned.setState(({ runByTab }) => ({ runByTab: { ...runByTab, [tab]: runId } }));
}

export function forgetPinned(tab: string): void {
  usePinned.setState(({ runByTab: { [tab]: _gone, ...runByTab } }) => ({ runByTab }));
}

export function isPinned(tab: string): boolean {
  return tab in usePinned.getState().runByTab;
}
