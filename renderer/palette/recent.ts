/** What somebody took last, by kind of list; kept in the browser. */
export type RecentList = 'steps' | 'commands';

const kept = 12;
const keyOf = (list: RecentList): string => `sagaloom.recent.${list}`;

/** The latest first. */
export function recentIds(list: RecentList): readonly string[] {
  try {
    const value: unknown = JSON.parse(localStorage.getItem(keyOf(list)) ?? '[]');
    return Array.isArray(value) ? value.filter((id) => typeof id === 'string') : [];
  } catch {
    return [];
  }
}

export function used(list: RecentList, id: string): void {
  const ids = [id, ...recentIds(list).filter((other) => other !== id)].slice(0, kept);
  try {
    localStorage.setItem(keyOf(list), JSON.stringify(ids));
  } catch {
    // A full or forbidden store: the list only loses its order.
  }
}
