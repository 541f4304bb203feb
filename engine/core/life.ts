import type { EventType, Recorded } from './event.ts';

/** RN8: how a run ends, with those that had to be told first. */
const ending: ReadonlySet<EventType> = new Set<EventType>(['RunClosing', 'ChildClosed', 'NextStarted', 'RunEnded']);

/** Number of the last event of what a run did: before it ends, where it does. The furthest it can be reset to, or forked at (LI4). */
export function lastOfLife(history: readonly Recorded[]): number {
  return history.findLast(({ type }) => !ending.has(type))?.seq ?? 1;
}
