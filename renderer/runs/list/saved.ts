import type { RunSort } from '@sagaloom/engine/contract';
import { create } from 'zustand';

/** A filter with a name, kept on this computer. */
export interface SavedFilter {
  readonly name: string;
  readonly text: string;
  readonly sort: RunSort;
}

const storageKey = 'sagaloom.runs.saved';

export const useSaved = create<{ readonly saved: readonly SavedFilter[] }>(() => ({ saved: remembered() }));

useSaved.subscribe(({ saved }) => localStorage.setItem(storageKey, JSON.stringify(saved)));

/** Another of the same name gives way. */
export function saveFilter(filter: SavedFilter): void {
  useSaved.setState(({ saved }) => ({
    saved: [...saved.filter(({ name }) => name !== filter.name), filter].toSorted((a, b) =>
      a.name.localeCompare(b.name),
    ),
  }));
}

export function forgetFilter(name: string): void {
  useSaved.setState(({ saved }) => ({ saved: saved.filter((other) => other.name !== name) }));
}

function remembered(): readonly SavedFilter[] {
  try {
    const kept = JSON.parse(localStorage.getItem(storageKey) ?? '[]') as unknown;
    return Array.isArray(kept) ? (kept as readonly unknown[]).filter(isSaved) : [];
  } catch {
    return [];
  }
}

function isSaved(value: unknown): value is SavedFilter {
  const filter = value as Partial<SavedFilter> | null;
  return typeof filter?.name === 'string' && typeof filter.text === 'string' && typeof filter.sort?.by === 'string';
}
