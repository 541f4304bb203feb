import type { Recorded } from '@sagaloom/engine/core';

/** How far a visit of a `map` is: items, or batches of them. */
export interface MapProgress {
  readonly done: number;
  readonly total: number;
}

/** By place: `items#1`. Of the first `count` events. */
export function mapProgress(events: readonly Recorded[], count = events.length): ReadonlyMap<string, MapProgress> {
  const found = new Map<string, MapProgress>();
  for (const event of events.slice(0, count)) {
    if (event.type === 'StepStarted' && event.detail.kind === 'map') {
      found.set(`${event.path}#${event.visit}`, { done: 0, total: event.detail.items.length });
    } else if (event.type === 'BlockRetried') {
      const before = found.get(`${event.path}#${event.visit}`);
      if (before) found.set(`${event.path}#${event.visit}`, { ...before, done: 0 });
    } else if (event.type === 'BlockCompleted') {
      const owner = event.frame.slice(0, event.frame.lastIndexOf('/'));
      const before = found.get(owner);
      if (before) found.set(owner, { ...before, done: before.done + 1 });
    }
  }
  return found;
}
