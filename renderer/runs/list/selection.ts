import { create } from 'zustand';

interface SelectionState {
  readonly selected: ReadonlySet<string>;
  /** All that match the filter, listed or not. */
  readonly isAll: boolean;
  /** The run that the keys move from, and the preview shows. */
  readonly cursor: string | null;
  /** Where a range begins. */
  readonly anchor: string | null;
}

const nothing: ReadonlySet<string> = new Set();

export const useSelection = create<SelectionState>(() => ({
  selected: nothing,
  isAll: false,
  cursor: null,
  anchor: null,
}));

export function moveTo(runId: string | null): void {
  useSelection.setState({ cursor: runId, anchor: runId });
}

export function toggle(runId: string): void {
  useSelection.setState(({ selected }) => {
    const next = new Set(selected);
    if (!next.delete(runId)) next.add(runId);
    return { selected: next, isAll: false, cursor: runId, anchor: runId };
  });
}

/** From where the range began up to this run, in the order of the list; what was chosen before stays so. */
export function extendTo(runId: string, order: readonly string[]): void {
  useSelection.setState(({ selected, anchor, cursor }) => {
    const from = order.indexOf(anchor ?? cursor ?? runId);
    const to = order.indexOf(runId);
    const range = order.slice(Math.max(0, Math.min(from, to)), Math.max(from, to) + 1);
    return {
      selected: new Set([...selected, ...range]),
      isAll: false,
      cursor: runId,
      anchor: anchor ?? cursor ?? runId,
    };
  });
}

export function selectThese(runIds: readonly string[]): void {
  useSelection.setState({ selected: new Set(runIds), isAll: false });
}

export function selectAllMatching(runIds: readonly string[]): void {
  useSelection.setState({ selected: new Set(runIds), isAll: true });
}

export function clearSelection(): void {
  useSelection.setState({ selected: nothing, isAll: false });
}
