import { create } from 'zustand';

/** What was said last; the count makes a sentence that is said twice heard twice. */
export const useAnnouncement = create<{ readonly text: string; readonly count: number }>(() => ({
  text: '',
  count: 0,
}));

/** Says something to screen readers alone: what the screen shows anyhow. What everybody should notice is a toast. */
export function announce(text: string): void {
  useAnnouncement.setState(({ count }) => ({ text, count: count + 1 }));
}
