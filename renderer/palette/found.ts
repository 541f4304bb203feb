import { useMemo } from 'react';
import { useActivities } from '../activities/index.ts';
import { useT } from '../locales/index.ts';
import { type PaletteItem, paletteItems } from './items.ts';

/** In either language, by name or by what it does. */
export function useFoundItems(sought: string): readonly PaletteItem[] {
  const t = useT();
  const activities = useActivities(({ all }) => all);
  return useMemo(() => {
    const items = paletteItems(activities);
    const words = sought.toLocaleLowerCase().split(/\s+/).filter(Boolean);
    if (words.length === 0) return items;
    return items.filter((item) => {
      const text = `${item.label(t)} ${item.about(t)} ${item.id}`.toLocaleLowerCase();
      return words.every((word) => text.includes(word));
    });
  }, [activities, sought, t]);
}
