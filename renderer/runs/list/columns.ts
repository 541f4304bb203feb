import type { RunSortBy } from '@sagaloom/engine/contract';
import { create } from 'zustand';
import type { MessageKey } from '../../locales/index.ts';

/** A column of its own, or that of a search attribute: `attr:customer`. */
export type ColumnId = (typeof ownColumns)[number] | `attr:${string}`;

export const ownColumns = [
  'status',
  'workflow',
  'run',
  'started',
  'duration',
  'ended',
  'events',
  'waiting',
  'error',
  'attributes',
  'parent',
] as const;

export type OwnColumn = (typeof ownColumns)[number];

interface Look {
  readonly label: MessageKey;
  readonly width: number;
  readonly sort?: RunSortBy;
  readonly isShown: boolean;
}

export const looks: Readonly<Record<OwnColumn, Look>> = {
  status: { label: 'runlist.column.status', width: 156, sort: 'status', isShown: true },
  workflow: { label: 'runlist.column.workflow', width: 176, sort: 'workflow', isShown: true },
  run: { label: 'runlist.column.run', width: 118, isShown: true },
  started: { label: 'runlist.column.started', width: 124, sort: 'started', isShown: true },
  duration: { label: 'runlist.column.duration', width: 96, sort: 'duration', isShown: true },
  ended: { label: 'runlist.column.ended', width: 124, sort: 'ended', isShown: false },
  events: { label: 'runlist.column.events', width: 78, sort: 'events', isShown: true },
  waiting: { label: 'runlist.column.waiting', width: 92, isShown: true },
  error: { label: 'runlist.column.error', width: 196, isShown: true },
  attributes: { label: 'runlist.column.attributes', width: 240, isShown: true },
  parent: { label: 'runlist.column.parent', width: 118, isShown: false },
};

export const attributeOf = (id: ColumnId): string | null => (id.startsWith('attr:') ? id.slice('attr:'.length) : null);
export const isOwn = (id: string): id is OwnColumn => ownColumns.some((own) => own === id);

interface ColumnsState {
  /** In the order they are shown. */
  readonly shown: readonly ColumnId[];
  readonly widths: Readonly<Record<string, number>>;
}

const storageKey = 'sagaloom.runs.columns';
const standard: ColumnsState = { shown: ownColumns.filter((id) => looks[id].isShown), widths: {} };
const narrowest = 56;
const widest = 640;
const attributeWidth = 130;

export const useColumns = create<ColumnsState>(() => remembered() ?? standard);

useColumns.subscribe((state) => localStorage.setItem(storageKey, JSON.stringify(state)));

export function widthOf(id: ColumnId, widths: ColumnsState['widths']): number {
  return widths[id] ?? (isOwn(id) ? looks[id].width : attributeWidth);
}

export function resize(id: ColumnId, width: number): void {
  const fitting = Math.round(Math.min(widest, Math.max(narrowest, width)));
  useColumns.setState(({ widths }) => ({ widths: { ...widths, [id]: fitting } }));
}

/** Own columns keep their order; those of attributes come after them. */
export function showColumn(id: ColumnId, isShown: boolean): void {
  useColumns.setState(({ shown }) => {
    const chosen = new Set(isShown ? [...shown, id] : shown.filter((other) => other !== id));
    const own = ownColumns.filter((other) => chosen.has(other));
    return { shown: [...own, ...[...chosen].filter((other) => !isOwn(other))] };
  });
}

export function resetColumns(): void {
  useColumns.setState(standard);
}

function remembered(): ColumnsState | null {
  try {
    const kept = JSON.parse(localStorage.getItem(storageKey) ?? 'null') as Partial<ColumnsState> | null;
    if (!kept || !Array.isArray(kept.shown) || typeof kept.widths !== 'object') return null;
    const shown = (kept.shown as readonly unknown[]).filter(
      (id): id is ColumnId => typeof id === 'string' && (isOwn(id) || id.startsWith('attr:')),
    );
    return shown.length === 0 ? null : { shown, widths: kept.widths ?? {} };
  } catch {
    return null;
  }
}
