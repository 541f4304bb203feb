import { useMemo } from 'react';
import { useActivities } from '../activities/index.ts';
import { useT } from '../locales/index.ts';
import { type Range, searched } from '../ui/index.ts';
import { type PaletteItem, paletteItems } from './items.ts';

export interface FoundItem {
  readonly item: PaletteItem;
  /** Where its name has what was sought. */
  readonly ranges: readonly Range[];
}

/** Finds steps by name, by what they do, or by their id. */
export function useItemFinder(): (sought: string) => readonly FoundItem[] {
  const t = useT();
  const activities = useActivities(({ all }) => all);
  return useMemo(() => {
    const items = paletteItems(activities);
    return (sought) =>
      searched(
        items,
        sought,
        (item) => item.label(t),
        (item) => `${item.about(t)} ${item.id}`,
      );
  }, [activities, t]);
}

export function useFoundItems(sought: string): readonly PaletteItem[] {
  const find = useItemFinder();
  return useMemo(() => find(sought).map(({ item }) => item), [find, sought]);
}
