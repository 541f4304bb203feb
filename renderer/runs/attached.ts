import { create } from 'zustand';
import { closeHeat } from '../heat/heat-state.ts';
import { useDocuments } from '../document/index.ts';
import { letGoOfRun, openRun, type OpenRun, useOpenRun } from './open-runs.ts';

interface AttachedState {
  /** The run shown on each tab's canvas. */
  readonly byTab: Readonly<Record<string, string>>;
}

export const useAttached = create<AttachedState>(() => ({ byTab: {} }));

export function attachRun(tab: string, runId: string): void {
  const before = useAttached.getState().byTab[tab];
  useAttached.setState(({ byTab }) => ({ byTab: { ...byTab, [tab]: runId } }));
  closeHeat();
  void openRun(runId);
  if (before !== undefined && before !== runId) letGoIfUnused(before);
}

/** The canvas goes back to the drawing alone; the run itself goes on. */
export function closeRunBar(tab: string): void {
  const runId = useAttached.getState().byTab[tab];
  useAttached.setState(({ byTab: { [tab]: _gone, ...byTab } }) => ({ byTab }));
  if (runId !== undefined) letGoIfUnused(runId);
}

/** The run on the tab in front. */
export function attachedRun(): string | null {
  const { activeId } = useDocuments.getState();
  return activeId === null ? null : (useAttached.getState().byTab[activeId] ?? null);
}

export function useAttachedRun(): OpenRun | null {
  const activeId = useDocuments((state) => state.activeId);
  const runId = useAttached(({ byTab }) => (activeId === null ? null : (byTab[activeId] ?? null)));
  return useOpenRun(runId);
}

/** A closed tab lets go of its run. */
export function bindAttachedRuns(): void {
  useDocuments.subscribe(({ documents }, before) => {
    if (documents === before.documents) return;
    const open = new Set(documents.map(({ id }) => id));
    for (const tab of Object.keys(useAttached.getState().byTab)) if (!open.has(tab)) closeRunBar(tab);
  });
}

function letGoIfUnused(runId: string): void {
  if (!Object.values(useAttached.getState().byTab).includes(runId)) letGoOfRun(runId);
}
