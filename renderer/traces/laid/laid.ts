import type { SpanColumns } from '@sagaloom/engine/contract';
import { create } from 'zustand';
import { useDocuments } from '../../document/index.ts';
import { closeHeat } from '../../heat/heat-state.ts';
import type { TraceRef } from '../../shell/pages.ts';

export type StoredRef = Extract<TraceRef, { readonly kind: 'stored' }>;

/** A trace that lies over a drawing, as a run does. */
export interface LaidTrace {
  readonly trace: StoredRef;
  readonly columns: SpanColumns;
  /** When they were read, epoch ms. */
  readonly at: number;
}

interface LaidState {
  readonly byTab: Readonly<Record<string, LaidTrace>>;
}

export const useLaid = create<LaidState>(() => ({ byTab: {} }));

export function layOver(tab: string, laid: LaidTrace): void {
  closeHeat();
  useLaid.setState(({ byTab }) => ({ byTab: { ...byTab, [tab]: laid } }));
}

export function takeOff(tab: string): void {
  useLaid.setState(({ byTab: { [tab]: _gone, ...byTab } }) => ({ byTab }));
}

/** What lies over the tab in front. */
export function useLaidTrace(): LaidTrace | null {
  const activeId = useDocuments((state) => state.activeId);
  return useLaid(({ byTab }) => (activeId === null ? null : (byTab[activeId] ?? null)));
}

/** A closed tab lets go of its trace. */
export function bindLaidTraces(): void {
  useDocuments.subscribe(({ documents }, before) => {
    if (documents === before.documents) return;
    const open = new Set(documents.map(({ id }) => id));
    for (const tab of Object.keys(useLaid.getState().byTab)) if (!open.has(tab)) takeOff(tab);
  });
}
